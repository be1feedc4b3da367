"""The heels, averaged for as long as the feet stay, and between the pixels.

The wall stands behind the heels, so whatever they are read wrong by, every gap is. A second of
frames leaves the outline of a heel nearly without noise: its rearmost row need not be picked from
ragged ones, which would be too far back, and its depth is read well inside of the outline, as at
the outline itself half of the readings are floor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame
from station.scene.feet import FootWindow, Whole, runs_around

Floats = NDArray[np.float64]

_FEWEST_FRAMES = 4
_HEEL_HEIGHT_M = (0.03, 0.11)
"""Lower, a heel and the floor are hard to tell; higher, it is the ankle."""
_INSIDE_M, _INSIDE_PX = (0.015, 0.03), 3.0
"""How far inside of the outline the depth of a heel is read: beyond what an outline grows by."""
_WITHIN_PX, _BEYOND_PX = 3, 4
"""The outline is looked for from here within the run of foot pixels to there beyond it."""


@dataclass(frozen=True, eq=False)
class HeelRows:
    """Every picture row that shows the rear end of a heel, near or far; from above to below.

    ``ray`` ``(n,)`` is how far the outline lies to the right per metre away from the camera,
    ``away_m`` how far away the skin beside it is, ``height_m`` how high above the floor.
    """

    ray: Floats
    away_m: Floats
    height_m: Floats


class HeelsAverage:
    """Adds up the depth around feet that stand still; build a new one when they have moved."""

    def __init__(self, window: FootWindow) -> None:
        self.window = window
        self._count = np.zeros(window.shape, np.uint16)
        self._sum = np.zeros(window.shape, np.uint32)
        self._unit_m = 1.0

    def add(self, frame: DepthFrame) -> None:
        """Take in one frame."""
        part = self.window.of(frame)
        self._count += part > 0
        self._sum += part
        self._unit_m = frame.depth_unit_m

    def rows(self, forward: int) -> HeelRows | None:
        """The heels of an athlete who faces right (+1) or left (-1); None while none are seen."""
        if self._count.max() < _FEWEST_FRAMES:
            return None
        depth_m = self._sum * self._unit_m / np.maximum(self._count, 1)
        return heel_rows(self.window, depth_m, self._count, forward)


def heel_rows(
    window: FootWindow, depth_m: Floats, weight: NDArray[np.generic], forward: int
) -> HeelRows | None:
    """The heels in an average ``depth_m`` of which each pixel counts ``weight`` (both of the
    window's shape); ``forward`` as in :meth:`HeelsAverage.rows`."""
    # Beside an outline the other imager sees often nothing: what is read there is but growth.
    often = weight >= weight.max() / 2
    height = np.where(often, window.height_m(depth_m), 0.0)
    body = window.body(depth_m, height) & often
    leg_column = window.leg_column(body, height)
    if leg_column is None:
        return None
    row, first, last = runs_around(body, leg_column, window.reach_px)
    end = first if forward > 0 else last
    row = row[:, None]
    outline = _outline(height, row, end, forward)
    nearest_px = max(_INSIDE_M[0] / window.pixel_m, _INSIDE_PX)
    farthest_px = max(_INSIDE_M[1] / window.pixel_m, nearest_px + 1)
    inside = outline[:, None] + forward * np.arange(nearest_px, farthest_px + 1e-9)
    inside = np.rint(inside).astype(np.intp).clip(0, window.shape[1] - 1)
    away_m = _middle(depth_m[row, inside] * window.away_per_m[row, inside])
    height_m = _middle(height[row, inside])
    heel = (height_m > _HEEL_HEIGHT_M[0]) & (height_m < _HEEL_HEIGHT_M[1])
    return HeelRows(_rays(window, row[:, 0], outline)[heel], away_m[heel], height_m[heel])


def _outline(height: Floats, row: Whole, end: Whole, forward: int) -> Floats:
    """``(n,)`` columns, with fractions, at which the height falls to half of the heel's."""
    column = end[:, None] - forward * np.arange(-_WITHIN_PX, _BEYOND_PX + 1)
    column = column.clip(0, height.shape[1] - 1)
    profile = height[row, column]
    half = _middle(profile[:, :_WITHIN_PX]) / 2
    below = profile[:, 1:] <= half[:, None]
    # The last one before the first that is below; where none is, the run's own end.
    found = below.any(axis=1)
    last = np.where(found, below.argmax(axis=1), _WITHIN_PX)
    line = np.arange(len(profile))
    here, there = profile[line, last], profile[line, last + 1]
    falls = found & (here > there)
    share = np.where(falls, (here - half) / np.where(falls, here - there, 1.0), 0.0)
    outline: Floats = column[line, last] - forward * share.clip(0.0, 1.0)
    return outline


def _rays(window: FootWindow, row: Whole, column: Floats) -> Floats:
    """Metres right per metre away at columns with fractions."""
    left = np.floor(column).astype(np.intp).clip(0, window.shape[1] - 2)
    share = column - left
    right = window.right_per_m[row, left] * (1 - share) + window.right_per_m[row, left + 1] * share
    away = window.away_per_m[row, left] * (1 - share) + window.away_per_m[row, left + 1] * share
    rays: Floats = right / away
    return rays


def _middle(values: Floats) -> Floats:
    """The median of each row; numpy's own takes five times as long for so few."""
    ordered = np.sort(values, axis=1)
    count = values.shape[1]
    middle: Floats = (ordered[:, (count - 1) // 2] + ordered[:, count // 2]) / 2
    return middle
