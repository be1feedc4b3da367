"""A vertical plane through the athlete, parallel to the picture: the first guess at the side view.

Coordinates in it are (x, z) in metres: x along the picture to the right, measured from below the
camera's axis, z up from the floor. Everything after this works in metres, so that image size,
lens, pitch, roll and distance of the camera are dealt with here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import Intrinsics
from station.scene.floor import FloorPlane

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SidePlane:
    """The plane ``distance_m`` in front of the camera (along the floor)."""

    floor: FloorPlane
    intrinsics: Intrinsics
    distance_m: float

    @cached_property
    def right(self) -> Floats:
        """Unit vector along the floor to the right of the picture."""
        return _unit(np.array([1.0, 0.0, 0.0]) - self.floor.up[0] * self.floor.up)

    @cached_property
    def away(self) -> Floats:
        """Unit vector along the floor away from the camera."""
        return np.cross(self.floor.up, self.right)

    @cached_property
    def origin(self) -> Floats:
        """The plane's (0, 0) in the camera's frame."""
        origin: Floats = self.distance_m * self.away - self.floor.camera_height_m * self.floor.up
        return origin

    @cached_property
    def to_image(self) -> Floats:
        """Homography ``(3, 3)``: (x, z, 1) of the plane to homogeneous pixels."""
        k = self.intrinsics
        camera = np.array([[k.fx_px, 0, k.cx_px], [0, k.fy_px, k.cy_px], [0, 0, 1.0]])
        image: Floats = camera @ np.stack([self.right, self.floor.up, self.origin], axis=1)
        return image

    @cached_property
    def _from_image(self) -> Floats:
        return np.asarray(np.linalg.inv(self.to_image), np.float64)

    def from_pixels(self, pixels: Floats) -> Floats:
        """``(n, 2)`` pixels (u, v) to ``(n, 2)`` plane coordinates."""
        homogeneous = np.column_stack([pixels, np.ones(len(pixels))])
        plane = homogeneous @ self._from_image.T
        points: Floats = plane[:, :2] / plane[:, 2:]
        return points

    def from_pixel(self, u_px: float, v_px: float) -> tuple[float, float]:
        """The same of a single one, without arrays: each frame asks for its window's corners."""
        x, z, scale = (a * u_px + b * v_px + c for a, b, c in self._rows_from_image)
        return x / scale, z / scale

    @cached_property
    def _rows_from_image(self) -> list[list[float]]:
        rows: list[list[float]] = self._from_image.tolist()
        return rows

    def camera_depth_m(self, points: Floats) -> Floats:
        """Depth along the camera's axis of ``(n, 2)`` points of the plane."""
        depth: Floats = (
            points[..., 0] * self.right[2] + points[..., 1] * self.floor.up[2] + self.origin[2]
        )
        return depth


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / np.linalg.norm(vector)
    return unit
