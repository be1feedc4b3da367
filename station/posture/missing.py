"""How much of the athlete gives no reading: black clothes swallow the sensor's pattern."""

from __future__ import annotations

import numpy as np

from station.posture.body_model import BentBody, BodyModel
from station.posture.sagittal import SagittalPlane
from station.scene.silhouette import RASTER_M, Silhouette

_DEPTHS = np.array([0.5, 0.75, 1.0])
"""From the skin to the bones: deep enough that a fast body is still there in the next frame."""
_STRETCH = 8
"""So many neighbouring points, about 18 cm of outline, are looked at together."""
_JUDGED = (0.06, 0.82)
"""Shares of height: the feet are measured apart, a neck is too thin to look into."""


def missing_share(
    silhouette: Silhouette, model: BodyModel, body: BentBody, plane: SagittalPlane
) -> float:
    """Share of readings missing inside the worst stretch of legs, hips and back, 0 to 1.

    ``body`` is the ``model`` bent as it was last seen.
    """
    part = model.part(*_JUDGED)
    flesh = body.flesh[part].view(np.float64).reshape(-1, 2)
    inner = body.skin_m[part] - _DEPTHS[:, None, None] * flesh
    cells = plane.to_cells(inner.reshape(-1, 2), silhouette.left_m, silhouette.top_m, RASTER_M)
    height, width = silhouette.depth.shape
    column, row = cells.real.clip(0, width - 1), cells.imag.clip(0, height - 1)
    found = silhouette.depth[row.astype(np.intp), column.astype(np.intp)]
    missing = np.count_nonzero((found == 0).reshape(len(_DEPTHS), -1), axis=0)
    total = missing.cumsum()
    total[_STRETCH:] -= total[:-_STRETCH].copy()
    return float(total[_STRETCH - 1 :].max()) / (_STRETCH * len(_DEPTHS))
