"""The walk-up test of one athlete: practice, levels, and what came of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from station.drills.asked import Asked
from station.drills.attempt import Attempt, commonest_cues
from station.drills.ladder import Ending, Ladder, LadderRules, Level, Phase
from station.drills.presence import Presence
from station.drills.trace import Trace
from station.engine import Reading, Stage
from station.hinge.verdict import Outcome, Repetition


@dataclass(frozen=True)
class Progress:
    """Where a test stands, for the screen. ``last`` is None until a repetition is over."""

    phase: Phase
    rules: LadderRules
    practised: int
    level_number: int
    """Counted from 1."""
    level: Level
    best_wall_m: float | None
    last: Attempt | None


@dataclass(frozen=True)
class TestResult:
    """What a test came to. ``score_m`` is the farthest wall with enough clean taps.

    ``attempts`` are in order, practice included. ``cues`` are the one or two keys of the cue
    catalogue that were given most often for what was not clean.
    """

    __test__ = False

    score_m: float | None
    height_m: float | None
    ending: Ending
    attempts: tuple[Attempt, ...]
    cues: tuple[str, ...]

    @property
    def score_share(self) -> float | None:
        """The score as a share of body height."""
        if self.score_m is None or not self.height_m:
            return None
        return self.score_m / self.height_m

    @property
    def tries(self) -> tuple[Attempt, ...]:
        """The attempts that were not practice."""
        return tuple(attempt for attempt in self.attempts if not attempt.practice)

    @property
    def best(self) -> Attempt | None:
        """The clean try at the farthest wall, of these the one with the straightest back."""
        clean = [attempt for attempt in self.tries if attempt.outcome is Outcome.PASS]
        return max(clean, key=lambda a: (a.wall_m or 0.0, -_bend_deg(a.repetition)), default=None)

    @property
    def worst(self) -> Attempt | None:
        """The faulty try with the most faults, of these the one with the most bent back."""
        faulty = [attempt for attempt in self.tries if attempt.outcome is Outcome.FAULT]
        return max(
            faulty,
            key=lambda a: (len(a.repetition.verdict.faults), _bend_deg(a.repetition)),
            default=None,
        )


class WalkUpTest:
    """Feeds one athlete's readings to the ladder.

    The test ends by the ladder's rules, or when the athlete has left. Time is the time of the
    readings. :attr:`wall_m` is where the wall has to be.
    """

    __test__ = False

    def __init__(self, rules: LadderRules) -> None:
        self._ladder = Ladder(rules)
        self._attempts: list[Attempt] = []
        self._trace = Trace()
        self._height_m: float | None = None
        self._presence = Presence()
        self._began_in_practice = self._ladder.phase is Phase.PRACTICE

    @property
    def wall_m(self) -> float:
        """Where the wall stands for the next repetition."""
        return self._ladder.level.wall_m

    @property
    def asked(self) -> Asked:
        """What the engine is to be told: plain taps at this wall."""
        return Asked(self.wall_m)

    @property
    def finished(self) -> bool:
        """Whether the test takes no more repetitions."""
        return self._ladder.phase is Phase.OVER

    @property
    def left(self) -> bool:
        """Whether it ended because the athlete walked away."""
        return self._ladder.ending is Ending.LEFT

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All repetitions so far, practice included."""
        return tuple(self._attempts)

    @property
    def progress(self) -> Progress:
        """Where the test stands."""
        ladder = self._ladder
        return Progress(
            phase=ladder.phase,
            rules=ladder.rules,
            practised=ladder.practised,
            level_number=len(ladder.passed) + (ladder.ending is not Ending.LIMIT),
            level=ladder.level,
            best_wall_m=ladder.best_wall_m,
            last=self._attempts[-1] if self._attempts else None,
        )

    @property
    def result(self) -> TestResult:
        """What the test has come to so far."""
        return TestResult(
            score_m=self._ladder.best_wall_m,
            height_m=self._height_m,
            ending=self._ladder.ending or Ending.LEFT,
            attempts=tuple(self._attempts),
            cues=commonest_cues(self._attempts),
        )

    def step(self, reading: Reading) -> Attempt | None:
        """Take in one reading; return the attempt that ended with it, if any."""
        if self.finished:
            return None
        if self._presence.has_left(reading):
            self._ladder.end(Ending.LEFT)
        else:
            self._height_m = reading.height_m or self._height_m
        self._trace.step(reading)
        attempt = None
        if reading.repetition is not None:
            attempt = self._take(reading.repetition)
        if attempt is not None or reading.stage is not Stage.REPETITION:
            self._began_in_practice = self._ladder.phase is Phase.PRACTICE
        return attempt

    def lead_on(self) -> None:
        """The button: out of the practice, so that the next repetition to begin is a try; else
        to the end."""
        if self._ladder.phase is Phase.PRACTICE:
            self._ladder.skip_practice()
        else:
            self.skip()

    def skip(self) -> None:
        """End the test here."""
        self._ladder.end(Ending.SKIPPED)

    def _take(self, repetition: Repetition) -> Attempt:
        practice = self._began_in_practice
        attempt = self._trace.attempt(repetition, self.wall_m, practice=practice)
        self._attempts.append(attempt)
        # Begun as practice it stays so, also when practice was skipped in the middle of it.
        if not practice or self._ladder.phase is Phase.PRACTICE:
            self._ladder.take(repetition.verdict.outcome, self._height_m or math.inf)
        return attempt


def _bend_deg(repetition: Repetition) -> float:
    """How far the back bent, all of it, in either direction."""
    peaks = repetition.peaks
    bends = (peaks.lumbar_flexion_deg, peaks.thoracic_flexion_deg, peaks.neck_flexion_deg)
    return sum(abs(bend) for bend in bends if bend is not None)
