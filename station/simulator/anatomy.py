"""The average body in numbers: segments, joints, masses, and the outline of trunk and limbs.

Lengths are shares of body height. Layout coordinates are those of the average athlete standing:
x forward from the hip joints, y left, z up from the floor. Heights of ankle, knee, hip joint,
buttocks and C7 follow ANSUR II; depths and breadths are round numbers of a usual size, set by
eye against depth pictures of people. Masses are Dempster's as Winter (Biomechanics and Motor
Control of Human Movement) gives them, the trunk divided among its segments by judgement.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Segment(IntEnum):
    """Rigid parts of the body; the value is the row in every array of segments."""

    FOOT_L = 0
    FOOT_R = 1
    SHANK_L = 2
    SHANK_R = 3
    THIGH_L = 4
    THIGH_R = 5
    PELVIS = 6
    LUMBAR_LOW = 7
    LUMBAR_MID = 8
    LUMBAR_TOP = 9
    """Carries T12."""
    THORAX_LOW = 10
    THORAX_MID = 11
    THORAX_TOP = 12
    """Carries C7 and the shoulders."""
    NECK = 13
    HEAD = 14
    UPPER_ARM_L = 15
    UPPER_ARM_R = 16
    FOREARM_L = 17
    FOREARM_R = 18


SPINE = (
    Segment.LUMBAR_LOW,
    Segment.LUMBAR_MID,
    Segment.LUMBAR_TOP,
    Segment.THORAX_LOW,
    Segment.THORAX_MID,
    Segment.THORAX_TOP,
    Segment.NECK,
    Segment.HEAD,
)

LUMBAR_SHARES = (0.40, 0.33, 0.27)
"""How a lumbar bend is divided among its joints, from the sacrum up."""
THORACIC_SHARES = (0.34, 0.36, 0.30)
NECK_SHARES = (0.55, 0.45)

ANKLE_HEIGHT = 0.040
KNEE_HEIGHT = 0.283
HIP_HEIGHT = 0.516
HIP_HALF_WIDTH = 0.048
ANKLE_BEHIND = 0.042
"""Rearmost point of the heel to the ankle joint."""
FOOT_LENGTH = 0.152

SPINE_JOINTS: dict[Segment, tuple[float, float]] = {
    Segment.PELVIS: (0.0, HIP_HEIGHT),
    Segment.LUMBAR_LOW: (-0.012, 0.578),
    Segment.LUMBAR_MID: (-0.004, 0.606),
    Segment.LUMBAR_TOP: (-0.006, 0.640),
    Segment.THORAX_LOW: (-0.018, 0.686),
    Segment.THORAX_MID: (-0.034, 0.735),
    Segment.THORAX_TOP: (-0.036, 0.785),
    Segment.NECK: (-0.018, 0.858),
    Segment.HEAD: (0.010, 0.908),
}
"""(x, z) of the joint at the lower end of each segment, through the vertebral bodies."""

SHOULDER = (-0.014, 0.106, 0.815)
UPPER_ARM = 0.172
FOREARM = 0.146


class Level(NamedTuple):
    """One slice of the trunk: height, rear and front edge, half width."""

    z: float
    back: float
    front: float
    half_width: float
    segment: Segment


TRUNK: tuple[Level, ...] = (
    Level(0.520, -0.052, 0.054, 0.092, Segment.PELVIS),
    Level(0.545, -0.055, 0.060, 0.094, Segment.PELVIS),
    Level(0.570, -0.049, 0.063, 0.090, Segment.PELVIS),
    Level(0.592, -0.043, 0.064, 0.085, Segment.LUMBAR_LOW),
    Level(0.612, -0.041, 0.064, 0.082, Segment.LUMBAR_MID),
    Level(0.632, -0.042, 0.064, 0.080, Segment.LUMBAR_MID),
    Level(0.652, -0.046, 0.065, 0.081, Segment.LUMBAR_TOP),
    Level(0.674, -0.052, 0.066, 0.084, Segment.LUMBAR_TOP),
    Level(0.698, -0.059, 0.068, 0.087, Segment.THORAX_LOW),
    Level(0.722, -0.065, 0.069, 0.090, Segment.THORAX_LOW),
    Level(0.746, -0.069, 0.068, 0.092, Segment.THORAX_MID),
    Level(0.770, -0.071, 0.063, 0.093, Segment.THORAX_MID),
    Level(0.794, -0.069, 0.054, 0.094, Segment.THORAX_TOP),
    Level(0.816, -0.063, 0.042, 0.088, Segment.THORAX_TOP),
    Level(0.836, -0.054, 0.028, 0.066, Segment.THORAX_TOP),
)

MASSES: dict[Segment, float] = {
    Segment.FOOT_L: 0.0145,
    Segment.FOOT_R: 0.0145,
    Segment.SHANK_L: 0.0465,
    Segment.SHANK_R: 0.0465,
    Segment.THIGH_L: 0.100,
    Segment.THIGH_R: 0.100,
    Segment.PELVIS: 0.142,
    Segment.LUMBAR_LOW: 0.035,
    Segment.LUMBAR_MID: 0.050,
    Segment.LUMBAR_TOP: 0.055,
    Segment.THORAX_LOW: 0.070,
    Segment.THORAX_MID: 0.070,
    Segment.THORAX_TOP: 0.075,
    Segment.NECK: 0.012,
    Segment.HEAD: 0.069,
    Segment.UPPER_ARM_L: 0.028,
    Segment.UPPER_ARM_R: 0.028,
    Segment.FOREARM_L: 0.022,
    Segment.FOREARM_R: 0.022,
}
"""Shares of the body mass; the hand goes with the forearm."""
