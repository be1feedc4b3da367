"""The surface of one body: ellipsoids in layout coordinates, each fixed to a segment.

Girths follow the build: a heavy body has a belly, larger buttocks and thicker limbs. The trunk is
a stack of slices close enough together that its side outline stays smooth to a few millimetres.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from station.simulator import anatomy
from station.simulator.anatomy import Segment
from station.simulator.shape import AthleteShape, Sex

Vector = tuple[float, float, float]

SLICE_HALF_HEIGHT = 0.056
AVERAGE_BUILD = 0.4


class Part(NamedTuple):
    """One ellipsoid: segment, centre and half axes as shares of height, forward tilt."""

    segment: Segment
    centre: Vector
    half_axes: Vector
    tilt_deg: float = 0.0
    is_buttock: bool = False
    is_heel: bool = False


def parts_of(shape: AthleteShape) -> list[Part]:
    """Every ellipsoid of a body of this shape."""
    parts = [*_trunk(shape), *_pelvis(shape), *_neck_and_head(shape)]
    for side in (1, -1):
        parts += [*_leg(shape, side), *_foot(side), *_arm(shape, side)]
    return parts


def _bump(z: float, middle: float, half_width: float) -> float:
    """1 at ``middle``, falling smoothly to 0 at ``half_width`` away."""
    distance = abs(z - middle) / half_width
    return math.cos(distance * math.pi / 2) ** 2 if distance < 1 else 0.0


def _trunk(shape: AthleteShape) -> list[Part]:
    extra = shape.build - AVERAGE_BUILD
    woman = shape.sex is Sex.WOMAN
    cloth = shape.clothes_mm / 1000 / shape.height_m
    half_height = SLICE_HALF_HEIGHT * (1 + 0.3 * max(extra, 0.0)) + cloth / 2
    parts = []
    for z, back, front, half_width, segment in anatomy.TRUNK:
        waist = _bump(z, 0.625, 0.10)
        belly = max(extra, 0.0) * 0.085 * _bump(z, 0.595, 0.13)
        front += 0.022 * extra + belly
        front += 0.010 * _bump(z, 0.735, 0.045) if woman else 0.0
        # A loose shirt hangs from the shoulder blades past the hollow of the back.
        back -= 0.014 * extra + cloth + 0.5 * cloth * waist
        front += cloth
        half_width *= 1 + 0.36 * extra
        if woman:
            half_width *= 1.05 - 0.10 * waist - 0.14 * _bump(z, 0.81, 0.12)
        centre = ((back + front) / 2, 0.0, z)
        axes = ((front - back) / 2, half_width + cloth, half_height)
        parts.append(Part(segment, centre, axes, is_buttock=segment is Segment.PELVIS))
    shoulder_width = 0.92 if woman else 1.0
    for side in (1, -1):
        x, y, z = anatomy.SHOULDER
        girth = (1 + 0.3 * extra) * (0.9 if woman else 1.0)
        axes = (0.037 * girth + cloth, 0.036 * girth + cloth, 0.034 * girth + cloth)
        centre = (x, side * (y * shoulder_width - 0.004), z - 0.004)
        parts.append(Part(Segment.THORAX_TOP, centre, axes))
        blade = (-0.036, side * 0.045, 0.775)
        parts.append(Part(Segment.THORAX_TOP, blade, (0.036 + cloth, 0.040, 0.055)))
    return parts


def _pelvis(shape: AthleteShape) -> list[Part]:
    extra = shape.build - AVERAGE_BUILD
    cloth = shape.clothes_mm / 1000 / shape.height_m
    size = (1 + 0.25 * extra) * (1.05 if shape.sex is Sex.WOMAN else 1.0)
    parts = []
    for side in (1, -1):
        buttock = (-0.018 - 0.010 * extra, side * 0.043, 0.508)
        axes = (0.051 * size + cloth, 0.050 * size + cloth, 0.060 * size + cloth)
        parts.append(Part(Segment.PELVIS, buttock, axes, is_buttock=True))
        hip = (0.004, side * 0.056, 0.516)
        axes = (0.052 * size + cloth, 0.044 * size + cloth, 0.056 * size + cloth)
        parts.append(Part(Segment.PELVIS, hip, axes, is_buttock=True))
    return parts


def _neck_and_head(shape: AthleteShape) -> list[Part]:
    extra = shape.build - AVERAGE_BUILD
    girth = (1 + 0.30 * extra) * (0.88 if shape.sex is Sex.WOMAN else 1.0)
    return [
        Part(Segment.THORAX_TOP, (-0.010, 0, 0.850), (0.040 * girth, 0.046 * girth, 0.036), 20),
        Part(Segment.NECK, (0.000, 0, 0.872), (0.034 * girth, 0.034 * girth, 0.045), 22),
        Part(Segment.NECK, (0.010, 0, 0.895), (0.033 * girth, 0.033 * girth, 0.040), 18),
        Part(Segment.HEAD, (0.024, 0, 0.941), (0.056, 0.043, 0.057), 0),
        Part(Segment.HEAD, (0.011, 0, 0.938), (0.047, 0.042, 0.045), 0),
        Part(Segment.HEAD, (0.046, 0, 0.915), (0.034, 0.034, 0.044), -12),
        Part(Segment.HEAD, (0.080, 0, 0.928), (0.011, 0.010, 0.014), 0),
    ]


def _leg(shape: AthleteShape, side: int) -> list[Part]:
    extra = shape.build - AVERAGE_BUILD
    cloth = shape.clothes_mm / 1000 / shape.height_m
    thigh, shank = (
        (Segment.THIGH_L, Segment.SHANK_L) if side > 0 else (Segment.THIGH_R, Segment.SHANK_R)
    )
    fat = 1 + 0.40 * extra + (0.06 if shape.sex is Sex.WOMAN else 0.0)
    lean = 1 + 0.22 * extra
    y = side * anatomy.HIP_HALF_WIDTH

    def round_part(segment: Segment, z: float, x: float, radius: float, half_height: float) -> Part:
        return Part(segment, (x, y, z), (radius + cloth, radius * 0.96 + cloth, half_height))

    return [
        round_part(thigh, 0.490, 0.002, 0.052 * fat, 0.075),
        round_part(thigh, 0.445, 0.004, 0.050 * fat, 0.085),
        round_part(thigh, 0.395, 0.005, 0.045 * fat, 0.085),
        round_part(thigh, 0.345, 0.004, 0.038 * (fat + lean) / 2, 0.080),
        round_part(thigh, 0.296, 0.003, 0.034 * lean, 0.045),
        round_part(shank, 0.268, 0.001, 0.033 * lean, 0.050),
        round_part(shank, 0.215, -0.008, 0.034 * lean, 0.070),
        round_part(shank, 0.165, -0.005, 0.030 * lean, 0.075),
        round_part(shank, 0.110, -0.001, 0.023 * lean, 0.065),
        round_part(shank, 0.062, 0.000, 0.021, 0.050),
    ]


def _foot(side: int) -> list[Part]:
    """A trainer: heel, arch and toes; the rearmost point of the heel is ANKLE_BEHIND back."""
    foot = Segment.FOOT_L if side > 0 else Segment.FOOT_R
    y = side * anatomy.HIP_HALF_WIDTH
    heel = anatomy.ANKLE_BEHIND
    return [
        Part(foot, (0.030 - heel, y, 0.019), (0.030, 0.020, 0.019), is_heel=True),
        Part(foot, (0.040 - heel, y, 0.034), (0.027, 0.020, 0.026)),
        Part(foot, (0.078 - heel, y, 0.022), (0.048, 0.024, 0.021), 10),
        Part(foot, (0.115 - heel, y, 0.015), (0.037, 0.027, 0.015)),
    ]


def _arm(shape: AthleteShape, side: int) -> list[Part]:
    """An arm hanging straight down from the shoulder in layout coordinates."""
    upper, lower = (
        (Segment.UPPER_ARM_L, Segment.FOREARM_L)
        if side > 0
        else (Segment.UPPER_ARM_R, Segment.FOREARM_R)
    )
    x, y, top = anatomy.SHOULDER
    elbow = top - anatomy.UPPER_ARM
    wrist = elbow - anatomy.FOREARM
    extra = shape.build - AVERAGE_BUILD
    cloth = shape.clothes_mm / 1000 / shape.height_m
    girth = (1 + 0.35 * extra) * (0.88 if shape.sex is Sex.WOMAN else 1.0)

    def round_part(segment: Segment, z: float, radius: float, half_height: float) -> Part:
        return Part(segment, (x, side * y, z), (radius, radius, half_height))

    return [
        round_part(upper, top - 0.045, 0.030 * girth + cloth, 0.060),
        round_part(upper, top - 0.105, 0.028 * girth + cloth, 0.070),
        round_part(upper, elbow + 0.015, 0.023 * girth, 0.045),
        round_part(lower, elbow - 0.040, 0.024 * girth, 0.060),
        round_part(lower, elbow - 0.100, 0.018 * girth, 0.060),
        Part(lower, (x, side * y, wrist - 0.045), (0.022, 0.011, 0.052)),
    ]
