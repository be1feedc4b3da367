"""What the arms do while the athlete hinges."""

from __future__ import annotations

import numpy as np

from tests.lab.plan import Arms
from tests.lab.rig import Bone, Floats, Rig

_WITH_TRUNK: dict[Arms, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "crossed": ((0.30, 0.25, -0.90), (0.30, -0.95, 0.15)),
    "in_front": ((0.05, 0.28, -0.95), (0.70, -0.45, -0.50)),
    "on_hips": ((-0.38, 0.55, -0.75), (0.45, -0.62, -0.55)),
}
"""Directions of a left upper arm and forearm (forward, outward, up) that go with the trunk."""
_ELBOW_AHEAD: dict[Arms, float] = {"crossed": 2.2, "in_front": 1.4, "on_hips": 0.0}
"""How much further forward the upper arm points per metre of trunk in front of the shoulder."""
_LOWER_CROSSED_ARM = -0.12
"""Of crossed arms one lies below the other."""


_FOREARM_OUT, _SLIM_M = 4.0, -0.03
"""Hands on hips: how much less the forearm points inward per metre of waist beside the shoulder."""


def room_for_arms_m(rig: Rig) -> tuple[float, float]:
    """How far the trunk is in front of the shoulder joints, and the waist to the side of them."""
    trunk = rig.carried_by(Bone.PELVIS, Bone.SPINE_5, Bone.SPINE_4, Bone.SPINE_3, Bone.SPINE_2)
    shoulder = rig.heads_m[Bone.UPPER_ARM_L]
    waist = (trunk > 0.6) & (rig.points_m[:, 2] < rig.heads_m[Bone.SPINE_3, 2])
    front_m, side_m = rig.points_m[trunk > 0.6, 0].max(), rig.points_m[waist, 1].max()
    return max(0.0, float(front_m - shoulder[0])), float(side_m - shoulder[1])


def arm_turns(
    rig: Rig, arms: Arms, reach: float, room_m: tuple[float, float], thorax: Floats
) -> Floats:
    """``(6, 3, 3)`` turns of upper arm, forearm and hand, left then right.

    ``reach`` 0 to 1 is how far reaching arms are lifted, ``room_m`` as :func:`room_for_arms_m`.
    Each segment takes the shortest turn from where its parent would carry it.
    """
    turns = []
    for side, sign in (("L", 1.0), ("R", -1.0)):
        upper, fore, hand = (Bone[f"{name}_{side}"] for name in ("UPPER_ARM", "FOREARM", "HAND"))
        upper_to, fore_to = _directions(arms, reach, room_m, sign, thorax)
        upper_turn = _shortest(thorax @ (rig.heads_m[fore] - rig.heads_m[upper]), upper_to) @ thorax
        along = upper_turn @ (rig.heads_m[hand] - rig.heads_m[fore])
        fore_turn = _shortest(along, fore_to) @ upper_turn
        turns += [upper_turn, fore_turn, fore_turn]
    return np.array(turns)


def _directions(
    arms: Arms, reach: float, room_m: tuple[float, float], sign: float, thorax: Floats
) -> tuple[Floats, Floats]:
    """Where upper arm and forearm of one side point; ``sign`` 1 is left."""
    if arms in ("hang", "reaching"):
        r = reach if arms == "reaching" else 0.0
        upper = np.array([0.06 + 0.94 * r, 0.13 * sign, -1.0 + 0.45 * r])
        fore = np.array([0.16 + 0.99 * r, (0.02 - 0.05 * r) * sign, -1.0 + 0.5 * r])
        return upper, fore
    upper, fore = (np.array(part) * (1.0, sign, 1.0) for part in _WITH_TRUNK[arms])
    upper[0] += _ELBOW_AHEAD[arms] * room_m[0]
    if arms == "on_hips":
        fore[1] += sign * np.clip(_FOREARM_OUT * (room_m[1] - _SLIM_M), 0.0, 0.6)
    if arms == "crossed" and sign < 0:
        fore[2] += _LOWER_CROSSED_ARM
    return thorax @ upper, thorax @ fore


def _shortest(start: Floats, end: Floats) -> Floats:
    """The shortest turn from one direction to another (Rodrigues); not for opposite ones."""
    a, b = start / np.linalg.norm(start), end / np.linalg.norm(end)
    # Written out: numpy's own cross product costs more than all the rest of a frame's arms.
    x = a[1] * b[2] - a[2] * b[1]
    y = a[2] * b[0] - a[0] * b[2]
    z = a[0] * b[1] - a[1] * b[0]
    k = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turn: Floats = np.eye(3) + k + k @ k / (1.0 + float(a @ b) + 1e-9)
    return turn
