"""Repetitions without a camera: measures along minimum-jerk paths from posture to posture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from station.hinge.history import Sample
from station.hinge.repetitions import RepetitionWatch
from station.hinge.task import Task
from station.hinge.verdict import Repetition
from station.hinge.wall import WallTouch
from station.posture.measures import Measures

HEIGHT_M = 1.75
STANDING_GAP_MM = 150.0
UPRIGHT_DEG = 6.0
"""Trunk inclination of the standing athlete: nobody's back line is quite vertical."""
STAND_S = 1.2


@dataclass(frozen=True)
class Posture:
    """Changes from standing; ``trunk_deg`` too. ``heel_mm`` is the heels' shift."""

    back_mm: float = 0.0
    trunk_deg: float = 0.0
    hip_deg: float = 0.0
    knee_deg: float = 0.0
    lumbar_deg: float = 0.0
    thoracic_deg: float = 0.0
    neck_deg: float = 0.0
    heel_mm: float = 0.0


STANDING = Posture()
TOUCHING = Posture(
    back_mm=STANDING_GAP_MM + 10.0,
    trunk_deg=55.0,
    hip_deg=70.0,
    knee_deg=12.0,
    lumbar_deg=4.5,
    thoracic_deg=2.0,
    neck_deg=3.0,
)
"""The bottom of a clean repetition: one centimetre through the wall."""
LEANING_BACK = Posture(back_mm=-20.0, trunk_deg=-14.0, hip_deg=-10.0, lumbar_deg=-9.0)
NOT_TALL = Posture(back_mm=45.0, trunk_deg=16.0, hip_deg=20.0, knee_deg=4.0)


@dataclass(frozen=True)
class Move:
    """Go to a posture in so many seconds, at rest at both ends."""

    to: Posture
    seconds: float


@dataclass(frozen=True)
class Hinge:
    """One repetition: down to ``bottom``, stay, up to ``end``, stay, stand tall."""

    bottom: Posture = TOUCHING
    lower_s: float = 1.2
    pause_s: float = 0.4
    rise_s: float = 1.2
    end: Posture = STANDING
    end_hold_s: float = 0.0
    rest_s: float = 1.0

    def moves(self) -> list[Move]:
        """The repetition as moves."""
        moves = [
            Move(self.bottom, self.lower_s),
            Move(self.bottom, self.pause_s),
            Move(self.end, self.rise_s),
        ]
        if self.end != STANDING:
            moves += [Move(self.end, self.end_hold_s), Move(STANDING, 0.6)]
        return [*moves, Move(STANDING, self.rest_s)]

    @property
    def seconds(self) -> float:
        """How long it takes, rest included."""
        return sum(move.seconds for move in self.moves())


def samples(moves: Iterable[Move], fps: float = 30.0, start_s: float = 0.0) -> list[Sample]:
    """Standing still for :data:`STAND_S`, then the moves, seen ``fps`` times a second."""
    keys = [(0.0, STANDING), (STAND_S, STANDING)]
    for move in moves:
        if move.seconds > 0:
            keys.append((keys[-1][0] + move.seconds, move.to))
    count = int(keys[-1][0] * fps + 1e-6) + 1
    return [_sample(start_s + i / fps, _posture(keys, i / fps)) for i in range(count)]


def of(*hinges: Hinge, fps: float = 30.0) -> list[Sample]:
    """The samples of some repetitions."""
    return samples([move for hinge in hinges for move in hinge.moves()], fps)


def watched(seen: Iterable[Sample], task: Task | None = None) -> list[Repetition]:
    """The repetitions a watch finds, with the wall's touches fed to it as in the station."""
    return list(watching(RepetitionWatch(HEIGHT_M, task or Task()), seen))


def watching(watch: RepetitionWatch, seen: Iterable[Sample]) -> Iterator[Repetition]:
    """Feed a watch that already exists."""
    wall = WallTouch()
    for sample in seen:
        touch = wall.step(sample.measures.hip_gap_mm, sample.time_s)
        repetition = watch.step(sample, touch)
        if repetition is not None:
            yield repetition


def with_measures(sample: Sample, **values: float | None) -> Sample:
    """The same sample with some measures replaced."""
    return replace(sample, measures=replace(sample.measures, **values))


def back_hidden(sample: Sample) -> Sample:
    """The same sample with nothing known above the hips."""
    hidden = with_measures(
        sample,
        trunk_inclination_deg=None,
        lumbar_flexion_deg=None,
        thoracic_flexion_deg=None,
        neck_flexion_deg=None,
    )
    return replace(hidden, trunk_change_deg=None)


def faults(repetition: Repetition) -> set[str]:
    """The fault codes of a repetition."""
    return {str(fault) for fault in repetition.verdict.faults}


def _sample(time_s: float, p: Posture) -> Sample:
    measures = Measures(
        hip_gap_mm=STANDING_GAP_MM - p.back_mm,
        hip_displacement_mm=p.back_mm,
        trunk_inclination_deg=UPRIGHT_DEG + p.trunk_deg,
        hip_flexion_deg=p.hip_deg,
        knee_flexion_deg=p.knee_deg,
        lumbar_flexion_deg=p.lumbar_deg,
        thoracic_flexion_deg=p.thoracic_deg,
        neck_flexion_deg=p.neck_deg,
        dowel_head_mm=0.0,
        dowel_thoracic_mm=0.0,
        dowel_sacrum_mm=0.0,
    )
    return Sample(time_s, measures, p.trunk_deg, p.heel_mm)


def _posture(keys: list[tuple[float, Posture]], time_s: float) -> Posture:
    for (before_s, before), (after_s, after) in pairwise(keys):
        if time_s <= after_s:
            return _between(before, after, _ease((time_s - before_s) / (after_s - before_s)))
    return keys[-1][1]


def _between(a: Posture, b: Posture, share: float) -> Posture:
    values = {
        name: getattr(a, name) + (getattr(b, name) - getattr(a, name)) * share
        for name in Posture.__dataclass_fields__
    }
    return Posture(**values)


def _ease(share: float) -> float:
    """Minimum-jerk path from 0 to 1 (Flash & Hogan 1985)."""
    s = min(max(share, 0.0), 1.0)
    return s**3 * (10 - 15 * s + 6 * s * s)
