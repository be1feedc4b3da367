"""Bending the body model until it lies on the outline of a frame (robust Gauss-Newton)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import N_BENDS, PELVIS, BentBody, BodyModel
from station.posture.outline import Outline

Floats = NDArray[np.float64]

_ITERATIONS = 5
_OUTLIER_M = 0.02
"""Residuals beyond this lose weight: an arm across the outline, a flapping shirt."""
_NOISE_M = 0.012
_ANKLE_PRIOR_M = 0.006
"""Feet are planted: the ankle gives way only for what the chain gets wrong."""
_BEND_PRIOR_DEG = np.array([25.0, 40.0, 90.0, 12.0, 12.0, 15.0])
_HIP_PRIOR_M = np.array([0.02, 0.04])
"""What the true hip joint may lie off the model's (x), and the buttocks give way (z)."""
_PRIOR_PRECISION = (
    1.0
    / np.concatenate([_BEND_PRIOR_DEG, np.full(2, _ANKLE_PRIOR_M * 1000), _HIP_PRIOR_M * 1000]) ** 2
)
_PRIOR_HESSIAN = np.diag(_PRIOR_PRECISION)
_LONGEST_STEP = 20.0
_CONVERGED = 2.0
"""The last step is taken, so what is left after one this small (degrees, millimetres) is a fraction
of it, and less than one frame's noise."""
_NEAR_M = 0.03


@dataclass(frozen=True, eq=False)
class Posture:
    """How the model is bent: angles ``(N_BENDS,)`` in degrees and shifts ``(4,)`` in metres."""

    angles_deg: Floats
    shift_m: Floats


STANDING = Posture(np.zeros(N_BENDS), np.zeros(4))
"""Not bent at all: where the first fit starts."""


@dataclass(frozen=True, eq=False)
class Fit:
    """The posture found, the body bent into it, and how far its skin is from the outline.

    ``distance_m`` ``(n,)`` is positive where the skin lies inside.
    """

    posture: Posture
    body: BentBody
    distance_m: Floats

    @property
    def support(self) -> float:
        """Share of the skin that lies within 3 cm of the outline."""
        return self.support_of(slice(None))

    def support_of(self, part: slice) -> float:
        """The same for a part of the skin."""
        return float((np.abs(self.distance_m[part]) < _NEAR_M).mean())


def fit_outline(model: BodyModel, outline: Outline, start: Posture) -> Fit:
    """Fit the model to an outline, starting from the previous frame's posture."""
    q = np.concatenate([start.angles_deg, start.shift_m * 1000])
    for _ in range(_ITERATIONS):
        body = model.bend(q[:N_BENDS], q[N_BENDS:] / 1000)
        step = _step(model, q, body, *outline.sample(body.skin_m))
        q = q - np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        if np.abs(step).max() < _CONVERGED:
            break
    posture = Posture(q[:N_BENDS], q[N_BENDS:] / 1000)
    body = model.bend(posture.angles_deg, posture.shift_m)
    return Fit(posture, body, outline.sample(body.skin_m)[0])


def _step(
    model: BodyModel, q: Floats, body: BentBody, distance: Floats, gradient: Floats
) -> Floats:
    """One Gauss-Newton step for q: bends in degrees, then shifts in millimetres."""
    weight = _weights(distance, gradient, body.normals) / _NOISE_M**2
    jacobian = np.empty((len(q), len(distance)))
    x, z = gradient.T
    directions = model.directions_m(body)
    jacobian[:N_BENDS] = directions.real * x + directions.imag * z
    jacobian[N_BENDS : N_BENDS + 2] = gradient.T / 1000
    jacobian[N_BENDS + 2 :] = jacobian[N_BENDS : N_BENDS + 2] * model.chain_ramps[PELVIS]
    scaled = jacobian * weight
    hessian = scaled @ jacobian.T + _PRIOR_HESSIAN
    slope = scaled @ distance + q * _PRIOR_PRECISION
    return np.asarray(np.linalg.solve(hessian, slope), np.float64)


def _weights(distance: Floats, gradient: Floats, normals: Floats) -> Floats:
    """Small for far points and for points whose nearest outline faces another way."""
    robust = 1 / (1 + (distance / _OUTLIER_M) ** 2) ** 2
    facing = -(gradient * normals).sum(axis=1)
    weights: Floats = robust * np.clip(facing, 0.0, 1.0)
    return weights
