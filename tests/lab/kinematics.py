"""Moving a body: planted feet, sagittal joints, the weight kept over the feet by the ankles.

Angles turn about the athlete's left-right axis; > 0 leans forward. Unlike the limbs of the
simulator's athlete, the surface is one skin carried by its bones (linear blend skinning).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tests.lab.arms import arm_turns
from tests.lab.figure import Figure
from tests.lab.legs import PLANTED, Feet, middle_m, step_legs
from tests.lab.rig import LUMBAR, NECK, PARENTS, THORACIC, Bone, Floats

Real = TypeVar("Real", np.float32, np.float64)

_TURNS = 6
_CLOSE_M = 2e-5


@dataclass(frozen=True)
class Posture:
    """Bends as changes from the athlete's own standing, degrees; signs as in the measures.

    ``forward_m`` moves the weight forward of where it is when standing. ``bottom_share`` is how
    far into the hinge the arms are, 0 to 1. ``stride_deg`` swings the legs of somebody walking;
    ``feet`` are where they have stepped.
    """

    hip_deg: float = 0.0
    knee_deg: float = 0.0
    lumbar_deg: float = 0.0
    thoracic_deg: float = 0.0
    neck_deg: float = 0.0
    forward_m: float = 0.0
    bottom_share: float = 0.0
    stride_deg: float = 0.0
    feet: Feet = PLANTED


@dataclass(frozen=True, eq=False)
class Placed:
    """Where every bone is: ``turns`` ``(22, 3, 3)`` from the rest posture, ``heads_m`` ``(22, 3)``.

    Athlete's frame, origin on the floor between the heels.
    """

    turns: Floats
    heads_m: Floats

    def moved(self, turn: Floats, about_m: Floats, to_m: Floats) -> Placed:
        """The whole body turned about one point, which goes to another."""
        return Placed(turn @ self.turns, (self.heads_m - about_m) @ turn.T + to_m)

    def pitch_deg(self, bone: Bone) -> float:
        """How far a bone leans forward of its rest posture."""
        return math.degrees(math.atan2(self.turns[bone, 0, 2], self.turns[bone, 2, 2]))


def stand_figure(figure: Figure) -> Figure:
    """The figure with the standing hip that gives its pelvis the athlete's own standing pitch."""
    hip_deg = 0.0
    for _ in range(8):
        tried = replace(figure, standing_hip_deg=hip_deg)
        pelvis_deg = place(tried, Posture()).pitch_deg(Bone.PELVIS)
        hip_deg -= pelvis_deg - figure.person.standing_pelvis_deg
    return replace(figure, standing_hip_deg=hip_deg)


def place(figure: Figure, posture: Posture) -> Placed:
    """Put the feet in their places and lean about the ankles until the weight is where it shall be.

    Leaning turns all above the ankles about them, so one step of Newton is nearly exact; the
    arms, which may hang, ask for a second or third.
    """
    shank_deg = 4.0
    wanted_m = figure.weight_m + posture.forward_m + middle_m(posture.feet)
    for _ in range(_TURNS):
        placed = _stacked(figure, posture, shank_deg)
        centre = figure.centre_of_mass_m(placed.turns, placed.heads_m)
        off_m = wanted_m - centre[0]
        if abs(off_m) < _CLOSE_M:
            return placed
        shank_deg += math.degrees(off_m / (centre[2] - figure.ankle_m[2]))
    raise ArithmeticError(f"no balance found for {posture}")


def walking(figure: Figure, posture: Posture) -> Placed:
    """A step of somebody who walks: the lower foot is on the floor, the shanks lean as in standing.

    Balance is not asked for; without a stride it is the athlete's own standing.
    """
    shank_deg = place(figure, Posture()).pitch_deg(Bone.SHANK_L)
    placed = _stacked(figure, posture, shank_deg)
    ankles_m = placed.heads_m[[Bone.FOOT_L, Bone.FOOT_R], 2]
    down_m = np.array([0.0, 0.0, figure.ankle_m[2] - ankles_m.min()])
    return replace(placed, heads_m=placed.heads_m + down_m)


def skin(figure: Figure, placed: Placed, carried: NDArray[Real]) -> NDArray[Real]:
    """Where points have gone: ``(n, 3)``, for those of :func:`tests.lab.figure.carried`.

    Linear blend skinning as one product: each row of ``carried`` times the stacked moves.
    """
    shifts = placed.heads_m - np.einsum("bij,bj->bi", placed.turns, figure.rig.heads_m)
    turns = placed.turns.transpose(2, 0, 1).reshape(-1, 3)
    moved: NDArray[Real] = carried @ np.concatenate([turns, shifts]).astype(carried.dtype)
    return moved


def _stacked(figure: Figure, posture: Posture, shank_deg: float) -> Placed:
    """Bone upon bone from the pelvis, then everything moved so that the ankles are in place."""
    turns = _turns(figure, posture, shank_deg)
    rest = figure.rig.heads_m
    heads = np.zeros((len(Bone), 3))
    for bone, parent in PARENTS.items():
        heads[bone] = heads[parent] + turns[parent] @ (rest[bone] - rest[parent])
    ankles = (heads[Bone.FOOT_L] + heads[Bone.FOOT_R]) / 2
    heads += figure.ankle_m - ankles
    if posture.feet != PLANTED:
        turns, heads = step_legs(figure.rig, turns, heads, posture.feet)
    return Placed(turns, heads)


def _turns(figure: Figure, posture: Posture, shank_deg: float) -> Floats:
    person = figure.person
    turns = np.empty((len(Bone), 3, 3))
    thigh_deg = shank_deg - person.standing_knee_deg - posture.knee_deg
    pelvis_deg = thigh_deg + figure.standing_hip_deg + posture.hip_deg
    turns[Bone.PELVIS] = about_y(pelvis_deg)
    for side, sign in (("L", 1.0), ("R", -1.0)):
        swing_deg = sign * posture.stride_deg
        spread = figure.leg_spreads[0 if side == "L" else 1]
        turns[Bone[f"THIGH_{side}"]] = about_y(thigh_deg - swing_deg) @ spread
        lifted_deg = shank_deg - swing_deg + 0.5 * abs(swing_deg)
        turns[Bone[f"SHANK_{side}"]] = about_y(lifted_deg) @ spread
        foot = figure.foot_turns[0 if side == "L" else 1]
        turns[Bone[f"FOOT_{side}"]] = about_y(-0.5 * swing_deg) @ foot
    lumbar_deg = person.standing_lumbar_deg + posture.lumbar_deg
    thoracic_deg = person.standing_thoracic_deg + posture.thoracic_deg
    neck_deg = person.standing_neck_deg + posture.neck_deg
    lean_deg = pelvis_deg
    for bones, shares, bend_deg in (
        (LUMBAR, person.lumbar_shares, lumbar_deg),
        (THORACIC, person.thoracic_shares, thoracic_deg),
        (NECK, person.neck_shares, neck_deg),
    ):
        for bone, share in zip(bones, shares, strict=True):
            lean_deg += share * bend_deg
            turns[bone] = about_y(lean_deg)
    share = posture.bottom_share
    turns[list(range(Bone.UPPER_ARM_L, Bone.HAND_R + 1))] = arm_turns(
        figure.rig, person.arms, person.reach * share, figure.room_for_arms_m, turns[Bone.SPINE_1]
    )
    return turns


def about_y(degrees: float) -> Floats:
    """Lean forward."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
