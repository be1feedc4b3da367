"""The unattended warm-up of one visitor: a drill's sets and levels, with nobody logged in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from station.drills.asked import Asked
from station.drills.attempt import Attempt, commonest_cues, judged_of
from station.drills.drill import Drill
from station.drills.ladder import Ending
from station.drills.presence import Presence
from station.drills.run import DrillProgress, DrillRun
from station.engine import Reading
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Outcome


@dataclass(frozen=True)
class WarmUpResult:
    """What a visit came to. ``attempts`` are in order, also those that were not judged."""

    drill: Drill
    attempts: tuple[Attempt, ...]
    height_m: float | None
    ending: Ending

    @property
    def sets_done(self) -> int:
        """Whole sets."""
        done = Counter(attempt.set_number for attempt in self.judged)
        return sum(count >= self.drill.dose.repetitions for count in done.values())

    @property
    def judged(self) -> tuple[Attempt, ...]:
        """The repetitions with a verdict, what was shown on purpose excluded."""
        return judged_of(self.attempts)

    @property
    def clean(self) -> int:
        """How many of them were clean."""
        return sum(attempt.outcome is Outcome.PASS for attempt in self.judged)

    @property
    def best_in_row(self) -> int:
        """The most clean ones in a row."""
        runs = groupby(self.judged, key=lambda attempt: attempt.outcome)
        return max((len(list(run)) for outcome, run in runs if outcome is Outcome.PASS), default=0)

    @property
    def farthest_m(self) -> float | None:
        """The farthest wall that was touched cleanly; None without one."""
        walls_m = [
            attempt.wall_m
            for attempt in self.judged
            if attempt.outcome is Outcome.PASS and attempt.wall_m is not None
        ]
        return max(walls_m, default=None)

    @property
    def cue(self) -> str | None:
        """The cue that was given most often for what was not clean; None when all was."""
        return next(iter(commonest_cues(self.attempts)), None)


class WarmUp:
    """Feeds one visitor's readings to a drill until all sets are done or they have left."""

    def __init__(self, drill: Drill, limits: FaultLimits) -> None:
        self._run = DrillRun(drill, limits)
        self._presence = Presence()
        self._height_m: float | None = None
        self._ending: Ending | None = None

    @property
    def asked(self) -> Asked:
        """What the engine is to be told."""
        return self._run.asked

    @property
    def drill(self) -> Drill:
        """What is being done."""
        return self._run.drill

    @property
    def finished(self) -> bool:
        """Whether no more repetitions are taken."""
        return self._ending is not None

    @property
    def left(self) -> bool:
        """Whether it ended because the visitor walked away."""
        return self._ending is Ending.LEFT

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All repetitions so far."""
        return tuple(self._run.attempts)

    @property
    def progress(self) -> DrillProgress:
        """Where it stands."""
        return self._run.progress

    @property
    def result(self) -> WarmUpResult:
        """What it has come to so far."""
        return WarmUpResult(
            drill=self.drill,
            attempts=self.attempts,
            height_m=self._height_m,
            ending=self._ending or Ending.LEFT,
        )

    def step(self, reading: Reading) -> Attempt | None:
        """Take in one reading; return the attempt that ended with it, if any."""
        if self.finished:
            return None
        if self._presence.has_left(reading, resting=self._run.progress.rest is not None):
            self._ending = Ending.LEFT
            # What ended on this very reading began before they left.
            return None if reading.repetition is None else self._run.step(reading)
        self._height_m = self._height_m or reading.height_m
        attempt = self._run.step(reading)
        if self._run.finished:
            self._ending = Ending.DONE
        return attempt

    def lead_on(self) -> None:
        """The button: there is no practice to lead out of, so it ends here."""
        self.skip()

    def skip(self) -> None:
        """End it here."""
        self._ending = self._ending or Ending.SKIPPED
