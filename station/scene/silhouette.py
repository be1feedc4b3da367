"""The athlete cut out of one frame and laid into the side plane, in millimetres.

From here on there are no pixels of the camera: 424x240 at 2.8 m and 1280x720 at 1.8 m give rasters
of the same scale, upright, with the floor at zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame
from station.scene.background import Background
from station.scene.people import Blob
from station.scene.side_plane import SidePlane

RASTER_M = 0.008
"""Side of one raster cell, half as much again as the camera's own pixel at 2.5 m: finer cells
measure no better and cost twice the time."""
_MARGIN_PX = 12
_HEADROOM_M = 0.12
_TALLEST_M = 2.4
SLAB_M = 0.55
"""Readings farther than this from the athlete's own depth belong to somebody or something else.
A bent athlete turned by 20 degrees reaches 0.25 m out of their plane, an elbow 0.35 m."""
_EVERY_PX = 6
"""A hand's breadth is dozens of these, and nothing smaller that stands in front matters."""


@dataclass(frozen=True, eq=False)
class Silhouette:
    """One athlete in the side plane, as a raster.

    ``coverage`` is ``(h, w)`` uint8, 255 inside the body. Row 0 lies at ``top_m`` above the floor,
    column 0 at ``left_m``; cells are :data:`RASTER_M` wide. ``readings`` uint16 are the camera's
    own pixels around the athlete, in ``depth_unit_m`` (0 = none), and ``to_readings`` ``(3, 3)``
    is the homography from column and row of a cell to them.
    """

    plane: SidePlane
    coverage: NDArray[np.uint8]
    readings: NDArray[np.uint16]
    to_readings: NDArray[np.float64]
    depth_unit_m: float
    left_m: float
    top_m: float
    covered_share: float
    """Share of the window in which something stands in front of the athlete."""

    @cached_property
    def depth(self) -> NDArray[np.uint16]:
        """The readings in the cells of ``coverage``; laid when first asked for, as few frames
        need more than a hundred of them."""
        height, width = self.coverage.shape
        return self.depth_within(slice(0, height), slice(0, width))

    def depth_within(self, rows: slice, columns: slice) -> NDArray[np.uint16]:
        """The readings in a part of the raster, which may reach beyond it."""
        corner = np.array([[1.0, 0.0, columns.start], [0.0, 1.0, rows.start], [0.0, 0.0, 1.0]])
        size = columns.stop - columns.start, rows.stop - rows.start
        flags = cv2.WARP_INVERSE_MAP | cv2.INTER_NEAREST
        laid = cv2.warpPerspective(self.readings, self.to_readings @ corner, size, flags=flags)
        return np.asarray(laid, np.uint16)


def cut_out(
    frame: DepthFrame,
    background: Background,
    plane: SidePlane,
    blob: Blob,
    to_keep: bool = False,
) -> Silhouette:
    """Lay the foreground around ``blob`` that stands at the plane's depth into the plane.

    ``to_keep``: the silhouette outlives its frame, of which it then holds a part only.
    """
    k = frame.intrinsics
    left = max(0, blob.left_px - _MARGIN_PX)
    right = min(k.width_px, blob.right_px + _MARGIN_PX)
    top = max(0, blob.top_px - _MARGIN_PX)
    bottom = min(k.height_px, blob.bottom_px + _MARGIN_PX)
    window = slice(top, bottom), slice(left, right)
    depth = frame.depth[window]
    mask = _foreground(depth, background.limit[window], background, frame, plane)
    corners = [plane.from_pixel(u, v) for u in (left, right) for v in (top, bottom)]
    across_m, up_m = zip(*corners, strict=True)
    # Whole cells, so that the rasters of several frames add up without being moved.
    left_m = _whole_cells(min(across_m))
    top_m = _whole_cells(min(max(up_m), _TALLEST_M) + _HEADROOM_M)
    bottom_m = max(min(up_m), -0.1)
    size = (
        max(8, int((max(across_m) - left_m) / RASTER_M)),
        max(8, int((top_m - bottom_m) / RASTER_M)),
    )
    warp = plane.to_image @ np.array([[RASTER_M, 0, left_m], [0, -RASTER_M, top_m], [0, 0, 1.0]])
    # From the picture's corner to the window's.
    warp[0] -= left * warp[2]
    warp[1] -= top * warp[2]
    flags = cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR
    coverage = cv2.warpPerspective(mask, warp, size, flags=flags)
    return Silhouette(
        plane,
        np.asarray(coverage, np.uint8),
        depth.copy() if to_keep else depth,
        warp,
        frame.depth_unit_m,
        left_m,
        top_m,
        _covered_share(depth, background, frame, plane),
    )


def _covered_share(
    depth: NDArray[np.uint16], background: Background, frame: DepthFrame, plane: SidePlane
) -> float:
    nearer = round((float(plane.origin[2]) - SLAB_M) / frame.depth_unit_m)
    known = np.ascontiguousarray(depth[::_EVERY_PX, ::_EVERY_PX])
    return cv2.countNonZero(cv2.inRange(known, background.nearest + 1, nearer - 1)) / known.size


def _whole_cells(length_m: float) -> float:
    return round(length_m / RASTER_M) * RASTER_M


def _foreground(
    depth: NDArray[np.uint16],
    limit: NDArray[np.uint16],
    background: Background,
    frame: DepthFrame,
    plane: SidePlane,
) -> NDArray[np.uint8]:
    slab = round(SLAB_M / frame.depth_unit_m)
    middle = round(float(plane.origin[2]) / frame.depth_unit_m)
    nearest = max(background.nearest, middle - slab)
    # Two passes over the pixels, where comparing arrays would take five. Single drop-outs and
    # flying pixels stay: smoothing the outline deals with them as well as a median would here.
    in_slab = cv2.inRange(depth, nearest + 1, min(middle + slab, 65535) - 1)
    return np.asarray(cv2.bitwise_and(cv2.compare(depth, limit, cv2.CMP_LT), in_slab), np.uint8)
