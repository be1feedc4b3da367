"""What has changed between two tests of the same drill."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from station.results.report.error_limits import least_change
from station.results.report.values import KeptTest, same_wall

_ALWAYS = (
    "lumbar_flexion_deg",
    "thoracic_flexion_deg",
    "neck_flexion_deg",
    "knee_flexion_deg",
    "trunk_inclination_deg",
)


class Turn(StrEnum):
    """What became of the verdict since the last time."""

    FIRST = "first"
    NOW_PASSED = "now_passed"
    STILL_PASSED = "still_passed"
    NOT_ANY_MORE = "not_any_more"
    STILL_NOT = "still_not"
    NOT_KNOWN = "not_known"
    """One of the two could not be judged."""


_TURNS = {
    (False, True): Turn.NOW_PASSED,
    (True, True): Turn.STILL_PASSED,
    (True, False): Turn.NOT_ANY_MORE,
    (False, False): Turn.STILL_NOT,
}


@dataclass(frozen=True)
class Difference:
    """One measure, its median over the judged repetitions of each test."""

    measure: str
    before: float
    now: float

    @property
    def least(self) -> float:
        """From here on it is a change."""
        return least_change(self.measure)

    @property
    def by(self) -> float:
        """Now less before."""
        return self.now - self.before

    @property
    def is_change(self) -> bool:
        """Whether it is larger than what two tests of the same movement may differ by."""
        return abs(self.by) > self.least


@dataclass(frozen=True)
class Change:
    """From one test to the next; ``before`` is None for the first one."""

    turn: Turn
    before: KeptTest | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def changed(self) -> tuple[Difference, ...]:
        """Only what is a change."""
        return tuple(each for each in self.differences if each.is_change)


def depth_measure(tests: tuple[KeptTest, ...]) -> str:
    """How deep the hinge went: the gap where the wall stood still, else the way of the hips."""
    return "hip_gap_mm" if same_wall(tests) else "hip_displacement_mm"


def change(before: KeptTest | None, now: KeptTest) -> Change:
    """Compare two tests of the same drill."""
    if before is None:
        return Change(Turn.FIRST)
    turn = Turn.NOT_KNOWN
    if before.passed is not None and now.passed is not None:
        turn = _TURNS[before.passed, now.passed]
    found = []
    for measure in (depth_measure((before, now)), *_ALWAYS):
        was, is_now = before.typical(measure), now.typical(measure)
        if was is not None and is_now is not None:
            found.append(Difference(measure, was, is_now))
    return Change(turn, before, tuple(found))
