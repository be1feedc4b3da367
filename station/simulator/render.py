"""Drawing ellipsoids into a disparity image.

Along a ray ``d`` (camera z = 1) an ellipsoid with ``Q = spread^-1`` and centre ``c`` is hit where
``A z^2 - 2 B z + C = 0``, ``A = d'Qd``, ``B = d'Qc``, ``C = c'Qc - 1``. The near hit in inverse
depth is ``(B + sqrt(B^2 - AC)) / C``: no division per pixel, and disparity is proportional to it.
``B^2 - AC`` is a quadratic polynomial in the pixel, so it is added up from rows and columns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from station.simulator.ellipsoids import Ellipsoids
from station.simulator.sensor import Image, View

NEAREST_M = 0.30
_AT_ONCE = 16
"""Ellipsoids worked out together: more of them differ more in size, and work beside their boxes."""


class Box(NamedTuple):
    """A rectangle of pixels, ends excluded; empty when ``right <= left``."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        """No pixel inside."""
        return self.right <= self.left or self.bottom <= self.top

    def around(self, other: Box) -> Box:
        """The smallest box around both."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, left: int, others: int, width: int, height: int) -> Box:
        """The box with a margin, kept inside an image."""
        return Box(
            max(0, self.left - left),
            max(0, self.top - others),
            min(width, self.right + others),
            min(height, self.bottom + others),
        )


def draw(view: View, ellipsoids: Ellipsoids, disparity: Image) -> Box:
    """Draw ellipsoids (gym frame) into ``disparity`` in place, nearer over farther.

    Returns the box of pixels that may have changed. Ellipsoids that come nearer to the camera
    than 0.30 m are left out: no stereo camera of this kind sees them.
    """
    seen = view.from_gym(ellipsoids)
    near = seen.centres_m[:, 2] - np.sqrt(seen.spread_m2[:, 2, 2]) > NEAREST_M
    if not near.any():
        return Box(0, 0, 0, 0)
    centres, spread = seen.centres_m[near], seen.spread_m2[near]
    boxes = _boxes(view, centres, spread)
    inside = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
    if not inside.any():
        return Box(0, 0, 0, 0)
    boxes, centres, spread = boxes[inside], centres[inside], spread[inside]
    _draw_in(boxes, view, *_near_hits(view, centres, spread), disparity)
    return Box(
        int(boxes[:, 0].min()),
        int(boxes[:, 1].min()),
        int(boxes[:, 2].max()),
        int(boxes[:, 3].max()),
    )


def _near_hits(
    view: View, centres: NDArray[np.float64], spread: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """``(N, 3)`` and ``(N, 3, 3)``: disparity is ``b . d + sqrt(d . q d)`` along a ray ``d``."""
    inverse = np.linalg.inv(spread)
    qc = np.einsum("nij,nj->ni", inverse, centres)
    c = np.einsum("ni,ni->n", centres, qc) - 1.0
    scale = view.camera.disparity_px_m / c
    linear = (qc * scale[:, None]).astype(np.float32)
    conic = np.einsum("ni,nj->nij", qc, qc) - c[:, None, None] * inverse
    return linear, (conic * scale[:, None, None] ** 2).astype(np.float32)


def _draw_in(
    boxes: NDArray[np.int64],
    view: View,
    b: NDArray[np.float32],
    q: NDArray[np.float32],
    out: Image,
) -> None:
    """Draw each ellipsoid in its box.

    A body is some seventy small boxes, and a call costs more than its arithmetic: boxes of about
    one size are worked out together, each as large as the largest of them.
    """
    order = np.argsort(boxes[:, 2] - boxes[:, 0])
    with np.errstate(invalid="ignore"):
        for start in range(0, len(order), _AT_ONCE):
            chosen = order[start : start + _AT_ONCE]
            values = _values(boxes[chosen], view, b[chosen], q[chosen])
            for value, (left, top, right, bottom) in zip(
                values, boxes[chosen].tolist(), strict=True
            ):
                patch = out[top:bottom, left:right]
                np.fmax(patch, value[: bottom - top, : right - left], out=patch)


def _values(
    boxes: NDArray[np.int64], view: View, b: NDArray[np.float32], q: NDArray[np.float32]
) -> NDArray[np.float32]:
    """``(N, H, W)`` disparity of each ellipsoid from the corner of its box on; NaN off it."""
    left, top, right, bottom = boxes.T
    across = left[:, None] + np.arange((right - left).max())
    down = top[:, None] + np.arange((bottom - top).max())
    u = view.columns.take(across, mode="clip")
    v = view.rows.take(down, mode="clip")
    b, q = b[..., None], q[..., None]
    value: NDArray[np.float32] = (v * (2 * q[:, 0, 1]))[:, :, None] * u[:, None, :]
    value += ((q[:, 0, 0] * u + 2 * q[:, 0, 2]) * u + q[:, 2, 2])[:, None, :]
    value += ((q[:, 1, 1] * v + 2 * q[:, 1, 2]) * v)[:, :, None]
    np.sqrt(value, out=value)
    value += (b[:, 0] * u + b[:, 2])[:, None, :]
    value += (b[:, 1] * v)[:, :, None]
    return value


def _boxes(
    view: View, centres: NDArray[np.float64], spread: NDArray[np.float64]
) -> NDArray[np.int64]:
    """``(N, 4)`` pixel boxes around the outlines: where image lines touch the dual conic."""
    dual = np.einsum("ni,nj->nij", centres, centres) - spread
    k = view.camera
    ends = []
    for axis, middle, size in ((0, k.cx_px, k.width_px), (1, k.cy_px, k.height_px)):
        root = np.sqrt(np.maximum(0.0, dual[:, axis, 2] ** 2 - dual[:, axis, axis] * dual[:, 2, 2]))
        low = (dual[:, axis, 2] - root) / dual[:, 2, 2] * k.f_px + middle
        high = (dual[:, axis, 2] + root) / dual[:, 2, 2] * k.f_px + middle
        ends.append((np.clip(np.ceil(low), 0, size), np.clip(np.floor(high) + 1, 0, size)))
    (left, right), (top, bottom) = ends
    return np.stack([left, top, right, bottom], axis=1).astype(np.int64)
