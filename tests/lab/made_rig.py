"""A body made of tubes, one per bone: enough for the movement to be tested without anny."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from station.simulator.shape import Sex
from tests.lab.figure import Figure, build_figure
from tests.lab.kinematics import stand_figure
from tests.lab.people import draw_person
from tests.lab.plan import Arms
from tests.lab.rig import Bone, Floats, Rig

_AROUND, _RINGS = 12, 14
_ENDS: dict[Bone, tuple[tuple[float, float, float], tuple[float, float, float], float]] = {
    Bone.PELVIS: ((0.0, 0.0, 0.93), (0.0, 0.0, 0.98), 0.14),
    Bone.SPINE_5: ((0.0, 0.0, 0.98), (0.0, 0.0, 1.04), 0.13),
    Bone.SPINE_4: ((0.0, 0.0, 1.04), (0.0, 0.0, 1.09), 0.12),
    Bone.SPINE_3: ((0.0, 0.0, 1.09), (0.0, 0.0, 1.17), 0.12),
    Bone.SPINE_2: ((0.0, 0.0, 1.17), (0.0, 0.0, 1.31), 0.13),
    Bone.SPINE_1: ((0.0, 0.0, 1.31), (0.0, 0.0, 1.50), 0.12),
    Bone.NECK_1: ((0.0, 0.0, 1.50), (0.0, 0.0, 1.53), 0.06),
    Bone.NECK_2: ((0.0, 0.0, 1.53), (0.0, 0.0, 1.56), 0.06),
    Bone.NECK_3: ((0.0, 0.0, 1.56), (0.0, 0.0, 1.59), 0.06),
    Bone.HEAD: ((0.0, 0.0, 1.59), (0.0, 0.0, 1.75), 0.09),
}
"""From, to and radius in metres: the middle of a body 1.75 m tall."""
_LEFT_ENDS: dict[str, tuple[tuple[float, float, float], tuple[float, float, float], float]] = {
    "THIGH": ((0.0, 0.09, 0.92), (0.0, 0.09, 0.50), 0.08),
    "SHANK": ((0.0, 0.09, 0.50), (0.0, 0.09, 0.08), 0.05),
    "FOOT": ((0.0, 0.09, 0.08), (0.13, 0.09, 0.04), 0.04),
    "UPPER_ARM": ((0.0, 0.19, 1.42), (0.0, 0.21, 1.13), 0.045),
    "FOREARM": ((0.0, 0.21, 1.13), (0.0, 0.22, 0.88), 0.035),
    "HAND": ((0.0, 0.22, 0.88), (0.0, 0.22, 0.72), 0.03),
}


def made_rig() -> Rig:
    """Tubes standing upright; every point is carried by one bone alone."""
    tubes = dict(_ENDS)
    for name, (start, end, radius) in _LEFT_ENDS.items():
        for side, sign in (("L", 1.0), ("R", -1.0)):
            tubes[Bone[f"{name}_{side}"]] = (
                (start[0], sign * start[1], start[2]),
                (end[0], sign * end[1], end[2]),
                radius,
            )
    points, faces, weights = [], [], []
    for number, bone in enumerate(tubes):
        own, corners = _tube(*tubes[bone])
        points.append(own)
        faces.append(corners + number * _AROUND * _RINGS)
        weights.append(np.tile(np.eye(len(Bone))[bone], (len(own), 1)))
    return Rig(
        points_m=np.concatenate(points),
        faces=np.concatenate(faces),
        heads_m=np.array([tubes[bone][0] for bone in Bone]),
        weights=np.concatenate(weights),
    )


@lru_cache
def made_figure(seed: int = 7, arms: Arms = "hang") -> Figure:
    """The tubes standing like one drawn person, undressed."""
    person = replace(draw_person(seed, Sex.MAN, "tight", "short", arms), shoes=False)
    rig = made_rig()
    return stand_figure(build_figure(person, rig, rig))


def _tube(
    start: tuple[float, float, float], end: tuple[float, float, float], radius: float
) -> tuple[Floats, np.ndarray[tuple[int, int], np.dtype[np.int64]]]:
    """Points ``(n, 3)`` and faces of an open tube, horizontal rings from start to end."""
    along = np.linspace(np.array(start), np.array(end), _RINGS)
    angles = np.arange(_AROUND) * 2 * np.pi / _AROUND
    ring = radius * np.stack([np.cos(angles), np.sin(angles), np.zeros(_AROUND)], axis=1)
    points = (along[:, None] + ring[None]).reshape(-1, 3)
    corner = np.arange((_RINGS - 1) * _AROUND)
    beside = corner // _AROUND * _AROUND + (corner + 1) % _AROUND
    faces = np.concatenate(
        [
            np.stack([corner, corner + _AROUND, beside + _AROUND], axis=1),
            np.stack([corner, beside + _AROUND, beside], axis=1),
        ]
    )
    return points, faces
