"""What a standing or hinging athlete does with their joints, and where that puts each segment."""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from station.simulator.anatomy import (
    LUMBAR_SHARES,
    NECK_SHARES,
    SPINE,
    THORACIC_SHARES,
    Segment,
)
from station.simulator.arms import place_arms
from station.simulator.body import Body
from station.simulator.ellipsoids import Ellipsoids


class Foot(NamedTuple):
    """Where a foot is: heel forward of its place, and lifted."""

    x_m: float = 0.0
    lift_m: float = 0.0


@dataclass(frozen=True)
class Pose:
    """Bends as changes from the athlete's own standing; signs as in the table of measures.

    ``balance_share`` is where along the feet, heel 0 to toe 1, the centre of mass stays;
    ``sway_m`` moves it forward a little. ``feet`` are left and right.
    """

    hip_deg: float = 0.0
    knee_deg: float = 0.0
    lumbar_deg: float = 0.0
    thoracic_deg: float = 0.0
    neck_deg: float = 0.0
    balance_share: float = 0.48
    sway_m: float = 0.0
    feet: tuple[Foot, Foot] = (Foot(), Foot())


class Joints(NamedTuple):
    """A posture solved: the hip joints' place and every pitch against the vertical, in radians.

    ``trunk`` is pelvis first, then the spine's segments upward; legs are left and right.
    ``arm_hang`` and ``arm_swing_m`` are for walking: how far the arms have left the body's own
    style to hang down, and how far the left hand swings forward.
    """

    hip_m: complex
    shanks: tuple[float, float]
    thighs: tuple[float, float]
    ankles_m: tuple[complex, complex]
    trunk: tuple[float, ...]
    arm_hang: float = 0.0
    arm_swing_m: float = 0.0


@dataclass(frozen=True, eq=False)
class Placement:
    """Every segment in the body's own frame (x forward, y left, z up, origin at the heels).

    ``origins_m`` ``(S, 3)`` are the joints at the near ends; ``rotations`` ``(S, 3, 3)``.
    """

    body: Body
    joints: Joints
    origins_m: NDArray[np.float64]
    rotations: NDArray[np.float64]

    @cached_property
    def ellipsoids(self) -> Ellipsoids:
        """The body's surface in its own frame."""
        body = self.body
        turn = self.rotations[body.segment]
        centres = np.einsum("nij,nj->ni", turn, body.centres_m) + self.origins_m[body.segment]
        return Ellipsoids(centres, turn @ body.spread_m2 @ turn.transpose(0, 2, 1))

    def point_m(self, segment: Segment, offset_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where a point fixed to a segment (relative to its joint) is now, ``(3,)``."""
        result: NDArray[np.float64] = self.origins_m[segment] + self.rotations[segment] @ offset_m
        return result


def trunk_pitches(body: Body, pelvis_change_rad: float, pose: Pose) -> tuple[float, ...]:
    """Pitch of the pelvis and each spine segment for a pelvis turned this far from standing."""
    bends = [pose.lumbar_deg * share for share in LUMBAR_SHARES]
    bends += [pose.thoracic_deg * share for share in THORACIC_SHARES]
    bends += [pose.neck_deg * share for share in NECK_SHARES]
    pitches = [body.standing_pitch_rad[0] + pelvis_change_rad]
    change = pelvis_change_rad
    for standing, bend in zip(body.standing_pitch_rad[1:], bends, strict=True):
        change += math.radians(bend)
        pitches.append(standing + change)
    return tuple(pitches)


def turn_forward(angle_rad: float) -> NDArray[np.float64]:
    """Rotation about y that tips the vertical forward."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def place(body: Body, joints: Joints) -> Placement:
    """Put every segment where these joints have it."""
    origins = np.zeros((len(Segment), 3))
    rotations = np.zeros((len(Segment), 3, 3))

    def put(segment: Segment, at: complex, y: float, pitch: float) -> None:
        origins[segment] = (at.real, y, at.imag)
        rotations[segment] = turn_forward(pitch)

    for side in (0, 1):
        y = float(body.joints_m[Segment.THIGH_L + side, 1])
        ankle = joints.ankles_m[side]
        knee = ankle + body.shank_m * 1j * cmath.exp(-1j * joints.shanks[side])
        put(Segment(Segment.FOOT_L + side), ankle, y, 0.0)
        put(Segment(Segment.SHANK_L + side), knee, y, joints.shanks[side])
        put(Segment(Segment.THIGH_L + side), joints.hip_m, y, joints.thighs[side])
    at, pitch, below = joints.hip_m, joints.trunk[0], Segment.PELVIS
    put(below, at, 0.0, pitch)
    for segment, own_pitch in zip(SPINE, joints.trunk[1:], strict=True):
        dx, _, dz = body.joints_m[segment] - body.joints_m[below]
        at = at + complex(dx, dz) * cmath.exp(-1j * pitch)
        pitch, below = own_pitch, segment
        put(segment, at, 0.0, pitch)
    place_arms(body, origins, rotations, joints.arm_hang, joints.arm_swing_m)
    return Placement(body, joints, origins, rotations)


def solve_leg(body: Body, hip_m: complex, ankle_m: complex) -> tuple[float, float]:
    """Pitch of shank and thigh between a hip and an ankle, knee forward.

    A leg too short for the distance is stretched out straight.
    """
    line = hip_m - ankle_m
    length = min(abs(line), (body.shank_m + body.thigh_m) * 0.99999)
    cosine = (body.shank_m**2 + length**2 - body.thigh_m**2) / (2 * body.shank_m * length)
    shank = math.atan2(line.real, line.imag) + math.acos(max(-1.0, min(1.0, cosine)))
    thigh_line = hip_m - ankle_m - body.shank_m * complex(math.sin(shank), math.cos(shank))
    return shank, math.atan2(thigh_line.real, thigh_line.imag)
