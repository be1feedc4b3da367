"""The zero of every measure: what it reads while the athlete simply stands."""

from __future__ import annotations

import statistics
from collections import deque

from station.posture.measures import Measures

_LONGEST_S = 3.0
_STANDING_MM = 25.0
_TURNING_IN_MM = 12.0
"""Who has just turned in is still this far from where they come to stand."""
_SETTLE_S = 0.4
"""A frame counts as standing only when nothing has moved for this long after it, so that the slow
beginning of a repetition does not shift the zero."""
_ZEROED = (
    "hip_displacement_mm",
    "hip_flexion_deg",
    "knee_flexion_deg",
    "lumbar_flexion_deg",
    "thoracic_flexion_deg",
    "neck_flexion_deg",
)


class RestZero:
    """Averages the measures while standing and takes the average off.

    The still second gives the baseline; whatever more standing there is before the first
    repetition makes its zero quieter. It stops with the first movement or after three seconds.
    """

    def __init__(self) -> None:
        self._sums = dict.fromkeys((*_ZEROED, "trunk_inclination_deg"), 0.0)
        self._counts = dict.fromkeys(self._sums, 0)
        self._waiting: deque[tuple[float, Measures]] = deque()
        self._first_s: float | None = None
        self._closed = False

    @property
    def hips_mm(self) -> float:
        """How far behind the template's hips the hips stand on average."""
        return self._mean("hip_displacement_mm")

    def learn_still(self, readings: list[Measures], frames_each: int = 1) -> None:
        """Take in what was read of the still second, all but the end of a last step in it.

        Each reading stands for ``frames_each`` frames, which it counts for: a whole second must
        not weigh less than the quarter of a second that some wait after it.
        """
        known = [r for r in readings if r.hip_displacement_mm is not None]
        if not known:
            return
        latest = known[len(known) // 2 :]
        middle_mm = statistics.median(r.hip_displacement_mm or 0.0 for r in latest)
        for reading in known:
            if abs((reading.hip_displacement_mm or 0.0) - middle_mm) < _TURNING_IN_MM:
                self.learn(reading, frames_each)

    def learn(self, measures: Measures, frames: int = 1) -> None:
        """Take in one reading, for so many frames, that is known to be standing."""
        for name in self._sums:
            value = getattr(measures, name)
            if value is not None:
                self._sums[name] += frames * value
                self._counts[name] += frames

    def add(self, measures: Measures, time_s: float) -> None:
        """Take in one frame of what may be standing; the first movement ends it."""
        if self._closed:
            return
        if self._first_s is None:
            self._first_s = time_s
        moved_mm = (measures.hip_displacement_mm or 0.0) - self.hips_mm
        if abs(moved_mm) > _STANDING_MM or time_s - self._first_s > _LONGEST_S:
            self._closed = True
            self._waiting.clear()
            return
        self._waiting.append((time_s, measures))
        while time_s - self._waiting[0][0] > _SETTLE_S:
            self.learn(self._waiting.popleft()[1])

    def apply(self, measures: Measures, standing_trunk_deg: float) -> Measures:
        """Measures over the average rest; the trunk keeps its absolute inclination."""
        changed = dict(vars(measures))
        for name in _ZEROED:
            if changed[name] is not None:
                changed[name] -= self._mean(name)
        if changed["trunk_inclination_deg"] is not None and self._counts["trunk_inclination_deg"]:
            changed["trunk_inclination_deg"] += standing_trunk_deg
            changed["trunk_inclination_deg"] -= self._mean("trunk_inclination_deg")
        return Measures(**changed)

    def _mean(self, name: str) -> float:
        return self._sums[name] / self._counts[name] if self._counts[name] else 0.0
