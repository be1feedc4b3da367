"""Black clothes: where a person should be, straight down from what is seen of one, nothing reads.

Clothes that swallow the pattern leave holes, and holes look the same as a hall too deep for the
sensor, so the empty scene cannot tell. A standing person can: below a head or a trunk at some
distance there is body all the way to the floor, and whatever reads nothing on that way is hidden.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame
from station.scene.people import Blob
from station.scene.side_plane import SidePlane

SMALLEST_PIECE_CELLS = 20
"""A face and its neck are all that may be seen of somebody."""
_TIME_CONSTANT_S = 0.5
_LOWEST_TOP_M = 0.95
"""What does not reach this high is nobody's head or trunk, unless they bend far down."""
_FLOOR_CLEAR_M = 0.12
_STEP_M = 0.03
_ACROSS_M = np.linspace(-0.24, 0.24, 25)
_CORE = np.arange(-1, 2)
"""The middle 4 cm of the body at each height: inside even a neck or a shin."""
_FEWEST = 2
_SMOOTH_ROWS = 9
_OWN_DEPTH_M = 0.40
_PERSON_SHARE = 0.65


class Darkness:
    """The share of somebody that is hidden, averaged, as who walks hides a part of it in turn."""

    def __init__(self) -> None:
        self.share = 0.0
        self._time_s: float | None = None

    def add(self, share: float, time_s: float) -> None:
        """Take in one frame's :func:`hidden_share`."""
        elapsed_s = 0.0 if self._time_s is None else time_s - self._time_s
        self._time_s = time_s
        self.share += (1 - math.exp(-elapsed_s / _TIME_CONSTANT_S)) * (share - self.share)


def hidden_share(frame: DepthFrame, plane: SidePlane, piece: Blob) -> float:
    """Share of the body below the top of ``piece`` that gives no reading; 0 if it is no body.

    ``plane`` is a side plane at the piece's distance.
    """
    if piece.highest_m < _LOWEST_TOP_M:
        return 0.0
    heights = np.arange(_FLOOR_CLEAR_M, piece.highest_m, _STEP_M)
    depth_m = _beside(frame, plane, piece.x_m, heights)
    expected_m = plane.camera_depth_m(np.column_stack([np.full(len(heights), piece.x_m), heights]))
    hole = depth_m == 0
    body = ~hole & (np.abs(depth_m - expected_m[:, None]) < _OWN_DEPTH_M)
    seen = np.nonzero(body.sum(axis=1) >= _FEWEST)[0]
    if not len(seen):
        return 0.0
    # A body leans and bends: its middle at each height is its own; where it is hidden, between.
    halfway = np.cumsum(body[seen], axis=1) * 2 >= body[seen].sum(axis=1)[:, None]
    middle = np.interp(np.arange(seen[-1] + 1), seen, halfway.argmax(axis=1))
    # Smoothed, lest the middle of what is left between holes is taken for that of the body.
    padded = np.pad(middle, _SMOOTH_ROWS // 2, mode="edge")
    middle = np.convolve(padded, np.full(_SMOOTH_ROWS, 1 / _SMOOTH_ROWS), "valid")
    core = np.rint(middle).astype(np.intp)[:, None] + _CORE
    core = np.clip(core, 0, depth_m.shape[1] - 1)
    rows = np.arange(len(core))[:, None]
    hole, body = hole[rows, core], body[rows, core]
    if (hole | body).mean() < _PERSON_SHARE:
        return 0.0
    return float(hole.sum() / (hole | body).sum())


def _beside(
    frame: DepthFrame, plane: SidePlane, x_m: float, heights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Depth in metres of ``(heights, across)`` about a vertical; outside the picture infinite."""
    z, x = np.meshgrid(heights, x_m + _ACROSS_M, indexing="ij")
    points = np.stack([x.ravel(), z.ravel(), np.ones(x.size)])
    u, v, w = plane.to_image @ points
    column, row = np.rint(u / w).astype(np.intp), np.rint(v / w).astype(np.intp)
    k = frame.intrinsics
    inside = (column >= 0) & (column < k.width_px) & (row >= 0) & (row < k.height_px)
    depth_m = np.full(x.size, np.inf)
    depth_m[inside] = frame.depth[row[inside], column[inside]] * frame.depth_unit_m
    return depth_m.reshape(x.shape)
