"""The camera of the simulation: a pinhole, where it is mounted, and what its pixels look at.

Gym frame, metres: X to the right in the picture, Y away from the camera, Z up from the floor,
origin on the floor at the athlete's spot. Camera frame: x right, y down, z forward.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from station.simulator.ellipsoids import Ellipsoids

Image = NDArray[np.float32]


@dataclass(frozen=True)
class PinholeCamera:
    """Depth stream of a stereo camera: a pinhole, the baseline and the unit of its depth."""

    width_px: int = 848
    height_px: int = 480
    f_px: float = 424.0
    cx_px: float = 423.6
    cy_px: float = 239.7
    baseline_m: float = 0.05
    depth_unit_m: float = 0.001

    @property
    def disparity_px_m(self) -> float:
        """Disparity times depth: ``f * B``."""
        return self.f_px * self.baseline_m


def d435(width_px: int = 848) -> PinholeCamera:
    """A D435 in one of its modes: 848x480, 640x360 or 424x240."""
    modes = {848: (480, 424.0), 640: (360, 320.0), 424: (240, 212.0)}
    if width_px not in modes:
        raise ValueError(f"no D435 mode is {width_px} px wide; choose one of {sorted(modes)}")
    height_px, f_px = modes[width_px]
    return PinholeCamera(width_px, height_px, f_px, width_px / 2 - 0.4, height_px / 2 - 0.3)


@dataclass(frozen=True)
class Mount:
    """How the camera hangs. Pitch > 0 looks up, roll > 0 clockwise, pan > 0 to the right."""

    height_m: float = 1.0
    distance_m: float = 2.2
    pitch_deg: float = -4.0
    roll_deg: float = 0.0
    pan_deg: float = 0.0

    @property
    def position_m(self) -> NDArray[np.float64]:
        """The camera in the gym frame."""
        return np.array([0.0, -self.distance_m, self.height_m])

    @cached_property
    def rotation(self) -> NDArray[np.float64]:
        """``(3, 3)``: gym directions to camera directions; rows are right, down, forward."""
        pitch, roll, pan = (math.radians(a) for a in (self.pitch_deg, self.roll_deg, self.pan_deg))
        ahead = np.array([math.sin(pan), math.cos(pan), 0.0])
        up = np.array([0.0, 0.0, 1.0])
        right = np.array([math.cos(pan), -math.sin(pan), 0.0])
        forward = ahead * math.cos(pitch) + up * math.sin(pitch)
        down = ahead * math.sin(pitch) - up * math.cos(pitch)
        return np.stack(
            [
                right * math.cos(roll) + down * math.sin(roll),
                down * math.cos(roll) - right * math.sin(roll),
                forward,
            ]
        )


@dataclass(frozen=True, eq=False)
class View:
    """One mounted camera: turns what stands in the gym into a noise-free disparity image."""

    camera: PinholeCamera
    mount: Mount

    @cached_property
    def columns(self) -> Image:
        """``(width,)``: x over z of every column."""
        k = self.camera
        return ((np.arange(k.width_px) - k.cx_px) / k.f_px).astype(np.float32)

    @cached_property
    def rows(self) -> Image:
        """``(height,)``: y over z of every row."""
        k = self.camera
        return ((np.arange(k.height_px) - k.cy_px) / k.f_px).astype(np.float32)

    def rays(self) -> NDArray[np.float32]:
        """``(height, width, 3)`` directions in the gym frame whose camera z is 1."""
        grid = np.empty((self.camera.height_px, self.camera.width_px, 3), dtype=np.float32)
        grid[..., 0] = self.columns[None, :]
        grid[..., 1] = self.rows[:, None]
        grid[..., 2] = 1.0
        result: NDArray[np.float32] = grid @ self.mount.rotation.astype(np.float32)
        return result

    def from_gym(self, ellipsoids: Ellipsoids) -> Ellipsoids:
        """The same ellipsoids in the camera frame."""
        turn = self.mount.rotation
        return ellipsoids.moved(turn, -turn @ self.mount.position_m)
