"""What was measured during one repetition, and the questions the judge asks of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from station.posture.measures import Measures

Floats = NDArray[np.float64]

# A reaching movement follows the minimum-jerk curve (Flash & Hogan 1985): it passes 10 % and 90 %
# of its way after 24.7 % and 75.3 % of its time. Its ends, where it is slow and noise decides, are
# found from these two.
_TENTH, _SPAN = 0.247, 0.506
_UNSEEN_END_S = 0.5
"""A slow rise is called over before its last, slowest bit; that much may be added."""
LITTLE_TRAVEL_MM = 40.0
"""Hips that travel less in a bow turn anywhere: their noise is a third of it."""
_NEAR, _LONG_S = 0.85, 4.0
"""So much of the way is near the bottom; who is there for longer than the slowest tap holds it."""
_TAP_PERCENTILE = 75
"""Of the time near the bottom of an ordinary tap; on a path without a pause 2 % above its end."""
_LEVEL_S = 0.15
"""Where a movement came from or went to is the middle of this long, lest one wobble decides."""


@dataclass(frozen=True)
class Sample:
    """One frame inside a repetition. Trunk is the change from the standing baseline."""

    time_s: float
    measures: Measures
    trunk_change_deg: float | None
    heel_shift_mm: float | None


@dataclass(frozen=True)
class Phases:
    """The three parts of a repetition, seconds of the source's clock."""

    start_s: float
    bottom_s: float
    leave_s: float
    end_s: float

    @property
    def lower_s(self) -> float:
        """Duration of the lowering."""
        return self.bottom_s - self.start_s

    @property
    def pause_s(self) -> float:
        """Duration of the rest at the bottom."""
        return self.leave_s - self.bottom_s

    @property
    def rise_s(self) -> float:
        """Duration of the rise."""
        return self.end_s - self.leave_s


@dataclass
class History:
    """Samples of one repetition in order of time; they are only ever added to."""

    samples: list[Sample] = field(default_factory=list)
    _columns: dict[str, Floats] = field(default_factory=dict)

    def times(self) -> Floats:
        """All times, s."""
        return self._column("time_s")

    def values(self, name: str) -> Floats:
        """One measure over the samples, NaN where it was not measurable."""
        return self._column(f"measures.{name}")

    def trunk_change(self) -> Floats:
        """Trunk inclination over the own standing one, NaN where unknown."""
        return self._column("trunk_change_deg")

    def heel_shift(self) -> Floats:
        """Heel shift in mm, NaN where unknown."""
        return self._column("heel_shift_mm")

    def _column(self, path: str) -> Floats:
        """Kept, as the judge asks for the same one many times in the frame that ends it all."""
        column = self._columns.get(path)
        if column is None or len(column) != len(self.samples):
            # numpy takes None for NaN.
            column = np.array(list(map(attrgetter(path), self.samples)), np.float64)
            column.flags.writeable = False
            self._columns[path] = column
        return column

    def phases(self) -> Phases:
        """Find the parts from the hips' way back and forth; from the trunk's, where that is all
        that moved."""
        hips, trunk = _filled(self.values("hip_displacement_mm")), self.trunk_change()
        if np.ptp(hips) < LITTLE_TRAVEL_MM and np.isfinite(trunk).any():
            return _phases(self.times(), _filled(trunk))
        return _phases(self.times(), hips)

    def stillness_s(self, pause_s: float) -> float:
        """How long the whole body rested at the bottom, where the hips did for ``pause_s``.

        Hips may stay at the wall while the trunk still sinks or already rises; that is no rest.
        """
        trunk = self.trunk_change()
        if not np.isfinite(trunk).any():
            return pause_s
        return min(pause_s, _phases(self.times(), _filled(trunk)).pause_s)


def sustained_max(times_s: Floats, values: Floats, hold_s: float) -> float:
    """The largest value held for ``hold_s``; NaN when nothing was measured.

    One reading above a limit is noise; the same for a good tenth of a second is a posture.
    """
    known = np.isfinite(values)
    t, v = times_s[known], values[known]
    if not len(v):
        return float("nan")
    # Of each window of hold_s, from every sample on, the lowest value; then the highest of those.
    last = t.searchsorted(t + (hold_s - 1e-6))
    whole = int(last.searchsorted(len(t)))
    if not whole:
        return float(np.median(v))
    ends = np.empty(2 * whole, np.intp)
    ends[::2], ends[1::2] = np.arange(whole), last[:whole] + 1
    # A window may end behind the last sample.
    longer = np.full(len(v) + 1, np.inf)
    longer[:-1] = v
    lowest = np.minimum.reduceat(longer, ends)[::2]
    return float(lowest.max())


def _phases(t: Floats, d: Floats) -> Phases:
    first, last = np.median(d[t <= t[0] + _LEVEL_S]), np.median(d[t >= t[-1] - _LEVEL_S])
    down, up, deep = _bottom(t, d, float(first))
    start_s, bottom_s = _ends(t[: down + 1], d[: down + 1], float(first), deep)
    leave_s, end_s = _ends(t[up:], d[up:], deep, float(last))
    if leave_s < bottom_s:
        bottom_s = leave_s = (bottom_s + leave_s) / 2
    return Phases(start_s, bottom_s, leave_s, min(end_s, t[-1] + _UNSEEN_END_S))


def _bottom(t: Floats, d: Floats, first: float) -> tuple[int, int, float]:
    """Between which samples, and at which level, the bottom is.

    Not the lowest sample, which is one reading's noise: a level that the hips are above for a
    part of their time near it. Who stays for long sways as well, so that the lowest of many lies
    a tenth below all others: there it is what they stay at most of the time.
    """
    top = int(np.argmax(d))
    near = np.flatnonzero(d >= first + _NEAR * (d[top] - first))
    holds = t[near[-1]] - t[near[0]] >= _LONG_S
    level = float(np.percentile(d[near], 50 if holds else _TAP_PERCENTILE))
    at = np.flatnonzero(d >= level)
    return int(at[0]), int(at[-1]), level


def _filled(values: Floats) -> Floats:
    """Gaps bridged by straight lines, for timing only."""
    known = np.isfinite(values)
    if known.all() or not known.any():
        return np.nan_to_num(values)
    index = np.arange(len(values))
    filled: Floats = np.interp(index, index[known], values[known])
    return filled


def _ends(t: Floats, way: Floats, first: float, last: float) -> tuple[float, float]:
    """Beginning and end of a movement from one level to another, by its 10 % and 90 % marks."""
    if len(way) < 3 or abs(last - first) <= 1.0:
        return float(t[0]), float(t[-1])
    share = (way - first) / (last - first)
    # The last time below a tenth, and the first time after it above nine tenths.
    below = np.nonzero(share <= 0.1)[0]
    low = int(below[-1]) if len(below) else 0
    high_after = np.nonzero(share[low:] >= 0.9)[0]
    high = low + int(high_after[0]) if len(high_after) else len(share) - 1
    tenth_s, ninth_s = _crossing(t, share, low, 0.1), _crossing(t, share, high - 1, 0.9)
    duration_s = max(ninth_s - tenth_s, 1e-3) / _SPAN
    return tenth_s - _TENTH * duration_s, ninth_s + _TENTH * duration_s


def _crossing(t: Floats, share: Floats, index: int, level: float) -> float:
    i = int(np.clip(index, 0, len(t) - 2))
    step = share[i + 1] - share[i]
    part = 0.0 if abs(step) < 1e-9 else float(np.clip((level - share[i]) / step, 0.0, 1.0))
    return float(t[i] + part * (t[i + 1] - t[i]))
