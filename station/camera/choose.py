"""Which depth source to use when nobody names one: the camera if plugged in, else the simulator."""

from __future__ import annotations

from typing import Literal

from station.camera.frame import DepthSource
from station.camera.realsense import RealSenseSource
from station.camera.usb import plugged_in_cameras
from station.errors import CameraLibraryError, NoCameraError

SourceChoice = Literal["auto", "camera", "simulated"]


def open_source(choice: SourceChoice, serial: str = "") -> DepthSource:
    """Open the chosen live source.

    ``auto`` falls back to the simulated athlete only when no camera is plugged in. A camera that
    is there but cannot be used is an error, never silently replaced. The simulated athlete walks
    up once, as fast as frames are asked for.

    Raises:
        CameraError: the camera was asked for, or is plugged in, and cannot be used.
    """
    if choice != "simulated":
        try:
            return RealSenseSource(serial or None)
        except NoCameraError:
            if choice == "camera" or serial:
                raise
        except CameraLibraryError:
            if choice == "camera" or plugged_in_cameras():
                raise
    from station.camera.simulated import SimulatedSource

    return SimulatedSource.walk_up(seed=1, realtime=False)
