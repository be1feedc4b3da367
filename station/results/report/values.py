"""What a report tells, as the database has it. Values only: lengths mm, angles degrees, times s."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from station.drills.attempt import CurvePoint
from station.drills.screening import Status
from station.hinge.judge import CUE_ORDER
from station.hinge.verdict import Fault, Outcome
from station.posture.measures import Measures
from station.reasons import Reason

_CUES = 2
BACK_MEASURES = ("lumbar_flexion_deg", "thoracic_flexion_deg", "neck_flexion_deg")
"""Not known of a repetition in which the back could not be judged."""
_SAME_WALL_MM = 1.0


@dataclass(frozen=True)
class KeptRepetition:
    """One repetition. ``number`` counts from 1 within what it belongs to: the judged part of the
    test, or its practice. ``wall_mm`` is None where there was no wall."""

    number: int
    practice: bool
    outcome: Outcome
    reason: Reason | None
    faults: tuple[Fault, ...]
    cue: str
    back_judged: bool
    wall_mm: float | None
    touched: bool
    min_gap_mm: float | None
    lower_s: float
    pause_s: float
    rise_s: float
    peaks: Measures
    arched_deg: float | None = None
    held_s: float | None = None
    curve: tuple[CurvePoint, ...] = ()

    def value(self, measure: str) -> float | None:
        """The peak of a measure; None where it was not measured, or could not be judged."""
        if measure in BACK_MEASURES and not self.back_judged:
            return None
        if measure == "hip_gap_mm":
            return self.min_gap_mm
        peak: float | None = getattr(self.peaks, measure)
        return peak


@dataclass(frozen=True)
class KeptTest:
    """A finished test of an athlete, the one that counts of its screening.

    ``asked`` repetitions were to be judged, and a fault counts that is seen in ``seen_in`` of
    them; both None where the screening is not kept any more. ``redone`` tests of the same
    screening came before it and do not count.
    """

    uid: str
    screening_uid: str | None
    drill: str
    started: datetime
    clock_trusted: bool
    height_mm: float | None
    ending: str | None
    passed: bool | None
    asked: int | None
    seen_in: int | None
    tries: tuple[KeptRepetition, ...]
    practice: tuple[KeptRepetition, ...] = ()
    redone: int = 0

    @property
    def judged(self) -> tuple[KeptRepetition, ...]:
        """The tries with a verdict."""
        return tuple(each for each in self.tries if each.outcome is not Outcome.NO_VERDICT)

    @property
    def clean(self) -> int:
        """Judged without a fault."""
        return sum(each.outcome is Outcome.PASS for each in self.judged)

    @property
    def seen(self) -> Mapping[Fault, int]:
        """In how many judged repetitions each fault was seen, the most important one first."""
        found = Counter(fault for each in self.judged for fault in each.faults)
        return {fault: found[fault] for fault in CUE_ORDER if found[fault]}

    def counts(self, fault: Fault) -> bool:
        """Whether a fault was seen often enough to count."""
        return self.seen_in is not None and self.seen.get(fault, 0) >= self.seen_in

    @property
    def cues(self) -> tuple[str, ...]:
        """What to say next: what was said most often of faults; without any, of hints and of why
        nothing was judged."""
        faults = [each.cue for each in self.judged if each.outcome is Outcome.FAULT]
        said = faults or [each.cue for each in self.tries if each.cue != "pass"]
        return tuple(cue for cue, _ in Counter(said).most_common(_CUES))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why repetitions were not judged, the most frequent one first."""
        told = Counter(each.reason for each in self.tries if each.reason is not None)
        return tuple(reason for reason, _ in told.most_common())

    @property
    def wall_mm(self) -> float | None:
        """The wall of the last try; None where there was none."""
        return self.tries[-1].wall_mm if self.tries else None

    def values(self, measure: str) -> tuple[float, ...]:
        """The peaks of a measure in the judged repetitions in which it was measured."""
        found = (each.value(measure) for each in self.judged)
        return tuple(value for value in found if value is not None)

    def typical(self, measure: str) -> float | None:
        """The median of those; None where there is none."""
        values = self.values(measure)
        return median(values) if values else None


def same_wall(tests: tuple[KeptTest, ...]) -> bool:
    """Whether all that were begun had a wall, at one distance: only then do gaps compare."""
    walls = [test.wall_mm for test in tests if test.tries]
    known = [wall for wall in walls if wall is not None]
    return bool(known) and len(known) == len(walls) and max(known) - min(known) < _SAME_WALL_MM


@dataclass(frozen=True)
class AthleteRecord:
    """An athlete and every test that counts, in the order in which they were made."""

    uid: str
    name: str
    number: str
    group: str
    tests: tuple[KeptTest, ...]


@dataclass(frozen=True)
class Member:
    """An athlete in a screening: ``test`` is None where there is none that counts, ``before`` is
    the last one of the same drill before it."""

    uid: str
    name: str
    number: str
    status: Status
    test: KeptTest | None
    before: KeptTest | None


@dataclass(frozen=True)
class GroupRecord:
    """One screening of a group; members stand as in the roster."""

    group: str
    drill: str
    wall_mm: float | None
    asked: int
    practice: int
    seen_in: int
    started: datetime
    clock_trusted: bool
    closed: bool
    members: tuple[Member, ...]
