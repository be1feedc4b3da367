"""Walking: good enough for somebody on their way to the mat or past it."""

from __future__ import annotations

import math

from station.simulator.balance import balanced
from station.simulator.body import Body
from station.simulator.motion import ease
from station.simulator.pose import Joints, Pose, solve_leg

STRIDE_SHARE = 0.80
"""Two steps, as a share of body height."""


def walking(body: Body, walked_m: float, vigour: float) -> Joints:
    """The posture after ``walked_m`` of a walk; ``vigour`` 0 is standing, 1 full steps."""
    standing = balanced(body, Pose())
    if vigour <= 0.0:
        return standing
    height = body.shape.height_m
    phase = 2 * math.pi * walked_m / (STRIDE_SHARE * height)
    hip = standing.hip_m - 0.012j * height * vigour
    ankles = []
    for offset in (0.0, math.pi):
        forward = STRIDE_SHARE * height / 4 * math.sin(phase + offset)
        lift = 0.045 * height * max(0.0, math.cos(phase + offset))
        ankles.append(body.ankle_m + vigour * complex(forward, lift))
    legs = [solve_leg(body, hip, ankle) for ankle in ankles]
    lean = math.radians(3.0) * vigour
    return Joints(
        hip_m=hip,
        shanks=(legs[0][0], legs[1][0]),
        thighs=(legs[0][1], legs[1][1]),
        ankles_m=(ankles[0], ankles[1]),
        trunk=tuple(pitch + lean for pitch in standing.trunk),
        arm_hang=ease(vigour / 0.5),
        arm_swing_m=-0.10 * height * vigour * math.sin(phase),
    )
