"""Noticing that the camera was bumped: the floor, or what stands on it, is no longer where it was.

The floor is fitted anew to a sparse grid of pixels, some seven times a second, and compared with
the one learned: that shows pitch, roll and height. A camera that was only turned about the
vertical sees the same floor; then the walls and machines agree better with a turned picture of
the empty scene than with the empty scene. Who walks by or what is carried in agrees with neither,
and counts for nothing.
"""

from __future__ import annotations

import math
from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame, Intrinsics
from station.errors import SceneError
from station.scene.floor import FloorPlane, inverse_depth_noise, likeliest_floor
from station.scene.grid import Floats, Grid, Truths, Whole, turn_about

SAMPLE_EVERY_S = 0.15
_SAMPLES = 2
_TIMES = 2
"""So many looks in a row must say the same."""
_QUICK_DEG_M = (1.2, 0.024)
"""The floor of two samples may differ so much, tilt and height, before it is another one."""
_EXACT_SAMPLES = 8
_EXACT_DEG_M = (0.95, 0.014)
"""That of eight, which is right within 0.1 degrees and 3 mm: 1 degree and 15 mm do not escape."""
_PANS_DEG = (1.5, 2.5, 4.0, 6.5, 10.0, 16.0, 25.0)
_TRIALS = 60
_FLOOR_SIGMAS = 3.0
_FARTHEST_FLOOR_M = 3.8
_MIN_SUPPORT = 0.25
"""Share of the learned floor that must be seen to say where the floor is now."""
_CLEARLY_MORE = 1.3
_NARROWING = (3.0, 2.0, 1.0, 1.0)
"""A fit looks this many tolerances around the last one, so that a small bump is followed."""
_FEWEST = 12
_ENOUGH_CELLS = 250
_BORDER_ROWS = 2
_CAP_SIGMAS = 5.0
_AGREES = 0.3
"""Share of the difference between the turned scene and the learned one that must be there."""
_TELLING = 60.0
"""So much difference (chi squared) there must be to tell a turned scene from the learned one."""
_SINGLE = 1.5
"""One frame alone is noisier; it must be this much clearer."""
_BLIND_SHARE = 0.08
_BLIND_S = 3.0


class BumpWatch:
    """Compares frame after frame with the learned scene.

    ``depth_m`` ``(h, w)`` is the empty scene's depth in metres (0 = none), ``floor`` the plane
    learned with it. Build a new one when the scene has been learned anew.
    """

    def __init__(
        self, depth_m: NDArray[np.float32], floor: FloorPlane, intrinsics: Intrinsics
    ) -> None:
        self._grid = Grid(intrinsics)
        self._sigma = inverse_depth_noise(intrinsics)
        self._normal = -floor.up / floor.camera_height_m
        self._learned = self._grid.turned(depth_m, np.eye(3))
        self._known = self._learned > 0
        predicted = self._grid.rays @ self._normal
        on_floor = np.abs(self._learned - predicted) < _FLOOR_SIGMAS * self._sigma
        floor_cells = self._known & on_floor & (predicted > 1 / _FARTHEST_FLOOR_M)
        self._floor = _thinned(self._inner(floor_cells))
        self._floor_rays = self._grid.rays[self._floor]
        self._others = _thinned(self._known & ~on_floor)
        turned = self._turned_scenes(depth_m, floor)
        self._turned_known = (turned > 0).astype(np.float64)
        self._turned = np.where(turned > 0, turned, 0.0)
        self._turn_shows = self._turned_known * (self._turned - self._learned[self._others]) ** 2
        self._rng = np.random.default_rng(11)
        self._samples: deque[Floats] = deque(maxlen=_EXACT_SAMPLES)
        self.looked_s = -math.inf
        """When it last did more than wait: that frame is a dear one."""
        self._moved_times = self._crept_times = 0
        self._sighted_s: float | None = None

    def look(self, frame: DepthFrame, *, idle: bool = False) -> bool:
        """Take in one frame; True as soon as it is sure that the camera has moved.

        ``idle`` says that nobody is there. Once that has lasted for a second the floor is looked at
        more exactly.
        """
        time_s = frame.capture_time_s
        if self._sighted_s is None:
            self._sighted_s = time_s
        if time_s - self.looked_s < SAMPLE_EVERY_S:
            return False
        self.looked_s = time_s
        self._samples.append(self._grid.inverse_depth(frame.depth, frame.depth_unit_m))
        newest = list(self._samples)[-_SAMPLES:]
        if not idle:
            # Nobody's shoes are in what the exact look sees.
            self._samples = deque(newest, maxlen=_EXACT_SAMPLES)
        mean = _mean(np.stack(newest))
        sigma = self._sigma / math.sqrt(len(newest))
        self._moved_times = self._moved_times + 1 if self._has_moved(mean, sigma) else 0
        crept = idle and len(self._samples) == _EXACT_SAMPLES and self._has_crept(sigma)
        self._crept_times = self._crept_times + 1 if crept else 0
        if self._explained(mean) > _BLIND_SHARE:
            self._sighted_s = time_s
        is_sure = max(self._moved_times, self._crept_times) >= _TIMES
        return is_sure or time_s - self._sighted_s > _BLIND_S

    def moved_in(self, frame: DepthFrame) -> bool:
        """Whether this one frame shows the scene from elsewhere; for the moment that counts.

        It does, too, when the last look said so and has yet to be confirmed.
        """
        inverse = self._grid.inverse_depth(frame.depth, frame.depth_unit_m)
        return self._moved_times > 0 or self._has_moved(inverse, self._sigma, _SINGLE)

    def _has_moved(self, inverse: Floats, sigma: float, care: float = 1.0) -> bool:
        """``care`` above 1 asks for that much clearer a difference."""
        tilt_deg, shift_m = _QUICK_DEG_M
        most = (care * tilt_deg, care * shift_m)
        by_floor = self._floor_has_moved(inverse[self._floor], sigma, most)
        return by_floor or self._has_turned(inverse, sigma, care)

    def _has_crept(self, sigma: float) -> bool:
        """A small bump, seen in the mean of more samples with the tolerance of fewer."""
        floor = np.stack([sample[self._floor] for sample in self._samples])
        return self._floor_has_moved(_mean(floor), sigma, _EXACT_DEG_M)

    def _floor_has_moved(self, here: Floats, sigma: float, most: tuple[float, float]) -> bool:
        """Whether most of what used to be floor now lies in another plane that could be one."""
        read = here > 0
        wanted = _MIN_SUPPORT * len(here)
        rays, here = self._floor_rays[read], here[read]
        tolerance = _FLOOR_SIGMAS * sigma
        normal, support = _fit(rays, here, self._normal, tolerance)
        if support < 0.5 * len(read) and len(here) > max(wanted, 10):
            try:
                other = likeliest_floor(rays, here, tolerance, self._rng, _TRIALS)
            except SceneError:
                other = self._normal
            other, more = _fit(rays, here, other, tolerance)
            if more > _CLEARLY_MORE * support:
                normal, support = other, more
        return support > wanted and self._is_elsewhere(normal, most)

    def _is_elsewhere(self, normal: Floats, most: tuple[float, float]) -> bool:
        size, before = np.linalg.norm(normal), np.linalg.norm(self._normal)
        cosine = float(normal @ self._normal / (size * before))
        tilt_deg = math.degrees(math.acos(min(1.0, cosine)))
        shift_m = abs(1 / size - 1 / before)
        return bool(tilt_deg > most[0] or shift_m > most[1])

    def _has_turned(self, inverse: Floats, sigma: float, care: float) -> bool:
        """Whether what is not floor agrees with the learned scene only after a turn."""
        cap = (_CAP_SIGMAS * sigma) ** 2
        here = inverse[self._others]
        read = (here > 0).astype(np.float64)
        gap = np.minimum((here - self._learned[self._others]) ** 2, cap)
        turned_gap = here - self._turned
        turned_gap *= turned_gap
        np.minimum(turned_gap, cap, out=turned_gap)
        turned_gap *= self._turned_known
        # Summed over the cells that are read, and were in the picture before the turn.
        gained = (self._turned_known @ (read * gap) - turned_gap @ read) / sigma**2
        at_most = np.minimum(self._turn_shows, cap) @ read / sigma**2
        agrees = gained > care * _AGREES * at_most
        return bool((agrees & (at_most > care * _TELLING)).any())

    def _inner(self, floor: Truths) -> Truths:
        """Only floor below floor: a camera tipped up by little sees the wall just above it."""
        rows = floor.reshape(self._grid.shape)
        inner = rows.copy()
        inner[:_BORDER_ROWS] = False
        for above in range(1, _BORDER_ROWS + 1):
            inner[above:] &= rows[:-above]
        return inner.ravel()

    def _explained(self, inverse: Floats) -> float:
        """Share of the learned scene that still reads the same, or nearly."""
        same: Truths = np.abs(inverse - self._learned) < _CAP_SIGMAS * self._sigma
        return float((same & self._known).sum() / max(1, self._known.sum()))

    def _turned_scenes(self, depth_m: NDArray[np.float32], floor: FloorPlane) -> Floats:
        """What is not floor, seen by a camera panned this way or that: ``(angles, cells)``."""
        angles = [side * pan for pan in _PANS_DEG for side in (-1, 1)]
        turns = [turn_about(floor.up, angle) for angle in angles]
        return np.stack([self._grid.turned(depth_m, turn)[self._others] for turn in turns])


def _mean(samples: Floats) -> Floats:
    """Of each cell's readings; 0 where there is none."""
    read = (samples > 0).sum(axis=0)
    mean: Floats = samples.sum(axis=0) / np.maximum(read, 1)
    return mean


def _fit(rays: Floats, inverse: Floats, normal: Floats, tolerance: float) -> tuple[Floats, int]:
    """The plane around ``normal`` that holds most cells, and how many those are."""
    for wider in _NARROWING:
        near = np.abs(rays @ normal - inverse) < wider * tolerance
        if np.count_nonzero(near) < _FEWEST:
            break
        weighted = rays.T * near
        # A third of the cost of numpy's own for three unknowns.
        solved, found = cv2.solve(
            weighted @ rays, (weighted @ inverse)[:, None], flags=cv2.DECOMP_CHOLESKY
        )
        if not solved:
            break
        normal = np.asarray(found, np.float64)[:, 0]
    return normal, int(np.count_nonzero(np.abs(rays @ normal - inverse) < tolerance))


def _thinned(chosen: Truths) -> Whole:
    """The chosen cells, or so many evenly among them that a look stays cheap."""
    cells = np.flatnonzero(chosen)
    return cells[:: max(1, len(cells) // _ENOUGH_CELLS)]
