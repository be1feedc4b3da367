"""Which depth source to use when nobody names one: the camera if plugged in, else the simulator."""

from __future__ import annotations

from typing import Literal

from station.camera.frame import DepthSource
from station.camera.process import CameraProcess
from station.camera.usb import plugged_in_cameras
from station.errors import CameraLibraryError, NoCameraError

Session = Literal["walk-up", "screening", "warm-up"]
SourceChoice = Literal["auto", "camera", "simulated"]


def open_source(
    choice: SourceChoice,
    serial: str = "",
    *,
    session: Session = "walk-up",
    wall_m: float = 0.10,
    seed: int = 1,
    realtime: bool = False,
) -> DepthSource:
    """Open the chosen live source; wait for a camera until it is open.

    ``auto`` falls back to the simulated athlete only when no camera is plugged in. A camera that
    is there but cannot be used is an error, never silently replaced. ``session``, ``wall_m``,
    ``seed`` and ``realtime`` are the simulated athlete's: what they come for, where the wall is,
    who comes, by the clock or as fast as frames are asked for.

    Raises:
        CameraError: the camera was asked for, or is plugged in, and cannot be used.
    """
    if choice != "simulated":
        try:
            camera = CameraProcess(serial)
            camera.wait_until_open()
            return camera
        except NoCameraError:
            if choice == "camera" or serial:
                raise
        except CameraLibraryError:
            if choice == "camera" or plugged_in_cameras():
                raise
    from station.camera.simulated import SimulatedSource

    return SimulatedSource.of(session, seed, realtime, wall_m=wall_m)
