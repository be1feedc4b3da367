"""Colours of skin, hair and clothes, for the rival: a pose network has seen people, not statues."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.lab.plan import Person
from tests.lab.rig import FEET, Bone, Rig

Colours = NDArray[np.float64]

_SKINS = ((0.90, 0.72, 0.60), (0.82, 0.62, 0.48), (0.68, 0.48, 0.36), (0.46, 0.31, 0.22))
_HAIRS = ((0.13, 0.10, 0.08), (0.28, 0.18, 0.11), (0.55, 0.42, 0.26), (0.50, 0.48, 0.46))
_TOPS = ((0.55, 0.18, 0.17), (0.17, 0.38, 0.30), (0.24, 0.34, 0.56), (0.44, 0.43, 0.45))
_TROUSERS = ((0.14, 0.17, 0.27), (0.20, 0.20, 0.21), (0.32, 0.30, 0.26), (0.24, 0.15, 0.22))
_SHOES = (0.88, 0.88, 0.86)
_TRUNK = (Bone.SPINE_5, Bone.SPINE_4, Bone.SPINE_3, Bone.SPINE_2, Bone.SPINE_1)
_UPPER_ARMS = (Bone.UPPER_ARM_L, Bone.UPPER_ARM_R)
_FOREARMS = (Bone.FOREARM_L, Bone.FOREARM_R)
_LEGS = (Bone.PELVIS, Bone.THIGH_L, Bone.THIGH_R)
_SHANKS = (Bone.SHANK_L, Bone.SHANK_R)
_BARE_FOREARMS = ("tight", "tshirt")
_BARE_SHANKS = ("tshirt",)


def tints(person: Person, rig: Rig) -> Colours:
    """``(n, 3)`` red, green, blue, 0 to 1, of every point of the dressed body."""
    random = np.random.default_rng([person.shape.seed, 23])
    skin, hair, top, trousers = (
        np.array(some[random.integers(len(some))]) for some in (_SKINS, _HAIRS, _TOPS, _TROUSERS)
    )
    up_m = rig.points_m[:, 2]
    legs = rig.carried_by(*_LEGS) + rig.carried_by(*_SHANKS) * (person.clothes not in _BARE_SHANKS)
    sleeves = rig.carried_by(*_FOREARMS) * (person.clothes not in _BARE_FOREARMS)
    trunk = rig.carried_by(*_TRUNK, *_UPPER_ARMS, Bone.PELVIS) + sleeves
    # Over its waistband a top hides the trousers.
    over_waist = up_m > rig.heads_m[Bone.THIGH_L, 2] + 0.03
    colours = np.tile(skin, (len(up_m), 1))
    colours[legs > 0.5] = trousers
    colours[(trunk > 0.5) & over_waist] = top
    colours[_is_hair(rig)] = hair
    if person.shoes:
        colours[rig.carried_by(*FEET) > 0.6] = _SHOES
    return colours


def _is_hair(rig: Rig) -> NDArray[np.bool_]:
    """The scalp, and what hangs from it behind; not the face, the ears or the nape."""
    carried = rig.carried_by(Bone.HEAD, Bone.NECK_3) > 0.5
    head = rig.points_m[rig.carried_by(Bone.HEAD) > 0.5]
    # A bun or a pony tail must not shift the face: measured from the brow and the crown.
    brow_m, _, crown_m = head.max(axis=0)
    length_m = crown_m - rig.heads_m[Bone.HEAD, 2]
    down = (crown_m - rig.points_m[:, 2]) / length_m
    back = (brow_m - rig.points_m[:, 0]) / length_m
    scalp = (down < 0.22) | ((back > 0.62) & (down < 0.95))
    return np.asarray(carried & scalp)
