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
_BEND_PRIOR_DEG = np.array([25.0, 40.0, 90.0, 10.0, 8.0, 15.0])
_HIP_PRIOR_M = 0.04
_STEP_DEG = 0.5
_STEP_M = 0.001


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
    prior_sd = np.concatenate(
        [_BEND_PRIOR_DEG, [_ANKLE_PRIOR_M * 1000] * 2, [_HIP_PRIOR_M * 1000] * 2]
    )
    for _ in range(_ITERATIONS):
        skin, normals = model.bend(q[:N_BENDS], q[N_BENDS:] / 1000)
        distance, gradient = outline.sample(skin)
        weight = _weights(model, distance, gradient, normals)
        jacobian = _jacobian(model, q, skin, gradient)
        scaled = jacobian * (weight / _NOISE_M**2)[:, None]
        hessian = scaled.T @ jacobian + np.diag(1 / prior_sd**2)
        slope = scaled.T @ distance + q / prior_sd**2
        step = np.linalg.solve(hessian, slope)
        q = q - np.clip(step, -15, 15)
        if np.abs(step).max() < 0.05:
            break
    skin, normals = model.bend(q[:N_BENDS], q[N_BENDS:] / 1000)
    distance, gradient = outline.sample(skin)
    seen = model.weight > 0
    near = np.abs(distance[seen]) < 0.03
    residual_mm = float(np.median(np.abs(distance[seen])) * 1000)
    return Fit(q[:N_BENDS], q[N_BENDS:] / 1000, residual_mm, float(near.mean()))


def _weights(model: BodyModel, distance: Floats, gradient: Floats, normals: Floats) -> Floats:
    """Small for far points and for points whose nearest outline faces another way."""
    robust = 1 / (1 + (distance / _OUTLIER_M) ** 2) ** 2
    facing = np.clip(-np.sum(gradient * normals, axis=1), 0.0, 1.0)
    weights: Floats = model.weight * robust * facing
    return weights


def _jacobian(model: BodyModel, q: Floats, skin: Floats, gradient: Floats) -> Floats:
    """d distance / d q by finite differences of the model, the field's gradient taken as fixed."""
    columns = []
    for i in range(len(q)):
        step = _STEP_DEG if i < N_BENDS else _STEP_M * 1000
        moved = q.copy()
        moved[i] += step
        there, _ = model.bend(moved[:N_BENDS], moved[N_BENDS:] / 1000)
        columns.append(np.sum((there - skin) * gradient, axis=1) / step)
    return np.column_stack(columns)
