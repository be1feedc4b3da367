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
    flesh = np.column_stack([body.flesh[part].real, body.flesh[part].imag])
    inner = body.skin_m[None, part] - _DEPTHS[:, None, None] * flesh[None]
    side = plane.to_side(inner.reshape(-1, 2))
    height, width = silhouette.depth.shape
    column = np.clip((side[:, 0] - silhouette.left_m) / RASTER_M, 0, width - 1).astype(np.intp)
    row = np.clip((silhouette.top_m - side[:, 1]) / RASTER_M, 0, height - 1).astype(np.intp)
    missing = (silhouette.depth[row, column] == 0).reshape(len(_DEPTHS), -1).mean(axis=0)
    total = np.concatenate([[0.0], np.cumsum(missing)])
    return float((total[_STRETCH:] - total[:-_STRETCH]).max() / _STRETCH)
