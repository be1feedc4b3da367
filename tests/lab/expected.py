"""What is true of each repetition: its faults, how large they were, and which are too near to call.

The faults themselves are told by the simulator's perfect judge, from true measures alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from station.simulator import expected as judging
from station.simulator.expected import Moment
from station.simulator.timeline import PlannedTimes
from station.simulator.truth import Truth

_AFTER_S = 0.1
"""How long after its end a repetition is still looked at: the end of the rise is judged there."""


@dataclass(frozen=True)
class Limit:
    """Where a fault begins, and how near to it a true peak may be and still be called either way.

    The margins of the angles are the mean errors that the lab allows the station; touch is told
    apart from no touch from 8 mm on.
    """

    at: float
    margin: float


LIMITS = {
    "no_touch": Limit(0.0, 8.0),
    "leaning": Limit(judging.LEANING_MM, 8.0),
    "lumbar_flexion": Limit(judging.LUMBAR_FLEXION_DEG, 3.0),
    "lumbar_extension": Limit(judging.LUMBAR_EXTENSION_DEG, 3.0),
    "thoracic_flexion": Limit(judging.THORACIC_FLEXION_DEG, 3.0),
    "neck_extension": Limit(judging.NECK_EXTENSION_DEG, 4.0),
    "squat": Limit(judging.SQUAT_KNEE_DEG, 3.0),
    "past_horizontal": Limit(judging.PAST_HORIZONTAL_DEG, 1.2),
    "lockout_hyperextension": Limit(judging.LOCKOUT_HYPEREXTENSION_DEG, 1.2),
    "incomplete_lockout": Limit(judging.INCOMPLETE_LOCKOUT_DEG, 1.2),
    "feet_moved": Limit(judging.FEET_MOVED_MM, 8.0),
}


@dataclass(frozen=True)
class TrueOutcome:
    """One repetition as it really was. ``peaks`` maps each fault to how far it went: degrees or
    millimetres in the direction of the fault, to be compared with :data:`LIMITS`; and each measure
    of the back, neck and knees to its peak, with its sign."""

    faults: tuple[str, ...]
    borderline: tuple[str, ...]
    peaks: dict[str, float]
    min_gap_mm: float
    touch_s: float | None


def outcome(
    number: int,
    times: PlannedTimes,
    moments: Sequence[Moment],
    standing_trunk_deg: float,
    height_m: float,
) -> TrueOutcome:
    """Judge one repetition from the true measures of all frames of its session."""
    own = [m for m in moments if times.start_s <= m[0] <= times.over_s + _AFTER_S]
    judged = judging.judge(number, times, own, standing_trunk_deg, height_m, hold_asked=False)
    peaks = _peaks(times, own, standing_trunk_deg, height_m)
    near = (code for code, limit in LIMITS.items() if abs(peaks[code] - limit.at) < limit.margin)
    return TrueOutcome(
        faults=tuple(sorted(judged.faults)),
        borderline=tuple(sorted(near)),
        peaks={
            **peaks,
            "lumbar_flexion_deg": peaks["lumbar_flexion"],
            "thoracic_flexion_deg": peaks["thoracic_flexion"],
            "neck_flexion_deg": -peaks["neck_extension"],
            "knee_flexion_deg": peaks["squat"],
        },
        min_gap_mm=judged.min_gap_mm,
        touch_s=judged.touch_s,
    )


def _peaks(
    times: PlannedTimes, moments: Sequence[Moment], standing_trunk_deg: float, height_m: float
) -> dict[str, float]:
    truths = [truth for _, truth in moments]
    back_mm = 1000 * judging.HINGING_SHARE * height_m
    # A repetition that hardly leaves standing has its peaks all the same.
    hinging = [x for x in truths if x.hip_displacement_mm > back_mm] or truths
    bottom = [
        x for t, x in moments if times.bottom_s - 0.1 <= t <= times.rise_from_s + 0.1
    ] or truths
    after = [x.trunk_inclination_deg for t, x in moments if t >= times.end_s] or [
        truths[-1].trunk_inclination_deg
    ]
    least_gap_mm = min(x.hip_gap_mm for x in truths)
    return {
        "no_touch": least_gap_mm,
        "leaning": -least_gap_mm,
        "lumbar_flexion": _held_lumbar_deg(moments),
        "lumbar_extension": -min(x.lumbar_flexion_deg for x in hinging),
        "thoracic_flexion": max(x.thoracic_flexion_deg for x in hinging),
        "neck_extension": -min(x.neck_flexion_deg for x in hinging),
        "squat": max(x.knee_flexion_deg for x in bottom),
        "past_horizontal": max(x.trunk_inclination_deg for x in hinging),
        "lockout_hyperextension": standing_trunk_deg - min(after),
        "incomplete_lockout": min(after) - standing_trunk_deg,
        "feet_moved": max(abs(x.heel_shift_mm) for x in truths),
    }


def _held_lumbar_deg(moments: Sequence[tuple[float, Truth]]) -> float:
    """The largest lumbar flexion kept up for as long as the fault asks for."""
    best = min(x.lumbar_flexion_deg for _, x in moments)
    last_s = moments[-1][0]
    for i, (start_s, _) in enumerate(moments):
        if start_s + judging.LUMBAR_FLEXION_HOLD_S > last_s:
            break
        held = [
            x.lumbar_flexion_deg
            for t, x in moments[i:]
            if t <= start_s + judging.LUMBAR_FLEXION_HOLD_S
        ]
        best = max(best, min(held))
    return best
