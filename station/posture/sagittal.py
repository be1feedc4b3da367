"""The athlete's own sagittal plane, which may be turned out of the side plane by the yaw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SagittalPlane:
    """Maps the sagittal plane's (x forward, z up) to the side plane's (x right, z up) and back.

    ``side_distance_m`` and ``distance_m`` are how far the side plane and the athlete's midline are
    from the camera, along the floor; ``pivot_x_m`` is where the athlete stands (x is 0), to the
    right of the camera's axis. ``forward`` is +1 when the athlete faces to the right of the
    picture. ``yaw_deg`` > 0 turns the athlete's front away from the camera.
    """

    side_distance_m: float
    distance_m: float
    camera_height_m: float
    pivot_x_m: float
    forward: int
    yaw_deg: float = 0.0

    def to_side(self, points_m: Floats) -> Floats:
        """``(n, 2)`` sagittal points to where the camera sees them in the side plane."""
        yaw = np.radians(self.yaw_deg)
        x, z = points_m[:, 0], points_m[:, 1]
        scale = self.side_distance_m / (self.distance_m + x * np.sin(yaw))
        side_x = (self.pivot_x_m + self.forward * x * np.cos(yaw)) * scale
        side_z = self.camera_height_m + (z - self.camera_height_m) * scale
        return np.column_stack([side_x, side_z])

    def from_side(self, side_m: Floats) -> Floats:
        """The inverse of :meth:`to_side`."""
        yaw = np.radians(self.yaw_deg)
        x = self.side_distance_m * self.pivot_x_m - side_m[:, 0] * self.distance_m
        x = x / (side_m[:, 0] * np.sin(yaw) - self.side_distance_m * self.forward * np.cos(yaw))
        scale = self.side_distance_m / (self.distance_m + x * np.sin(yaw))
        z = self.camera_height_m + (side_m[:, 1] - self.camera_height_m) / scale
        return np.column_stack([x, z])

    def forward_of(self, floor_m: Floats) -> Floats:
        """How far forward ``(n, 2)`` points (right, away) lie of the pivot: x of the athlete."""
        yaw = np.radians(self.yaw_deg)
        right = floor_m[:, 0] - self.pivot_x_m
        away = floor_m[:, 1] - self.distance_m
        x: Floats = self.forward * right * np.cos(yaw) + away * np.sin(yaw)
        return x
