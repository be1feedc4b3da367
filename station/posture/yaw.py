"""How far the athlete is turned out of the side plane, read from a bent back.

Standing, a body shows no direction. Bent, the back reaches half a metre forward: if it also comes
nearer to the camera or goes away from it, compared with the same skin standing, the athlete is
turned. Comparing with the own standing body cancels broad hips and narrow shoulders.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from station.posture.baseline import Baseline
from station.posture.middle import middle_of
from station.scene.side_plane import SidePlane
from station.scene.silhouette import RASTER_M, Silhouette

Floats = NDArray[np.float64]

MAX_YAW_DEG = 30.0
_AROUND_ROW, _AROUND_COLUMN = np.mgrid[-2:3:2, -2:3:2].reshape(2, 9, 1)
# Pelvis and head keep their shape; between them arms and shoulder blades come and go, and a hand
# that hangs over the hip while standing is gone when bent.
_SHARES = np.concatenate([np.linspace(0.515, 0.56, 8), np.linspace(0.91, 0.97, 12)])
_PELVIS, _HEAD = slice(0, 8), slice(8, 20)
_INSET_M = 0.05
_MIN_SPAN_M = 0.25
_ENOUGH_M2 = 0.4
"""Sum of squared spans over frames before the estimate is believed: about three bent frames."""
_SETTLED_M2 = 8.0


class YawEstimate:
    """Gathers evidence over frames of one athlete; ``yaw_deg`` is None until there is enough."""

    def __init__(self, baseline: Baseline, side: SidePlane) -> None:
        self._side = side
        self._inside = self._inset(baseline, baseline.model.skin_m, baseline.model.normals)
        self._x = self._inside[:, 0]
        average = baseline.average
        self._standing_away_m = self._away_m(
            baseline, self._inside, average.depth_m, average.left_m, average.top_m, 1.0
        )
        self._span2 = 0.0
        self._product = 0.0

    @property
    def yaw_deg(self) -> float | None:
        """The estimate so far."""
        if self._span2 < _ENOUGH_M2:
            return None
        ratio = np.clip(self._product / self._span2, -0.7, 0.7)
        return float(np.clip(np.degrees(np.arcsin(ratio)), -MAX_YAW_DEG, MAX_YAW_DEG))

    @property
    def is_settled(self) -> bool:
        """Whether more frames would change nothing."""
        return self._span2 > _SETTLED_M2

    def add(
        self, baseline: Baseline, skin_m: Floats, normals: Floats, silhouette: Silhouette
    ) -> None:
        """Take in one frame's bent skin ``(n, 2)`` and depth."""
        inside = self._inset(baseline, skin_m, normals)
        reach = inside[:, 0] - self._x
        span_m = float(np.mean(reach[_HEAD]) - np.mean(reach[_PELVIS]))
        if abs(span_m) < _MIN_SPAN_M:
            return
        change = (
            self._away_m(
                baseline,
                inside,
                silhouette.depth,
                silhouette.left_m,
                silhouette.top_m,
                silhouette.depth_unit_m,
            )
            - self._standing_away_m
        )
        if min(np.isfinite(change[_HEAD]).sum(), np.isfinite(change[_PELVIS]).sum()) < 4:
            return
        step_m = middle_of(change[_HEAD]) - middle_of(change[_PELVIS])
        self._span2 += span_m * span_m
        self._product += span_m * step_m

    def _inset(self, baseline: Baseline, skin_m: Floats, normals: Floats) -> Floats:
        inset = skin_m - _INSET_M * normals
        return np.column_stack(
            [np.interp(_SHARES, baseline.model.share, inset[:, i]) for i in (0, 1)]
        )

    def _away_m(
        self,
        baseline: Baseline,
        points_m: Floats,
        depth: NDArray[np.uint16] | NDArray[np.float32],
        left_m: float,
        top_m: float,
        unit_m: float,
    ) -> Floats:
        """Distance from the camera along the floor at sagittal points; NaN where unread."""
        side = baseline.plane.to_side(points_m)
        column = np.round((side[:, 0] - left_m) / RASTER_M).clip(2, depth.shape[1] - 3)
        row = np.round((top_m - side[:, 1]) / RASTER_M).clip(2, depth.shape[0] - 3)
        patch = depth[_AROUND_ROW + row.astype(np.intp), _AROUND_COLUMN + column.astype(np.intp)]
        # In order, the readings stand behind those that are none: 0.
        ordered = np.sort(patch.astype(np.float64), axis=0)
        none = np.count_nonzero(patch == 0, axis=0)
        point, few = np.arange(len(points_m)), np.minimum(none, 8)
        middle = (ordered[(few + 8) // 2, point] + ordered[(few + 9) // 2, point]) * (unit_m / 2)
        middle[none > 4] = np.nan
        away_m: Floats = self._side.distance_m * middle / self._side.camera_depth_m(side)
        return away_m
