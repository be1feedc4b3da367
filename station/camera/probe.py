"""``python -m station.camera.probe [SERIAL]``: open the camera once and tell what came, as JSON.

A process of its own, because the SDK may crash or never return; the doctor ends it in time.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass

from station.camera.realsense import RealSenseSource
from station.camera.sdk import load_sdk
from station.errors import CameraError, CameraLibraryError

_FRAME_S = 3.0


@dataclass(frozen=True)
class Probe:
    """What was found: ``error`` is the first thing that failed, ``frame`` that one arrived.

    ``firmware`` is the camera's, ``recommended`` the one this SDK was made for; empty where not
    known.
    """

    library: str = ""
    error: str = ""
    error_kind: str = ""
    serial: str = ""
    description: str = ""
    firmware: str = ""
    recommended: str = ""
    frame: bool = False


def probe(serial: str) -> Probe:
    """Open the camera, wait for one frame, close it."""
    found: dict[str, str | bool] = {}
    try:
        sdk = load_sdk()
        found["library"] = str(getattr(sdk, "__version__", "installed"))
        found |= _firmware(sdk, serial)
        with RealSenseSource(serial or None) as source:
            found["serial"], found["description"] = source.serial, source.description
            source.read(_FRAME_S)
            found["frame"] = True
    except CameraLibraryError as error:
        found |= {"error": str(error), "error_kind": "library"}
    except CameraError as error:
        found |= {"error": str(error), "error_kind": "camera"}
    return Probe(**found)  # type: ignore[arg-type]


def _firmware(sdk: object, serial: str) -> dict[str, str | bool]:
    """Version in the camera and version for this SDK; read before anything may fail."""
    info = sdk.camera_info  # type: ignore[attr-defined]
    try:
        for device in sdk.context().query_devices():  # type: ignore[attr-defined]
            if not serial or device.get_info(info.serial_number) == serial:
                fields = {
                    "firmware": info.firmware_version,
                    "recommended": info.recommended_firmware_version,
                }
                return {
                    name: str(device.get_info(field))
                    for name, field in fields.items()
                    if device.supports(field)
                }
    except RuntimeError:
        # A camera in use answers no questions; opening it says so better.
        return {}
    return {}


if __name__ == "__main__":
    print(json.dumps(asdict(probe(sys.argv[1] if len(sys.argv) > 1 else ""))))
