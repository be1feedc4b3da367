"""From the bends the skin shows to the bends the bones make.

Skin does not follow the bones one to one: it spreads a bend over its neighbours, buttocks turn
with the thighs as well as with the pelvis, shoulder blades and cloth add their own. How the bent
model lies on the outline, how far the outline still is from it along the back, and what shape the
athlete has standing, together tell the bones' angles nonetheless: a small network learned the map
from bodies of two kinds whose bones were bent by known angles and seen through a noisy depth
sensor (``python -m tests.lab.train``, which prints how well it does on bodies it has not seen).
It needs nothing but numpy here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import (
    HIP,
    KNEE,
    LUMBAR,
    NECK,
    PELVIS,
    SHANK,
    THIGH,
    THORACIC,
    BodyModel,
)
from station.posture.fit import Fit

Floats = NDArray[np.float64]

LEARNED = Path(__file__).with_suffix(".npz")
"""What the training wrote."""
_SHARES = np.linspace(0.20, 0.93, 25)
"""Shares of height at which the outline's distance from the model is looked at: calf to crown."""
_OWN_SHARES = np.linspace(0.40, 0.90, 16)
"""Where the standing outline's slope is looked at: thigh to nape."""
_FARTHEST_M_PER_M = 0.017
"""Outlines farther away than this, per metre of height, are arms or cloth: not told apart."""
_TYPICAL_M_PER_M = 0.0046
_TYPICAL_DEG, _TYPICAL_SHIFT_M, _TYPICAL_HEIGHT_M = 10.0, 0.01, 0.1
_TYPICAL_PITCH_MM = 5.0
_RANGE = 4.0
"""Inputs are clipped to so many standard deviations of the training's."""
_MOST_CLIPPED = 0.1
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
    """A small network of two hidden layers beside a linear map; the sum is the answer.

    ``centre`` and ``spread`` ``(i,)`` standardise the inputs; ``linear`` is ``(i, 5)``, ``weights``
    are ``(i, a)``, ``(a, b)`` and ``(b, 5)``, ``biases`` ``(a,)``, ``(b,)`` and ``(5,)``.
    """

    centre: Floats
    spread: Floats
    linear: Floats
    weights: tuple[Floats, Floats, Floats]
    biases: tuple[Floats, Floats, Floats]

    def of(self, inputs: Floats) -> Floats | None:
        """Five angles ``(5,)`` in degrees; None for what is unlike anything learned from."""
        standard = (inputs - self.centre) / self.spread
        within = np.minimum(np.maximum(standard, -_RANGE), _RANGE)
        if np.count_nonzero(within != standard) > _MOST_CLIPPED * len(inputs):
            return None
        layer = within
        for weights, biases in zip(self.weights[:2], self.biases[:2], strict=True):
            layer = layer @ weights + biases
            layer = layer / (1.0 + np.exp(-layer))
        angles: Floats = layer @ self.weights[2] + self.biases[2] + within @ self.linear
        return angles


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


class SoftTissue:
    """How one athlete's skin follows the bones; build a new one for each baseline.

    ``yaw_deg`` is how far the athlete is turned out of the side plane, as far as it is known;
    ``pixel_pitch_mm`` how coarsely they are seen.
    """

    def __init__(self, model: BodyModel, yaw_deg: float, pixel_pitch_mm: float) -> None:
        self._model = model
        self._own = _own_inputs(model, yaw_deg, pixel_pitch_mm)

    def inputs_of(self, fit: Fit) -> Floats:
        """What the map is asked with, each about one in size.

        The joints' bends of the fitted chain and the lean of the shank, the chain's shifts, and
        the distances of the outline from the fitted skin over the height, in multiples of typical
        ones: all zero standing. Behind them what stays the same, of the athlete standing.
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
        away = np.interp(_SHARES, self._model.share, fit.distance_m) / self._model.height_m
        away = np.minimum(np.maximum(away, -_FARTHEST_M_PER_M), _FARTHEST_M_PER_M)
        return np.concatenate(
            [
                np.array(joints) / _TYPICAL_DEG,
                shift / _TYPICAL_SHIFT_M,
                away / _TYPICAL_M_PER_M,
                self._own,
            ]
        )

    def bends(self, fit: Fit) -> Bends | None:
        """The bones' bends behind a fitted outline; None where the map knows nothing like it."""
        angles_deg = learned_map().of(self.inputs_of(fit))
        if angles_deg is None or self._standing_deg is None:
            return None
        return Bends(*(angles_deg - self._standing_deg).tolist())

    @cached_property
    def _standing_deg(self) -> Floats | None:
        """What the map says of this athlete not bent at all."""
        return learned_map().of(np.concatenate([np.zeros(_N_POSTURE), self._own]))


_N_POSTURE = 10 + len(_SHARES)
"""So many inputs tell the posture; the others are the athlete's own."""


def _own_inputs(model: BodyModel, yaw_deg: float, pixel_pitch_mm: float) -> Floats:
    """Slopes of the standing rear outline, depth of the legs, height, turn and pixels."""
    slope = np.gradient(model.skin_m, axis=0)
    slope_deg = np.degrees(np.arctan2(slope[:, 0], slope[:, 1]))
    leg = model.chain_m[:, 0] - model.skin_m[:, 0]
    return np.concatenate(
        [
            np.interp(_OWN_SHARES, model.share, slope_deg) / _TYPICAL_DEG,
            np.interp([KNEE, HIP], model.share, leg) / model.height_m / (2 * _TYPICAL_M_PER_M),
            [model.height_m / _TYPICAL_HEIGHT_M, yaw_deg / _TYPICAL_DEG],
            [abs(yaw_deg) / _TYPICAL_DEG, pixel_pitch_mm / _TYPICAL_PITCH_MM],
        ]
    )
