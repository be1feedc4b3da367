"""The picture at a sparse grid of pixels, in inverse depth: enough to tell how the camera hangs."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import Intrinsics

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Whole = NDArray[np.intp]

_COLUMNS = 53
"""A cell is about 8 cm wide at the athlete; there are some 1600."""


class Grid:
    """Where the grid's ``n`` pixels lie, ``step_px`` apart; arrays over cells run row by row.

    ``rays`` is ``(n, 3)``: directions in the camera's frame whose z is 1. ``shape`` is
    (rows, columns).
    """

    def __init__(self, intrinsics: Intrinsics) -> None:
        k = intrinsics
        self._intrinsics = k
        self.step_px = max(1, round(k.width_px / _COLUMNS))
        first = self.step_px // 2
        self._cut = slice(first, None, self.step_px), slice(first, None, self.step_px)
        v, u = np.mgrid[first : k.height_px : self.step_px, first : k.width_px : self.step_px]
        self.shape = u.shape
        x, y = (u.ravel() - k.cx_px) / k.fx_px, (v.ravel() - k.cy_px) / k.fy_px
        self.rays: Floats = np.stack([x, y, np.ones(len(x))], axis=1)

    def inverse_depth(self, depth: NDArray[np.uint16], depth_unit_m: float) -> Floats:
        """1/m of every cell, ``(n,)``, of a raw depth image; 0 where there is no reading."""
        return _inverse(depth[self._cut].astype(np.float64).ravel() * depth_unit_m)

    def turned(self, depth_m: NDArray[np.float32], turn: Floats) -> Floats:
        """Inverse depth a turned camera would read, ``(n,)``; NaN outside of what it saw before.

        ``depth_m`` ``(h, w)`` is what it read before, ``turn`` ``(3, 3)`` takes directions from
        the camera's frame before to the one after.
        """
        k = self._intrinsics
        before = self.rays @ turn
        ahead = np.maximum(before[:, 2], 0.1)
        u = np.rint(before[:, 0] / ahead * k.fx_px + k.cx_px).astype(np.intp)
        v = np.rint(before[:, 1] / ahead * k.fy_px + k.cy_px).astype(np.intp)
        inside = (u >= 0) & (u < k.width_px) & (v >= 0) & (v < k.height_px)
        found = np.zeros(len(u))
        found[inside] = depth_m[v[inside], u[inside]]
        inverse = _inverse(found) * ahead
        inverse[~inside] = np.nan
        return inverse

    def area_m2(self, inverse: Floats) -> Floats:
        """The area a cell covers at its own depth."""
        k = self._intrinsics
        depth_m = _inverse(inverse)
        return (self.step_px * depth_m) ** 2 / (k.fx_px * k.fy_px)


def turn_about(axis: Floats, angle_deg: float) -> Floats:
    """Rotation ``(3, 3)`` about a unit vector."""
    angle = math.radians(angle_deg)
    x, y, z = axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turn: Floats = np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross
    return turn


def shortest_turn(start: Floats, end: Floats) -> Floats:
    """The rotation ``(3, 3)`` that takes one unit vector to another without twist."""
    axis = np.cross(start, end)
    size = float(np.linalg.norm(axis))
    if size < 1e-9:
        return np.eye(3)
    return turn_about(axis / size, math.degrees(math.atan2(size, float(start @ end))))


def _inverse(depth_m: Floats) -> Floats:
    return np.divide(1.0, depth_m, out=np.zeros_like(depth_m), where=depth_m > 0)
