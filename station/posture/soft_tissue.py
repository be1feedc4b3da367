"""From the bends the skin shows to the bends the bones make.

Skin does not follow the bones one to one: it spreads a bend over its neighbours, buttocks turn
with the thighs as well as with the pelvis, shoulder blades and cloth add their own. How the bent
model lies on the outline, and how far the outline still is from it along the back, together tell
the bones' angles nonetheless: a small network learned the map from anatomical bodies whose bones
were bent by known angles and seen through a noisy depth sensor (``python -m tests.lab.train``,
which prints how well it does on bodies it has not seen). It needs nothing but numpy here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import LUMBAR, NECK, PELVIS, SHANK, THIGH, THORACIC, BodyModel
from station.posture.fit import Fit

Floats = NDArray[np.float64]

LEARNED = Path(__file__).with_suffix(".npz")
"""What the training wrote."""
_SHARES = np.linspace(0.20, 0.93, 25)
"""Shares of height at which the outline's distance from the model is looked at: calf to crown."""
_FARTHEST_M_PER_M = 0.017
"""Outlines farther away than this, per metre of height, are arms or cloth: not told apart."""
_TYPICAL_M_PER_M = 0.0046
_TYPICAL_DEG, _TYPICAL_SHIFT_M = 10.0, 0.01
_RANGE = 4.0
"""Inputs are clipped to so many standard deviations of the training's."""
_MOST_CLIPPED = 0.2
"""With more of the inputs beyond that, the training has seen nothing like it."""


@dataclass(frozen=True)
class Bends:
    """Change of each joint's angle since standing, degrees; signs as in the measures."""

    hip_deg: float
    knee_deg: float
    lumbar_deg: float
    thoracic_deg: float
    neck_deg: float


@dataclass(frozen=True, eq=False)
class LearnedMap:
    """A few small networks beside a linear map; their mean is the answer.

    ``centre`` and ``spread`` ``(i,)`` standardise the inputs; ``linear`` ``(i, 5)``. Each of the
    ``n`` networks has two hidden layers: ``weights`` ``(n, i, a)``, ``(n, a, b)``, ``(n, b, 5)``,
    ``biases`` ``(n, 1, a)``, ``(n, 1, b)``, ``(n, 1, 5)``.
    """

    centre: Floats
    spread: Floats
    linear: Floats
    weights: tuple[Floats, Floats, Floats]
    biases: tuple[Floats, Floats, Floats]

    def of(self, inputs: Floats) -> Floats | None:
        """The five bends ``(5,)`` in degrees; None for what is unlike anything learned from."""
        standard = (inputs - self.centre) / self.spread
        within = np.clip(standard, -_RANGE, _RANGE)
        if np.count_nonzero(within != standard) > _MOST_CLIPPED * len(inputs):
            return None
        layer = within[None]
        for weights, biases in zip(self.weights[:2], self.biases[:2], strict=True):
            layer = layer @ weights + biases
            layer = layer / (1.0 + np.exp(-layer))
        bends: Floats = (layer @ self.weights[2] + self.biases[2]).mean(axis=(0, 1))
        return bends + within @ self.linear


@lru_cache(maxsize=1)
def learned_map() -> LearnedMap:
    """The map as it was learned, read once."""
    with np.load(LEARNED) as kept:
        arrays = {name: kept[name].astype(np.float64) for name in kept.files}
    return LearnedMap(
        arrays["centre"],
        arrays["spread"],
        arrays["linear"],
        (arrays["weights_1"], arrays["weights_2"], arrays["weights_3"]),
        (arrays["biases_1"], arrays["biases_2"], arrays["biases_3"]),
    )


def inputs_of(model: BodyModel, fit: Fit) -> Floats:
    """What the map is asked with, ``(35,)``, each about one in size; all zero standing.

    The joints' bends of the fitted chain and the lean of the shank, the chain's shifts, and the
    distances of the outline from the fitted skin over the height, in multiples of typical ones.
    """
    angle, shift = fit.posture.angles_deg, fit.posture.shift_m
    joints = [
        angle[SHANK] - angle[THIGH],
        angle[PELVIS] - angle[THIGH],
        angle[LUMBAR],
        angle[THORACIC],
        angle[NECK],
        angle[SHANK],
    ]
    away = np.interp(_SHARES, model.share, fit.distance_m) / model.height_m
    away = np.clip(away, -_FARTHEST_M_PER_M, _FARTHEST_M_PER_M) / _TYPICAL_M_PER_M
    return np.concatenate(
        [np.array(joints) / _TYPICAL_DEG, shift / _TYPICAL_SHIFT_M, away], dtype=np.float64
    )


def bends_of_bones(model: BodyModel, fit: Fit) -> Bends | None:
    """The bones' bends behind a fitted outline; None where the map knows nothing like it."""
    learned = learned_map()
    bends = learned.of(inputs_of(model, fit))
    if bends is None:
        return None
    return Bends(*(float(bend) for bend in bends - _standing(learned)))


@lru_cache(maxsize=1)
def _standing(learned: LearnedMap) -> Floats:
    """What the map says of the standing template itself, which is no bend at all."""
    bends = learned.of(np.zeros(len(learned.centre)))
    assert bends is not None
    return bends
