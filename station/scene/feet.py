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

TIME_CONSTANT_S = 0.2
_ABOVE_FLOOR_M = 0.022
"""What rises higher than this over the floor is foot."""
_HEEL_TOP_M = 0.075
"""Above this it is the shin, which is not where the foot ends."""
_WINDOW_TOP_M = 0.20
_WINDOW_HALF_WIDTH_M = 0.48
_OUT_OF_PLANE_M = 0.35
_LEG_HALF_WIDTH_M = 0.06


@dataclass(frozen=True, eq=False)
class Feet:
    """Both ends of every picture row that shows a foot, as floor coordinates ``(n, 2)``.

    Columns are metres to the right of the camera's axis and metres away from it. ``leg_m`` is the
    middle of the leg just above the foot, the same coordinates.
    """

    left_m: Floats
    right_m: Floats
    leg_m: Floats


class FeetAverage:
    """Averages the depth around the feet over :data:`TIME_CONSTANT_S`; built once per athlete."""

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
        self._left = int(np.clip(pixels[:, 0].min(), 0, k.width_px - 1))
        self._right = int(np.clip(pixels[:, 0].max() + 1, 1, k.width_px))
        self._top = int(np.clip(pixels[:, 1].min(), 0, k.height_px - 1))
        self._bottom = int(np.clip(pixels[:, 1].max() + 1, 1, k.height_px))
        v, u = np.mgrid[self._top : self._bottom, self._left : self._right]
        rays = np.stack(
            [(u - k.cx_px) / k.fx_px, (v - k.cy_px) / k.fy_px, np.ones(u.shape)], axis=-1
        )
        self._height_per_m = rays @ plane.floor.up
        self._right_per_m = rays @ plane.right
        self._away_per_m = rays @ plane.away
        self._weight = np.zeros(u.shape, np.float32)
        self._sum = np.zeros(u.shape, np.float32)
        self._time_s: float | None = None

    def add(self, frame: DepthFrame) -> None:
        """Take in one frame."""
        window = frame.depth[self._top : self._bottom, self._left : self._right]
        elapsed_s = 0.0 if self._time_s is None else frame.capture_time_s - self._time_s
        self._time_s = frame.capture_time_s
        keep = np.float32(np.exp(-elapsed_s / TIME_CONSTANT_S))
        self._weight *= keep
        self._sum *= keep
        self._weight += window > 0
        self._sum += window * np.float32(frame.depth_unit_m)

    def feet(self) -> Feet | None:
        """The feet as they are on average now; None while none are seen."""
        depth = self._sum / np.maximum(self._weight, 1e-3)
        height = depth * self._height_per_m + self._plane.floor.camera_height_m
        near_plane = np.abs(depth * self._away_per_m - self._plane.distance_m) < _OUT_OF_PLANE_M
        body = (height > _ABOVE_FLOOR_M) & near_plane & (self._weight > 0.1)
        leg_column = self._leg_column(body, height)
        if leg_column is None:
            return None
        reach_px = round(_LEG_HALF_WIDTH_M * self._plane.intrinsics.fx_px / self._plane.distance_m)
        runs = [
            (row, *run)
            for row in range(body.shape[0])
            if (run := _run_around(body[row], leg_column, reach_px)) is not None
            and _ABOVE_FLOOR_M < np.median(height[row, run[0] : run[1] + 1]) < _HEEL_TOP_M
        ]
        foot = _longest_block(runs)
        if len(foot) < 2:
            return None
        lefts = [self._edge(depth, height, row, first, -1) for row, first, _ in foot]
        rights = [self._edge(depth, height, row, last, 1) for row, _, last in foot]
        leg = np.array(
            [
                self._right_per_m[0, leg_column] * self._plane.distance_m,
                self._plane.distance_m,
            ]
        )
        return Feet(np.array(lefts), np.array(rights), leg)

    def _leg_column(self, body: NDArray[np.bool_], height: Floats) -> int | None:
        shin = body & (height > 0.09) & (height < 0.19)
        columns = np.nonzero(shin)[1]
        return int(np.median(columns)) if len(columns) >= 8 else None

    def _edge(self, depth: Floats, height: Floats, row: int, column: int, side: int) -> Floats:
        """Floor coordinates of a foot's end: where the height falls to half, between pixels."""
        width = depth.shape[1]
        within = column - side * np.arange(0, 3)
        within = within[(within >= 0) & (within < width)]
        inner_height = float(np.max(height[row, within]))
        outer = int(np.clip(column + side, 0, width - 1))
        here, there = float(height[row, column]), float(height[row, outer])
        half = inner_height / 2
        share = (here - half) / (here - there) if here > half > there else 0.0
        inner_depth = float(np.median(depth[row, within]))
        per_m = self._right_per_m[row, column] * (1 - share) + self._right_per_m[row, outer] * share
        return np.array([per_m * inner_depth, self._away_per_m[row, column] * inner_depth])


def _run_around(body_row: NDArray[np.bool_], column: int, reach_px: int) -> tuple[int, int] | None:
    """First and last column of the run of True around ``column``, gaps of one bridged.

    None when it is farther than ``reach_px``: that is a speck on the floor, not the foot.
    """
    places = np.nonzero(body_row)[0]
    if not len(places):
        return None
    breaks = np.nonzero(np.diff(places) > 2)[0]
    starts = np.concatenate([[0], breaks + 1])
    ends = np.concatenate([breaks, [len(places) - 1]])
    away = np.maximum(np.maximum(places[starts] - column, column - places[ends]), 0)
    best = int(np.argmin(away))
    if away[best] > reach_px:
        return None
    return int(places[starts[best]]), int(places[ends[best]])


def _longest_block(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The longest block of neighbouring rows; a row on its own is a speck of floor noise."""
    blocks: list[list[tuple[int, int, int]]] = []
    for run in runs:
        if blocks and run[0] - blocks[-1][-1][0] <= 2:
            blocks[-1].append(run)
        else:
            blocks.append([run])
    return max(blocks, key=len) if blocks else []
