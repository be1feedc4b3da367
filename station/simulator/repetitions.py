"""Repetitions as plans: which fault, how near the wall, how fast, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from station.simulator.balance import balanced, buttock_x_m, hinge_to
from station.simulator.body import Body
from station.simulator.pose import Foot, Pose, place
from station.simulator.truth import trunk_line_deg


class Kind(StrEnum):
    """What is wrong with the hinge itself."""

    CLEAN = "clean"
    LUMBAR = "lumbar"
    LUMBAR_EXTENSION = "lumbar_extension"
    THORACIC = "thoracic"
    NECK = "neck"
    SQUAT = "squat"
    LOCKED_KNEES = "locked_knees"
    PAST_HORIZONTAL = "past_horizontal"
    FEET_MOVED = "feet_moved"


class End(StrEnum):
    """How the athlete finishes the rise."""

    STAND = "stand"
    HYPER = "hyper"
    SHORT = "short"


STEP_BACK_M = 0.05
SHORT_TRUNK_DEG = 15.0
PAST_HORIZONTAL_DEG = 98.0


@dataclass(frozen=True)
class RepetitionPlan:
    """One repetition. ``gap_mm`` is what is left to the wall at the bottom; < 0 is through it.

    ``bounce_mm`` > 0 comes that far off the wall in the middle of the pause and goes back.
    ``end_hold_s`` is how long a wrong end is held before standing tall again.
    """

    kind: Kind = Kind.CLEAN
    end: End = End.STAND
    gap_mm: float = -10.0
    lower_s: float = 1.2
    pause_s: float = 0.4
    rise_s: float = 1.2
    rest_s: float = 0.9
    end_hold_s: float = 0.8
    bounce_mm: float = 0.0

    def __post_init__(self) -> None:
        """Refuse durations nobody can move in."""
        if min(self.lower_s, self.rise_s, self.rest_s) < 0.2 or self.pause_s < 0.0:
            raise ValueError("a repetition needs at least 0.2 s to lower, to rise and to rest")


LEANING = RepetitionPlan(gap_mm=-60.0)
HELD = RepetitionPlan(gap_mm=-10.0, pause_s=1.6)
NO_TOUCH = RepetitionPlan(gap_mm=35.0)
PARTIAL = RepetitionPlan(gap_mm=25.0)
"""Stops within the width of a thumb or two; nearer, the sensor cannot tell it from a touch."""
DOUBLE_TAP = RepetitionPlan(bounce_mm=20.0, pause_s=0.8)
"""Comes off less than the 30 mm that would make it a second tap."""

BENDS: dict[Kind, Pose] = {
    Kind.CLEAN: Pose(knee_deg=11.5, lumbar_deg=4.5, thoracic_deg=2.0, neck_deg=3.0),
    Kind.LUMBAR: Pose(knee_deg=10.0, lumbar_deg=34.0, thoracic_deg=9.0, neck_deg=4.0),
    Kind.LUMBAR_EXTENSION: Pose(knee_deg=12.0, lumbar_deg=-19.0, thoracic_deg=-3.0, neck_deg=-4.0),
    Kind.THORACIC: Pose(knee_deg=10.0, lumbar_deg=4.5, thoracic_deg=30.0, neck_deg=3.0),
    Kind.NECK: Pose(knee_deg=11.5, lumbar_deg=4.0, thoracic_deg=2.0, neck_deg=-40.0),
    Kind.SQUAT: Pose(knee_deg=60.0, lumbar_deg=1.5, thoracic_deg=0.0, neck_deg=-3.0),
    Kind.LOCKED_KNEES: Pose(knee_deg=-1.0, lumbar_deg=5.0, thoracic_deg=2.0, neck_deg=3.0),
    Kind.PAST_HORIZONTAL: Pose(knee_deg=9.0, lumbar_deg=5.0, thoracic_deg=3.0, neck_deg=3.0),
    Kind.FEET_MOVED: Pose(knee_deg=11.5, lumbar_deg=4.5, thoracic_deg=2.0, neck_deg=3.0),
}
"""Bends at the bottom, over standing; the hips follow from the wall. A clean hinge is not free
of them: trained people lose a few degrees too."""

LEAN_BACK = Pose(hip_deg=-13.0, knee_deg=-3.0, lumbar_deg=-17.0, thoracic_deg=-7.0, neck_deg=-2.0)


def bottom_pose(
    body: Body, plan: RepetitionPlan, wall_m: float, random: np.random.Generator
) -> Pose:
    """The lowest posture of a repetition, with the small differences between repetitions."""
    bends = BENDS[plan.kind]
    pose = replace(
        bends,
        knee_deg=bends.knee_deg + random.uniform(-1.5, 1.5),
        lumbar_deg=bends.lumbar_deg + random.uniform(-1.5, 1.5),
        thoracic_deg=bends.thoracic_deg + random.uniform(-1.0, 1.0),
        neck_deg=bends.neck_deg + random.uniform(-4.0, 4.0),
        balance_share=0.43,
    )
    target = plan.gap_mm / 1000 - wall_m
    if plan.kind is Kind.FEET_MOVED:
        pose = replace(pose, feet=(Foot(-STEP_BACK_M), Foot(-STEP_BACK_M)))
    if plan.kind is Kind.PAST_HORIZONTAL:
        return _past_horizontal(body, pose, target)
    return hinge_to(body, pose, target)


def _past_horizontal(body: Body, pose: Pose, buttock_m: float) -> Pose:
    """Bow below the horizontal; where that pushes too far back, the weight goes to the toes."""

    def bowed(share: float) -> Pose:
        leaning = replace(pose, balance_share=share)

        def short_of_it(hip: float) -> bool:
            bow = place(body, balanced(body, replace(leaning, hip_deg=hip)))
            return trunk_line_deg(bow) < PAST_HORIZONTAL_DEG

        return replace(leaning, hip_deg=turning_point(short_of_it, 60.0, 150.0))

    share = turning_point(lambda s: buttock_x_m(body, bowed(s)) < buttock_m, 0.25, 0.95)
    return bowed(share)


def part_way(pose: Pose, share: float) -> Pose:
    """A share of the way from standing into a pose; the feet stay where the pose has them."""
    return mix(replace(Pose(), feet=pose.feet), pose, share)


def mix(start: Pose, end: Pose, share: float) -> Pose:
    """Between two poses, joint by joint; the feet are those of ``start``."""

    def between(a: float, b: float) -> float:
        return a + (b - a) * share

    return Pose(
        hip_deg=between(start.hip_deg, end.hip_deg),
        knee_deg=between(start.knee_deg, end.knee_deg),
        lumbar_deg=between(start.lumbar_deg, end.lumbar_deg),
        thoracic_deg=between(start.thoracic_deg, end.thoracic_deg),
        neck_deg=between(start.neck_deg, end.neck_deg),
        balance_share=between(start.balance_share, end.balance_share),
        sway_m=between(start.sway_m, end.sway_m),
        feet=start.feet,
    )


def short_of_standing(body: Body, bottom: Pose) -> Pose:
    """Where a rise stops whose trunk is still SHORT_TRUNK_DEG from upright."""
    upright = trunk_line_deg(place(body, balanced(body, Pose())))

    def upright_enough(share: float) -> bool:
        now = trunk_line_deg(place(body, balanced(body, part_way(bottom, share))))
        return now - upright < SHORT_TRUNK_DEG

    return part_way(bottom, turning_point(upright_enough, 0.0, 1.0))


def off_the_wall(body: Body, bottom: Pose, bounce_m: float) -> Pose:
    """The pose that far in front of the bottom, on the way up."""
    wanted = buttock_x_m(body, bottom) + bounce_m
    in_front = turning_point(
        lambda share: buttock_x_m(body, part_way(bottom, share)) > wanted, 0.0, 1.0
    )
    return part_way(bottom, in_front)


def turning_point(below: Callable[[float], bool], low: float, high: float) -> float:
    """Where ``below`` turns false between ``low`` and ``high``, by bisection."""
    for _ in range(22):
        middle = (low + high) / 2
        if below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2
