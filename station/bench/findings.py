"""From sessions of the lab to the numbers that count: errors, repetitions, what is mistaken."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from station.bench.lab_results import (
    Errors,
    LabSession,
    Repetition,
    RivalSession,
    pooled,
)

ASKED = {
    "hip_gap_mm": 3.0,
    "hip_displacement_mm": 2.0,
    "trunk_inclination_deg": 1.2,
    "hip_flexion_deg": 4.0,
    "knee_flexion_deg": 3.0,
    "lumbar_flexion_deg": 3.0,
    "thoracic_flexion_deg": 3.0,
    "neck_flexion_deg": 4.0,
}
"""Largest mean absolute error asked for on bodies that were never used for tuning."""
P95_TIMES = 3.0
"""And 95 of 100 frames within this many times that."""
COVERAGE_ASKED = 0.97
NEAR_WALL_MM = 8.0
"""Nearer than this to the wall, on either side, a touch may be told either way."""
EXACT_ASKED, CLEAN_ASKED = 0.95, 0.98
NOTHING, NOT_JUDGED, NOT_FOUND = "clean", "not judged", "not found"
_TWO_SIGMA = 1.96


@dataclass(frozen=True)
class MeasureFinding:
    """One measure over one half, in its own unit; ``bias`` is found less true.

    ``told_share`` is the share of the frames with an athlete in which it was told at all.
    """

    name: str
    mean_abs: float
    bias: float
    p95: float
    asked: float
    told_share: float

    @property
    def mean_met(self) -> bool:
        """Whether the mean is as small as asked."""
        return self.mean_abs <= self.asked

    @property
    def p95_met(self) -> bool:
        """Whether nearly all frames are."""
        return self.p95 <= P95_TIMES * self.asked

    @property
    def met(self) -> bool:
        """Whether both are."""
        return self.mean_met and self.p95_met


@dataclass(frozen=True)
class Criterion:
    """One thing asked of repetitions or coverage, in few words and in full, and whether it was met;
    None for what is told besides."""

    short: str
    asked: str
    got: str
    met: bool | None


def measure_finding(
    name: str, sessions: Sequence[LabSession | RivalSession], frames_present: int
) -> MeasureFinding | None:
    """One measure over all frames of ``sessions``, each frame alike; None where none has it."""
    told = [session.measures[name] for session in sessions if name in session.measures]
    if not told:
        return None
    return MeasureFinding(
        name,
        pooled(told, lambda errors: errors.mean_abs),
        pooled(told, lambda errors: errors.bias),
        _p95(told),
        ASKED[name],
        sum(errors.n for errors in told) / max(frames_present, 1),
    )


def _p95(told: list[Errors]) -> float:
    """Each percentile of a session stands for a hundredth of its frames."""
    off = np.concatenate([errors.percentiles for errors in told])
    weight = np.repeat([errors.n for errors in told], len(told[0].percentiles))
    order = off.argsort()
    below = np.cumsum(weight[order]) / weight.sum()
    return float(off[order][np.searchsorted(below, 0.95)])


def coverage_of(sessions: Sequence[LabSession]) -> float:
    """Share of the frames with an athlete that were measured."""
    frames = sum(session.frames_present for session in sessions)
    return sum(s.coverage * s.frames_present for s in sessions) / max(frames, 1)


def repetitions_of(sessions: Iterable[LabSession]) -> list[Repetition]:
    """All repetitions, session after session."""
    return [repetition for session in sessions for repetition in session.repetitions]


def is_judged(repetition: Repetition) -> bool:
    """Found, and not "cannot judge"."""
    return repetition.found and repetition.reason is None


def is_exact(repetition: Repetition) -> bool:
    """Judged, with the very faults that were there."""
    same = set(repetition.true_faults) == set(repetition.found_faults)
    return is_judged(repetition) and same


def is_right(repetition: Repetition) -> bool:
    """The same, with either answer taken for faults of about the size of their limit."""
    differs = set(repetition.true_faults) ^ set(repetition.found_faults)
    return is_judged(repetition) and differs <= set(repetition.borderline)


def criteria_of(sessions: Sequence[LabSession]) -> tuple[Criterion, ...]:
    """Coverage and repetitions against what was asked."""
    done = repetitions_of(sessions)
    missed = sum(not repetition.found for repetition in done)
    invented = sum(session.invented for session in sessions)
    sure = [r for r in done if r.found and abs(r.true_min_gap_mm) > NEAR_WALL_MM]
    touches = sum(r.found_touched == r.true_touched for r in sure)
    exact = sum(is_exact(repetition) for repetition in done)
    clean = [repetition for repetition in done if not repetition.true_faults]
    unfaulted = sum(not repetition.found_faults for repetition in clean)
    right = sum(is_right(repetition) for repetition in done)
    coverage = coverage_of(sessions)
    return (
        Criterion(
            "repetitions missed",
            "no repetition missed",
            f"{missed} of {len(done)} missed",
            missed == 0,
        ),
        Criterion(
            "repetitions invented", "no repetition invented", f"{invented} invented", invented == 0
        ),
        Criterion(
            "touch",
            f"touch told right wherever the hips stopped more than {NEAR_WALL_MM:g} mm short of"
            " the wall or beyond it",
            _of(touches, len(sure)),
            touches == len(sure),
        ),
        Criterion(
            "exactly the right faults",
            f"exactly the faults that were there, in {percent(EXACT_ASKED, 0)} of the repetitions",
            _of(exact, len(done)),
            exact >= EXACT_ASKED * len(done),
        ),
        Criterion(
            "the right faults but for close calls",
            "the same, with either answer taken where the fault is of about its limit's size",
            _of(right, len(done)),
            None,
        ),
        Criterion(
            "faults told of clean repetitions",
            f"no fault told in {percent(CLEAN_ASKED, 0)} of the clean repetitions",
            _of(unfaulted, len(clean)),
            unfaulted >= CLEAN_ASKED * len(clean),
        ),
        Criterion(
            "frames measured",
            f"{percent(COVERAGE_ASKED, 0)} of the frames with an athlete measured",
            percent(coverage),
            coverage >= COVERAGE_ASKED,
        ),
    )


def percent(share: float, digits: int = 1) -> str:
    """Such as "92.5 %"."""
    return f"{100 * share:.{digits}f} %"


def _of(count: int, total: int) -> str:
    return f"{count} of {total} ({percent(count / total)})" if total else "none there"


@dataclass(frozen=True)
class Confusion:
    """How often what was there (rows) was told as what (columns)."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: dict[tuple[str, str], int]


def confusion_of(repetitions: Sequence[Repetition]) -> Confusion:
    """Each fault that was there counts once: as itself, else as each told in its stead.

    Row "clean" holds what was told though nothing of the kind was there, and the repetitions that
    were clean and told so. Column "clean" holds faults of which nothing was told.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for repetition in repetitions:
        counts.update(_cells(repetition))
    seen = [code for cell in counts for code in cell]
    order = [code for code, _ in Counter(seen).most_common() if code not in _LAST]
    last = [column for column in (NOT_JUDGED, NOT_FOUND) if column in seen]
    return Confusion((NOTHING, *order), (NOTHING, *order, *last), dict(counts))


_LAST = (NOTHING, NOT_JUDGED, NOT_FOUND)


def _cells(repetition: Repetition) -> list[tuple[str, str]]:
    true, found = set(repetition.true_faults), set(repetition.found_faults)
    if not is_judged(repetition):
        column = NOT_JUDGED if repetition.found else NOT_FOUND
        return [(fault, column) for fault in sorted(true) or [NOTHING]]
    if not true and not found:
        return [(NOTHING, NOTHING)]
    invented, missed = sorted(found - true), sorted(true - found)
    cells = [(fault, fault) for fault in sorted(true & found)]
    if not missed:
        return cells + [(NOTHING, fault) for fault in invented]
    return cells + [(fault, told) for fault in missed for told in invented or [NOTHING]]


def wilson(called: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, after Wilson (1927): never outside 0 to 1, even for few."""
    if total == 0:
        return 0.0, 1.0
    z2 = _TWO_SIGMA**2
    middle = (called + z2 / 2) / (total + z2)
    spread = math.sqrt(called * (total - called) / total + z2 / 4)
    half = _TWO_SIGMA / (total + z2) * spread
    return max(0.0, middle - half), min(1.0, middle + half)
