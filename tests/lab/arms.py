"""What the arms do while the athlete hinges."""

from __future__ import annotations

import numpy as np

from tests.lab.plan import Arms
from tests.lab.rig import Bone, Floats, Rig

_WITH_TRUNK: dict[Arms, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "crossed": ((0.45, 0.22, -0.85), (0.62, -0.72, 0.28)),
    "in_front": ((0.25, 0.20, -0.95), (0.85, -0.35, 0.20)),
    "on_hips": ((-0.38, 0.55, -0.75), (0.45, -0.62, -0.55)),
}
"""Directions of a left upper arm and forearm (forward, outward, up) that go with the trunk."""
_LOWER_CROSSED_ARM = -0.1
"""Of crossed arms one lies below the other."""


def arm_turns(rig: Rig, arms: Arms, reach: float, thorax: Floats) -> Floats:
    """``(6, 3, 3)`` turns of upper arm, forearm and hand, left then right.

    ``reach`` 0 to 1 is how far reaching arms are lifted. Each segment takes the shortest turn
    from where its parent would carry it.
    """
    turns = []
    for side, sign in (("L", 1.0), ("R", -1.0)):
        upper, fore, hand = (Bone[f"{name}_{side}"] for name in ("UPPER_ARM", "FOREARM", "HAND"))
        upper_to, fore_to = _directions(arms, reach, sign, thorax)
        upper_turn = _shortest(thorax @ (rig.heads_m[fore] - rig.heads_m[upper]), upper_to) @ thorax
        along = upper_turn @ (rig.heads_m[hand] - rig.heads_m[fore])
        fore_turn = _shortest(along, fore_to) @ upper_turn
        turns += [upper_turn, fore_turn, fore_turn]
    return np.array(turns)


def _directions(arms: Arms, reach: float, sign: float, thorax: Floats) -> tuple[Floats, Floats]:
    """Where upper arm and forearm of one side point; ``sign`` 1 is left."""
    if arms in ("hang", "reaching"):
        r = reach if arms == "reaching" else 0.0
        upper = np.array([0.06 + 0.94 * r, 0.13 * sign, -1.0 + 0.45 * r])
        fore = np.array([0.16 + 0.99 * r, (0.02 - 0.05 * r) * sign, -1.0 + 0.5 * r])
        return upper, fore
    upper, fore = (np.array(part) * (1.0, sign, 1.0) for part in _WITH_TRUNK[arms])
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
