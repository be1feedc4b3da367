"""Bending the body model until it lies on the outline of a frame (robust Gauss-Newton)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import N_BENDS, PELVIS, BentBody, BodyModel
from station.posture.outline import Outline

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]

_ITERATIONS = 5
_OUTLIER_M = 0.02
"""Residuals beyond this lose weight: an arm across the outline, a flapping shirt."""
_NOISE_M = 0.012
_ANKLE_PRIOR_M = 0.006
"""Feet are planted: the ankle gives way only for what the chain gets wrong."""
_BEND_PRIOR_DEG = np.array([25.0, 40.0, 90.0, 12.0, 12.0, 15.0])
_HIP_PRIOR_M = np.array([0.02, 0.04])
"""What the true hip joint may lie off the model's (x), and the buttocks give way (z)."""
_PRIOR_SD = np.concatenate(
    [_BEND_PRIOR_DEG, np.full(2, _ANKLE_PRIOR_M * 1000), _HIP_PRIOR_M * 1000]
)
_N_UNKNOWNS = len(_PRIOR_SD)
_PRIOR_PRECISION = (_NOISE_M / _OUTLIER_M**2) ** 2 / _PRIOR_SD**2
"""Over minus the weight of a reading that lies on the outline and faces it, which then needs no
scaling: two passes less over all points."""
_PRIOR_HESSIAN = np.diag(_PRIOR_PRECISION)
_LONGEST_STEP = 20.0
_FAR_STEP = 8.0
"""Up to a step this long the skin goes on moving in nearly the same directions;
to find them anew is a quarter of a step's price."""
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
        distance_m = self.distance_m[part]
        return np.count_nonzero(np.abs(distance_m) < _NEAR_M) / len(distance_m)


def fit_outline(
    model: BodyModel, outline: Outline, start: Posture, body: BentBody | None = None
) -> Fit:
    """Fit the model to an outline, starting from the previous frame's posture.

    ``body`` is the model bent into ``start``, where that is known already.
    """
    q = np.concatenate([start.angles_deg, start.shift_m * 1000])
    if body is None:
        body = model.bend(start.angles_deg, start.shift_m)
    directions = model.directions_m(body)
    for _ in range(_ITERATIONS):
        step = _step(model, q, body, directions, *outline.sample(body.skin_m))
        longest = max(map(abs, step.tolist()))
        q = q - (step if longest <= _LONGEST_STEP else step.clip(-_LONGEST_STEP, _LONGEST_STEP))
        posture = Posture(q[:N_BENDS], q[N_BENDS:] / 1000)
        body = model.bend(posture.angles_deg, posture.shift_m)
        if longest < _CONVERGED:
            break
        if longest > _FAR_STEP:
            directions = model.directions_m(body)
    return Fit(posture, body, outline.distance_at(body.skin_m))


def _step(
    model: BodyModel,
    q: Floats,
    body: BentBody,
    directions: Complexes,
    distance: Floats,
    gradient: Floats,
) -> Floats:
    """One Gauss-Newton step for q: bends in degrees, then shifts in millimetres.

    ``directions`` ``(N_BENDS, n)``: how the body's skin moves per degree.
    """
    x, z = gradient.T
    normal_x, normal_z = body.normals.T
    # Small for far points and for points whose nearest outline faces another way.
    facing = x * normal_x
    facing += z * normal_z
    np.minimum(facing, 0.0, out=facing)
    np.maximum(facing, -1.0, out=facing)
    near = distance * distance
    near += _OUTLIER_M**2
    near *= near
    weight = np.divide(facing, -near, out=near)
    jacobian = np.empty((_N_UNKNOWNS, len(distance)))
    np.multiply(directions.real, x, out=jacobian[:N_BENDS])
    jacobian[:N_BENDS] += directions.imag * z
    shifts = jacobian[N_BENDS : N_BENDS + 2]
    np.multiply(gradient.T, 0.001, out=shifts)
    np.multiply(shifts, model.chain_ramps[PELVIS], out=jacobian[N_BENDS + 2 :])
    weighted = jacobian * weight
    hessian = weighted @ jacobian.T
    hessian += _PRIOR_HESSIAN
    slope = weighted @ distance
    slope += q * _PRIOR_PRECISION
    # A fifth of the cost of numpy's own for ten unknowns.
    _, step = cv2.solve(hessian, slope[:, None], flags=cv2.DECOMP_CHOLESKY)
    return np.asarray(step, np.float64)[:, 0]
