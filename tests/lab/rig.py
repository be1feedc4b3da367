"""A body as the lab moves it: a surface, the bones that carry it, and how they hang together.

Athlete's frame, metres: x the way the athlete faces, y to the left, z up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Bone(IntEnum):
    """What moves as one piece. A parent always comes before its children.

    The lumbar spine bends at the heads of SPINE_5 to SPINE_3, the thoracic spine at SPINE_2 and
    SPINE_1; T12 is between SPINE_3 and SPINE_2.
    """

    PELVIS = 0
    THIGH_L = 1
    SHANK_L = 2
    FOOT_L = 3
    THIGH_R = 4
    SHANK_R = 5
    FOOT_R = 6
    SPINE_5 = 7
    SPINE_4 = 8
    SPINE_3 = 9
    SPINE_2 = 10
    SPINE_1 = 11
    UPPER_ARM_L = 12
    FOREARM_L = 13
    HAND_L = 14
    UPPER_ARM_R = 15
    FOREARM_R = 16
    HAND_R = 17
    NECK_1 = 18
    NECK_2 = 19
    NECK_3 = 20
    HEAD = 21


PARENTS: dict[Bone, Bone] = {
    Bone.THIGH_L: Bone.PELVIS,
    Bone.SHANK_L: Bone.THIGH_L,
    Bone.FOOT_L: Bone.SHANK_L,
    Bone.THIGH_R: Bone.PELVIS,
    Bone.SHANK_R: Bone.THIGH_R,
    Bone.FOOT_R: Bone.SHANK_R,
    Bone.SPINE_5: Bone.PELVIS,
    Bone.SPINE_4: Bone.SPINE_5,
    Bone.SPINE_3: Bone.SPINE_4,
    Bone.SPINE_2: Bone.SPINE_3,
    Bone.SPINE_1: Bone.SPINE_2,
    Bone.UPPER_ARM_L: Bone.SPINE_1,
    Bone.FOREARM_L: Bone.UPPER_ARM_L,
    Bone.HAND_L: Bone.FOREARM_L,
    Bone.UPPER_ARM_R: Bone.SPINE_1,
    Bone.FOREARM_R: Bone.UPPER_ARM_R,
    Bone.HAND_R: Bone.FOREARM_R,
    Bone.NECK_1: Bone.SPINE_1,
    Bone.NECK_2: Bone.NECK_1,
    Bone.NECK_3: Bone.NECK_2,
    Bone.HEAD: Bone.NECK_3,
}
LUMBAR = (Bone.SPINE_5, Bone.SPINE_4, Bone.SPINE_3)
THORACIC = (Bone.SPINE_2, Bone.SPINE_1)
NECK = (Bone.NECK_1, Bone.NECK_2, Bone.NECK_3, Bone.HEAD)
FEET = (Bone.FOOT_L, Bone.FOOT_R)


@dataclass(frozen=True, eq=False)
class Rig:
    """A body in its rest posture, upright.

    ``points_m`` is ``(n, 3)``, ``faces`` ``(f, 3)`` point numbers, ``heads_m`` ``(22, 3)`` where
    each bone turns, ``weights`` ``(n, 22)`` how much each bone carries a point, rows sum to 1.
    """

    points_m: Floats
    faces: Ints
    heads_m: Floats
    weights: Floats

    def carried_by(self, *bones: Bone) -> Floats:
        """``(n,)`` how much these bones carry each point, together."""
        carried: Floats = self.weights[:, list(bones)].sum(axis=1)
        return carried

    @property
    def height_m(self) -> float:
        """From the sole to the crown."""
        return float(np.ptp(self.points_m[:, 2]))


def normals_and_areas(points_m: Floats, faces: Ints) -> tuple[Floats, Floats]:
    """Outward unit normal ``(n, 3)`` and share of the surface ``(n,)`` m2 of every point."""
    corners = points_m[faces]
    crosses = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
    areas = np.linalg.norm(crosses, axis=1) / 3
    normals, shares = np.zeros_like(points_m), np.zeros(len(points_m))
    for corner in range(3):
        np.add.at(normals, faces[:, corner], crosses)
        np.add.at(shares, faces[:, corner], areas)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return normals / np.maximum(lengths, 1e-12), shares
