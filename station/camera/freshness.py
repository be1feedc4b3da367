"""Tells a camera that only repeats itself from one that looks."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_ROW_STEP = 61
"""Some eight rows of the picture are compared: 13 kB, a few microseconds."""
_TEXTURE_SHARE = 0.05
"""A covered lens gives the same nothing over and over, and is no frozen camera."""
_STANDS_S = 0.1
"""Count and clock may hesitate for this long: when the computer's clock is set, both do. Longer
would eat into the second within which a camera that fails is told."""


class Freshness:
    """Looks at each frame of one open camera, in order of arrival.

    The noise of a depth sensor never comes twice, so a picture that equals the one before it was
    not captured again, whatever its number says. Nor was it when count or time stamp stand still
    or run backwards, except for a moment.
    """

    def __init__(self) -> None:
        self._number = -1
        self._stamp_ms = -math.inf
        self._rows: NDArray[np.uint16] | None = None
        self._went_on_s: float | None = None

    def is_fresh(
        self, depth: NDArray[np.uint16], number: int, stamp_ms: float, arrived_s: float
    ) -> bool:
        """Whether this frame was captured after the one before; ``arrived_s`` is monotonic."""
        before, self._rows = self._rows, depth[::_ROW_STEP].copy()
        same_number = number == self._number
        if self._went_on_s is None or (number > self._number and stamp_ms > self._stamp_ms):
            self._went_on_s = arrived_s
        self._number, self._stamp_ms = number, stamp_ms
        if same_number or arrived_s - self._went_on_s > _STANDS_S:
            return False
        return before is None or not _repeats(self._rows, before)


def _repeats(rows: NDArray[np.uint16], before: NDArray[np.uint16]) -> bool:
    if not np.array_equal(rows, before):
        return False
    # Neighbours that differ: only where something was measured there is noise to compare.
    steps = np.count_nonzero(rows[:, 1:] != rows[:, :-1])
    return bool(steps > _TEXTURE_SHARE * rows.size)
