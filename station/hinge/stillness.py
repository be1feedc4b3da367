"""Whether somebody who came up stands still there: at home, or short of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import fmean

from station.hinge.history import Sample

_MOST_MM_PER_S, _MOST_DEG_PER_S = 45.0, 14.0
_REACH_MM, _REACH_DEG = 25.0, 6.0
"""At a turning point the rate is zero as well; the way covered is not."""
_HOME_S, _SHORT_S = 0.25, 0.9
_SHORT_DRIFT_MM, _SHORT_DRIFT_DEG = 15.0, 3.0
"""Standing still short of upright must last longer, and get nowhere, before it is the end and not
a slow rise or a moment's rest on the way."""
_PARTS = 4
"""Drift is what lies between the means of so many parts of the time: single readings are noise."""

Readings = list[tuple[float, float]]
"""Time and value, latest first."""


def stands_still(samples: Sequence[Sample], home: bool) -> bool:
    """Whether hips and trunk have stood still until the last sample, for long enough."""
    window_s = _HOME_S if home else _SHORT_S
    hips = _within(samples, window_s, lambda s: s.measures.hip_displacement_mm, _REACH_MM)
    if hips is None or abs(_rate(hips)) >= _MOST_MM_PER_S:
        return False
    trunk = _within(samples, window_s, lambda s: s.trunk_change_deg, _REACH_DEG)
    if trunk is None or abs(_rate(trunk)) >= _MOST_DEG_PER_S:
        return False
    return home or (_drift(hips) < _SHORT_DRIFT_MM and _drift(trunk) < _SHORT_DRIFT_DEG)


def _within(
    samples: Sequence[Sample],
    window_s: float,
    value_of: Callable[[Sample], float | None],
    reach: float,
) -> Readings | None:
    """What is known of a value since ``window_s`` ago; None when that is longer than there is, or
    when it went farther. Looks back only as far as it must: it is asked in every frame of a rise.
    """
    since_s = samples[-1].time_s - window_s
    readings: Readings = []
    least, most = float("inf"), -float("inf")
    for sample in reversed(samples):
        value = value_of(sample)
        if value is not None:
            least, most = min(least, value), max(most, value)
            if most - least >= reach:
                return None
            readings.append((sample.time_s, value))
        if sample.time_s <= since_s:
            return readings
    return None


def _rate(readings: Readings) -> float:
    """Least-squares change per second; none when too little is known."""
    if len(readings) < 3:
        return 0.0
    middle_s = fmean(t for t, _ in readings)
    spread = sum((t - middle_s) ** 2 for t, _ in readings)
    return sum((t - middle_s) * v for t, v in readings) / spread


def _drift(readings: Readings) -> float:
    """The way between the means of the parts; none when too little is known."""
    count = len(readings)
    if count < _PARTS:
        return 0.0
    edges = [count * part // _PARTS for part in range(_PARTS + 1)]
    means = [fmean(v for _, v in readings[start:end]) for start, end in pairwise(edges)]
    return max(means) - min(means)
