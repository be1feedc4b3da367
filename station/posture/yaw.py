"""How far the athlete is turned out of the side plane, read from a body that stands and bends.

The feet stay, so whatever of the body moves forward by x goes away from the camera by x sin(yaw).
Comparing every place with the same skin standing cancels the body's own shape. Only the head is
asked: it moves farthest, nothing covers it, and it keeps its form. Hips and ribs, over which
clothes fold and arms pass, were 3 to 15 degrees off on measured bodies, the head 1.7 rms.
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
_INSETS_M = (0.05, 0.08, 0.11, 0.14)
_SHARES = np.tile(np.linspace(0.89, 0.97, 9), len(_INSETS_M))
_INSET_M = np.repeat(_INSETS_M, 9)
"""How far inside the rear outline: all over the near side of the head, so that what one part of it
does when the head pitches does not count as way."""
_STANDS_M = 0.06
"""Reach of the head, either way, within which an athlete stands; who leans back farther than that
is not heard."""
_FEWEST = 12
_BASELINE_S = 0.1
"""How much the still second is worth against standing frames after it: little, as now and then it
was caught while the athlete still turned."""
_LONGEST_STANDING_S, _LONGEST_FRAME_S = 2.0, 0.1
_ENOUGH_M2_S = 0.005
"""Variance of the reach times seconds before the estimate is believed: a fifth of a second bent."""
_SETTLED_M2_S = 0.12


class YawEstimate:
    """Gathers evidence over frames of one athlete; ``yaw_deg`` is None until there is enough."""

    def __init__(self, baseline: Baseline, side: SidePlane) -> None:
        self._side = side
        self._inside = self._inset(baseline, baseline.model.skin_m, baseline.model.normals)
        average = baseline.average
        self._standing_away_m = self._away_m(
            baseline, self._inside, average.depth_m, average.left_m, average.top_m, 1.0
        )
        # Of the head, weighted by seconds: 1, reach, way, reach * reach, reach * way.
        self._sums = np.array([_BASELINE_S, 0.0, 0.0, 0.0, 0.0])
        self._stood_s = 0.0
        self._time_s: float | None = None

    @property
    def yaw_deg(self) -> float | None:
        """The estimate so far."""
        spread, together = self._spread()
        if spread < _ENOUGH_M2_S:
            return None
        degrees = np.degrees(np.arcsin(np.clip(together / spread, -0.7, 0.7)))
        return float(np.clip(degrees, -MAX_YAW_DEG, MAX_YAW_DEG))

    @property
    def is_settled(self) -> bool:
        """Whether more frames would change nothing."""
        return self._spread()[0] > _SETTLED_M2_S

    def add(
        self,
        baseline: Baseline,
        skin_m: Floats,
        normals: Floats,
        silhouette: Silhouette,
        time_s: float,
    ) -> None:
        """Take in one frame's bent skin ``(n, 2)`` and depth."""
        elapsed_s = 0.0 if self._time_s is None else time_s - self._time_s
        elapsed_s = min(elapsed_s, _LONGEST_FRAME_S)
        self._time_s = time_s
        inside = self._inset(baseline, skin_m, normals)
        reach = inside[:, 0] - self._inside[:, 0]
        head_m = float(reach.mean())
        if head_m < -_STANDS_M:
            return
        if head_m < _STANDS_M:
            self._stood_s += elapsed_s
            if self._stood_s > _LONGEST_STANDING_S:
                return
        depth, unit_m = silhouette.depth, silhouette.depth_unit_m
        away = self._away_m(baseline, inside, depth, silhouette.left_m, silhouette.top_m, unit_m)
        away -= self._standing_away_m
        if np.count_nonzero(np.isfinite(away)) < _FEWEST:
            return
        way_m = middle_of(away)
        self._sums += elapsed_s * np.array([1.0, head_m, way_m, head_m**2, head_m * way_m])

    def _spread(self) -> tuple[float, float]:
        """Of the head's reach, and of reach and way together, about their means."""
        total_s, reach, way, reach2, both = self._sums.tolist()
        return reach2 - reach * reach / total_s, both - reach * way / total_s

    def _inset(self, baseline: Baseline, skin_m: Floats, normals: Floats) -> Floats:
        share = baseline.model.share
        return np.column_stack(
            [
                np.interp(_SHARES, share, skin_m[:, i])
                - _INSET_M * np.interp(_SHARES, share, normals[:, i])
                for i in (0, 1)
            ]
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
