"""The way back after a bump: learn the scene again once the picture is steady and the mat empty.

The old background is wrong now, but not useless: turned to where the floor lies in the new
picture, it tells a person who stands on the mat from the machines that always stood there.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame, Intrinsics
from station.errors import SceneError
from station.scene.background import Background
from station.scene.floor import FloorPlane, fit_floor, inverse_depth_noise, likeliest_floor
from station.scene.grid import Floats, Grid, shortest_turn, turn_about

_SAMPLE_EVERY_S = 0.1
_CHANGE_SIGMAS = 7.0
_CHANGED_CELLS = 8
"""More cells than this changing between two looks: somebody moves, or the camera still swings."""
_PANS_DEG = np.arange(-30.0, 30.1, 1.5)
_CAP_SIGMAS = 5.0
_OVERLAP_SHARE = 0.15
_TRIALS = 150
_NEARER_M = 0.25
_PERSON_HEIGHTS_M = (0.35, 2.2)
_PERSON_M2 = 0.08
_MAT_HALF_WIDTH_M = 1.0
_KNOWN_SHARE = 0.4
"""If less of the mat than this was in the old picture, a person is only known by moving."""
_UNKNOWN_STEADY_S = 5.0
_FURNITURE_STEADY_S = 20.0
"""What has stood on the mat for this long without stirring is furniture, as for the background."""
_AROUND_CELLS = 1.5


class LearningAnew:
    """Waits for a steady picture without anybody on the mat, then learns it.

    ``depth_m`` ``(h, w)`` and ``floor`` are what was learned before the bump;
    ``mat_distance_m`` is from where to where the mat may lie.
    """

    def __init__(
        self,
        depth_m: NDArray[np.float32],
        floor: FloorPlane,
        intrinsics: Intrinsics,
        mat_distance_m: tuple[float, float],
    ) -> None:
        self._grid = Grid(intrinsics)
        self._old_depth_m = depth_m
        self._old_nearest_m = _nearest_around(depth_m, round(_AROUND_CELLS * self._grid.step_px))
        self._old_floor = floor
        self._intrinsics = intrinsics
        self._mat_distance_m = mat_distance_m
        self._sigma = inverse_depth_noise(intrinsics)
        self._rng = np.random.default_rng(13)
        self._first: Floats | None = None
        self._last: Floats | None = None
        self._sampled_s = -math.inf
        self._steady_since_s = math.inf
        self._learning: Background | None = None

    def look(self, frame: DepthFrame) -> tuple[Background, FloorPlane] | None:
        """Take in one frame; the new background and floor once they are learned."""
        if frame.capture_time_s - self._sampled_s >= _SAMPLE_EVERY_S:
            self._sampled_s = frame.capture_time_s
            if not self._is_free(frame):
                self._learning = None
                return None
            if self._learning is None:
                self._learning = Background(frame.intrinsics, frame.depth_unit_m)
        if self._learning is None or not self._learning.learn(frame.depth, frame.capture_time_s):
            return None
        learned, self._learning = self._learning, None
        try:
            return learned, fit_floor(learned.depth_m, frame.intrinsics)
        except SceneError:
            # The camera looks where there is no floor: it must be set up, and then found again.
            return None

    def _is_free(self, frame: DepthFrame) -> bool:
        """Whether the picture is steady and shows nobody on the mat."""
        time_s = frame.capture_time_s
        now = self._grid.inverse_depth(frame.depth, frame.depth_unit_m)
        first, last, self._last = self._first, self._last, now
        if first is None or last is None or self._differ(now, last) or self._differ(now, first):
            self._first = now
            self._steady_since_s = time_s
            return False
        return time_s - self._steady_since_s > self._wait_s(now)

    def _differ(self, one: Floats, other: Floats) -> bool:
        both = (one > 0) & (other > 0)
        changed = both & (np.abs(one - other) > _CHANGE_SIGMAS * self._sigma)
        return int(changed.sum()) > _CHANGED_CELLS

    def _wait_s(self, now: Floats) -> float:
        """How long this picture must have been steady: not at all when the mat is surely free."""
        normal = self._floor_now(now)
        if normal is None:
            return _UNKNOWN_STEADY_S
        size = float(np.linalg.norm(normal))
        up, camera_height_m = -normal / size, 1 / size
        old = self._grid.turned(self._old_nearest_m, self._turn(now, up))
        depth_m = np.divide(1.0, now, out=np.zeros_like(now), where=now > 0)
        points = self._grid.rays * depth_m[:, None]
        height_m = points @ up + camera_height_m
        low_m, high_m = self._mat_distance_m
        distance_m = depth_m * math.hypot(up[1], up[2])
        on_mat = (
            (now > 0)
            & (height_m > _PERSON_HEIGHTS_M[0])
            & (height_m < _PERSON_HEIGHTS_M[1])
            & (distance_m > low_m)
            & (distance_m < high_m)
            & (np.abs(points[:, 0]) < _MAT_HALF_WIDTH_M)
        )
        if not on_mat.any():
            return 0.0
        seen_before = on_mat & ~np.isnan(old)
        was_m = np.divide(1.0, old, out=np.full_like(old, np.inf), where=old > 0)
        stranger = seen_before & (depth_m < was_m - _NEARER_M)
        if float(self._grid.area_m2(now)[stranger].sum()) > _PERSON_M2:
            return _FURNITURE_STEADY_S
        return 0.0 if seen_before.sum() > _KNOWN_SHARE * on_mat.sum() else _UNKNOWN_STEADY_S

    def _floor_now(self, now: Floats) -> Floats | None:
        """The floor in the new picture, as ``n . P = 1``; None when there is none."""
        lower = np.arange(len(now)) >= len(now) // 3
        read = lower & (now > 0)
        if read.sum() < 100:
            return None
        rays, inverse = self._grid.rays[read], now[read]
        tolerance = 3 * self._sigma
        try:
            normal = likeliest_floor(rays, inverse, tolerance, self._rng, _TRIALS)
        except SceneError:
            return None
        for _ in range(2):
            near = np.abs(rays @ normal - inverse) < tolerance
            fitted = np.linalg.lstsq(rays[near], inverse[near], rcond=None)[0]
            normal = np.asarray(fitted, np.float64)
        return normal

    def _turn(self, now: Floats, up: Floats) -> Floats:
        """How the camera was turned ``(3, 3)``: by the floor, and by what fits best about it."""
        level = shortest_turn(self._old_floor.up, up)
        cap = (_CAP_SIGMAS * self._sigma) ** 2
        best, least = level, math.inf
        for pan_deg in sorted(_PANS_DEG, key=abs):
            turn = turn_about(up, pan_deg) @ level
            old = self._grid.turned(self._old_depth_m, turn)
            both = (now > 0) & (old > 0)
            if both.sum() < _OVERLAP_SHARE * len(now):
                continue
            gap = float(np.minimum((now[both] - old[both]) ** 2, cap).mean())
            if gap < least:
                best, least = turn, gap
        return best


def _nearest_around(depth_m: NDArray[np.float32], reach_px: int) -> NDArray[np.float32]:
    """The nearest reading around every pixel: the turn is known to a degree or two only."""
    inverse = np.divide(1.0, depth_m, out=np.zeros_like(depth_m), where=depth_m > 0)
    size = 2 * reach_px + 1
    near = np.asarray(cv2.dilate(inverse, np.ones((size, size), np.uint8)), np.float32)
    return np.divide(1.0, near, out=np.zeros_like(near), where=near > 0)
