"""One repetition of a test or a drill, with what is kept of its course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from station.hinge.verdict import Outcome, Repetition
from station.posture.side_view import SideView


@dataclass(frozen=True)
class CurvePoint:
    """One moment of a repetition, ``t_s`` seconds after its start; None where not measurable."""

    t_s: float
    hip_gap_mm: float | None = None
    hip_displacement_mm: float | None = None
    trunk_inclination_deg: float | None = None
    lumbar_flexion_deg: float | None = None


@dataclass(frozen=True, eq=False)
class Attempt:
    """One repetition. Its verdict is that of what was asked for.

    ``wall_m`` is None where no wall was asked for. ``practice``: it decides nothing, as a practice
    tap or what is done wrong on purpose to show the own range. ``set_number`` counts from 1.
    ``side_view`` is the athlete at its lowest, for the screen; ``curve`` what it looked like over
    time, :data:`~station.drills.trace.MOST_POINTS` at most.
    """

    repetition: Repetition
    wall_m: float | None
    practice: bool = False
    set_number: int = 1
    side_view: SideView | None = None
    curve: tuple[CurvePoint, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The verdict's outcome."""
        return self.repetition.verdict.outcome


def commonest_cues(attempts: Iterable[Attempt]) -> tuple[str, ...]:
    """The one or two keys of the cue catalogue given most often for what was not clean."""
    cues = Counter(
        attempt.repetition.verdict.cue
        for attempt in attempts
        if not attempt.practice and attempt.outcome is Outcome.FAULT
    )
    return tuple(cue for cue, _ in cues.most_common(2))


def judged_of(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """Those that count: no practice, and with a verdict."""
    return tuple(
        attempt
        for attempt in attempts
        if not attempt.practice and attempt.outcome is not Outcome.NO_VERDICT
    )
