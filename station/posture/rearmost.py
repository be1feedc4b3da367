"""The rearmost point of the buttocks, between the cells, from many rows of the outline."""

from __future__ import annotations

import cv2
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
_POWERS = np.stack([_ROWS_M**2, _ROWS_M, np.ones(len(_ROWS_M))])
_STEPS = 3
_LONGEST_STEP_M = 0.02
_LEAST_SLOPE = 0.4
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
    upwards = buttocks_m[buttocks_m[:, 1].argsort()]
    shape_x = np.interp(z, upwards[:, 1], upwards[:, 0])
    points = np.empty((len(z), 2))
    points[:, 0], points[:, 1] = shape_x, z
    x = points[:, 0]
    for _ in range(_STEPS):
        distance, slope = outline.sample_across(points)
        step = distance / np.maximum(slope, _LEAST_SLOPE)
        x -= np.minimum(np.maximum(step, -_LONGEST_STEP_M), _LONGEST_STEP_M)
    # Where the last step was still long, the row did not find the outline.
    found = np.abs(distance) < _FOUND_M
    if np.count_nonzero(found) < _MIN_ROWS:
        return None
    apart = x - shape_x
    found &= np.abs(apart - middle_of(apart[found])) < _OUTLIER_M
    if np.count_nonzero(found) < _MIN_ROWS:
        return None
    return _vertex(x[found], _POWERS[:, found])


def _vertex(x: Floats, powers: Floats) -> float:
    """Rearmost x of a parabola through the rows, its curvature drawn towards the usual one.

    ``powers`` ``(3, n)`` are z², z and 1 of each row.
    """
    normal = powers @ powers.T
    normal[0, 0] += _CURVATURE_WEIGHT * len(x)
    right = powers @ x
    right[0] += _CURVATURE_WEIGHT * len(x) * _CURVATURE_PER_M
    # A third of the cost of numpy's own for three unknowns.
    _, found = cv2.solve(normal, right[:, None], flags=cv2.DECOMP_CHOLESKY)
    (a,), (b,), (c,) = found.tolist()
    a = max(a, 1.0)
    place = min(max(-b / (2 * a), -_HALF_BAND_M), _HALF_BAND_M)
    return float(c + b * place + a * place * place)
