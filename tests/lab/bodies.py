"""Anatomical bodies (anny, CC0 data), made once and kept as numbers that need only numpy.

``python -m tests.lab.bodies`` makes all that the catalogue needs; it takes about a minute and is
the only part of the lab that loads torch.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from station.simulator.shape import Sex
from tests.lab.plan import BodyShape, sessions
from tests.lab.rig import Bone, Floats, Rig

FOLDER = Path(__file__).resolve().parents[2] / ".lab" / "bodies"
_VERSION = 2
"""To be raised when a shape is made differently, so that no old file is taken for it."""
_CARRIES = {
    "root": "PELVIS",
    "pelvis": "PELVIS",
    "upperleg": "THIGH",
    "lowerleg": "SHANK",
    "foot": "FOOT",
    "toe": "FOOT",
    "spine05": "SPINE_5",
    "spine04": "SPINE_4",
    "spine03": "SPINE_3",
    "spine02": "SPINE_2",
    "spine01": "SPINE_1",
    "clavicle": "SPINE_1",
    "shoulder": "SPINE_1",
    "upperarm": "UPPER_ARM",
    "lowerarm": "FOREARM",
    "wrist": "HAND",
    "finger": "HAND",
    "metacarpal": "HAND",
    "neck01": "NECK_1",
    "neck02": "NECK_2",
    "neck03": "NECK_3",
    "head": "HEAD",
    "eye": "HEAD",
}
"""The bone of :class:`Bone` (without its side) that a bone of the model belongs to."""
_HEADS = {
    Bone.PELVIS: "root",
    Bone.SPINE_5: "spine05",
    Bone.SPINE_4: "spine04",
    Bone.SPINE_3: "spine03",
    Bone.SPINE_2: "spine02",
    Bone.SPINE_1: "spine01",
    Bone.NECK_1: "neck01",
    Bone.NECK_2: "neck02",
    Bone.NECK_3: "neck03",
    Bone.HEAD: "head",
    **{
        bone: f"{name}.{bone.name[-1]}"
        for name, pair in {
            "upperleg01": (Bone.THIGH_L, Bone.THIGH_R),
            "lowerleg01": (Bone.SHANK_L, Bone.SHANK_R),
            "foot": (Bone.FOOT_L, Bone.FOOT_R),
            "upperarm01": (Bone.UPPER_ARM_L, Bone.UPPER_ARM_R),
            "lowerarm01": (Bone.FOREARM_L, Bone.FOREARM_R),
            "wrist": (Bone.HAND_L, Bone.HAND_R),
        }.items()
        for bone in pair
    },
}
"""The bone of the model at whose head each bone turns."""
_LOCAL = (
    "buttocks-volume-incr",
    "hip-scale-horiz-incr",
    "hip-scale-depth-incr",
    "hip-trans-forward",
    "stomach-tone-incr",
    "torso-scale-depth-incr",
    "torso-scale-horiz-incr",
    "torso-vshape-incr",
    "torso-muscle-dorsi-incr",
    "neck-scale-depth-incr",
    "neck-trans-forward",
    "head-scale-depth-incr",
    "head-back-scale-depth-incr",
    "-upperleg-fat-incr",
    "-upperleg-scale-depth-incr",
    "-lowerleg-muscle-incr",
    "-foot-scale-incr",
)
"""Local changes in which two people of the same build differ; those of a side come in pairs."""
_HEAVY = {
    "measure-waist-circ-incr": 1.0,
    "measure-hips-circ-incr": 0.8,
    "measure-bust-circ-incr": 0.6,
    "measure-thigh-circ-incr": 0.7,
    "-upperleg-fat-incr": 0.9,
    "-upperarm-fat-incr": 0.8,
    "stomach-tone-incr": -0.6,
    "neck-double-incr": 0.6,
    "buttocks-volume-incr": 0.4,
}
"""What a weight of 1.6 adds to one of 1, which is the model's heaviest."""
_FORWARD_LEFT_UP = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""From the model's axes (left, backward, up) to the athlete's."""


@dataclass(frozen=True, eq=False)
class Body:
    """A bare body at its true height, and its body-mass index."""

    rig: Rig
    bmi: float


@lru_cache(maxsize=8)
def load_body(shape: BodyShape) -> Body:
    """The body of a shape, from its file; made with anny where there is none yet."""
    path = FOLDER / f"{_key(shape)}.npz"
    if not path.is_file():
        _save(make_body(shape), path)
    with np.load(path) as kept:
        rig = Rig(
            points_m=kept["points_m"].astype(np.float64),
            faces=kept["faces"].astype(np.int64),
            heads_m=kept["heads_m"].astype(np.float64),
            weights=kept["weights"].astype(np.float64),
        )
        return Body(rig, float(kept["bmi"]))


def make_body(shape: BodyShape) -> Body:
    """Ask the model for a body: the height it is asked for is found by two trials, then exact."""
    model = _model()
    low, high = 0.25, 0.6
    short_m, tall_m = (np.ptp(_rest(model, shape, trial)[0][:, 2]) for trial in (low, high))
    tallness = low + (high - low) * (shape.height_m - short_m) / (tall_m - short_m)
    points, heads = _rest(model, shape, float(np.clip(tallness, 0.0, 1.0)))
    scale = shape.height_m / np.ptp(points[:, 2])
    points, heads = points * scale, heads * scale
    labels = [str(label) for label in model.bone_labels]
    rig = Rig(
        points_m=points @ _FORWARD_LEFT_UP.T,
        faces=np.asarray(model.faces, dtype=np.int64),
        heads_m=np.array([heads[labels.index(_HEADS[bone])] for bone in Bone]) @ _FORWARD_LEFT_UP.T,
        weights=_weights(model, labels, len(points)),
    )
    return Body(rig, _bmi(rig))


@lru_cache(maxsize=1)
def _model() -> Any:
    import anny
    import torch

    torch.set_num_threads(1)
    return anny.Anny(local_changes="default", phenotypes="default")


def _rest(model: Any, shape: BodyShape, tallness: float) -> tuple[Floats, Floats]:
    """Points and bone heads of the rest posture in the model's axes."""
    given = {
        "gender": 1.0 if shape.sex is Sex.WOMAN else 0.0,
        "age": _age_share(shape.age_years),
        "muscle": shape.muscle,
        "weight": min(1.0, shape.weight),
        "height": tallness,
        "proportions": shape.proportions,
    }
    made = model(phenotype_kwargs=given, local_changes_kwargs=_local_changes(model, shape))
    points = made["rest_vertices"][0].detach().numpy().astype(np.float64)
    heads = made["rest_bone_heads"][0].detach().numpy().astype(np.float64)
    return points, heads


def _age_share(years: float) -> float:
    """The model's age: 1/3 is a child of 12, 2/3 an adult of 25, 1 an old one of 90."""
    return float(np.interp(years, [12.0, 25.0, 90.0], [1 / 3, 2 / 3, 1.0]))


def _local_changes(model: Any, shape: BodyShape) -> dict[str, float]:
    random = np.random.default_rng([shape.seed, 11])
    changes = {name: float(random.uniform(-0.4, 0.4)) for name in _LOCAL}
    extra = max(0.0, shape.weight - 1.0) / 0.6
    for name, most in _HEAVY.items():
        changes[name] = changes.get(name, 0.0) + extra * most
    known = [str(label) for label in model.local_change_labels]
    both_sides = {
        label: float(np.clip(value, -1.0, 1.0))
        for name, value in changes.items()
        for label in known
        if label == name or label in (f"l{name}", f"r{name}")
    }
    if len(both_sides) < len(changes):
        raise ValueError(f"the model lacks a local change of {sorted(changes)}")
    return both_sides


def _weights(model: Any, labels: list[str], count: int) -> Floats:
    """The model's skin weights, added up over the bones that move as one piece."""
    weights = np.zeros((count, len(Bone)))
    into = np.array([_owner(label) for label in labels])
    numbers = model.vertex_bone_indices.numpy()
    rows = np.broadcast_to(np.arange(count)[:, None], numbers.shape)
    np.add.at(weights, (rows, into[numbers]), model.vertex_bone_weights.numpy())
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _owner(label: str) -> Bone:
    name = next(owner for start, owner in _CARRIES.items() if label.startswith(start))
    return Bone[name] if name in Bone.__members__ else Bone[f"{name}_{label[-1]}"]


def _bmi(rig: Rig) -> float:
    """Mass by the enclosed volume at 985 kg/m3, over height squared."""
    a, b, c = (rig.points_m[rig.faces[:, corner]] for corner in range(3))
    volume_m3 = abs(float(np.einsum("ij,ij->", np.cross(a, b), c))) / 6
    return 985.0 * volume_m3 / rig.height_m**2


def _save(body: Body, path: Path) -> None:
    """Keep a body; a file half written never counts as one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half_written = path.with_suffix(".part.npz")
    np.savez_compressed(
        half_written,
        points_m=body.rig.points_m.astype(np.float32),
        faces=body.rig.faces.astype(np.int32),
        heads_m=body.rig.heads_m.astype(np.float32),
        weights=body.rig.weights.astype(np.float32),
        bmi=body.bmi,
    )
    half_written.replace(path)


def _key(shape: BodyShape) -> str:
    """A name that changes with anything that changes the body."""
    return hashlib.sha256(f"{_VERSION} {shape}".encode()).hexdigest()[:16]


if __name__ == "__main__":
    for session in sessions():
        print(session.name, f"bmi {load_body(session.person.shape).bmi:.1f}", flush=True)
