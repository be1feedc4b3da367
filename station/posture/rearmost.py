"""The rearmost point of the buttocks, between the cells, from many rows of the outline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import BodyModel
from station.posture.outline import Outline

Floats = NDArray[np.float64]

_BUTTOCKS = (0.40, 0.555)
"""Shares of height between which the rearmost skin may lie, whatever the bend; higher up, a back
that leans behind the hips would be taken for them."""
_HALF_BAND_M = 0.07
_ROW_M = 0.006
_OUTLIER_M = 0.03
_MIN_ROWS = 9
_CURVATURE_PER_M = 4.0
"""Half the curvature of buttocks from the side: a circle of 12 cm radius."""
_CURVATURE_WEIGHT = 2e-5
"""How strongly the rows are held to it. Left free, the curve follows the ragged edge and its
vertex is twice as noisy; held fast, flat buttocks would be moved."""


def rearmost_skin_x_m(model: BodyModel, skin_m: Floats) -> float:
    """x of the rearmost buttock point of the bent model itself."""
    return float(_buttocks(model, skin_m)[:, 0].min())


def rearmost_x_m(model: BodyModel, skin_m: Floats, outline: Outline) -> float | None:
    """x of the rearmost point of the buttocks in the sagittal plane; None when it is covered.

    The bent model's skin ``(n, 2)`` says where to look, so that a hand or a shirt tail behind the
    body is not taken for it; a parabola through the outline's rows there gives the place.
    """
    expected = _buttocks(model, skin_m)
    around = expected[int(np.argmin(expected[:, 0]))]
    z = around[1] + np.arange(-_HALF_BAND_M, _HALF_BAND_M + 1e-9, _ROW_M)
    order = np.argsort(expected[:, 1])
    shape_x = np.interp(z, expected[order, 1], expected[order, 0])
    x = shape_x.copy()
    for _ in range(2):
        distance, gradient = outline.sample(np.column_stack([x, z]))
        slope = np.maximum(gradient[:, 0], 0.4)
        x = x - np.clip(distance / slope, -0.02, 0.02)
    distance, _ = outline.sample(np.column_stack([x, z]))
    apart = x - shape_x
    on_outline = np.abs(distance) < 0.003
    if on_outline.sum() < _MIN_ROWS:
        return None
    on_outline &= np.abs(apart - np.median(apart[on_outline])) < _OUTLIER_M
    if on_outline.sum() < _MIN_ROWS:
        return None
    return _vertex(x[on_outline], z[on_outline] - around[1])


def _buttocks(model: BodyModel, skin_m: Floats) -> Floats:
    within = (model.share > _BUTTOCKS[0]) & (model.share < _BUTTOCKS[1])
    points: Floats = skin_m[within]
    return points


def _vertex(x: Floats, z: Floats) -> float:
    """Rearmost x of a parabola through the rows, its curvature drawn towards the usual one."""
    rows = np.column_stack([z * z, z, np.ones(len(z))])
    normal = rows.T @ rows
    normal[0, 0] += _CURVATURE_WEIGHT * len(z)
    right = rows.T @ x
    right[0] += _CURVATURE_WEIGHT * len(z) * _CURVATURE_PER_M
    a, b, c = np.linalg.solve(normal, right)
    a = max(float(a), 1.0)
    place = float(np.clip(-b / (2 * a), -_HALF_BAND_M, _HALF_BAND_M))
    return float(c + b * place + a * place * place)
