"""Clothes, shoes and hair over a bare body: what the camera sees instead of skin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.lab.plan import Clothes, Hair, Person
from tests.lab.rig import Bone, Floats, Rig, normals_and_areas

_TRUNK = (Bone.SPINE_5, Bone.SPINE_4, Bone.SPINE_3, Bone.SPINE_2, Bone.SPINE_1)
_UPPER_ARMS = (Bone.UPPER_ARM_L, Bone.UPPER_ARM_R)
_FOREARMS = (Bone.FOREARM_L, Bone.FOREARM_R)
_THIGHS = (Bone.THIGH_L, Bone.THIGH_R)
_SHANKS = (Bone.SHANK_L, Bone.SHANK_R)
_SOLE_M = (0.018, 0.032)
_UPPER_M = 0.006
_HEEL_COUNTER_M = 0.008
_MOST_BRIDGED_M = 0.02


@dataclass(frozen=True)
class Cut:
    """How far cloth stands off the skin, millimetres, lowest and highest over people.

    ``folds`` is how uneven it is, ``bridge`` the share of the hollow of the back that it spans,
    ``hem`` how many times thicker the hem is than the rest, ``forearm`` and ``shank`` the sleeves'
    and legs' share of the thickness.
    """

    top_mm: tuple[float, float]
    trousers_mm: tuple[float, float]
    folds: float
    bridge: float
    hem: float
    forearm: float
    shank: float


CUTS: dict[Clothes, Cut] = {
    "tight": Cut((0.8, 2.0), (0.8, 2.0), 0.0, 0.0, 1.0, 0.0, 0.7),
    "tshirt": Cut((3.0, 7.0), (2.0, 5.0), 0.5, 0.1, 1.4, 0.0, 0.3),
    "loose": Cut((8.0, 14.0), (5.0, 10.0), 0.7, 0.3, 1.5, 0.3, 0.9),
    "hoodie": Cut((13.0, 20.0), (5.0, 9.0), 0.6, 0.4, 1.7, 0.7, 0.9),
}


def dress(person: Person, bare: Rig) -> Rig:
    """The same body dressed; its first points are the bare body's, in the same order."""
    random = np.random.default_rng([person.shape.seed, 17])
    normals, _ = normals_and_areas(bare.points_m, bare.faces)
    cut = CUTS[person.clothes]
    thickness = _cloth_m(bare, cut, random)
    points = bare.points_m + normals * thickness[:, None]
    points[:, 0] += _bridged_m(bare, cut.bridge, normals)
    points += _hair_m(person.hair, bare, random)[:, None] * normals
    if person.shoes:
        points = _shod(bare, points, normals, random)
    dressed = Rig(points, bare.faces, bare.heads_m, bare.weights)
    for centre, half, tilt_deg, bone in _lumps(person, bare, random):
        dressed = _with_ellipsoid(dressed, centre, half, tilt_deg, bone)
    return dressed


def _cloth_m(bare: Rig, cut: Cut, random: np.random.Generator) -> Floats:
    """Thickness at every point, folds and hem included."""
    top_m, trousers_m = (random.uniform(*cut_mm) / 1000 for cut_mm in (cut.top_mm, cut.trousers_mm))
    hips_m, waist_m = bare.heads_m[Bone.THIGH_L, 2], bare.heads_m[Bone.SPINE_4, 2]
    hem_m = hips_m + random.uniform(-0.02, 0.75) * (waist_m - hips_m)
    above = 1 / (1 + np.exp(-(bare.points_m[:, 2] - hem_m) / 0.008))
    pelvis = bare.carried_by(Bone.PELVIS)
    top = bare.carried_by(*_TRUNK, *_UPPER_ARMS) + cut.forearm * bare.carried_by(*_FOREARMS)
    top = (top + pelvis + bare.carried_by(*_THIGHS)) * above
    at_hem = np.exp(-(((bare.points_m[:, 2] - hem_m - 0.02) / 0.022) ** 2))
    top = top * (1 + (cut.hem - 1) * at_hem * random.uniform(0.6, 1.2))
    legs = pelvis + bare.carried_by(*_THIGHS) + cut.shank * bare.carried_by(*_SHANKS)
    cloth: Floats = (top_m * top + trousers_m * legs * (1 - 0.7 * above)) * _folds(
        bare, cut.folds, random
    )
    return cloth


def _folds(bare: Rig, strength: float, random: np.random.Generator) -> Floats:
    """An uneven surface of about unit mean: waves of 15 to 45 cm, never through the skin."""
    directions = random.normal(0.0, 14.0, size=(10, 3))
    starts = random.uniform(0.0, 2 * np.pi, size=10)
    waves = np.sin(bare.points_m @ directions.T + starts).mean(axis=1)
    folds: Floats = np.clip(1.0 + 2.2 * strength * waves, 0.1, 2.2)
    return folds


def _bridged_m(bare: Rig, share: float, normals: Floats) -> Floats:
    """How far forward (behind: < 0) cloth hangs off the hollows of the trunk's profile.

    Cloth spans from shoulder blades to buttocks and from chest to belly: ``share`` of what the
    convex hull of the profile adds to it.
    """
    forward, left, up = bare.points_m.T
    middle = (np.abs(left) < 0.12) & (bare.carried_by(*_TRUNK, Bone.PELVIS, *_THIGHS) > 0.6)
    heights = np.linspace(bare.heads_m[Bone.THIGH_L, 2], bare.heads_m[Bone.SPINE_1, 2], 40)
    off = np.zeros(len(up))
    for way in (-1.0, 1.0):
        out = way * forward
        profile = np.array([out[middle & (np.abs(up - z) < 0.015)].max() for z in heights])
        hollow = _upper_hull(profile) - profile
        spanned = np.clip(share * np.interp(up, heights, hollow), 0.0, _MOST_BRIDGED_M)
        off += way * spanned * np.clip(way * normals[:, 0], 0.0, 1.0)
    return off * bare.carried_by(*_TRUNK, Bone.PELVIS)


def _upper_hull(values: Floats) -> Floats:
    """The least concave line on or above evenly spaced values: the highest chord over each."""
    count = len(values)
    first, middle, last = np.ogrid[:count, :count, :count]
    share = (middle - first) / np.maximum(last - first, 1)
    chords = values[first] * (1 - share) + values[last] * share
    over = (first <= middle) & (middle <= last)
    hull: Floats = np.where(over, chords, -np.inf).max(axis=(0, 2))
    return np.maximum(hull, values)


def _shod(bare: Rig, points: Floats, normals: Floats, random: np.random.Generator) -> Floats:
    """Shoes: a sole below, a stiff heel behind, a little more all round."""
    sole_m = random.uniform(*_SOLE_M)
    shod = points.copy()
    for foot in (Bone.FOOT_L, Bone.FOOT_R):
        carried = bare.carried_by(foot)
        inside = np.clip((carried - 0.5) / 0.3, 0.0, 1.0)
        floor_m = bare.points_m[carried > 0.8, 2].min()
        up_m = bare.points_m[:, 2] - floor_m
        shod += (inside * _UPPER_M)[:, None] * normals
        shod[:, 0] += inside * _HEEL_COUNTER_M * np.minimum(0.0, normals[:, 0])
        shod[:, 2] -= inside * sole_m * np.clip(1.0 - up_m / 0.03, 0.0, 1.0)
    return shod


def _hair_m(hair: Hair, bare: Rig, random: np.random.Generator) -> Floats:
    """How far hair stands off the skull at every point."""
    carried = bare.carried_by(Bone.HEAD)
    head = bare.points_m[carried > 0.5]
    middle, half = (head.max(axis=0) + head.min(axis=0)) / 2, np.ptp(head, axis=0) / 2
    forward, _, up = ((bare.points_m - middle) / half).T
    scalp = 1 / (1 + np.exp(-(up - 0.15 + 0.9 * np.minimum(0.0, forward + 0.1) * -1) / 0.14))
    scalp = scalp * (forward < 0.75) * np.clip((carried - 0.3) / 0.4, 0.0, 1.0)
    most = {"short": (0.002, 0.012), "bun": (0.004, 0.01), "ponytail": (0.004, 0.01)}
    thick_m = random.uniform(*most.get(hair, (0.012, 0.026)))
    nape = bare.carried_by(Bone.NECK_2, Bone.NECK_3) * (forward < -0.2)
    standing_off: Floats = thick_m * (scalp + (0.6 * nape if hair == "full" else 0.0))
    return standing_off


_Lump = tuple[Floats, tuple[float, float, float], float, Bone]


def _lumps(person: Person, bare: Rig, random: np.random.Generator) -> list[_Lump]:
    """What stands off the body by itself: centre, half sizes, tilt, and the bone it goes with."""
    lumps: list[_Lump] = []
    head = bare.points_m[bare.carried_by(Bone.HEAD) > 0.5]
    low, high = head.min(axis=0), head.max(axis=0)
    rear = np.array([low[0], 0.0, low[2] + 0.62 * (high[2] - low[2])])
    if person.hair == "bun":
        r = random.uniform(0.028, 0.042)
        lumps.append((rear + np.array([-0.4 * r, 0.0, 0.02]), (r, r, r), 0.0, Bone.HEAD))
    if person.hair == "ponytail":
        long = random.uniform(0.08, 0.14)
        centre = rear + np.array([-0.02, 0.0, 0.03 - 0.8 * long])
        lumps.append((centre, (0.022, 0.028, long), 8.0, Bone.HEAD))
    if person.clothes == "hoodie":
        nape = bare.heads_m[Bone.NECK_1]
        mid = (np.abs(bare.points_m[:, 1]) < 0.03) & (np.abs(bare.points_m[:, 2] - nape[2]) < 0.02)
        back = np.array([bare.points_m[mid, 0].min() - 0.01, 0.0, nape[2] - 0.03])
        half = (random.uniform(0.03, 0.05), 0.11, random.uniform(0.06, 0.09))
        lumps.append((back, half, 12.0, Bone.SPINE_1))
    return lumps


def _with_ellipsoid(
    rig: Rig, centre: Floats, half: tuple[float, float, float], tilt_deg: float, bone: Bone
) -> Rig:
    """The rig with an ellipsoid on one bone; ``tilt_deg`` > 0 leans its top forward."""
    around, rings = 20, 12
    polar, azimuth = np.meshgrid(
        np.linspace(0.02, np.pi - 0.02, rings),
        np.arange(around) * 2 * np.pi / around,
        indexing="ij",
    )
    ball = np.stack(
        [np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), np.cos(polar)], axis=-1
    ).reshape(-1, 3) * np.array(half)
    c, s = np.cos(np.radians(tilt_deg)), np.sin(np.radians(tilt_deg))
    ball = ball @ np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]]).T + centre
    corner = np.arange((rings - 1) * around)
    right = corner // around * around + (corner + 1) % around
    faces = np.concatenate(
        [
            np.stack([corner, corner + around, right + around], axis=1),
            np.stack([corner, right + around, right], axis=1),
        ]
    )
    weights = np.zeros((len(ball), len(Bone)))
    weights[:, bone] = 1.0
    return Rig(
        points_m=np.concatenate([rig.points_m, ball]),
        faces=np.concatenate([rig.faces, faces + len(rig.points_m)]),
        heads_m=rig.heads_m,
        weights=np.concatenate([rig.weights, weights]),
    )
