"""The athlete's own sagittal plane, which may be turned out of the side plane by the yaw."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def cos_yaw(self) -> float:
        """Cosine of the yaw."""
        return math.cos(math.radians(self.yaw_deg))

    @cached_property
    def sin_yaw(self) -> float:
        """Sine of the yaw."""
        return math.sin(math.radians(self.yaw_deg))

    @cached_property
    def along_m(self) -> float:
        """How far in front of the camera, as the athlete faces, x = 0 lies."""
        return self.forward * self.cos_yaw * self.pivot_x_m + self.sin_yaw * self.distance_m

    @cached_property
    def across_m(self) -> float:
        """How far from the camera the line lies along which the athlete faces."""
        return self.cos_yaw * self.distance_m - self.forward * self.sin_yaw * self.pivot_x_m

    def to_side(self, points_m: Floats) -> Floats:
        """``(n, 2)`` sagittal points to where the camera sees them in the side plane."""
        x, z = points_m[:, 0], points_m[:, 1]
        scale = self.side_distance_m / (self.distance_m + x * self.sin_yaw)
        side = np.empty((len(points_m), 2))
        side[:, 0] = (self.pivot_x_m + self.forward * self.cos_yaw * x) * scale
        side[:, 1] = self.camera_height_m + (z - self.camera_height_m) * scale
        return side

    def to_cells(self, left_m: float, top_m: float, cell_m: float) -> Floats:
        """Homography ``(3, 3)``: sagittal (x, z, 1) to column and row of a raster.

        The raster lies in the side plane, as in :class:`~station.scene.silhouette.Silhouette`.
        It is :meth:`to_side` in cells, for ``cv2.perspectiveTransform``: each frame asks often.
        """
        cells_m = self.side_distance_m / cell_m
        left, top = left_m / cell_m, (top_m - self.camera_height_m) / cell_m
        right = self.forward * self.cos_yaw * cells_m
        away, sin_yaw = self.distance_m, self.sin_yaw
        return np.array(
            [
                [right - left * sin_yaw, 0.0, self.pivot_x_m * cells_m - left * away],
                [top * sin_yaw, -cells_m, self.camera_height_m * cells_m + top * away],
                [sin_yaw, 0.0, away],
            ]
        )

    def from_side(self, side_m: Floats) -> Floats:
        """The inverse of :meth:`to_side`."""
        x = self.side_distance_m * self.pivot_x_m - side_m[:, 0] * self.distance_m
        x = x / (side_m[:, 0] * self.sin_yaw - self.side_distance_m * self.forward * self.cos_yaw)
        scale = self.side_distance_m / (self.distance_m + x * self.sin_yaw)
        z = self.camera_height_m + (side_m[:, 1] - self.camera_height_m) / scale
        return np.column_stack([x, z])

    def forward_of(self, floor_m: Floats) -> Floats:
        """How far forward ``(n, 2)`` points (right, away) lie of the pivot: x of the athlete."""
        right = floor_m[:, 0] - self.pivot_x_m
        away = floor_m[:, 1] - self.distance_m
        x: Floats = self.forward * right * self.cos_yaw + away * self.sin_yaw
        return x

    def behind(self, floor_m: Floats) -> Floats:
        """How far behind the line of this plane ``(n, 2)`` points (right, away) lie."""
        y: Floats = self.cos_yaw * floor_m[:, 1] - self.forward * self.sin_yaw * floor_m[:, 0]
        return y - self.across_m
