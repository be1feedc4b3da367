"""What a perfect judge would say of each planned repetition, from the true measures alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from station.simulator.timeline import PlannedTimes
from station.simulator.truth import Truth

LUMBAR_FLEXION_DEG = 20.0
LUMBAR_FLEXION_HOLD_S = 0.15
LUMBAR_EXTENSION_DEG = 12.0
THORACIC_FLEXION_DEG = 20.0
NECK_EXTENSION_DEG = 25.0
SQUAT_KNEE_DEG = 40.0
PAST_HORIZONTAL_DEG = 90.0
LEANING_MM = 40.0
LEANING_HOLD_S = 1.0
RESTING_MM_S = 20.0
LOCKOUT_HYPEREXTENSION_DEG = 8.0
INCOMPLETE_LOCKOUT_DEG = 10.0
FEET_MOVED_MM = 30.0
HINGING_SHARE = 0.03
"""The athlete is hinging while the hips are back by more than this share of body height."""

Moment = tuple[float, Truth]


@dataclass(frozen=True)
class ExpectedRepetition:
    """What happens in one planned repetition. Times are seconds of the story.

    ``faults`` holds fault codes as used everywhere in the station. Tempo is not among them:
    only a drill knows the tempo it asked for; ``plan`` has the durations.
    """

    number: int
    plan: PlannedTimes
    faults: frozenset[str]
    touched: bool
    start_s: float
    touch_s: float | None
    end_s: float
    min_gap_mm: float
    contact_s: float
    """Longest unbroken time at or behind the wall, moving or not."""


def judge(
    number: int,
    times: PlannedTimes,
    frames: Sequence[Moment],
    trunk_deg: float,
    height_m: float,
    hold_asked: bool,
) -> ExpectedRepetition:
    """Judge one repetition from ``frames``: time and truth, from its start to its very end.

    ``trunk_deg`` is the standing trunk line; ``hold_asked`` lets the hips rest on the wall.
    """
    touches = [t for t, truth in frames if truth.hip_gap_mm <= 0]
    return ExpectedRepetition(
        number=number,
        plan=times,
        faults=frozenset(
            _back_and_neck(frames, height_m)
            | _hips_knees_feet(times, frames, hold_asked)
            | _end_of_rise(times, frames, trunk_deg)
        ),
        touched=bool(touches),
        start_s=times.start_s,
        touch_s=touches[0] if touches else None,
        end_s=times.end_s,
        min_gap_mm=min(truth.hip_gap_mm for _, truth in frames),
        contact_s=_longest_s([(t, truth.hip_gap_mm <= 0) for t, truth in frames]),
    )


def _back_and_neck(frames: Sequence[Moment], height_m: float) -> set[str]:
    faults = set()
    hinging = [x for _, x in frames if x.hip_displacement_mm > 1000 * HINGING_SHARE * height_m]
    rounded = [(t, x.lumbar_flexion_deg > LUMBAR_FLEXION_DEG) for t, x in frames]
    if _longest_s(rounded) >= LUMBAR_FLEXION_HOLD_S:
        faults.add("lumbar_flexion")
    if any(x.lumbar_flexion_deg < -LUMBAR_EXTENSION_DEG for x in hinging):
        faults.add("lumbar_extension")
    if any(x.thoracic_flexion_deg > THORACIC_FLEXION_DEG for x in hinging):
        faults.add("thoracic_flexion")
    if any(x.neck_flexion_deg < -NECK_EXTENSION_DEG for x in hinging):
        faults.add("neck_extension")
    if any(x.trunk_inclination_deg > PAST_HORIZONTAL_DEG for x in hinging):
        faults.add("past_horizontal")
    return faults


def _hips_knees_feet(times: PlannedTimes, frames: Sequence[Moment], hold_asked: bool) -> set[str]:
    faults = set()
    lowest = min(x.hip_gap_mm for _, x in frames)
    if lowest > 0:
        faults.add("no_touch")
    held_s = 0.0 if hold_asked else _longest_s(_rests_on_wall(frames))
    if lowest < -LEANING_MM or held_s > LEANING_HOLD_S:
        faults.add("leaning")
    bottom = [x for t, x in frames if times.bottom_s - 0.1 <= t <= times.rise_from_s + 0.1]
    if any(x.knee_flexion_deg > SQUAT_KNEE_DEG for x in bottom):
        faults.add("squat")
    if any(abs(x.heel_shift_mm) > FEET_MOVED_MM for _, x in frames):
        faults.add("feet_moved")
    return faults


def _rests_on_wall(frames: Sequence[Moment]) -> list[tuple[float, bool]]:
    """Whether the hips are on the wall and still, between each frame and the next.

    A tap that merely turns round on the wall may be in touch with it for a second too.
    """
    resting = []
    for (before_s, before), (time_s, now) in pairwise(frames):
        speed_mm_s = abs(now.hip_gap_mm - before.hip_gap_mm) / (time_s - before_s)
        resting.append((time_s, now.hip_gap_mm <= 0 and speed_mm_s < RESTING_MM_S))
    return resting


def _end_of_rise(times: PlannedTimes, frames: Sequence[Moment], trunk_deg: float) -> set[str]:
    after = [x.trunk_inclination_deg - trunk_deg for t, x in frames if t >= times.end_s]
    if min(after) < -LOCKOUT_HYPEREXTENSION_DEG:
        return {"lockout_hyperextension"}
    if min(after) > INCOMPLETE_LOCKOUT_DEG:
        return {"incomplete_lockout"}
    return set()


def _longest_s(moments: Sequence[tuple[float, bool]]) -> float:
    """Longest unbroken time for which something held."""
    longest, since = 0.0, None
    for time_s, holds in moments:
        if not holds:
            since = None
            continue
        since = time_s if since is None else since
        longest = max(longest, time_s - since)
    return longest
