"""Standing on one's own feet: the ankles lean so that the weight stays over the feet.

That is what moves the hips back in a hinge. Leaning the whole body about the ankles turns the
centre of mass about them, so the lean that puts it over a wanted point has a closed form.
"""

from __future__ import annotations

import cmath
import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from station.simulator.anatomy import MASSES, SPINE, Segment
from station.simulator.arms import WRISTS
from station.simulator.body import Body
from station.simulator.pose import Joints, Pose, place, solve_leg, trunk_pitches

FOOT_MASS = MASSES[Segment.FOOT_L] + MASSES[Segment.FOOT_R]
ARM_MASS = 2 * (MASSES[Segment.UPPER_ARM_L] + MASSES[Segment.FOREARM_L])


def balanced(body: Body, pose: Pose) -> Joints:
    """Solve a pose so that the centre of mass stands where ``balance_share`` wants it."""
    return _solve(body, pose, _standing_hip_rad(body))


@lru_cache(maxsize=32)
def _standing_hip_rad(body: Body) -> float:
    """Pelvis against thigh when standing, such that the pelvis is at its standing pitch."""
    hip = 0.0
    for _ in range(20):
        joints = _solve(body, Pose(), hip)
        hip -= joints.trunk[0] - body.standing_pitch_rad[0]
    return hip


def _solve(body: Body, pose: Pose, standing_hip_rad: float) -> Joints:
    knee = math.radians(body.shape.standing_knee_deg + pose.knee_deg)
    pelvis = standing_hip_rad + math.radians(pose.hip_deg) - knee
    trunk = trunk_pitches(body, pelvis, pose)
    moment = _moment(body, -knee, trunk)
    wanted = pose.balance_share * body.foot_m + pose.sway_m - body.ankle_m.real
    feet_offset = (body.mass_points_m[Segment.FOOT_L] * FOOT_MASS).real
    sine = (wanted - feet_offset - _hanging_offset(body)) / abs(moment)
    lean = math.asin(max(-1.0, min(1.0, sine))) - math.atan2(moment.real, moment.imag)
    thigh = lean - knee
    middle = (pose.feet[0].x_m + pose.feet[1].x_m) / 2
    hip = (
        body.ankle_m
        + middle
        + body.shank_m * complex(math.sin(lean), math.cos(lean))
        + body.thigh_m * complex(math.sin(thigh), math.cos(thigh))
    )
    ankles = [body.ankle_m + complex(foot.x_m, foot.lift_m) for foot in pose.feet]
    legs = [solve_leg(body, hip, ankle) for ankle in ankles]
    return Joints(
        hip_m=hip,
        shanks=(legs[0][0], legs[1][0]),
        thighs=(legs[0][1], legs[1][1]),
        ankles_m=(ankles[0], ankles[1]),
        trunk=tuple(pitch + lean for pitch in trunk),
    )


def _hanging_offset(body: Body) -> float:
    """Moment of arms that hang a little in front of the shoulder, whatever the trunk does."""
    anchor, wrist, _ = WRISTS[body.shape.arms]
    return ARM_MASS * wrist[0] * body.shape.height_m / 2 if anchor is None else 0.0


def _moment(body: Body, thigh: float, trunk: tuple[float, ...]) -> complex:
    """First moment of all above the ankles, about them, for a vertical shank (mass 1, metres)."""
    points = body.mass_points_m
    total = 2 * MASSES[Segment.SHANK_L] * (points[Segment.SHANK_L] + 1j * body.shank_m)
    at = 1j * body.shank_m + body.thigh_m * complex(math.sin(thigh), math.cos(thigh))
    turn = cmath.exp(-1j * thigh)
    total += 2 * MASSES[Segment.THIGH_L] * (at + points[Segment.THIGH_L] * turn)
    below, turn = Segment.PELVIS, cmath.exp(-1j * trunk[0])
    frames = {below: (at, turn)}
    total += MASSES[below] * (at + points[below] * turn)
    for segment, pitch in zip(SPINE, trunk[1:], strict=True):
        dx, _, dz = body.joints_m[segment] - body.joints_m[below]
        at = at + complex(dx, dz) * turn
        below, turn = segment, cmath.exp(-1j * pitch)
        frames[segment] = (at, turn)
        total += MASSES[segment] * (at + points[segment] * turn)
    return complex(total + _arms_moment(body, frames))


def _arms_moment(body: Body, frames: dict[Segment, tuple[complex, complex]]) -> complex:
    """Half of the arms' weight at the shoulders, half where the wrists are held."""
    anchor, wrist, _ = WRISTS[body.shape.arms]
    at, turn = frames[Segment.THORAX_TOP]
    offset = body.joints_m[Segment.UPPER_ARM_L] - body.joints_m[Segment.THORAX_TOP]
    shoulder = at + complex(offset[0], offset[2]) * turn
    if anchor is None:
        return ARM_MASS * shoulder
    at, turn = frames[anchor]
    hand = at + complex(wrist[0], wrist[2]) * body.shape.height_m * turn
    return ARM_MASS * (shoulder + hand) / 2


def buttock_x_m(body: Body, pose: Pose) -> float:
    """Where the rearmost point of the buttocks is, metres forward of the standing heels."""
    ellipsoids = place(body, balanced(body, pose)).ellipsoids
    back = np.array([-1.0, 0.0, 0.0])
    return -float(ellipsoids.farthest_m(back)[body.is_buttock].max())


def hinge_to(body: Body, pose: Pose, buttock_m: float, highest_hip_deg: float = 125.0) -> Pose:
    """The same pose with the hip flexion that brings the buttocks back to ``buttock_m``.

    Raises ValueError where no hip flexion reaches that far without falling over.
    """
    low, high = 0.0, highest_hip_deg
    if buttock_x_m(body, replace(pose, hip_deg=high)) > buttock_m:
        raise ValueError(
            f"buttocks cannot reach {-1000 * buttock_m:.0f} mm behind the heels"
            f" at {body.shape.height_m:.2f} m height; use a nearer wall or a smaller push"
        )
    for _ in range(26):
        middle = (low + high) / 2
        if buttock_x_m(body, replace(pose, hip_deg=middle)) > buttock_m:
            low = middle
        else:
            high = middle
    return replace(pose, hip_deg=high)
