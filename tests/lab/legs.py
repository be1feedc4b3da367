"""Legs whose feet have left their places: each bends so that its foot is where it went."""

from __future__ import annotations

import cmath
import math
from typing import NamedTuple

import numpy as np

from tests.lab.rig import Bone, Floats, Rig

_STRAIGHTEST = 0.9998
"""A leg is never quite as long as thigh and shank together."""


class Foot(NamedTuple):
    """How far a foot is forward of its place, and lifted off the floor."""

    x_m: float = 0.0
    lift_m: float = 0.0


Feet = tuple[Foot, Foot]
"""Left and right."""
PLANTED: Feet = (Foot(), Foot())
_LEGS = (
    (Bone.THIGH_L, Bone.SHANK_L, Bone.FOOT_L),
    (Bone.THIGH_R, Bone.SHANK_R, Bone.FOOT_R),
)


def middle_m(feet: Feet) -> float:
    """How far forward the feet have gone on average, and the body with them."""
    return (feet[0].x_m + feet[1].x_m) / 2


def step_legs(rig: Rig, turns: Floats, heads_m: Floats, feet: Feet) -> tuple[Floats, Floats]:
    """Turns ``(22, 3, 3)`` and heads ``(22, 3)`` of a body on planted feet, with its feet moved.

    The body goes with the middle of its feet, and sinks where a leg would be too short.
    """
    middle = np.array([middle_m(feet), 0.0, 0.0])
    ankles = [
        heads_m[leg[2]] + (foot.x_m, 0.0, foot.lift_m)
        for leg, foot in zip(_LEGS, feet, strict=True)
    ]
    heads = heads_m + middle
    sinks_m = max(_too_short_m(heads, leg, ankle) for leg, ankle in zip(_LEGS, ankles, strict=True))
    turns, heads = turns.copy(), heads - (0.0, 0.0, sinks_m)
    for leg, ankle in zip(_LEGS, ankles, strict=True):
        _bend(rig.heads_m, turns, heads, leg, ankle)
    return turns, heads


def _flat(vector: Floats) -> complex:
    """A vector in the sagittal plane, up + i forward: leaning it forward multiplies it."""
    return complex(vector[2], vector[0])


def _too_short_m(heads: Floats, leg: tuple[Bone, Bone, Bone], ankle_m: Floats) -> float:
    """How far the hip has to come down for a leg to reach its ankle."""
    thigh, shank, foot = (heads[bone] for bone in leg)
    longest_m = _STRAIGHTEST * (abs(_flat(shank - thigh)) + abs(_flat(foot - shank)))
    way = _flat(ankle_m - thigh)
    return max(0.0, -way.real - math.sqrt(longest_m**2 - way.imag**2))


def _bend(
    rest: Floats, turns: Floats, heads: Floats, leg: tuple[Bone, Bone, Bone], ankle_m: Floats
) -> None:
    """Turn thigh and shank, in place, so that they end at the ankle (law of cosines)."""
    thigh, shank, foot = leg
    upper = _flat(turns[thigh] @ (rest[shank] - rest[thigh]))
    lower = _flat(turns[shank] @ (rest[foot] - rest[shank]))
    long, short = abs(upper), abs(lower)
    way = _flat(ankle_m - heads[thigh])
    cosine = (abs(way) ** 2 - long**2 - short**2) / (2 * long * short)
    # A bent knee has its shank leant forward of its thigh.
    bend = cmath.rect(1.0, math.acos(min(1.0, cosine)))
    upper_to = way / (long + short * bend)
    turns[thigh] = _lean(upper_to * long / upper) @ turns[thigh]
    turns[shank] = _lean(upper_to * bend * short / lower) @ turns[shank]
    heads[shank] = heads[thigh] + turns[thigh] @ (rest[shank] - rest[thigh])
    heads[foot] = heads[shank] + turns[shank] @ (rest[foot] - rest[shank])


def _lean(turn: complex) -> Floats:
    """Lean forward by the angle of a number of length 1."""
    c, s = turn.real, turn.imag
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
