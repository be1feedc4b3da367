"""The feet on the floor: averaged over time until they stand out of the floor's noise.

In one frame a foot drowns: at 2.3 m the floor's own noise is several centimetres along the ray.
A running average of a fifth of a second leaves a few millimetres of height, enough to see a heel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame
from station.scene.side_plane import SidePlane

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]

TIME_CONSTANT_S = 0.2
_ABOVE_FLOOR_M = 0.022
"""What rises higher than this over the floor is foot."""
_HEEL_TOP_M = 0.075
"""Above this it is the shin, which is not where the foot ends."""
_WINDOW_TOP_M = 0.20
_WINDOW_HALF_WIDTH_M = 0.48
_OUT_OF_PLANE_M = 0.35
_LEG_HALF_WIDTH_M = 0.06
_REACH_SHARE = 0.9


@dataclass(frozen=True, eq=False)
class Feet:
    """Both ends of every picture row that shows a foot, as floor coordinates ``(n, 2)``.

    Columns are metres to the right of the camera's axis and metres away from it. ``leg_m`` is the
    middle of the leg just above the foot, the same coordinates. ``reach_left_m`` and
    ``reach_right_m`` tell how far either foot reaches from the leg: toes farther than heels.
    """

    left_m: Floats
    right_m: Floats
    leg_m: Floats
    reach_left_m: float
    reach_right_m: float


class FootWindow:
    """The pixels around the feet, and what a depth read there means; built once per athlete."""

    def __init__(self, plane: SidePlane, x_m: float) -> None:
        self._plane = plane
        k = plane.intrinsics
        corners = np.array(
            [
                [x_m + side * _WINDOW_HALF_WIDTH_M, z, 1.0]
                for side in (-1, 1)
                for z in (-0.10, _WINDOW_TOP_M)
            ]
        )
        pixels = corners @ plane.to_image.T
        pixels = pixels[:, :2] / pixels[:, 2:]
        left = int(np.clip(pixels[:, 0].min(), 0, k.width_px - 1))
        right = int(np.clip(pixels[:, 0].max() + 1, 1, k.width_px))
        top = int(np.clip(pixels[:, 1].min(), 0, k.height_px - 1))
        bottom = int(np.clip(pixels[:, 1].max() + 1, 1, k.height_px))
        self._part = slice(top, bottom), slice(left, right)
        v, u = np.mgrid[self._part]
        rays = np.stack(
            [(u - k.cx_px) / k.fx_px, (v - k.cy_px) / k.fy_px, np.ones(u.shape)], axis=-1
        )
        self.shape = u.shape
        self._height_per_m = rays @ plane.floor.up
        self.right_per_m = rays @ plane.right
        self.away_per_m = rays @ plane.away
        # Between these two depths a reading lies near the plane.
        near_m, far_m = plane.distance_m - _OUT_OF_PLANE_M, plane.distance_m + _OUT_OF_PLANE_M
        self._nearest_m = (near_m / self.away_per_m).astype(np.float32)
        self._farthest_m = (far_m / self.away_per_m).astype(np.float32)
        self.pixel_m = plane.distance_m / k.fx_px
        self.reach_px = round(_LEG_HALF_WIDTH_M / self.pixel_m)

    def of(self, frame: DepthFrame) -> NDArray[np.uint16]:
        """This part of a frame's depth."""
        return frame.depth[self._part]

    def height_m(self, depth_m: Floats) -> Floats:
        """How high above the floor depths of the window lie."""
        height: Floats = depth_m * self._height_per_m + self._plane.floor.camera_height_m
        return height

    def body(self, depth_m: Floats, height: Floats) -> NDArray[np.bool_]:
        """Which pixels show something that rises from the floor near the plane."""
        body: NDArray[np.bool_] = height > _ABOVE_FLOOR_M
        return body & (self._nearest_m < depth_m) & (depth_m < self._farthest_m)

    def leg_column(self, body: NDArray[np.bool_], height: Floats) -> int | None:
        """The middle column of the legs just above the feet; None where there are none."""
        shin = body & (height > 0.09) & (height < 0.19)
        so_far = np.count_nonzero(shin, axis=0).cumsum()
        count = int(so_far[-1])
        if count < 8:
            return None
        # The median of their columns, without a list of them.
        low, high = so_far.searchsorted(((count - 1) // 2, count // 2), side="right")
        return int(low + high) // 2


class FeetAverage:
    """Averages the depth around the feet over :data:`TIME_CONSTANT_S`; built once per athlete."""

    def __init__(self, plane: SidePlane, x_m: float) -> None:
        self._plane = plane
        self.window = FootWindow(plane, x_m)
        self._weight = np.zeros(self.window.shape, np.float32)
        self._sum = np.zeros(self.window.shape, np.float32)
        self._time_s: float | None = None

    def add(self, frame: DepthFrame) -> None:
        """Take in one frame."""
        part = self.window.of(frame)
        elapsed_s = 0.0 if self._time_s is None else frame.capture_time_s - self._time_s
        self._time_s = frame.capture_time_s
        keep = np.float32(np.exp(-elapsed_s / TIME_CONSTANT_S))
        self._weight *= keep
        self._sum *= keep
        self._weight += part > 0
        self._sum += part * np.float32(frame.depth_unit_m)

    @property
    def weight(self) -> NDArray[np.float32]:
        """How many frames each pixel of the window counts for."""
        return self._weight

    @property
    def depth_m(self) -> Floats:
        """The window's depth on average."""
        depth_m: Floats = self._sum / np.maximum(self._weight, 1e-3)
        return depth_m

    def feet(self) -> Feet | None:
        """The feet as they are on average now; None while none are seen."""
        window, depth = self.window, self.depth_m
        height = window.height_m(depth)
        body = window.body(depth, height) & (self._weight > 0.1)
        leg_column = window.leg_column(body, height)
        if leg_column is None:
            return None
        right_per_m = window.right_per_m
        rows, first, last = runs_around(body, leg_column, window.reach_px)
        leg_per_m = right_per_m[0, leg_column]
        distance_m = self._plane.distance_m
        reach_left = leg_per_m - right_per_m[rows, first]
        reach_right = right_per_m[rows, last] - leg_per_m
        # Above the foot the run is shin, whose mean height gives it away.
        total = np.zeros((len(height), height.shape[1] + 1))
        np.cumsum(height, axis=1, out=total[:, 1:])
        mean = (total[rows, last + 1] - total[rows, first]) / (last + 1 - first)
        foot = (mean > _ABOVE_FLOOR_M) & (mean < _HEEL_TOP_M)
        rows, first, last = (values[foot] for values in (rows, first, last))
        block = _longest_block(rows)
        if len(rows[block]) < 2:
            return None
        lefts = self._edges(depth, height, rows[block], first[block], -1)
        rights = self._edges(depth, height, rows[block], last[block], 1)
        return Feet(
            left_m=lefts,
            right_m=rights,
            leg_m=np.array([leg_per_m * distance_m, distance_m]),
            reach_left_m=_quantile(reach_left, _REACH_SHARE) * distance_m,
            reach_right_m=_quantile(reach_right, _REACH_SHARE) * distance_m,
        )

    def _edges(
        self, depth: Floats, height: Floats, rows: Whole, columns: Whole, side: int
    ) -> Floats:
        """Floor coordinates of a foot's ends: where the height falls to half, between pixels."""
        right_per_m = self.window.right_per_m
        width = depth.shape[1]
        within = np.clip(columns[:, None] - side * np.arange(3), 0, width - 1)
        half = height[rows[:, None], within].max(axis=1) / 2
        outer = np.clip(columns + side, 0, width - 1)
        here, there = height[rows, columns], height[rows, outer]
        crosses = (here > half) & (half > there)
        share = np.where(crosses, (here - half) / np.where(crosses, here - there, 1.0), 0.0)
        inner = np.sort(depth[rows[:, None], within], axis=1)[:, 1]
        per_m = right_per_m[rows, columns] * (1 - share) + right_per_m[rows, outer] * share
        return np.column_stack([per_m * inner, self.window.away_per_m[rows, columns] * inner])


def runs_around(body: NDArray[np.bool_], column: int, reach_px: int) -> tuple[Whole, Whole, Whole]:
    """Row, first and last column of each row's run of True around ``column``.

    Gaps of one are bridged. A run farther away than ``reach_px`` is a speck on the floor, not the
    foot, and its row is left out.
    """
    bridged = body.copy()
    bridged[:, 1:-1] |= body[:, :-2] & body[:, 2:]
    width = body.shape[1]
    # 16 bits hold a column and are four times as quick.
    index = np.arange(width, dtype=np.int16)
    away = np.where(bridged, np.abs(index - np.int16(column)), np.int16(width))
    nearest = away.argmin(axis=1)
    rows = np.flatnonzero(away[np.arange(len(away)), nearest] <= reach_px)
    holes, own = ~bridged[rows], nearest[rows].astype(np.int16)[:, None]
    before = np.where(holes & (index < own), index, np.int16(-1)).max(axis=1)
    after = np.where(holes & (index > own), index, np.int16(width)).min(axis=1)
    return rows, before.astype(np.intp) + 1, after.astype(np.intp) - 1


def _quantile(values: Floats, share: float) -> float:
    """numpy's own takes ten times as long for so few."""
    ordered = np.sort(values)
    below, part = divmod(share * (len(ordered) - 1), 1)
    low, high = ordered[int(below)], ordered[min(int(below) + 1, len(ordered) - 1)]
    return float(low + (high - low) * part)


def _longest_block(rows: Whole) -> slice:
    """The longest block of neighbouring rows; a row on its own is a speck of floor noise."""
    if not len(rows):
        return slice(0, 0)
    breaks = np.nonzero(np.diff(rows) > 2)[0] + 1
    starts = np.concatenate([[0], breaks])
    ends = np.concatenate([breaks, [len(rows)]])
    best = int(np.argmax(ends - starts))
    return slice(int(starts[best]), int(ends[best]))
