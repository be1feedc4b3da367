"""A dressed body with everything about it that does not change from frame to frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.lab.arms import room_for_arms_m
from tests.lab.plan import Person
from tests.lab.rig import FEET, PARENTS, Bone, Floats, Ints, Rig, normals_and_areas

_TOES_OUT_AT_REST_DEG = 8.0
"""How far the model's feet are turned out in its rest posture."""
_FOOT_SHARE_CARRIED = 0.8
_THINNEST_M, _THICKEST_M = 0.005, 0.2


@dataclass(frozen=True, eq=False)
class Figure:
    """One athlete, ready to be placed.

    ``rig`` is the clothed body. Its whole ``surface``, the ``buttock`` and the two ``heels`` on
    it, and S2 and C7 on the bare skin, are kept as :func:`carried` points. ``moments`` and
    ``masses`` share the mass out over the bones: ``(22, 3)`` first moments about the bone's head
    and ``(22,)``, summing to 1. ``ankle_m`` is the middle of the ankles over the heels and the
    floor, ``weight_m`` where the weight is when standing, forward of the heels.
    """

    person: Person
    rig: Rig
    surface: NDArray[np.float32]
    s2_and_c7: Floats
    moments: Floats
    masses: Floats
    ankle_m: Floats
    weight_m: float
    leg_spreads: tuple[Floats, Floats]
    foot_turns: tuple[Floats, Floats]
    buttock: Floats
    heels: tuple[Floats, Floats]
    room_for_arms_m: tuple[float, float]
    standing_hip_deg: float = 0.0

    def centre_of_mass_m(self, turns: Floats, heads_m: Floats) -> Floats:
        """Centre of mass of the placed bones, athlete's frame."""
        centre: Floats = np.einsum("bij,bj->i", turns, self.moments) + self.masses @ heads_m
        return centre


def build_figure(person: Person, bare: Rig, clothed: Rig) -> Figure:
    """Work out a figure from the bare body and the same body dressed."""
    foot_turns = (
        _about_z(person.toe_out_deg - _TOES_OUT_AT_REST_DEG),
        _about_z(_TOES_OUT_AT_REST_DEG - person.toe_out_deg),
    )
    feet = [_foot(clothed, foot, turn) for foot, turn in zip(FEET, foot_turns, strict=True)]
    rear_m, toe_m, sole_m = np.mean([extent for extent, _ in feet], axis=0)
    ankle = np.array([-rear_m, 0.0, -sole_m])
    moments, masses = _masses(bare)
    s2_c7 = np.array([_back_point(bare, share) for share in (0.13, 1.0)])
    return Figure(
        person=person,
        rig=clothed,
        surface=carried(clothed, np.arange(len(clothed.points_m))).astype(np.float32),
        s2_and_c7=carried(bare, s2_c7),
        moments=moments,
        masses=masses,
        ankle_m=ankle,
        weight_m=person.weight_share * (toe_m - rear_m),
        leg_spreads=(_spread(bare, "L", person), _spread(bare, "R", person)),
        foot_turns=foot_turns,
        buttock=carried(clothed, _buttock(clothed)),
        room_for_arms_m=room_for_arms_m(clothed),
        heels=(carried(clothed, feet[0][1]), carried(clothed, feet[1][1])),
    )


def carried(rig: Rig, numbers: Ints) -> Floats:
    """``(n, 88)``: what the moves of the bones are multiplied with to move these points.

    The weights times each coordinate of the point, then the weights alone.
    """
    points, weights = rig.points_m[numbers], rig.weights[numbers]
    return np.concatenate([weights * points[:, [axis]] for axis in range(3)] + [weights], axis=1)


def _foot(rig: Rig, foot: Bone, turn: Floats) -> tuple[Floats, Ints]:
    """Rear, tip and sole of a foot from its ankle (forward, forward, up), and its heel's points."""
    own = np.flatnonzero(rig.carried_by(foot) > _FOOT_SHARE_CARRIED)
    points = (rig.points_m[own] - rig.heads_m[foot]) @ turn.T
    rear = points[:, 0] < points[:, 0].min() + 0.02
    return np.array([points[:, 0].min(), points[:, 0].max(), points[:, 2].min()]), own[rear]


def _spread(rig: Rig, side: str, person: Person) -> Floats:
    """The sideways turn of a leg that puts its ankle at the athlete's stance."""
    hip, ankle = rig.heads_m[Bone[f"THIGH_{side}"]], rig.heads_m[Bone[f"FOOT_{side}"]]
    along = ankle - hip
    length = math.hypot(along[1], along[2])
    wanted_m = person.stance_half_m * (1.0 if side == "L" else -1.0) - hip[1]
    angle = math.asin(wanted_m / length) - math.atan2(along[1], -along[2])
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def _masses(rig: Rig) -> tuple[Floats, Floats]:
    """First moments about the bones' heads, and masses.

    Each point stands for the wedge between it and the axis of its bone: its share of the surface
    times half its distance from the axis, as for a cylinder. Evenly dense.
    """
    _, areas = normals_and_areas(rig.points_m, rig.faces)
    owner = rig.weights.argmax(axis=1)
    child = {parent: bone for bone, parent in reversed(PARENTS.items())}
    ends = np.array([rig.heads_m[child.get(bone, bone)] for bone in Bone])
    axes = ends - rig.heads_m
    axes = axes / np.maximum(np.linalg.norm(axes, axis=1, keepdims=True), 1e-9)
    out = rig.points_m - rig.heads_m[owner]
    out = out - np.einsum("ij,ij->i", out, axes[owner])[:, None] * axes[owner]
    radii = np.clip(np.linalg.norm(out, axis=1), _THINNEST_M, _THICKEST_M)
    share = areas * radii
    weighted = rig.weights * (share / share.sum())[:, None]
    masses: Floats = weighted.sum(axis=0)
    return weighted.T @ rig.points_m - masses[:, None] * rig.heads_m, masses


def _back_point(rig: Rig, share: float) -> int:
    """The point of the bare back's middle at a share of the way from the pelvis to C7."""
    low, high = rig.heads_m[Bone.PELVIS], rig.heads_m[Bone.NECK_1]
    height_m = low[2] + share * (high[2] - low[2])
    forward, left, up = rig.points_m.T
    near = (np.abs(left) < 0.03) & (np.abs(up - height_m) < 0.03) & (forward < low[0] + 0.03)
    numbers = np.flatnonzero(near)
    off = forward + 0.3 * np.abs(up - height_m) + 0.3 * np.abs(left)
    return int(numbers[off[numbers].argmin()])


def _buttock(rig: Rig) -> Ints:
    """Points that may be the rearmost of the buttocks: behind the hips, on pelvis and thighs."""
    carried = rig.carried_by(Bone.PELVIS, Bone.THIGH_L, Bone.THIGH_R, Bone.SPINE_5, Bone.SPINE_4)
    behind = rig.points_m[:, 0] < rig.heads_m[Bone.PELVIS, 0] + 0.02
    return np.flatnonzero((carried > 0.5) & behind)


def _about_z(degrees: float) -> Floats:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
