"""The rearmost point of the buttocks, between the cells, from many rows of the outline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import BodyModel
from station.posture.outline import Outline

Floats = NDArray[np.float64]

_BUTTOCKS = (0.38, 0.60)
"""Shares of height between which the rearmost skin may lie, whatever the bend."""
_HALF_BAND_M = 0.08
_ROW_M = 0.006
_OUTLIER_M = 0.03
_MIN_ROWS = 9


def rearmost_x_m(model: BodyModel, skin_m: Floats, outline: Outline) -> float | None:
    """x of the rearmost point of the buttocks in the sagittal plane; None when it is covered.

    The bent model's skin ``(n, 2)`` gives the shape and says where to look, so that a hand or a
    shirt tail behind the body is not taken for it; the mean distance of the outline's rows from
    it gives the place. A mean over rows is far quieter than any single extreme.
    """
    buttocks = (model.share > _BUTTOCKS[0]) & (model.share < _BUTTOCKS[1])
    expected = skin_m[buttocks]
    rearmost = expected[int(np.argmin(expected[:, 0]))]
    z = rearmost[1] + np.arange(-_HALF_BAND_M, _HALF_BAND_M + 1e-9, _ROW_M)
    order = np.argsort(expected[:, 1])
    within = (z > expected[order[0], 1]) & (z < expected[order[-1], 1])
    z = z[within]
    shape_x = np.interp(z, expected[order, 1], expected[order, 0])
    x = shape_x.copy()
    for _ in range(3):
        distance, gradient = outline.sample(np.column_stack([x, z]))
        slope = np.maximum(gradient[:, 0], 0.4)
        x = x - np.clip(distance / slope, -0.02, 0.02)
    distance, _ = outline.sample(np.column_stack([x, z]))
    apart = (x - shape_x)[np.abs(distance) < 0.003]
    if len(apart) < _MIN_ROWS:
        return None
    apart = apart[np.abs(apart - np.median(apart)) < _OUTLIER_M]
    return float(rearmost[0] + np.mean(apart))
