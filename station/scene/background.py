"""The empty scene: what every pixel reads when nobody is there, learned once and kept up slowly."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import Intrinsics
from station.scene.floor import inverse_depth_noise

NEAREST_M = 0.6
FARTHEST_M = 4.0
"""Beyond this nobody is measured: the noise of one pixel is then over 60 mm."""
LEARNING_S = 0.5
_MIN_LEARNING_FRAMES = 6
_MARGIN_M = 0.06
_MARGIN_SIGMAS = 4.0
_STRIPS = 64
"""One row in this many is kept up at a time, so that no frame pays for the whole image."""
_STRIP_EVERY_S, _STRIP_AT_LATEST_S = 0.06, 0.1
"""At 15 frames per second that is every frame, at 60 every fourth: the scene drifts no faster. What
falls on a dear frame may wait a little."""
_LONGEST_STRIP_S = 8.0
"""A strip comes round every 4 to 7 s; what happened in a longer break nobody saw."""
_DRIFT_TIME_CONSTANT_S = 20.0
_ADOPT_AFTER_S = 20.0
"""A bench that was moved becomes background after this long; somebody walking by does not."""


class Background:
    """Learns the empty scene and tells which readings stand in front of it.

    ``limit`` is an ``(h, w)`` uint16 image in raw depth units: a valid reading below it is
    foreground. ``depth_m`` is the learned depth (0 where the sensor reads nothing).
    """

    def __init__(self, intrinsics: Intrinsics, depth_unit_m: float) -> None:
        shape = (intrinsics.height_px, intrinsics.width_px)
        self._noise_per_m2 = inverse_depth_noise(intrinsics)
        self._depth_unit_m = depth_unit_m
        self._seen: list[NDArray[np.uint16]] = []
        self._learning_since_s: float | None = None
        self._differs_s = np.zeros(shape, np.float32)
        self._strip_time_s = np.full(_STRIPS, np.nan)
        self._next_strip = 0
        self._kept_up_s = -math.inf
        self._margins_m = np.zeros(shape, np.float32)
        self._sparse_limit: dict[int, NDArray[np.uint16]] = {}
        self.depth_m = np.zeros(shape, np.float32)
        self.limit = np.zeros(shape, np.uint16)
        self.nearest = round(NEAREST_M / depth_unit_m)
        self.farthest = min(round(FARTHEST_M / depth_unit_m), 65535)

    def learn(self, depth: NDArray[np.uint16], time_s: float) -> bool:
        """Take one frame of the empty scene; True once enough were seen to begin."""
        if self._learning_since_s is None:
            self._learning_since_s = time_s
        self._seen.append(depth)
        elapsed_s = time_s - self._learning_since_s
        if elapsed_s < LEARNING_S or len(self._seen) < _MIN_LEARNING_FRAMES:
            return False
        # A handful of frames spread over the time is as good as all and bounds the memory.
        chosen = self._seen[:: max(1, len(self._seen) // 8)]
        self.depth_m = _middle(np.stack(chosen)) * np.float32(self._depth_unit_m)
        self._seen = []
        self._set_limit(slice(None))
        return True

    def forget(self, region: NDArray[np.bool_]) -> None:
        """Treat the pixels of ``region`` (h, w) as never seen: somebody stood there."""
        self.depth_m[region] = 0.0
        self._set_limit(slice(None))

    def keep_up(
        self,
        depth: NDArray[np.uint16],
        time_s: float,
        athlete_columns: slice | None,
        can_wait: bool = False,
    ) -> None:
        """Follow slow changes in one strip of rows, leaving out the athlete's columns."""
        every_s = _STRIP_AT_LATEST_S if can_wait else _STRIP_EVERY_S
        if 0.0 < time_s - self._kept_up_s < every_s:
            return
        self._kept_up_s = time_s
        strip = self._next_strip
        self._next_strip = (strip + 1) % _STRIPS
        before_s = self._strip_time_s[strip]
        self._strip_time_s[strip] = time_s
        if np.isnan(before_s) or time_s <= before_s:
            return
        dt_s = min(time_s - before_s, _LONGEST_STRIP_S)
        self._follow(depth, slice(strip, None, _STRIPS), athlete_columns, dt_s)

    def _follow(
        self, depth: NDArray[np.uint16], rows: slice, athlete_columns: slice | None, dt_s: float
    ) -> None:
        """Draw the known depth of these rows a little to what they read now."""
        now_m = depth[rows].astype(np.float32)
        now_m *= self._depth_unit_m
        known_m = self.depth_m[rows]
        read = now_m > 0
        if athlete_columns is not None:
            read[:, athlete_columns] = False
        apart_m = now_m - known_m
        same = np.abs(apart_m) < self._margins_m[rows]
        same &= read
        differs = read ^ same
        # As numbers, which multiply numbers at half the price of truths.
        is_same = same.astype(np.float32)
        apart_m *= is_same
        apart_m *= dt_s / _DRIFT_TIME_CONSTANT_S
        known_m += apart_m
        differs_s = self._differs_s[rows]
        differs_s += differs.astype(np.float32) * np.float32(dt_s)
        differs_s *= 1 - is_same
        adopted = differs_s > _ADOPT_AFTER_S
        if adopted.any():
            known_m[adopted & differs] = now_m[adopted & differs]
            differs_s[adopted] = 0.0
        self._set_limit(rows)

    def limit_every(self, step_px: int) -> NDArray[np.uint16]:
        """``limit`` at every ``step_px``-th row and column; kept in one piece between frames."""
        if step_px not in self._sparse_limit:
            self._sparse_limit[step_px] = np.ascontiguousarray(self.limit[::step_px, ::step_px])
        return self._sparse_limit[step_px]

    def _set_limit(self, rows: slice) -> None:
        known_m = self.depth_m[rows]
        is_known = (known_m != 0).astype(np.float32)
        margin_m = known_m * known_m
        margin_m *= _MARGIN_SIGMAS * self._noise_per_m2
        np.maximum(margin_m, _MARGIN_M, out=margin_m)
        limit = known_m - margin_m
        limit /= self._depth_unit_m
        limit += 2 * self.farthest * (1 - is_known)
        self.limit[rows] = np.clip(limit, 0, self.farthest, out=limit)
        # Nothing is near what was never read.
        margin_m *= is_known
        self._margins_m[rows] = margin_m
        if rows == slice(None):
            self._sparse_limit.clear()
        for step_px, sparse in self._sparse_limit.items():
            for row in range(self.limit.shape[0])[rows]:
                if row % step_px == 0:
                    sparse[row // step_px] = self.limit[row, ::step_px]


def _middle(stack: NDArray[np.uint16]) -> NDArray[np.float32]:
    """The median of every pixel's readings over ``(n, h, w)``; 0 where most of them are none.

    numpy's own median without the missing ones holds the first picture up for a third of a second.
    """
    ordered = np.sort(stack, axis=0)
    last = len(ordered) - 1
    none = np.count_nonzero(ordered == 0, axis=0)
    # In order, the readings lie between ``none`` and ``last``; two of them are in the middle.
    twice_middle = none + last
    low, high = (
        np.take_along_axis(ordered, np.minimum(place, last)[None], axis=0)[0].astype(np.float32)
        for place in (twice_middle // 2, (twice_middle + 1) // 2)
    )
    return np.where(2 * none > len(ordered), np.float32(0), (low + high) / 2)
