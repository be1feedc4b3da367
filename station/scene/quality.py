"""How good a place is for measuring: what two seconds of its empty scene show.

Judged are the floor (does it read, does it lie in one plane) and the sensor (do readings come and
go, do they tremble): a shiny floor spoils the first, sun both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame, Intrinsics
from station.scene.aim import pitch_deg, roll_deg
from station.scene.background import Background
from station.scene.floor import (
    STEREO_BASELINE_M,
    Floats,
    FloorPlane,
    fit_floor,
    inverse_depth_noise,
)

LOOKING_S = 2.0
_EVERY_S = 0.1
_FEWEST = 10
_FEWEST_PAIRS = 3
_WIDE_ENOUGH_PX = 424
"""Every second pixel of every second row is enough for shares and means."""
_CELL_PX = 8
_FARTHEST_FLOOR_M = 3.4
"""Beyond the mat the floor need not be good."""
_SIGMAS = 5.0
_MOVED_SIGMAS = 6.0
_MOVED_CELLS = 6
"""Beside this many cells of 16 pixels a side changing nothing was moving but noise."""


@dataclass(frozen=True, eq=False)
class Quality:
    """What the empty scene of one set-up is like.

    ``noise_px`` is the typical trembling of one pixel's disparity (a D400 has 0.08 px).
    ``floor_unread_share`` and ``floor_apart_share`` are the shares of
    the floor up to the far end of the mat that give no reading, and one far below the floor, as
    a mirror does; ``unread_share`` is that of the whole picture.
    """

    floor: FloorPlane
    intrinsics: Intrinsics
    floor_residual_mm: float
    floor_unread_share: float
    floor_apart_share: float
    unread_share: float
    noise_px: float

    @property
    def pitch_deg(self) -> float:
        """Upwards > 0."""
        return pitch_deg(self.floor.up)

    @property
    def roll_deg(self) -> float:
        """Clockwise > 0."""
        return roll_deg(self.floor.up)


class QualityWatch:
    """Collects :data:`LOOKING_S` of an empty scene; build a new one for every look."""

    def __init__(self) -> None:
        self._taken: list[NDArray[np.float32]] = []
        self._taken_s = -math.inf
        self._first: DepthFrame | None = None
        self._background: Background | None = None
        self._learned = False
        self.progress = 0.0

    def add(self, frame: DepthFrame) -> bool:
        """Take in one frame; True when enough were seen."""
        time_s = frame.capture_time_s
        if self._first is None or self._background is None:
            self._first = frame
            self._background = Background(frame.intrinsics, frame.depth_unit_m)
        if not self._learned:
            self._learned = self._background.learn(frame.depth, time_s)
        if time_s - self._taken_s >= _EVERY_S:
            self._taken_s = time_s
            step = _step(frame.intrinsics)
            coarse = frame.depth[::step, ::step].astype(np.float32)
            self._taken.append(coarse * np.float32(frame.depth_unit_m))
        self.progress = min(1.0, (time_s - self._first.capture_time_s) / LOOKING_S)
        return self.progress >= 1.0 and self._learned and len(self._taken) >= _FEWEST

    def moving(self) -> bool:
        """Whether something moved in what was collected; noise, however strong, does not count.

        A cell's mean trembles little; where it goes far beyond what the others do, somebody was.
        """
        means = np.stack([_cell_means(depth_m) for depth_m in self._taken])
        steady = np.isfinite(means).all(axis=0)
        if not steady.any():
            return False
        cells = means[:, steady]
        usual = float(np.median(cells.std(axis=0)))
        far = np.abs(cells - np.median(cells, axis=0)).max(axis=0)
        return int((far > _MOVED_SIGMAS * max(usual, 1e-5)).sum()) > _MOVED_CELLS

    def quality(self) -> Quality:
        """What was seen. Raises :class:`~station.errors.SceneError` when it shows no floor."""
        assert self._first is not None
        assert self._background is not None
        # The same way as the running station's, so that the two can be compared.
        floor = fit_floor(self._background.depth_m, self._first.intrinsics)
        intrinsics = _coarse(self._first.intrinsics)
        disparity_px_m = self._first.intrinsics.fx_px * STEREO_BASELINE_M
        stack = np.stack(self._taken)
        stack[stack == 0] = np.nan
        read_share = np.isfinite(stack).mean(axis=0)
        often = read_share > 0.5
        depth_m = np.zeros(read_share.shape, np.float32)
        depth_m[often] = np.nanmedian(stack[:, often], axis=0)
        return Quality(
            floor=floor,
            intrinsics=self._first.intrinsics,
            unread_share=float(1.0 - read_share.mean()),
            noise_px=_noise_per_m(stack[:, often]) * disparity_px_m,
            **_of_floor(depth_m, read_share, floor, intrinsics),
        )


def _of_floor(
    depth_m: NDArray[np.float32],
    read_share: Floats,
    floor: FloorPlane,
    intrinsics: Intrinsics,
) -> dict[str, float]:
    """The floor's own part of :class:`Quality`, of all pixels that look at it and nothing else."""
    v, u = np.mgrid[: intrinsics.height_px, : intrinsics.width_px]
    k = intrinsics
    rays = np.stack([(u - k.cx_px) / k.fx_px, (v - k.cy_px) / k.fy_px, np.ones(u.shape)], axis=-1)
    fall = -(rays @ floor.up) / floor.camera_height_m
    inverse = np.divide(1.0, depth_m, out=np.zeros(u.shape), where=depth_m > 0)
    tolerance = _SIGMAS * inverse_depth_noise(intrinsics)
    # What stands in front of the floor is furniture and says nothing about it.
    here = (fall > 1.0 / _FARTHEST_FLOOR_M) & (inverse < fall + tolerance)
    read = here & (depth_m > 0)
    count = max(1, int(here.sum()))
    below = read & (inverse < fall - tolerance)
    on_it = read & ~below
    apart_m = depth_m[on_it] * (rays[on_it] @ floor.up) + floor.camera_height_m
    residual_m = float(np.sqrt(np.mean(apart_m**2))) if on_it.any() else 0.0
    return {
        "floor_residual_mm": 1000 * residual_m,
        "floor_unread_share": float((1.0 - read_share[here]).sum()) / count,
        "floor_apart_share": float(below.sum()) / count,
    }


def _noise_per_m(readings_m: NDArray[np.float32]) -> float:
    """Typical standard deviation over time of a pixel's inverse depth."""
    # Differences of neighbours in time leave out what changes slowly.
    squares = np.diff(1.0 / readings_m, axis=0) ** 2
    pairs = np.isfinite(squares)
    often = pairs.sum(axis=0) >= _FEWEST_PAIRS
    if not often.any():
        return math.inf
    sums = np.where(pairs, squares, 0.0).sum(axis=0)[often]
    return float(np.median(np.sqrt(sums / pairs.sum(axis=0)[often] / 2.0)))


def _cell_means(depth_m: NDArray[np.float32]) -> Floats:
    """Mean inverse depth of every cell; NaN where half of it gives no reading."""
    rows, columns = (size // _CELL_PX * _CELL_PX for size in depth_m.shape)
    cut = depth_m[:rows, :columns].astype(np.float64)
    cells = cut.reshape(rows // _CELL_PX, _CELL_PX, columns // _CELL_PX, _CELL_PX)
    inverse = np.divide(1.0, cells, out=np.zeros_like(cells), where=cells > 0)
    read = (cells > 0).sum(axis=(1, 3))
    mean = inverse.sum(axis=(1, 3)) / np.maximum(read, 1)
    return np.where(read * 2 > _CELL_PX**2, mean, np.nan)


def _coarse(k: Intrinsics) -> Intrinsics:
    """The intrinsics of the pixels that are looked at."""
    step = _step(k)
    return Intrinsics(
        -(-k.width_px // step),
        -(-k.height_px // step),
        *(value / step for value in (k.fx_px, k.fy_px, k.cx_px, k.cy_px)),
    )


def _step(k: Intrinsics) -> int:
    return max(1, k.width_px // _WIDE_ENOUGH_PX)
