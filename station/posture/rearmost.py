"""The rearmost point of the buttocks, between the cells, from many rows of the outline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import BodyModel
from station.posture.middle import middle_of
from station.posture.outline import Outline

Floats = NDArray[np.float64]

_BUTTOCKS = (0.40, 0.555)
"""Shares of height between which the rearmost skin may lie, whatever the bend; higher up, a back
that leans behind the hips would be taken for them."""
_HALF_BAND_M = 0.09
_ROWS_M = np.arange(-_HALF_BAND_M, _HALF_BAND_M + 1e-9, 0.006)
_STEPS = 3
_FOUND_M = 0.004
_OUTLIER_M = 0.03
_MIN_ROWS = 9
_CURVATURE_PER_M = 4.0
"""Half the curvature of buttocks from the side: a circle of 12 cm radius."""
_CURVATURE_WEIGHT = 2e-5
"""How strongly the rows are held to it. Left free, the curve follows the ragged edge and its
vertex is twice as noisy; held fast, flat buttocks would be moved."""


def buttocks_of(model: BodyModel, skin_m: Floats) -> Floats:
    """The points of a (bent) skin ``(n, 2)`` among which the rearmost is to be found."""
    return skin_m[model.part(*_BUTTOCKS)]


def rearmost_x_m(buttocks_m: Floats, outline: Outline) -> float | None:
    """x of the rearmost point of the buttocks in the sagittal plane; None when it is covered.

    The bent model's buttocks ``(n, 2)`` say where to look, so that a hand or a shirt tail behind
    the body is not taken for them; a parabola through the outline's rows there gives the place.
    """
    around_z = buttocks_m[buttocks_m[:, 0].argmin(), 1]
    z = around_z + _ROWS_M
    order = buttocks_m[:, 1].argsort()
    shape_x = np.interp(z, buttocks_m[order, 1], buttocks_m[order, 0])
    points = np.column_stack([shape_x, z])
    for _ in range(_STEPS):
        distance, slope = outline.sample_across(points)
        step = distance / np.maximum(slope, 0.4)
        points[:, 0] -= step.clip(-0.02, 0.02)
    # Where the last step was still long, the row did not find the outline.
    found = np.abs(distance) < _FOUND_M
    if np.count_nonzero(found) < _MIN_ROWS:
        return None
    apart = points[:, 0] - shape_x
    found &= np.abs(apart - middle_of(apart[found])) < _OUTLIER_M
    if np.count_nonzero(found) < _MIN_ROWS:
        return None
    return _vertex(points[found, 0], _ROWS_M[found])


def _vertex(x: Floats, z: Floats) -> float:
    """Rearmost x of a parabola through the rows, its curvature drawn towards the usual one."""
    rows = np.stack([z * z, z, np.ones(len(z))])
    normal = rows @ rows.T
    normal[0, 0] += _CURVATURE_WEIGHT * len(z)
    right = rows @ x
    right[0] += _CURVATURE_WEIGHT * len(z) * _CURVATURE_PER_M
    a, b, c = np.linalg.solve(normal, right).tolist()
    a = max(a, 1.0)
    place = min(max(-b / (2 * a), -_HALF_BAND_M), _HALF_BAND_M)
    return float(c + b * place + a * place * place)
