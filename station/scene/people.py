"""Who stands in front of the empty scene: foreground blobs on a coarse grid, as people or not."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame, Intrinsics
from station.scene.background import Background
from station.scene.floor import FloorPlane

_GRID_COLUMNS = 212
"""About 2 cm per cell at the athlete: enough to find people, cheap enough for every frame."""
_MIN_CELLS = 60
HIGHEST_FOOT_M = 0.45
"""A person's blob reaches at least this far down; the feet themselves drown in floor noise."""
LOWEST_HEAD_M = 0.75
"""Even bent over, a person's blob reaches at least this high."""
_TALLEST_M = 2.4
_AREA_M2 = (0.12, 1.6)
_BRIDGE = np.ones((3, 3), np.uint8)
_SAME_SHARE = 0.25
"""From one frame to the next what is seen of somebody grows or shrinks by a few hundredths."""
Window = tuple[int, int, int, int]
"""A part of the picture, pixels: left, top, right, bottom."""


@dataclass(frozen=True)
class Blob:
    """One connected piece of foreground. ``left..bottom`` are pixels of the depth image."""

    left_px: int
    top_px: int
    right_px: int
    bottom_px: int
    distance_m: float
    """Median distance along the floor from the camera."""
    x_m: float
    """Median position to the right of the camera's axis."""
    highest_m: float
    lowest_m: float
    area_m2: float
    cells: int
    """Readings on the coarse grid."""

    @property
    def is_person(self) -> bool:
        """Whether it stands on the floor and is as tall and as large as people are."""
        return (
            self.lowest_m < HIGHEST_FOOT_M
            and LOWEST_HEAD_M < self.highest_m < _TALLEST_M
            and _AREA_M2[0] < self.area_m2 < _AREA_M2[1]
        )


def find_blobs(
    frame: DepthFrame,
    background: Background,
    floor: FloorPlane,
    slab_m: tuple[float, float] | None = None,
    min_cells: int = _MIN_CELLS,
    within: Window | None = None,
) -> list[Blob]:
    """Blobs of foreground, largest first. ``slab_m`` keeps only readings between two depths.

    A slab cuts off who walks behind the athlete or stands nearer to the camera, even where both
    touch in the picture. Blobs of fewer than ``min_cells`` cells of some 2 cm are left out, and so
    is all that is not ``within`` a part of the picture.
    """
    depth, in_front, (left, top), step = _foreground(frame, background, slab_m, within)
    x, y, width, height = cv2.boundingRect(in_front)
    if not width:
        return []
    # From here on only what is not empty, with the two cells around it that closing looks at.
    x, y, end_x, end_y = max(0, x - 2), max(0, y - 2), x + width + 2, y + height + 2
    depth, in_front = depth[y:end_y, x:end_x], in_front[y:end_y, x:end_x]
    # Closing bridges the ragged holes of drop-outs; nothing as wide as a gap between people.
    mask = cv2.morphologyEx(in_front, cv2.MORPH_CLOSE, _BRIDGE)
    # Labels of 16 bits and this algorithm cost a third of the default.
    count, found, found_stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        mask, 8, cv2.CV_16U, cv2.CCL_SPAGHETTI
    )
    labels, stats = np.asarray(found, np.uint16), np.asarray(found_stats, np.int32)
    sizes = stats[:, cv2.CC_STAT_AREA].tolist()
    order = sorted(range(1, count), key=lambda i: -sizes[i])
    return [
        _describe(labels, i, stats[i], (left + x, top + y), depth, step, frame, floor)
        for i in order[:8]
        if sizes[i] >= min_cells
    ]


def follow(
    before: Blob,
    frame: DepthFrame,
    background: Background,
    slab_m: tuple[float, float],
    within: Window,
) -> Blob | None:
    """Where somebody who was alone there a moment ago ends by now, at a quarter of the price.

    Only ``left_px`` to ``bottom_px`` are looked at anew. None when too much has changed for it to
    be they and nobody else: then :func:`find_blobs` has to tell.
    """
    _, in_front, (left, top), step = _foreground(frame, background, slab_m, within)
    cells = cv2.countNonZero(in_front)
    if abs(cells - before.cells) > _SAME_SHARE * before.cells:
        return None
    # Specks of noise go, and with them a cell at the most pointed end of somebody.
    x, y, width, height = cv2.boundingRect(cv2.medianBlur(in_front, 3))
    return replace(
        before,
        left_px=(left + x) * step,
        top_px=(top + y) * step,
        right_px=(left + x + width) * step,
        bottom_px=(top + y + height) * step,
        cells=cells,
    )


def _foreground(
    frame: DepthFrame,
    background: Background,
    slab_m: tuple[float, float] | None,
    within: Window | None,
) -> tuple[NDArray[np.uint16], NDArray[np.uint8], tuple[int, int], int]:
    """The coarse grid: its readings, which of them are foreground (0 or 1), the cell of the picture
    its first one is, and how many pixels a cell has."""
    step = max(1, round(frame.intrinsics.width_px / _GRID_COLUMNS))
    left, top, right, bottom = within or (0, 0, *frame.depth.shape[::-1])
    left, top = left // step, top // step
    looked_at = slice(top, -(-bottom // step)), slice(left, -(-right // step))
    depth = np.ascontiguousarray(frame.depth[::step, ::step][looked_at])
    low, high = background.nearest, background.farthest
    if slab_m is not None:
        low = max(low, int(slab_m[0] / frame.depth_unit_m))
        high = min(high, int(slab_m[1] / frame.depth_unit_m))
    limit = np.minimum(background.limit_every(step)[looked_at], np.uint16(high))
    in_front = ((depth > low) & (depth < limit)).view(np.uint8)
    return depth, in_front, (left, top), step


def _describe(
    labels: NDArray[np.uint16],
    label: int,
    stats: NDArray[np.int32],
    corner: tuple[int, int],
    depth: NDArray[np.uint16],
    step: int,
    frame: DepthFrame,
    floor: FloorPlane,
) -> Blob:
    left, top, width, height, _ = stats.tolist()
    window = slice(top, top + height), slice(left, left + width)
    depth = depth[window]
    rows, columns = np.nonzero((labels[window] == label) & (depth > 0))
    z = depth[rows, columns] * np.float64(frame.depth_unit_m)
    left, top = left + corner[0], top + corner[1]
    k = frame.intrinsics
    across, down = _rays(k, step)
    x = across[columns + left] * z
    y = down[rows + top] * z
    right, below, ahead = floor.up.tolist()
    height_m = x * right + y * below + z * ahead + floor.camera_height_m
    lowest, highest = (int(share * (len(z) - 1)) for share in (0.005, 0.995))
    ordered_m = np.partition(height_m, (lowest, highest))
    middle_z = _nth(z, 0.5)
    distance_m = middle_z * math.hypot(below, ahead)
    return Blob(
        left_px=left * step,
        top_px=top * step,
        right_px=(left + width) * step,
        bottom_px=(top + height) * step,
        distance_m=distance_m,
        x_m=_nth(x, 0.5),
        highest_m=float(ordered_m[highest]),
        lowest_m=float(ordered_m[lowest]),
        area_m2=len(z) * (step * middle_z) ** 2 / (k.fx_px * k.fy_px),
        cells=len(z),
    )


@lru_cache(maxsize=4)
def _rays(k: Intrinsics, step: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far right a ray goes per metre of depth in each column, and how far down in each row."""
    across = (np.arange(0.0, k.width_px, step) - k.cx_px) / k.fx_px
    down = (np.arange(0.0, k.height_px, step) - k.cy_px) / k.fy_px
    return np.asarray(across, np.float64), np.asarray(down, np.float64)


def _nth(values: NDArray[np.float64], share: float) -> float:
    """The value below which ``share`` of all lie; a fifth of the cost of ``np.quantile``."""
    nth = int(share * (len(values) - 1))
    return float(np.partition(values, nth)[nth])
