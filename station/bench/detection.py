"""At which size each fault is told: what the detection curves are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from station.bench.findings import is_judged, wilson
from station.bench.lab_results import Repetition
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault

_LIMITS = FaultLimits()


@dataclass(frozen=True)
class Bin:
    """Repetitions of about one size: how many, how many of them were called, 95 % interval."""

    size: float
    total: int
    called: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Share called."""
        return self.called / self.total


@dataclass(frozen=True)
class Curve:
    """One fault: true size and whether it was called, for each repetition; the same in bins."""

    fault: Fault
    axis: str
    limit: float
    calls: tuple[tuple[float, bool], ...]
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class _Size:
    """How large a fault is: from ``limit`` on it is one. Sizes are compared in steps of a bin."""

    fault: Fault
    axis: str
    limit: float
    bin_width: float


_SIZES = (
    _Size(Fault.NO_TOUCH, "nearest to the wall, mm", 0.0, 8.0),
    _Size(Fault.LEANING, "farthest through the wall, mm", _LIMITS.leaning_mm, 8.0),
    _Size(Fault.LUMBAR_FLEXION, "lower back rounds by, °", _LIMITS.lumbar_flexion_deg, 4.0),
    _Size(Fault.LUMBAR_EXTENSION, "lower back arches by, °", _LIMITS.lumbar_extension_deg, 4.0),
    _Size(Fault.THORACIC_FLEXION, "upper back rounds by, °", _LIMITS.thoracic_flexion_deg, 4.0),
    _Size(Fault.NECK_EXTENSION, "neck craned by, °", _LIMITS.neck_extension_deg, 5.0),
    _Size(Fault.SQUAT, "knees bend by, °", _LIMITS.squat_knee_deg, 8.0),
    _Size(Fault.PAST_HORIZONTAL, "trunk leans by, °", _LIMITS.past_horizontal_deg, 6.0),
    _Size(
        Fault.LOCKOUT_HYPEREXTENSION,
        "leans back at the end by, °",
        _LIMITS.lockout_hyperextension_deg,
        2.0,
    ),
    _Size(
        Fault.INCOMPLETE_LOCKOUT,
        "short of tall at the end by, °",
        _LIMITS.incomplete_lockout_deg,
        2.5,
    ),
    _Size(Fault.FEET_MOVED, "heels shift by, mm", _LIMITS.feet_moved_mm, 8.0),
)
_FEWEST = 3
"""Repetitions to a dot: as many as the lab has of most sizes."""


def curves_of(repetitions: Sequence[Repetition]) -> tuple[Curve, ...]:
    """The curve of each fault that was there; one that was only told is in the table."""
    judged = [repetition for repetition in repetitions if is_judged(repetition)]
    curves = (_curve(size, judged) for size in _SIZES)
    return tuple(curve for curve in curves if any(true > curve.limit for true, _ in curve.calls))


def _curve(size: _Size, judged: Sequence[Repetition]) -> Curve:
    calls = sorted(
        (repetition.true_peaks[size.fault.value], size.fault.value in repetition.found_faults)
        for repetition in judged
        if size.fault.value in repetition.true_peaks
    )
    return Curve(size.fault, size.axis, size.limit, tuple(calls), _bins(size, calls))


def _bins(size: _Size, calls: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Bins of one width with an edge at the limit; neighbours are joined to hold a few at least,
    but never across the limit."""
    steps = [int(np.floor((true - size.limit) / size.bin_width)) for true, _ in calls]
    bins: list[Bin] = []
    group: list[tuple[float, bool]] = []
    for place, call in enumerate(calls):
        group.append(call)
        last = place + 1 == len(calls)
        ends = last or steps[place + 1] != steps[place]
        at_limit = not last and steps[place] < 0 <= steps[place + 1]
        if ends and (len(group) >= _FEWEST or last or at_limit):
            bins.append(_bin(group))
            group = []
    return tuple(bins)


def _bin(group: list[tuple[float, bool]]) -> Bin:
    called = sum(called for _, called in group)
    low, high = wilson(called, len(group))
    return Bin(float(np.mean([true for true, _ in group])), len(group), called, low, high)
