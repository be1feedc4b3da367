"""Moves the tempo bar: counts in, runs, and starts when the athlete does. Time is the readings'.

The judge times the athlete's own movement from its own start. A bar that ran on regardless would
make whoever starts late hurry, and fail them for it; so it takes the athlete's start for its own.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from statistics import median

from station.drills.guide import TempoBar
from station.engine import Reading, Stage
from station.hinge.task import Task, Tempo

COUNT_IN_S = 3.0
VERDICT_S = 2.5
"""The last verdict can be read for so long before the screen guides on."""
_SETTLE_S = 1.0
"""The same before the first repetition, when there is none."""
_PATIENCE_S = 2.5
"""Who has not begun so long after the bar did begins when they like: it waits at its start."""
_LOOK_BACK_S = 4.0
_STANDING_S = 0.3
_TENTH, _TENTH_AT = 0.1, 0.247
"""A reaching movement is a tenth of its way after so much of its time (Flash & Hogan 1985)."""
_USUAL_SHARE, _LEAST_WAY_MM = 0.10, 50.0
"""The way of hips that are told neither a wall nor a travel, of body height; and the least."""


@dataclass(frozen=True)
class _Place:
    """Where the hips were."""

    time_s: float
    back_mm: float
    gap_mm: float | None


class Pacer:
    """The tempo bar of one athlete; a reading at a time."""

    def __init__(self, tempo: Tempo, task: Task) -> None:
        self._tempo, self._task = tempo, task
        self._places: deque[_Place] = deque()
        self._go_s: float | None = None
        """When the bar starts by itself, after its count."""
        self._own_s: float | None = None
        """When the athlete started, as far as can be told by now."""
        self._ready_s: float | None = None
        self._settle_s = _SETTLE_S
        self._in_repetition = False
        self.bar = TempoBar(tempo)

    def step(self, reading: Reading, rest_left_s: float) -> None:
        """Take in one reading; it counts in for the end of a rest."""
        if reading.stage is Stage.REPETITION:
            self._follow(reading)
        elif reading.stage is Stage.READY:
            self._wait(reading, rest_left_s)
        elif reading.stage is not Stage.PLACING:
            # Placing is a stumble of the measuring, or the end anyway.
            self._over(None)
        self.bar = self._bar_at(reading.time_s)

    def _bar_at(self, time_s: float) -> TempoBar:
        bar = TempoBar(self._tempo)
        if self._own_s is not None:
            return bar.moved_to(time_s - self._own_s)
        if self._go_s is None:
            return bar
        late = time_s - self._go_s > _PATIENCE_S
        return bar.moved_to(0.0 if late else time_s - self._go_s)

    def _follow(self, reading: Reading) -> None:
        if reading.repetition is not None:
            # The next one began where this one turned.
            self._own_s = reading.repetition.end_s
        elif not self._in_repetition:
            self._own_s = self._own_start_s(reading.height_m) or reading.time_s
        self._in_repetition = True

    def _wait(self, reading: Reading, rest_left_s: float) -> None:
        time_s = reading.time_s
        if self._in_repetition:
            self._over(time_s)
            self._settle_s = VERDICT_S
        if self._ready_s is None:
            self._ready_s, self._settle_s = time_s, _SETTLE_S
        self._remember(reading)
        if self._go_s is not None:
            # Sway may look like a start; before the bar has gone it is none.
            gone = time_s >= self._go_s
            self._own_s = self._own_start_s(reading.height_m) if gone else None
        elif time_s - self._ready_s >= self._settle_s and rest_left_s <= COUNT_IN_S:
            self._go_s = time_s + COUNT_IN_S

    def _over(self, ready_s: float | None) -> None:
        self._go_s = self._own_s = None
        self._ready_s, self._in_repetition = ready_s, False
        self._places.clear()

    def _remember(self, reading: Reading) -> None:
        back_mm = reading.measures.hip_displacement_mm
        if back_mm is None:
            return
        self._places.append(_Place(reading.time_s, back_mm, reading.measures.hip_gap_mm))
        while self._places[0].time_s < reading.time_s - _LOOK_BACK_S:
            self._places.popleft()

    def _own_start_s(self, height_m: float | None) -> float | None:
        """When the hips left, as the judge will find it; None while they have not.

        By their first tenth, and as if they moved as slowly as asked: waiting until a slow
        repetition is noticed would be a second too late.
        """
        if len(self._places) < 2:
            return None
        first_s = self._places[0].time_s
        standing = [each for each in self._places if each.time_s <= first_s + _STANDING_S]
        rest_mm = median(each.back_mm for each in standing)
        tenth_mm = rest_mm + _TENTH * self._way_mm(standing, height_m)
        # One reading beyond it is noise.
        if min(self._places[-1].back_mm, self._places[-2].back_mm) <= tenth_mm:
            return None
        still = [each.time_s for each in self._places if each.back_mm <= tenth_mm]
        left_s = still[-1] if still else first_s
        return left_s - _TENTH_AT * self._tempo.lower_s

    def _way_mm(self, standing: list[_Place], height_m: float | None) -> float:
        gaps_mm = [each.gap_mm for each in standing if each.gap_mm is not None]
        if self._task.wall and gaps_mm:
            return max(_LEAST_WAY_MM, median(gaps_mm))
        share = self._task.least_travel_share or _USUAL_SHARE
        return max(_LEAST_WAY_MM, 1000 * share * (height_m or 0.0))
