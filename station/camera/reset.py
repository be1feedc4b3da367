"""Restarts a camera from inside, as pulling and plugging it in again would."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from station.camera.realsense import find_device, read_info
from station.camera.sdk import load_sdk, sdk_message
from station.errors import CameraError, CameraUnpluggedError

_LOOK_EVERY_S = 0.1
_GONE_WITHIN_S = 3.0
"""It leaves the bus a moment after the call; who looks too early still sees the old one."""
_BACK_WITHIN_S = 20.0


def reset_camera(
    serial: str | None = None,
    context: Any = None,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> str:
    """Reset the camera and wait until it is on the bus again; return its serial number.

    The SDK's own call is known to hang: whoever calls must be able to do without an answer.

    Raises:
        CameraUnpluggedError: it did not come back.
        CameraError: there is none, or it refuses.
    """
    sdk = load_sdk()
    context = context if context is not None else sdk.context()
    try:
        device = find_device(sdk, context, serial)
        found = read_info(sdk, device, "serial_number")
        device.hardware_reset()
        del device
        asked_s, gone = clock(), False
        while clock() - asked_s < _BACK_WITHIN_S:
            sleep(_LOOK_EVERY_S)
            present = {read_info(sdk, one, "serial_number") for one in context.query_devices()}
            gone = gone or found not in present or clock() - asked_s > _GONE_WITHIN_S
            if gone and found in present:
                return found
    except RuntimeError as error:
        raise CameraError(f"the camera cannot be reset ({sdk_message(error)})") from None
    raise CameraUnpluggedError(
        "the camera did not come back after its reset; unplug it and plug it in again"
    )
