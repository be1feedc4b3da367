"""The test of one athlete in a screening: practice, judged repetitions, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from station.drills.asked import Asked
from station.drills.attempt import Attempt, judged_of
from station.drills.drill import Dose, Drill, Wall
from station.drills.ladder import Ending
from station.drills.presence import Presence
from station.drills.roster import Athlete
from station.drills.run import DrillProgress, DrillRun
from station.drills.screening import Protocol
from station.engine import Reading, Stage
from station.hinge.judge import BACK_FAULTS
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault, Outcome


@dataclass(frozen=True)
class ScreeningProgress:
    """Where a test stands, for the screen. ``last`` is None until a repetition is over."""

    practised: int
    practice: int
    """So many practice taps are asked for."""
    judged: int
    repetitions: int
    """So many judged ones are asked for."""
    drill: DrillProgress
    """Where the drill stands by itself: its lesson, its hold, its tempo."""
    last: Attempt | None

    @property
    def practising(self) -> bool:
        """Whether the next repetition is a practice tap."""
        return self.practised < self.practice


@dataclass(frozen=True)
class ScreeningResult:
    """What a test came to. ``attempts`` are in order, practice included.

    ``counted`` tells in how many judged repetitions each fault was seen. ``passed`` is None when
    that cannot be said; see :func:`passes`. ``cues`` are the one or two keys of the cue catalogue
    that were given most often.
    """

    athlete: Athlete
    protocol: Protocol
    height_m: float | None
    ending: Ending
    attempts: tuple[Attempt, ...]
    counted: Mapping[Fault, int]
    passed: bool | None
    cues: tuple[str, ...]

    @property
    def judged(self) -> tuple[Attempt, ...]:
        """The attempts that count: no practice, and with a verdict."""
        return judged_of(self.attempts)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults seen often enough to count, most often first."""
        often = [each for each in self.counted if self.counted[each] >= self.protocol.seen_in]
        return tuple(sorted(often, key=lambda fault: -self.counted[fault]))


class ScreeningTest:
    """Feeds one athlete's readings to the drill of a screening. Time is that of the readings.

    It ends when all asked repetitions are judged, when the athlete has left, or when they are
    called no more. Without a verdict a repetition is asked for again, but not for ever: after
    twice as many as asked and three more, practice aside, it ends with what it has.
    """

    __test__ = False

    def __init__(
        self,
        athlete: Athlete,
        drill: Drill,
        protocol: Protocol,
        limits: FaultLimits,
        still_called: Callable[[], bool],
    ) -> None:
        self.athlete, self.protocol = athlete, protocol
        self._still_called = still_called
        self._drill = _as_asked(drill, protocol)
        practice = replace(self._drill, dose=Dose(protocol.practice, 1, 0.0), contrast=None)
        self._practice = DrillRun(practice, limits)
        self._judged = DrillRun(self._drill, limits)
        self._practised = 0
        self._under_way = self._run
        self._attempts: list[Attempt] = []
        self._presence = Presence()
        self._height_m: float | None = None
        self._ending: Ending | None = None

    @property
    def asked(self) -> Asked:
        """What the engine is to be told."""
        return self._run.asked

    @property
    def drill(self) -> Drill:
        """What is being done: so many practice taps, or so many that are judged."""
        return self._run.drill

    @property
    def finished(self) -> bool:
        """Whether the test takes no more repetitions."""
        return self._ending is not None

    @property
    def left(self) -> bool:
        """Whether it ended because the athlete walked away."""
        return self._ending is Ending.LEFT

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All repetitions so far, practice included."""
        return tuple(self._attempts)

    @property
    def progress(self) -> ScreeningProgress:
        """Where the test stands."""
        return ScreeningProgress(
            practised=self._practised,
            practice=self.protocol.practice,
            judged=len(judged_of(self._attempts)),
            repetitions=self.protocol.repetitions,
            drill=self._run.progress,
            last=self._attempts[-1] if self._attempts else None,
        )

    @property
    def result(self) -> ScreeningResult:
        """What the test has come to so far."""
        return ScreeningResult(
            athlete=self.athlete,
            protocol=self.protocol,
            height_m=self._height_m,
            ending=self._ending or Ending.LEFT,
            attempts=tuple(self._attempts),
            counted=counted_in(self._attempts),
            passed=passes(self._attempts, self.protocol, self._drill),
            cues=_most_given(self._attempts),
        )

    def step(self, reading: Reading) -> Attempt | None:
        """Take in one reading; return the attempt that ended with it, if any."""
        if not self._still_called():
            self.skip()
        if self.finished:
            return None
        if self._presence.has_left(reading):
            self._ending = Ending.LEFT
        else:
            self._height_m = reading.height_m or self._height_m
        attempt = self._step(reading)
        if attempt is not None:
            self._attempts.append(attempt)
            self._see_whether_it_is_over()
        return attempt

    def lead_on(self) -> None:
        """The button: out of the practice, so that the next repetition to begin is judged; else
        to the end."""
        if self.progress.practising:
            self._practised = self.protocol.practice
        else:
            self.skip()

    def skip(self) -> None:
        """End the test here; the first reason stays."""
        self._ending = self._ending or Ending.SKIPPED

    @property
    def _run(self) -> DrillRun:
        return self._judged if self._practised >= self.protocol.practice else self._practice

    def _step(self, reading: Reading) -> Attempt | None:
        if self._height_m is not None:
            # Known since the practice: without it the first judged one would have no wall yet.
            self._judged.meet(self._height_m)
        # Begun as practice it stays so, also when practice was skipped in the middle of it.
        run = self._under_way
        attempt = run.step(reading)
        if attempt is not None and run is self._practice:
            self._practised += (
                attempt.outcome is not Outcome.NO_VERDICT and self.progress.practising
            )
            attempt = replace(attempt, practice=True)
        if attempt is not None or reading.stage is not Stage.REPETITION:
            self._under_way = self._run
        return attempt

    def _see_whether_it_is_over(self) -> None:
        asked = self.protocol
        if self._judged.finished:
            self._ending = Ending.DONE
        elif len(self._attempts) >= asked.practice + 2 * asked.repetitions + 3:
            self._ending = self._ending or Ending.DONE


def counted_in(attempts: list[Attempt] | tuple[Attempt, ...]) -> dict[Fault, int]:
    """In how many judged repetitions each fault was seen."""
    return dict(
        Counter(
            fault for attempt in judged_of(attempts) for fault in attempt.repetition.verdict.faults
        )
    )


def passes(
    attempts: list[Attempt] | tuple[Attempt, ...], protocol: Protocol, drill: Drill
) -> bool | None:
    """Whether no fault was seen often enough to count; None when that cannot be said.

    It cannot with fewer judged repetitions than asked for. Nor can it when the back was hidden in
    some and its faults there might have counted: a fault seen ``s`` times, with the back hidden
    ``h`` times, was there up to ``s + h`` times, so a pass needs ``s + h`` below ``seen_in``. A
    fault that was seen often enough is one whatever was hidden.
    """
    judged, counted = judged_of(attempts), counted_in(attempts)
    if len(judged) < protocol.repetitions:
        return None
    if any(seen >= protocol.seen_in for seen in counted.values()):
        return False
    hidden = sum(not attempt.repetition.verdict.back_judged for attempt in judged)
    of_the_back = BACK_FAULTS - drill.ignored - (set() if drill.dowel else {Fault.DOWEL_LOST})
    most = max((counted.get(fault, 0) + hidden for fault in of_the_back), default=0)
    return True if most < protocol.seen_in else None


def _as_asked(drill: Drill, protocol: Protocol) -> Drill:
    """The drill as this protocol has it: one set, and a wall that stays where it is."""
    wall = drill.wall
    if wall is not None and protocol.wall_m is not None:
        wall = Wall(distance_m=protocol.wall_m)
    return replace(drill, dose=Dose(protocol.repetitions, 1, 0.0), wall=wall, levels=None)


def _most_given(attempts: list[Attempt]) -> tuple[str, ...]:
    """The cues for faults; without any fault the hints, and why nothing was judged."""
    tries = [attempt.repetition.verdict for attempt in attempts if not attempt.practice]
    faults = [verdict.cue for verdict in tries if verdict.outcome is Outcome.FAULT]
    cues = faults or [verdict.cue for verdict in tries if verdict.cue != "pass"]
    return tuple(cue for cue, _ in Counter(cues).most_common(2))
