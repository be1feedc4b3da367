"""Whoever comes to a warm-up in a day, without a camera: measures made from what they really do.

The station's own watch, judge, states and store run as ever; only seeing is made up, so that hours
pass in seconds. Everybody's repetitions are known beforehand.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from station.camera.frame import DepthFrame
from station.drills.drill import Drill
from station.engine import Reading, Stage
from station.hinge.history import Sample
from station.hinge.repetitions import RepetitionWatch
from station.hinge.task import Task
from station.hinge.verdict import Fault, Outcome, Repetition
from station.hinge.wall import WallTouch
from station.posture.measures import Measures
from station.reasons import Reason
from tests.hinge.made_motion import TOUCHING, Hinge, Posture, samples

FPS = 30.0
_BEHIND_HEELS_MM = 40.0
"""Standing hips are so far in front of the heels' rear."""
_THROUGH_MM, _SHORT_MM = 10.0, 30.0
_DEEP_SHARE, _SHALLOW_SHARE = 0.12, 0.05
"""Of body height, where there is no wall to go by."""
_UPRIGHT_S = 1.2
"""Everybody stands for so long after each repetition."""
_GAPS_S = (2.0, 4.0, 9.0, 20.0, 60.0)
"""The mat is empty for so long between two of them; the first is so short that the station has to
tell them apart by that alone."""


@dataclass(frozen=True)
class Kind:
    """One way to do a repetition, and the fault that it is; None is clean or not judged."""

    name: str
    fault: Fault | None = None
    bottom: Posture = TOUCHING
    reaches: bool = True
    hurried: bool = False

    @property
    def outcome(self) -> Outcome:
        """What the station has to say of it."""
        if self.name == "unseen":
            return Outcome.NO_VERDICT
        return Outcome.PASS if self.fault is None else Outcome.FAULT


CLEAN = Kind("clean")
SQUAT = Kind("squat", Fault.SQUAT, replace(TOUCHING, knee_deg=60.0))
ROUND = Kind("round", Fault.LUMBAR_FLEXION, replace(TOUCHING, lumbar_deg=36.0))
SHORT = Kind("short", Fault.NO_TOUCH, reaches=False)
SHALLOW = Kind("shallow", Fault.TOO_SHALLOW, reaches=False)
HURRIED = Kind("hurried", Fault.TEMPO, hurried=True)
UNSEEN = Kind("unseen")


@dataclass
class Visit:
    """One visitor of the truth: when they were ready, in which drill, and what they did."""

    drill: Drill
    height_m: float
    began_s: float = 0.0
    done: list[Kind] = field(default_factory=list)
    ended_s: list[float] = field(default_factory=list)
    """When each of them was upright again, or lost."""


@dataclass(frozen=True)
class Seen:
    """One frame of the truth; ``posture`` of somebody with a baseline, else ``stage`` says all."""

    stage: Stage
    posture: Posture | None = None
    reaches: bool = True
    height_m: float = 1.75
    reason: Reason | None = None
    lost: bool = False


class MadeEngine:
    """Stands where the engine stands: frames are only asked for their time."""

    def __init__(self) -> None:
        self.frames: Iterator[Seen] = iter(())
        self.wall_m: float | None = 0.10
        self._task = Task()
        self._watch: RepetitionWatch | None = None
        self._touch = WallTouch()

    def move_wall(self, wall_m: float | None) -> None:
        """Put the wall elsewhere, or take it away."""
        self.wall_m = wall_m

    def ask(self, task: Task | None) -> None:
        """Ask for something else."""
        self._task = task or Task()
        if self._watch is not None:
            self._watch.ask(self._task)

    def step(self, frame: DepthFrame) -> Reading:
        """The next frame of the truth, measured."""
        seen, time_s = next(self.frames), frame.capture_time_s
        if seen.posture is None:
            return self._unmeasured(seen, time_s)
        if self._watch is None:
            self._watch, self._touch = RepetitionWatch(seen.height_m, self._task), WallTouch()
        measures = self._measures(seen, seen.posture)
        new_touch = self._touch.step(measures.hip_gap_mm, time_s)
        repetition = self._watch.step(
            Sample(time_s, measures, seen.posture.trunk_deg, seen.posture.heel_mm), new_touch
        )
        stage = Stage.REPETITION if self._watch.in_repetition else Stage.READY
        return Reading(
            time_s,
            stage,
            None,
            measures,
            None,
            None if self.wall_m is None else 1000 * self.wall_m,
            1.0,
            self._touch.touching,
            repetition,
            seen.height_m,
        )

    def _unmeasured(self, seen: Seen, time_s: float) -> Reading:
        repetition: Repetition | None = None
        if self._watch is not None and (seen.lost or seen.stage is Stage.EMPTY):
            repetition, self._watch = self._watch.lose(Reason.LOST), None
        return Reading(
            time_s, seen.stage, seen.reason, Measures(), None, None, 0.5, False, repetition
        )

    def _measures(self, seen: Seen, posture: Posture) -> Measures:
        """The hips go as far as this repetition's wall asks, or not quite."""
        wall_mm = None if self.wall_m is None else 1000 * self.wall_m + _BEHIND_HEELS_MM
        if wall_mm is None:
            deep = _DEEP_SHARE if seen.reaches else _SHALLOW_SHARE
            way_mm = 1000 * deep * seen.height_m
        else:
            way_mm = wall_mm + (_THROUGH_MM if seen.reaches else -_SHORT_MM)
        back_mm = way_mm * posture.back_mm / TOUCHING.back_mm
        return Measures(
            hip_gap_mm=None if wall_mm is None else wall_mm - back_mm,
            hip_displacement_mm=back_mm,
            trunk_inclination_deg=6.0 + posture.trunk_deg,
            hip_flexion_deg=posture.hip_deg,
            knee_flexion_deg=posture.knee_deg,
            lumbar_flexion_deg=posture.lumbar_deg,
            thoracic_flexion_deg=posture.thoracic_deg,
            neck_flexion_deg=posture.neck_deg,
            dowel_head_mm=0.0,
            dowel_thoracic_mm=0.0,
            dowel_sacrum_mm=0.0,
        )


EMPTY = Seen(Stage.EMPTY, reason=Reason.NOBODY)
PLACING = Seen(Stage.PLACING, reason=Reason.NO_BASELINE)
STILL = Seen(Stage.STANDING_STILL, reason=Reason.NO_BASELINE)


def faults_of(drill: Drill, kind: Kind) -> set[Fault]:
    """All that is wrong with it: a round back holds no hold."""
    held = {Fault.TEMPO} if kind is ROUND and drill.hold is not None else set()
    return held if kind.fault is None else {kind.fault, *held}


def kinds_of(drill: Drill) -> tuple[Kind, ...]:
    """What people do wrong in this drill."""
    timed = (HURRIED,) if drill.tempo or drill.hold else ()
    return (SQUAT, ROUND, SHORT if drill.wall else SHALLOW, UNSEEN, *timed)


class Visitors:
    """Generates a day's frames, and writes down what everybody did.

    ``testing`` says whether the station is ready for repetitions: nobody begins before it shows
    so. ``drill`` is what it asks for just now.
    """

    def __init__(self, seed: int, testing: Callable[[], bool], drill: Callable[[], Drill]) -> None:
        self._chance = random.Random(seed)
        self._testing, self._drill = testing, drill
        self.frame = 0
        self.visits: list[Visit] = []
        self.passers_by = 0

    @property
    def time_s(self) -> float:
        """Of the frame that is being made."""
        return self.frame / FPS

    def frames(self, until_s: float) -> Iterator[Seen]:
        """One after the other, until it is so late and the last of them has gone."""
        chance = self._chance
        while self.time_s < until_s:
            what = chance.random()
            if what < 0.08:
                self.passers_by += 1
                yield from self._for(PLACING, chance.uniform(0.1, 1.5))
            elif what < 0.12:
                yield from self._who_changes_their_mind()
            else:
                yield from self._visit(Visit(self._drill(), chance.uniform(1.55, 1.95)))
            yield from self._for(EMPTY, chance.choice(_GAPS_S))

    def pause(self, seconds: float) -> Iterator[Seen]:
        """Nobody at all."""
        return self._for(EMPTY, seconds)

    def _for(self, seen: Seen, seconds: float) -> Iterator[Seen]:
        for _ in range(max(1, round(seconds * FPS))):
            self.frame += 1
            yield seen

    def _who_changes_their_mind(self) -> Iterator[Seen]:
        yield from self._for(PLACING, 1.0)
        yield from self._for(STILL, 0.6)

    def _placed(self, visit: Visit) -> Iterator[Seen]:
        """Onto the mat, and still until the station is ready."""
        yield from self._for(PLACING, self._chance.uniform(0.5, 2.0))
        yield from self._for(STILL, 1.0)
        yield from self._stand(visit, 0.3)
        while not self._testing():
            yield from self._stand(visit, 0.2)

    def _stand(self, visit: Visit, seconds: float) -> Iterator[Seen]:
        return self._for(Seen(Stage.READY, Posture(), height_m=visit.height_m), seconds)

    def _visit(self, visit: Visit) -> Iterator[Seen]:
        chance, dose = self._chance, visit.drill.dose
        yield from self._placed(visit)
        visit.began_s = self.time_s
        self.visits.append(visit)
        asked = dose.repetitions * dose.sets
        wanted = chance.choice((0, 1, 3, dose.repetitions, asked, asked))
        skill = chance.choice((0.5, 0.85, 0.97, 1.0))
        judged = 0
        while judged < min(wanted, asked):
            kind = CLEAN if chance.random() < skill else chance.choice(kinds_of(visit.drill))
            yield from self._stand(visit, chance.uniform(0.4, 1.5))
            yield from self._repetition(visit, kind)
            judged += kind is not UNSEEN
            if kind is not UNSEEN and judged % dose.repetitions == 0 and judged < wanted:
                yield from self._stand(visit, dose.rest_s * chance.choice((0.2, 1.0)))
        # Who has done it all sees so; who has had enough just goes.
        yield from self._stand(visit, 4.0 if judged == asked else 1.0)

    def _repetition(self, visit: Visit, kind: Kind) -> Iterator[Seen]:
        visit.done.append(kind)
        moves = motion(visit.drill, kind)
        if kind is UNSEEN:
            moves = moves[: len(moves) // 2]
        for posture in moves:
            self.frame += 1
            yield Seen(Stage.READY, posture, kind.reaches, visit.height_m)
        if kind is not UNSEEN:
            visit.ended_s.append(self.time_s - _UPRIGHT_S)
            return
        visit.ended_s.append(self.time_s)
        away = Seen(Stage.PLACING, reason=Reason.LOST)
        yield from self._for(away, 0.4)
        yield from self._for(replace(away, lost=True), 0.2)
        yield from self._for(STILL, 1.0)


@cache
def _motion(kind: Kind, lower_s: float, pause_s: float, rise_s: float) -> tuple[Posture, ...]:
    hinge = Hinge(kind.bottom, lower_s, pause_s, rise_s, rest_s=_UPRIGHT_S)
    return tuple(
        Posture(
            back_mm=sample.measures.hip_displacement_mm or 0.0,
            trunk_deg=sample.trunk_change_deg or 0.0,
            hip_deg=sample.measures.hip_flexion_deg or 0.0,
            knee_deg=sample.measures.knee_flexion_deg or 0.0,
            lumbar_deg=sample.measures.lumbar_flexion_deg or 0.0,
            thoracic_deg=sample.measures.thoracic_flexion_deg or 0.0,
            neck_deg=sample.measures.neck_flexion_deg or 0.0,
        )
        for sample in samples(hinge.moves(), FPS)
    )


def motion(drill: Drill, kind: Kind) -> tuple[Posture, ...]:
    """The frames of one repetition as this drill asks for it."""
    if drill.tempo is not None and not kind.hurried:
        tempo = drill.tempo
        return _motion(kind, tempo.lower_s, tempo.pause_s, tempo.rise_s)
    if drill.hold is not None and not kind.hurried:
        return _motion(kind, 1.5, drill.hold.least_s + 1.0, 1.2)
    return _motion(kind, 1.2, 0.3, 1.1)
