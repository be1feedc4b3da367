"""How far the athlete is turned out of the side plane, read from where the head goes.

Standing, a body shows no direction. Bent, the head has gone forward by a third of a metre: if it
has also come nearer to the camera or gone away from it, the athlete is turned. Only the head is
asked: nothing covers it, and it keeps its form, while clothes fold over hips and ribs and arms
pass before them.

Its place is the mean of the points the camera sees of it, each laid back along its own ray. What
the camera sees of a rounded head shifts with the angle it is seen under: depth compared at fixed
places of the side plane, without that, was 1 to 3 degrees off on measured bodies, this is
half a degree after a few repetitions.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from station.posture.baseline import Baseline
from station.posture.middle import middle_of
from station.scene.side_plane import SidePlane
from station.scene.silhouette import RASTER_M, Silhouette

Floats = NDArray[np.float64]

MAX_YAW_DEG = 30.0
_HEAD, _HEAD_INSET_M = 0.94, 0.09
"""Share of the skin beside the middle of the head, and how far inside of it that lies."""
_HEAD_RADIUS_M = 0.09
_reach = int(_HEAD_RADIUS_M / RASTER_M)
_row, _column = np.mgrid[-_reach : _reach + 1, -_reach : _reach + 1]
_DISC = np.hypot(_row, _column) * RASTER_M < _HEAD_RADIUS_M
_DISC_ROW, _DISC_COLUMN = _row[_DISC], _column[_DISC]
_FEWEST = 80
_OWN_DEPTH_M = 0.09
_INSIDE = 127
_STANDS_M = 0.05
"""Reach of the head, either way, within which an athlete stands; who leans back farther than that
is not heard."""
_BASELINE_S = 0.1
"""How much the still second is worth against standing frames after it: little, as now and then it
was caught while the athlete still turned."""
_EVERY_S, _LONGEST_S = 0.05, 0.15
"""How often the head is looked at, as a nod lasts longer; and what one look counts for at most."""
_PRIOR_M2_S = 0.0005
"""What is known before anything is seen, that who walks up stands side-on within 12 degrees or so,
against a head whose place wanders by 8 mm from one third of a second to the next."""
_ENOUGH_M2_S, _SETTLED_M2_S = 0.002, 0.5
"""Variance of the reach times seconds before the estimate is believed, and when more changes
nothing: a tenth of a second bent, and some eight repetitions. In a coarse image single repetitions
differ by a degree, which puts the wall 5 mm off; so does the standing between them."""


class YawEstimate:
    """Gathers evidence over frames of one athlete; ``yaw_deg`` is None until there is enough."""

    def __init__(self, baseline: Baseline, side: SidePlane) -> None:
        self._side = side
        average, model = baseline.still.average, baseline.model
        self._standing_m = self._head_m(
            _middle_of_head(baseline, model.skin_m, model.normals),
            average.coverage,
            average.depth_m,
            average.left_m,
            average.top_m,
            1.0,
        )
        # Weighted by seconds: 1, reach, way, reach * reach, reach * way.
        self._sums = np.array([_BASELINE_S, 0.0, 0.0, 0.0, 0.0])
        self._time_s: float | None = None

    @property
    def yaw_deg(self) -> float | None:
        """The estimate so far."""
        spread, together = self._spread()
        if spread < _ENOUGH_M2_S:
            return None
        degrees = math.degrees(math.atan2(together, spread + _PRIOR_M2_S))
        return min(max(degrees, -MAX_YAW_DEG), MAX_YAW_DEG)

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
        elapsed_s = math.inf if self._time_s is None else time_s - self._time_s
        if elapsed_s < _EVERY_S:
            return
        elapsed_s = min(elapsed_s, _LONGEST_S)
        self._time_s = time_s
        head_m = self._head_m(
            _middle_of_head(baseline, skin_m, normals),
            silhouette.coverage,
            silhouette.depth,
            silhouette.left_m,
            silhouette.top_m,
            silhouette.depth_unit_m,
        )
        if head_m is None:
            return
        if self._standing_m is None:
            self._standing_m = head_m
        reach_m = baseline.plane.forward * (head_m[0] - self._standing_m[0])
        way_m = head_m[1] - self._standing_m[1]
        if reach_m < -_STANDS_M:
            return
        self._sums += elapsed_s * np.array([1.0, reach_m, way_m, reach_m**2, reach_m * way_m])

    def _spread(self) -> tuple[float, float]:
        """Of the head's reach, and of reach and way together, about their means."""
        total_s, reach, way, reach2, both = self._sums.tolist()
        return reach2 - reach * reach / total_s, both - reach * way / total_s

    def _head_m(
        self,
        middle_m: Floats,
        coverage: NDArray[np.uint8],
        depth: NDArray[np.uint16] | NDArray[np.float32],
        left_m: float,
        top_m: float,
        unit_m: float,
    ) -> tuple[float, float] | None:
        """Where the near side of the head is, right and away from the camera along the floor.

        ``middle_m`` ``(2,)`` is where the side plane shows the head. None when it is hidden.
        """
        row = np.rint((top_m - middle_m[1]) / RASTER_M).astype(np.intp) + _DISC_ROW
        column = np.rint((middle_m[0] - left_m) / RASTER_M).astype(np.intp) + _DISC_COLUMN
        row, column = row.clip(0, depth.shape[0] - 1), column.clip(0, depth.shape[1] - 1)
        read = depth[row, column]
        seen = np.flatnonzero((coverage[row, column] > _INSIDE) & (read > 0))
        if len(seen) < _FEWEST:
            return None
        side = np.empty((len(seen), 2))
        side[:, 0] = left_m + column[seen] * RASTER_M
        side[:, 1] = top_m - row[seen] * RASTER_M
        ratio = read[seen] * unit_m / self._side.camera_depth_m(side)
        # A hand before the face or a reading of the wall behind it is not the head.
        own = np.abs(ratio - middle_of(ratio)) * self._side.distance_m < _OWN_DEPTH_M
        ratio = ratio[own]
        return float(side[own, 0] @ ratio) / len(ratio), self._side.distance_m * float(ratio.mean())


def _middle_of_head(baseline: Baseline, skin_m: Floats, normals: Floats) -> Floats:
    """``(2,)``: the middle of the head of a (bent) body, in the side plane."""
    share = baseline.model.share
    skin = [np.interp(_HEAD, share, skin_m[:, i]) for i in (0, 1)]
    inwards = [_HEAD_INSET_M * np.interp(_HEAD, share, normals[:, i]) for i in (0, 1)]
    middle: Floats = baseline.plane.to_side(np.subtract([skin], [inwards]))[0]
    return middle
