"""The contrast drill: wrong first, round, then arched, then right, judged by the own range.

How far a back can bend differs twofold between people. Whoever has just felt their own full
rounding and arching is judged by a share of it: a full bend rounds the lower back by 52 degrees on
average and the fault begins at 20 (Laird 2019; the project's domain notes), so two fifths.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from station.drills.cues import DrillCue
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Outcome, Repetition

LEAST_ROUND_LIMIT_DEG, LEAST_ARCH_LIMIT_DEG = 15.0, 12.0
"""However small the own range, less than this is no fault: a clean hinge reads up to 14 degrees
round for a moment (simulated athletes), and change is told from 10 to 15 on (wearables)."""


@dataclass(frozen=True)
class ContrastRule:
    """Less than ``least_*`` degrees is no range; a fault is more than the share of it."""

    round_share: float
    arch_share: float
    least_round_deg: float
    least_arch_deg: float


@dataclass(frozen=True)
class OwnRange:
    """How far the athlete rounded and arched the lower back when asked to, degrees, both > 0."""

    round_deg: float
    arch_deg: float

    def limits(self, rule: ContrastRule, limits: FaultLimits) -> FaultLimits:
        """The same limits with those of the lower back from the own range."""
        return replace(
            limits,
            lumbar_flexion_deg=max(
                LEAST_ROUND_LIMIT_DEG, round(rule.round_share * self.round_deg, 1)
            ),
            lumbar_extension_deg=max(
                LEAST_ARCH_LIMIT_DEG, round(rule.arch_share * self.arch_deg, 1)
            ),
        )


class Lesson(StrEnum):
    """What is learned next."""

    ROUND = "round"
    ARCH = "arch"
    LEARNED = "learned"


class Contrast:
    """Learns one athlete's range from repetitions done wrong on purpose, then is done."""

    def __init__(self, rule: ContrastRule) -> None:
        self._rule = rule
        self._round_deg: float | None = None
        self._arch_deg: float | None = None

    @property
    def lesson(self) -> Lesson:
        """What the next repetition has to show."""
        if self._round_deg is None:
            return Lesson.ROUND
        return Lesson.ARCH if self._arch_deg is None else Lesson.LEARNED

    @property
    def own_range(self) -> OwnRange | None:
        """Once both have been shown."""
        if self._round_deg is None or self._arch_deg is None:
            return None
        return OwnRange(self._round_deg, self._arch_deg)

    def take(self, repetition: Repetition) -> str:
        """Learn from one repetition; return the cue for the next.

        What shows no range, or a back that was not seen, is asked for again: a guessed range
        would judge everything after it wrongly.
        """
        verdict = repetition.verdict
        if verdict.outcome is Outcome.NO_VERDICT:
            return verdict.cue
        if not verdict.back_judged:
            return "back_hidden"
        if self.lesson is Lesson.ROUND:
            shown = repetition.peaks.lumbar_flexion_deg
            if shown is None or shown < self._rule.least_round_deg:
                return DrillCue.ROUND_MORE
            self._round_deg = shown
            return DrillCue.ARCH
        shown = repetition.arched_deg
        if shown is None or shown < self._rule.least_arch_deg:
            return DrillCue.ARCH_MORE
        self._arch_deg = shown
        return DrillCue.IN_BETWEEN
