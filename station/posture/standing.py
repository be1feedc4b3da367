"""Standing still: noticing it, and averaging the silhouette while it lasts."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from station.scene.silhouette import RASTER_M, Silhouette

Floats = NDArray[np.float64]

BASELINE_S = 1.0
STILL_MM_PER_S = 20.0
_SHORTEST_S = 0.25
_FRAME_SLACK_S = 0.05
_MOST_EXCUSED_MM_PER_S = 10.0
_STEP_MM = 12.0
_BANDS = 16
_BAND_M = 0.12
_CANVAS_M = (2.4, 2.6)
"""Width and height of the averaging canvas; the athlete stands in its middle."""


@dataclass(frozen=True, eq=False)
class StandingAverage:
    """The silhouette averaged over the still second.

    ``coverage`` ``(h, w)`` uint8 and ``depth_m`` ``(h, w)`` float32 (0 = none) over one raster as
    in :class:`~station.scene.silhouette.Silhouette`.
    """

    coverage: NDArray[np.uint8]
    depth_m: NDArray[np.float32]
    left_m: float
    top_m: float


class StandingStill:
    """Watches silhouettes in one side plane until they have been still for :data:`BASELINE_S`.

    Build a new one whenever the side plane moves.
    """

    def __init__(self) -> None:
        self._window: deque[tuple[float, Floats, Silhouette]] = deque()
        self.progress = 0.0

    def add(self, silhouette: Silhouette, time_s: float) -> StandingAverage | None:
        """Take in one silhouette; return the average once the still second is full."""
        self._window.append((time_s, _profile(silhouette), silhouette))
        while time_s - self._window[0][0] > BASELINE_S:
            self._window.popleft()
        while time_s - self._window[0][0] > _SHORTEST_S and self._is_moving():
            self._window.popleft()
        self.progress = min(1.0, (time_s - self._window[0][0]) / (BASELINE_S - _FRAME_SLACK_S))
        if self.progress < 1.0 or self._is_moving():
            return None
        canvas = _Canvas(self._window[0][2])
        for _, _, still in self._window:
            canvas.add(still)
        return canvas.average()

    def window(self) -> list[tuple[float, Silhouette]]:
        """The silhouettes of the last second, with their times."""
        return [(time_s, silhouette) for time_s, _, silhouette in self._window]

    def _is_moving(self) -> bool:
        """Whether most of the outline drifts over the window, beyond what noise explains.

        Who turns on the spot only grows narrower.
        """
        if len(self._window) < 4:
            return True
        times = np.array([entry[0] for entry in self._window])
        middle, width = np.array([entry[1] for entry in self._window]).swapaxes(0, 1) * 1000
        full = np.isfinite(middle).all(axis=0)
        if full.sum() < 5 or _drifts(times, middle[:, full], _MOST_EXCUSED_MM_PER_S):
            return True
        # Both edges are in the width, and a turn is quick: what a short window is unsure of may be.
        if _drifts(times, width[:, full], math.inf):
            return True
        # The last step of walking in hardly tilts the line, but it stands apart at its beginning.
        first_apart = np.abs(middle[0, full] - np.median(middle[:, full], axis=0))
        return bool(np.median(first_apart) > _STEP_MM)


def _drifts(times: Floats, bands: Floats, most_excused_mm_per_s: float) -> bool:
    """Whether most of the columns of ``(n, bands)`` millimetres drift over ``n`` times."""
    centred = times - times.mean()
    spread = float(np.sum(centred**2))
    slope = centred @ bands / spread
    apart = bands - bands.mean(axis=0) - np.outer(centred, slope)
    error = np.sqrt(np.sum(apart**2, axis=0) / (len(times) - 2) / spread)
    # An arm that fidgets moves a band or two; a body moves most of them.
    excused = min(2 * float(np.median(error)), most_excused_mm_per_s)
    return bool(np.median(np.abs(slope)) > STILL_MM_PER_S + excused)


class _Canvas:
    """Adds up silhouettes of changing windows in one raster."""

    def __init__(self, first: Silhouette) -> None:
        width, height = (round(size / RASTER_M) for size in _CANVAS_M)
        middle = first.left_m + first.coverage.shape[1] * RASTER_M / 2
        self._left_m = round(middle / RASTER_M - width / 2) * RASTER_M
        self._top_m = round(2.52 / RASTER_M) * RASTER_M
        self._coverage = np.zeros((height, width), np.float32)
        self._depth = np.zeros((height, width), np.float32)
        self._depth_weight = np.zeros((height, width), np.float32)
        self._count = 0

    def add(self, silhouette: Silhouette) -> None:
        row = round((self._top_m - silhouette.top_m) / RASTER_M)
        column = round((silhouette.left_m - self._left_m) / RASTER_M)
        height, width = silhouette.coverage.shape
        top, left = max(row, 0), max(column, 0)
        bottom = min(row + height, self._coverage.shape[0])
        right = min(column + width, self._coverage.shape[1])
        if top >= bottom or left >= right:
            return
        source = slice(top - row, bottom - row), slice(left - column, right - column)
        target = slice(top, bottom), slice(left, right)
        self._coverage[target] += silhouette.coverage[source]
        body = (silhouette.coverage[source] > 127) & (silhouette.depth[source] > 0)
        depth_m = silhouette.depth[source] * np.float32(silhouette.depth_unit_m)
        self._depth[target] += depth_m * body
        self._depth_weight[target] += body
        self._count += 1

    def average(self) -> StandingAverage:
        coverage = (self._coverage / max(self._count, 1)).astype(np.uint8)
        depth_m = self._depth / np.maximum(self._depth_weight, 1)
        rows = np.nonzero(coverage.max(axis=1) > 127)[0]
        columns = np.nonzero(coverage.max(axis=0) > 127)[0]
        top, bottom = max(0, rows[0] - 15), rows[-1] + 15
        left, right = max(0, columns[0] - 15), columns[-1] + 15
        window = slice(top, bottom), slice(left, right)
        return StandingAverage(
            np.ascontiguousarray(coverage[window]),
            depth_m[window].astype(np.float32),
            self._left_m + left * RASTER_M,
            self._top_m - top * RASTER_M,
        )


def _profile(silhouette: Silhouette) -> Floats:
    """Mean x and width in each band of height, ``(2, bands)`` metres; NaN where a band is empty."""
    sums = cv2.reduce(silhouette.coverage, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)[:, 0]
    columns = np.arange(silhouette.coverage.shape[1], dtype=np.float32)
    moments = silhouette.coverage.astype(np.float32) @ columns
    heights = silhouette.top_m - np.arange(len(sums)) * RASTER_M
    band = (heights / _BAND_M).astype(np.intp)
    valid = (heights > 0.15) & (band < _BANDS)
    total = np.bincount(band[valid], sums[valid], _BANDS)
    moment = np.bincount(band[valid], moments[valid], _BANDS)
    enough = total > 255 * 20
    mean = np.where(enough, moment / np.maximum(total, 1), np.nan)
    width = np.where(enough, total / 255 * (RASTER_M / _BAND_M), np.nan)
    return np.stack([mean * RASTER_M + silhouette.left_m, width * RASTER_M])
