"""Repetitions and readings for drills, without a camera."""

from __future__ import annotations

from station.engine import Reading, Stage
from station.hinge.verdict import Fault, Outcome, Repetition, Verdict
from station.posture.measures import Measures
from station.reasons import Reason

CLEAN = Verdict(Outcome.PASS)
SQUAT = Verdict(Outcome.FAULT, (Fault.SQUAT,), cue="squat")
UNSEEN = Verdict(Outcome.NO_VERDICT, reason=Reason.LOST, cue="lost", back_judged=False)
BACK_HIDDEN = Verdict(Outcome.PASS, back_judged=False)


def done(
    verdict: Verdict = CLEAN, round_deg: float | None = 5.0, arch_deg: float | None = 0.0
) -> Repetition:
    """A repetition whose lower back went so far."""
    peaks = Measures(lumbar_flexion_deg=round_deg)
    return Repetition(
        1, 1.0, 3.0, True, 2.0, -5.0, 1.0, 0.2, 1.0, peaks, verdict, arched_deg=arch_deg
    )


def reading(
    time_s: float, repetition: Repetition | None = None, height_m: float | None = 1.75
) -> Reading:
    """One frame of an athlete who is measured."""
    return Reading(
        time_s=time_s,
        stage=Stage.READY,
        reason=None,
        measures=Measures(),
        draw=None,
        wall_mm=None,
        baseline_progress=1.0,
        touching=False,
        repetition=repetition,
        height_m=height_m,
    )
