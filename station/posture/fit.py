"""Bending the body model until it lies on the outline of a frame (robust Gauss-Newton)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import N_BENDS, BodyModel
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
_STEP_SIZES = np.concatenate([np.full(N_BENDS, 0.5), np.ones(4)])
_STEPS = np.diag(_STEP_SIZES)
_PRIOR_HESSIAN = np.diag(_PRIOR_PRECISION)
_LONGEST_STEP = 20.0
_CONVERGED = 0.8
_FAR = 4.0
_NEAR_M = 0.03


@dataclass(frozen=True, eq=False)
class Fit:
    """Angles ``(N_BENDS,)`` in degrees, ankle shift ``(2,)`` in metres, and how well they fit.

    ``support`` is the share of the outline's weight that lies within 3 cm of the bent model.
    """

    angles_deg: Floats
    shift_m: Floats
    residual_mm: float
    support: float


def standing_fit() -> Fit:
    """The starting point: not bent at all."""
    return Fit(np.zeros(N_BENDS), np.zeros(4), 0.0, 1.0)


def fit_outline(model: BodyModel, outline: Outline, start: Fit) -> Fit:
    """Fit the model to an outline, starting from the previous frame's fit."""
    q = np.concatenate([start.angles_deg, start.shift_m * 1000])
    directions = _directions(model, q)
    for iteration in range(_ITERATIONS):
        skin, normals = model.bend(q[:N_BENDS], q[N_BENDS:] / 1000)
        distance, gradient = outline.sample(skin)
        step = _step(model, q, directions, distance, gradient, normals)
        q = q - np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        largest = np.abs(step).max()
        if largest < _CONVERGED:
            break
        if largest > _FAR and iteration + 1 < _ITERATIONS:
            directions = _directions(model, q)
    apart = np.abs(distance[model.weight > 0])
    return Fit(
        angles_deg=q[:N_BENDS],
        shift_m=q[N_BENDS:] / 1000,
        residual_mm=float(np.median(apart) * 1000),
        support=float(np.mean(apart < _NEAR_M)),
    )


def _directions(model: BodyModel, q: Floats) -> Floats:
    """How the skin moves with each of q: ``(len(q), n, 2)`` metres per unit.

    Costly and slow to change; computed anew only where q has moved far.
    """
    moved = np.vstack([q, q + _STEPS])
    skins = model.bend_many(moved[:, :N_BENDS], moved[:, N_BENDS:] / 1000)
    directions: Floats = (skins[1:] - skins[0]) / _STEP_SIZES[:, None, None]
    return directions


def _step(
    model: BodyModel,
    q: Floats,
    directions: Floats,
    distance: Floats,
    gradient: Floats,
    normals: Floats,
) -> Floats:
    """One Gauss-Newton step for q: bends in degrees, then shifts in millimetres."""
    weight = _weights(model, distance, gradient, normals) / _NOISE_M**2
    jacobian = directions[..., 0] * gradient[:, 0] + directions[..., 1] * gradient[:, 1]
    scaled = jacobian * weight
    hessian = scaled @ jacobian.T + _PRIOR_HESSIAN
    slope = scaled @ distance + q * _PRIOR_PRECISION
    return np.asarray(np.linalg.solve(hessian, slope), np.float64)


def _weights(model: BodyModel, distance: Floats, gradient: Floats, normals: Floats) -> Floats:
    """Small for far points and for points whose nearest outline faces another way."""
    robust = 1 / (1 + (distance / _OUTLIER_M) ** 2) ** 2
    facing = np.clip(-np.sum(gradient * normals, axis=1), 0.0, 1.0)
    weights: Floats = model.weight * robust * facing
    return weights
