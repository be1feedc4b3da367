"""The lab's results of one half, pooled, against the limits that the project has set itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from station.bench.findings import (
    ASKED,
    CLEAN_ASKED,
    COVERAGE_ASKED,
    EXACT_ASKED,
    NEAR_WALL_MM,
    P95_TIMES,
)
from tests.lab.results import MeasureResult, SessionResult


@dataclass(frozen=True)
class Pooled:
    """One measure over all frames of a half; ``mean_of_sessions`` weighs each session alike.

    ``told_share`` is the share of the frames with an athlete in which the station told a value.
    """

    n: int
    mean_abs: float
    mean_of_sessions: float
    bias: float
    p95: float
    told_share: float

    def is_within(self, mean_limit: float) -> bool:
        """Mean and 95th percentile both are within their limits."""
        return self.mean_abs <= mean_limit and self.p95 <= P95_TIMES * mean_limit


@dataclass(frozen=True)
class Judging:
    """How the repetitions of a half were judged; counts."""

    total: int
    missed: int
    invented: int
    touch_asked: int
    touch_wrong: int
    exact: int
    right: int
    """With exactly the true faults; those too near to their limit may be there or not."""
    clean: int
    clean_faulted: int

    @property
    def right_share(self) -> float:
        """Share of the repetitions with the right faults."""
        return self.right / self.total if self.total else 0.0

    @property
    def clean_share(self) -> float:
        """Share of the clean repetitions that were not faulted."""
        return 1 - self.clean_faulted / self.clean if self.clean else 1.0


@dataclass(frozen=True)
class Summary:
    """One half of the lab."""

    sessions: int
    coverage: float
    measures: dict[str, Pooled]
    judging: Judging

    @property
    def missed_limits(self) -> tuple[str, ...]:
        """What is not as good as it has to be; empty when all is."""
        judged = self.judging
        wrong = [
            name
            for name, limit in ASKED.items()
            if name not in self.measures or not self.measures[name].is_within(limit)
        ]
        told = {
            "coverage": self.coverage >= COVERAGE_ASKED,
            "repetitions missed": judged.missed == 0,
            "repetitions invented": judged.invented == 0,
            "touch": judged.touch_wrong == 0,
            "fault sets": judged.right_share >= EXACT_ASKED,
            "clean repetitions": judged.clean_share >= CLEAN_ASKED,
        }
        return (*wrong, *(name for name, is_met in told.items() if not is_met))


def summarise(sessions: Sequence[SessionResult]) -> Summary:
    """Pool the sessions of one half."""
    present = sum(session.frames_present for session in sessions)
    covered = sum(session.coverage * session.frames_present for session in sessions)
    measures = {}
    for name in ASKED:
        found = [session.measures[name] for session in sessions if name in session.measures]
        if found:
            measures[name] = pool(found, present)
    return Summary(len(sessions), covered / max(1, present), measures, judge(sessions))


def pool(results: Sequence[MeasureResult], frames_present: int) -> Pooled:
    """One measure over several sessions, each frame alike."""
    n = sum(result.n for result in results)
    return Pooled(
        n=n,
        mean_abs=sum(result.sum_abs for result in results) / n,
        mean_of_sessions=float(np.mean([result.mean_abs for result in results])),
        bias=sum(result.bias * result.n for result in results) / n,
        p95=_percentile95(results),
        told_share=n / max(1, frames_present),
    )


def _percentile95(results: Sequence[MeasureResult]) -> float:
    """From the percentiles of the sessions: each stands for a hundredth of its frames."""
    values = np.concatenate([result.percentiles for result in results])
    weights = np.concatenate(
        [np.full(len(r.percentiles), r.n / len(r.percentiles)) for r in results]
    )
    order = np.argsort(values)
    share = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][np.searchsorted(share, 0.95)])


def judge(sessions: Sequence[SessionResult]) -> Judging:
    """Count how repetitions were judged."""
    every = [repetition for session in sessions for repetition in session.repetitions]
    asked = [r for r in every if r.found and abs(r.true_min_gap_mm) > NEAR_WALL_MM]
    return Judging(
        total=len(every),
        missed=sum(not r.found for r in every),
        invented=sum(session.invented for session in sessions),
        touch_asked=len(asked),
        touch_wrong=sum(r.found_touched != r.true_touched for r in asked),
        exact=sum(r.is_exact for r in every),
        right=sum(r.is_right for r in every),
        clean=sum(r.is_clean for r in every),
        clean_faulted=sum(r.is_wrongly_faulted for r in every),
    )
