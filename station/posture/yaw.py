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
_REACH = int(_HEAD_RADIUS_M / RASTER_M)
_UP_M, _RIGHT_M = np.mgrid[_REACH : -_REACH - 1 : -1, -_REACH : _REACH + 1] * RASTER_M
_DISC = np.hypot(_UP_M, _RIGHT_M) < _HEAD_RADIUS_M
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
        # Of each cell of the disc: how much deeper the side plane is there than in its middle.
        self._farther_m = _RIGHT_M * side.right[2] + _UP_M * side.floor.up[2]
        average, model = baseline.still.average, baseline.model
        head = _Head(baseline, model.skin_m, model.normals, average.left_m, average.top_m)
        self._standing_m = self._head_m(head, average.coverage, average.depth_m[head.window])
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
        head = _Head(baseline, skin_m, normals, silhouette.left_m, silhouette.top_m)
        # Of the head alone: to lay all readings into the plane would take as long as the outline.
        depth_m = silhouette.depth_within(*head.window) * silhouette.depth_unit_m
        head_m = self._head_m(head, silhouette.coverage, depth_m)
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
        self, head: _Head, coverage: NDArray[np.uint8], depth_m: NDArray[np.floating]
    ) -> tuple[float, float] | None:
        """Where the near side of the head is, right and away from the camera along the floor.

        ``coverage`` is the whole raster, ``depth_m`` that around the head. None when it is hidden.
        """
        covered = coverage[head.window]
        if covered.shape != _DISC.shape:
            return None
        seen = _DISC & (covered > _INSIDE) & (depth_m > 0)
        if np.count_nonzero(seen) < _FEWEST:
            return None
        side_depth_m = self._side.camera_depth_m(head.middle_m) + self._farther_m[seen]
        ratio = depth_m[seen] / side_depth_m
        # A hand before the face or a reading of the wall behind it is not the head.
        own = np.abs(ratio - middle_of(ratio)) * self._side.distance_m < _OWN_DEPTH_M
        right_m, ratio = head.middle_m[0] + _RIGHT_M[seen][own], ratio[own]
        return float(right_m @ ratio) / len(ratio), self._side.distance_m * float(ratio.mean())


class _Head:
    """Where the side plane shows the head of a (bent) body: the ``window`` of rows and columns
    around it in a raster, and the ``middle_m`` ``(2,)`` of that."""

    def __init__(
        self, baseline: Baseline, skin_m: Floats, normals: Floats, left_m: float, top_m: float
    ) -> None:
        model = baseline.model
        inside_m = model.at(skin_m, _HEAD) - _HEAD_INSET_M * model.at(normals, _HEAD)
        ((x_m, z_m),) = baseline.plane.to_side(inside_m[None]).tolist()
        # What the raster cuts off is not seen; a head on its upper left corner is moved off it.
        column = max(_REACH, round((x_m - left_m) / RASTER_M))
        row = max(_REACH, round((top_m - z_m) / RASTER_M))
        self.middle_m = np.array([left_m + column * RASTER_M, top_m - row * RASTER_M])
        self.window = (
            slice(row - _REACH, row + _REACH + 1),
            slice(column - _REACH, column + _REACH + 1),
        )
