"""One athlete's run through a drill: which set, which wall, what is learned, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from station.drills.asked import Asked
from station.drills.attempt import Attempt
from station.drills.contrast import Contrast, Lesson, OwnRange
from station.drills.drill import Drill
from station.drills.guide import HoldSoFar, LevelSoFar, RestLeft, TempoBar
from station.drills.hold_clock import HoldClock
from station.drills.levels import Levels
from station.drills.pacer import Pacer
from station.drills.trace import Trace
from station.engine import Reading
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Outcome, Repetition, Verdict
from station.reasons import Reason


@dataclass(frozen=True)
class DrillProgress:
    """Where a run stands, for the screen. ``lesson`` is set until the own range is learned.

    ``rest`` is None when there is none just now; ``level``, ``hold`` and ``tempo`` where the drill
    has none. ``last`` is None until a repetition is over.
    """

    set_number: int
    done: int
    """Repetitions of this set with a verdict."""
    outcomes: tuple[Outcome, ...] = ()
    """The verdicts of the set ``outcomes_of``: this one, until its first one the one before."""
    outcomes_of: int = 1
    wall_m: float | None = None
    lesson: Lesson | None = None
    rest: RestLeft | None = None
    level: LevelSoFar | None = None
    hold: HoldSoFar | None = None
    tempo: TempoBar | None = None
    last: Attempt | None = None

    @property
    def held_s(self) -> float:
        """How long the bottom has been held by now, in a drill with a hold."""
        return 0.0 if self.hold is None else self.hold.held_s


class DrillRun:
    """Feeds one athlete's readings to a drill. Time is that of the readings.

    Repetitions without a verdict do not count. A rest is advice: who begins the next set sooner
    is not kept waiting. Whether the athlete is still the same one is not looked after here.
    """

    def __init__(self, drill: Drill, station: FaultLimits) -> None:
        self.drill = drill
        self._task = drill.task(station)
        self._wall_m = None if drill.wall is None else drill.wall.for_height(None)
        self._height_m: float | None = None
        self._levels: Levels | None = None
        self._contrast = None if drill.contrast is None else Contrast(drill.contrast)
        self._hold_clock = None if drill.hold is None else HoldClock(self._task.limits)
        self._pacer = None if drill.tempo is None else Pacer(drill.tempo, self._task)
        self._trace = Trace()
        self._number = 1
        self._outcomes: list[Outcome] = []
        self._set_is_over = False
        self._rest_until_s = self._now_s = 0.0
        self.attempts: list[Attempt] = []

    @property
    def asked(self) -> Asked:
        """What the engine is to be told."""
        wall_m = self._wall_m if self._levels is None else self._levels.wall_m
        return Asked(wall_m, self._task)

    @property
    def own_range(self) -> OwnRange | None:
        """What a contrast drill has learned of the athlete, once it has."""
        return None if self._contrast is None else self._contrast.own_range

    @property
    def finished(self) -> bool:
        """Whether all sets are done."""
        return self._number > self.drill.dose.sets

    @property
    def progress(self) -> DrillProgress:
        """Where the run stands."""
        return DrillProgress(
            set_number=min(self._number, self.drill.dose.sets),
            done=0 if self._set_is_over else len(self._outcomes),
            outcomes=tuple(self._outcomes),
            outcomes_of=self._number - self._set_is_over,
            wall_m=self.asked.wall_m,
            lesson=self._lesson,
            rest=self._rest,
            level=self._level,
            hold=self._hold,
            tempo=None if self._pacer is None else self._pacer.bar,
            last=self.attempts[-1] if self.attempts else None,
        )

    def step(self, reading: Reading) -> Attempt | None:
        """Take in one reading; return the attempt that ended with it, if any."""
        self._now_s = reading.time_s
        if reading.height_m is not None:
            self.meet(reading.height_m)
        if self._hold_clock is not None:
            self._hold_clock.step(reading)
        self._trace.step(reading)
        attempt = None
        if reading.repetition is not None and not self.finished:
            attempt = self._take(reading.repetition)
            self.attempts.append(attempt)
        if self._pacer is not None:
            self._pacer.step(reading, max(0.0, self._rest_until_s - self._now_s))
        return attempt

    def meet(self, height_m: float) -> None:
        """The athlete's height is known: now the wall has its place. Told again changes nothing."""
        if self._height_m is not None:
            return
        self._height_m = height_m
        if self.drill.wall is None:
            return
        self._wall_m = self.drill.wall.for_height(height_m)
        if self.drill.levels is not None and self._wall_m is not None:
            self._levels = Levels(self.drill.levels, self._wall_m, height_m)

    @property
    def _lesson(self) -> Lesson | None:
        if self._contrast is None or self._contrast.lesson is Lesson.LEARNED:
            return None
        return self._contrast.lesson

    @property
    def _rest(self) -> RestLeft | None:
        left_s = self._rest_until_s - self._now_s
        return RestLeft(left_s, self.drill.dose.rest_s) if left_s > 0 else None

    @property
    def _level(self) -> LevelSoFar | None:
        levels = self._levels
        if levels is None:
            return None
        return LevelSoFar(levels.clean_in_row, levels.rule, levels.is_farthest)

    @property
    def _hold(self) -> HoldSoFar | None:
        if self._hold_clock is None or self.drill.hold is None:
            return None
        return HoldSoFar(self._hold_clock.held_s, self.drill.hold)

    def _take(self, repetition: Repetition) -> Attempt:
        wall_m, number = self.asked.wall_m, self._number
        if self._lesson is not None:
            return self._trace.attempt(
                self._learn(repetition), wall_m, practice=True, set_number=number
            )
        if repetition.verdict.outcome is not Outcome.NO_VERDICT:
            self._count(repetition.verdict.outcome)
        if self._levels is not None:
            self._levels.take(repetition.verdict.outcome)
        return self._trace.attempt(repetition, wall_m, set_number=number)

    def _learn(self, repetition: Repetition) -> Repetition:
        assert self._contrast is not None and self.drill.contrast is not None
        cue = self._contrast.take(repetition)
        if self._contrast.own_range is not None:
            limits = self._contrast.own_range.limits(self.drill.contrast, self._task.limits)
            self._task = replace(self._task, limits=limits)
        verdict = repetition.verdict
        if verdict.outcome is Outcome.NO_VERDICT:
            return repetition
        learned = Verdict(
            Outcome.NO_VERDICT,
            reason=Reason.OWN_RANGE if verdict.back_judged else Reason.BACK_HIDDEN,
            cue=cue,
            back_judged=verdict.back_judged,
        )
        return replace(repetition, verdict=learned)

    def _count(self, outcome: Outcome) -> None:
        if self._set_is_over:
            self._outcomes, self._set_is_over = [], False
        self._outcomes.append(outcome)
        self._rest_until_s = self._now_s
        if len(self._outcomes) >= self.drill.dose.repetitions:
            self._number, self._set_is_over = self._number + 1, True
            self._rest_until_s = self._now_s + (0.0 if self.finished else self.drill.dose.rest_s)
