"""The median of a few numbers."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def middle_of(values: NDArray[np.float64]) -> float:
    """The median of ``(n,)`` numbers, of which NaN is none; NaN where there is no number.

    For a few dozen at a time: numpy's own takes ten times as long to begin.
    """
    ordered = np.sort(values)
    # Sorting puts NaN last.
    count = int(ordered.searchsorted(np.nan))
    if not count:
        return math.nan
    return float(ordered[(count - 1) // 2] + ordered[count // 2]) / 2
