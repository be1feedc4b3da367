"""What every depth source delivers, and the one interface they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Intrinsics:
    """Pinhole of the depth image, in pixels. Depth streams of a D400 have no distortion."""

    width_px: int
    height_px: int
    fx_px: float
    fy_px: float
    cx_px: float
    cy_px: float


@dataclass(frozen=True, eq=False)
class DepthFrame:
    """One depth image and what is needed to read it.

    ``depth`` is a ``(height, width)`` array of uint16, a copy that belongs to this frame;
    0 means "no reading". Metres are ``depth * depth_unit_m``. ``capture_time_s`` runs on the
    source's own clock, starts anywhere and never goes back; ``sequence`` counts what the
    source captured, so a gap means dropped frames.
    """

    depth: NDArray[np.uint16]
    depth_unit_m: float
    intrinsics: Intrinsics
    capture_time_s: float
    sequence: int


class DepthSource(Protocol):
    """Where depth frames come from. Close it when done; it may also be used in ``with``."""

    @property
    def description(self) -> str:
        """A few words for the log and the screen, such as ``D435 848x480 60 fps USB 3.2``."""
        ...

    @property
    def serial(self) -> str:
        """The serial number of the camera; empty when there is none."""
        ...

    @property
    def is_live(self) -> bool:
        """True when frames arrive by the clock; False when they come as fast as asked for."""
        ...

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        """Return the next frame (live: the newest one not seen yet), or None at the end.

        Only a source that can end (a recording, a story) returns None. Raises
        :class:`~station.errors.NoFramesError` when a live source stays silent for
        ``timeout_s``, and other :class:`~station.errors.CameraError` as they occur.
        """
        ...

    def close(self) -> None:
        """Release the device or file; calling it twice is harmless."""
        ...
