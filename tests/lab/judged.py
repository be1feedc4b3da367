"""What a perfect judge would say of each repetition, and how near it came to saying otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from station.simulator.expected import ExpectedRepetition, Moment, judge
from station.simulator.truth import Truth
from tests.lab.plan import LabSession, PlannedRep
from tests.lab.script import Script, script_of
from tests.lab.truth import true_measures

BORDER_DEG, BORDER_MM = 2.5, 3.0
"""A repetition that this much more or less would judge differently is on the border."""
_LOOKS_PER_S = 60


@dataclass(frozen=True)
class JudgedRep:
    """One repetition as it truly is.

    ``peaks`` are the largest true changes from standing while it lasts, as measures of the
    station (neck and lumbar extension: the smallest); ``borderline`` ones count in curves of
    detection by size, not among those that must be judged exactly. ``asked`` differs from
    ``done`` where this body cannot do what was asked.
    """

    asked: PlannedRep
    done: PlannedRep
    expected: ExpectedRepetition
    peaks: dict[str, float]
    borderline: bool


def judged(session: LabSession) -> tuple[JudgedRep, ...]:
    """Every repetition of a session, judged from its truth looked at 60 times a second."""
    script = script_of(session)
    found = []
    for number, times in enumerate(script.times, start=1):
        looks = np.arange(times.start_s, times.over_s + 0.05, 1 / _LOOKS_PER_S)
        frames = [(float(t), _truth(script, float(t))) for t in looks]
        expected = _judge(script, number, frames)
        near = [_judge(script, number, _shifted(frames, way)).faults for way in (-1.0, 1.0)]
        found.append(
            JudgedRep(
                asked=script.repetitions[number - 1].asked,
                done=script.repetitions[number - 1].done,
                expected=expected,
                peaks=_peaks(script, frames),
                borderline=any(faults != expected.faults for faults in near),
            )
        )
    return tuple(found)


def _truth(script: Script, time_s: float) -> Truth:
    return true_measures(script.figure, script.placed(time_s)[0], script.standing)


def _judge(script: Script, number: int, frames: list[Moment]) -> ExpectedRepetition:
    return judge(
        number,
        script.times[number - 1],
        frames,
        trunk_deg=script.standing.trunk_deg,
        height_m=script.session.person.shape.height_m,
        hold_asked=False,
    )


def _shifted(frames: list[Moment], way: float) -> list[Moment]:
    """The same moments, every measure a little higher or lower."""
    up_deg, up_mm = way * BORDER_DEG, way * BORDER_MM
    return [
        (
            time_s,
            replace(
                x,
                hip_gap_mm=x.hip_gap_mm + up_mm,
                trunk_inclination_deg=x.trunk_inclination_deg + up_deg,
                knee_flexion_deg=x.knee_flexion_deg + up_deg,
                lumbar_flexion_deg=x.lumbar_flexion_deg + up_deg,
                thoracic_flexion_deg=x.thoracic_flexion_deg + up_deg,
                neck_flexion_deg=x.neck_flexion_deg + up_deg,
            ),
        )
        for time_s, x in frames
    ]


def _peaks(script: Script, frames: list[Moment]) -> dict[str, float]:
    truths = [truth for _, truth in frames]
    trunk_deg = script.standing.trunk_deg
    return {
        "trunk_inclination_deg": max(x.trunk_inclination_deg for x in truths) - trunk_deg,
        "hip_flexion_deg": max(x.hip_flexion_deg for x in truths),
        "knee_flexion_deg": max(x.knee_flexion_deg for x in truths),
        "lumbar_flexion_deg": max(x.lumbar_flexion_deg for x in truths),
        "lumbar_extension_deg": min(x.lumbar_flexion_deg for x in truths),
        "thoracic_flexion_deg": max(x.thoracic_flexion_deg for x in truths),
        "neck_extension_deg": min(x.neck_flexion_deg for x in truths),
        "end_trunk_deg": truths[-1].trunk_inclination_deg - trunk_deg,
    }
