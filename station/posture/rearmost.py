"""The rearmost point of the buttocks, between the cells, from many rows of the outline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import BodyModel
from station.posture.outline import Outline

Floats = NDArray[np.float64]

_BUTTOCKS = (0.40, 0.585)
"""Shares of height between which the rearmost skin may lie, whatever the bend."""
_HALF_BAND_M = 0.06
_ROW_M = 0.006
_OUTLIER_M = 0.025
_MIN_ROWS = 9


def rearmost_x_m(model: BodyModel, skin_m: Floats, outline: Outline) -> float | None:
    """x of the rearmost point of the buttocks in the sagittal plane; None when it is covered.

    The bent model's skin ``(n, 2)`` says where to look, so that a hand or a shirt tail behind the
    body is not taken for it; a parabola through the outline's rows around it gives the place.
    """
    buttocks = (model.share > _BUTTOCKS[0]) & (model.share < _BUTTOCKS[1])
    expected = skin_m[buttocks]
    around = expected[int(np.argmin(expected[:, 0]))]
    z = around[1] + np.arange(-_HALF_BAND_M, _HALF_BAND_M + 1e-9, _ROW_M)
    x = np.interp(z, *_by_height(expected), left=around[0], right=around[0])
    for _ in range(4):
        distance, gradient = outline.sample(np.column_stack([x, z]))
        slope = np.where(np.abs(gradient[:, 0]) > 0.3, gradient[:, 0], 0.3)
        x = x - np.clip(distance / slope, -0.02, 0.02)
    distance, _ = outline.sample(np.column_stack([x, z]))
    on_outline = np.abs(distance) < 0.003
    return _vertex(x[on_outline], z[on_outline] - around[1])


def _by_height(points: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(points[:, 1])
    return points[order, 1], points[order, 0]


def _vertex(x: Floats, z: Floats) -> float | None:
    """Rearmost x of a robust parabola through the rows."""
    for _ in range(2):
        if len(x) < _MIN_ROWS:
            return None
        a, b, c = np.polyfit(z, x, 2)
        apart = np.abs(np.polyval([a, b, c], z) - x)
        keep = apart < max(_OUTLIER_M, 2.5 * float(np.median(apart)))
        x, z = x[keep], z[keep]
    if a > 1e-3 and abs(b / (2 * a)) <= _HALF_BAND_M:
        return float(c - b * b / (4 * a))
    return float(min(np.polyval([a, b, c], _HALF_BAND_M), np.polyval([a, b, c], -_HALF_BAND_M), c))
