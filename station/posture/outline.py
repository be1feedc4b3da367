"""The outline of a silhouette as sub-pixel points and as a distance field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from station.posture.sagittal import SagittalPlane
from station.scene.silhouette import RASTER_M, Silhouette

Floats = NDArray[np.float64]


HALF = 127.5
"""Coverage above this is body."""
_SMOOTHING_CELLS = 1.5


@dataclass(frozen=True, eq=False)
class Outline:
    """Where the body ends, asked for in the athlete's sagittal plane.

    ``distance_m`` is ``(h, w)`` float32 over the silhouette's raster: metres to the outline,
    positive inside.
    """

    distance_m: NDArray[np.float32]
    left_m: float
    top_m: float
    plane: SagittalPlane

    def sample(self, points_m: Floats) -> tuple[Floats, Floats]:
        """Distance ``(n,)`` to the outline and its gradient ``(n, 2)`` (inwards) at points.

        A point outside the raster counts as on its border.
        """
        found = self._read(self._cells(points_m) + _AROUND)
        slopes = (found[3:] - found[1:3]) * self._per_m
        return found[0].astype(np.float64), slopes.T

    def sample_across(self, points_m: Floats) -> tuple[Floats, Floats]:
        """Distance ``(n,)`` and only the forward part ``(n,)`` of the gradient."""
        found = self._read(self._cells(points_m) + _BESIDE)
        slopes = (found[2] - found[1]) * self._per_m[0]
        return found[0].astype(np.float64), slopes

    def distance_at(self, points_m: Floats) -> Floats:
        """Only the distance ``(n,)``, at half the price."""
        return np.asarray(self._read(self._cells(points_m))[0], np.float64)

    def _cells(self, points_m: Floats) -> NDArray[np.complex64]:
        """Where ``n`` points lie: ``(1, n)`` numbers column + i row, as those add in one pass."""
        cells = cv2.perspectiveTransform(points_m[None], self._to_cells)
        return np.asarray(cells, np.float32).view(np.complex64)[..., 0]

    def _read(self, cells: NDArray[np.complex64]) -> NDArray[np.float32]:
        """The distance at ``(k, n)`` places between the cells."""
        # One map of both: its stubs do not know that there need not be a second.
        found = cv2.remap(  # type: ignore[call-overload]
            self.distance_m,
            cells.view(np.float32).reshape(*cells.shape, 2),
            None,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(found, np.float32)

    @cached_property
    def _to_cells(self) -> Floats:
        return self.plane.to_cells(self.left_m, self.top_m, RASTER_M)

    @cached_property
    def _per_m(self) -> Floats:
        """From differences over two cells, right and up, to the gradient forward and up."""
        return np.array([[self.plane.forward * self.plane.cos_yaw], [1.0]]) / (2 * RASTER_M)


_AROUND = np.array([[0], [-1], [1j], [1], [-1j]], np.complex64)
"""A cell and its neighbours left, below, right, above: columns + i rows."""
_BESIDE = np.array([[0], [-1], [1]], np.complex64)
"""A cell and its neighbours left and right."""


def outline_of(silhouette: Silhouette, plane: SagittalPlane) -> Outline:
    """Distance field of the largest piece of a silhouette."""
    return field(silhouette.coverage, silhouette.left_m, silhouette.top_m, plane)


def field(
    coverage: NDArray[np.uint8], left_m: float, top_m: float, plane: SagittalPlane
) -> Outline:
    """Distance field of the largest piece of a coverage raster 0..255."""
    inside = (smoothed(coverage) > HALF).view(np.uint8)
    outermost = _keep_largest_piece(inside)
    elsewhere = np.ones_like(inside)
    elsewhere.ravel()[outermost @ (1, elsewhere.shape[1])] = 0
    distance_m = np.asarray(cv2.distanceTransform(elsewhere, cv2.DIST_L2, 3), np.float32)
    inwards_m = inside.astype(np.float32)
    inwards_m *= 2 * RASTER_M
    inwards_m -= RASTER_M
    distance_m *= inwards_m
    # The outline runs half a cell outside the centres of the outermost cells.
    distance_m += RASTER_M / 2
    smooth_m = np.asarray(cv2.blur(distance_m, (3, 3), dst=distance_m), np.float32)
    return Outline(smooth_m, left_m, top_m, plane)


def contour_of(silhouette: Silhouette) -> Floats:
    """The contour ``(n, 2)`` of a silhouette in the side plane, for drawing."""
    blurred = smoothed(silhouette.coverage)
    inside = largest_piece((blurred > HALF).astype(np.uint8))
    if not inside.any():
        return np.empty((0, 2))
    return contour_m(blurred, inside, silhouette.left_m, silhouette.top_m)


def smoothed(coverage: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Coverage 0..255 with the raggedness of a stereo edge averaged out.

    A Gaussian of 12 mm; in floating point it takes half the time of box filters in whole numbers.
    """
    blurred = cv2.GaussianBlur(coverage.astype(np.float32), (7, 7), _SMOOTHING_CELLS)
    return np.asarray(blurred, np.float32)


def largest_piece(inside: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Only the largest connected piece of a 0/1 raster, its holes filled."""
    piece = inside.copy()
    _keep_largest_piece(piece)
    return piece


def _keep_largest_piece(inside: NDArray[np.uint8]) -> NDArray[np.int32]:
    """The same in place; its outermost cells ``(n, 2)``, columns and rows."""
    contours, family = cv2.findContours(inside, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return np.empty((0, 2), np.int32)
    largest = max(range(len(contours)), key=lambda i: cv2.contourArea(contours[i]))
    if len(contours) > 1:
        parents = np.asarray(family)[0, :, _PARENT].tolist()
        others = [c for i, c in enumerate(contours) if parents[i] < 0 and i != largest]
        holes = [c for i, c in enumerate(contours) if parents[i] == largest]
        # They are small, so that painting them over costs less than painting the piece anew; the
        # holes last, as one of the others may lie in a hole.
        cv2.drawContours(inside, others, -1, (0,), cv2.FILLED)
        cv2.drawContours(inside, holes, -1, (1,), cv2.FILLED)
    return np.asarray(contours[largest], np.int32)[:, 0]


_PARENT = 3
"""Where the family of a contour names the one around it."""


def contour_m(
    blurred: NDArray[np.float32], inside: NDArray[np.uint8], left_m: float, top_m: float
) -> Floats:
    """The closed contour ``(n, 2)`` of a 0/1 raster in plane metres, refined on the blur."""
    contours, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cells = max(contours, key=len)[:, 0, :]
    padded = np.pad(blurred, 1, mode="edge")
    c, r = cells[:, 0] + 1, cells[:, 1] + 1
    gx = (padded[r, c + 1] - padded[r, c - 1]) / 2
    gz = (padded[r + 1, c] - padded[r - 1, c]) / 2
    steep2 = np.maximum(gx * gx + gz * gz, 1.0)
    move = np.clip((HALF - padded[r, c]) / steep2, -0.05, 0.05)
    refined = cells + np.column_stack([np.clip(gx * move, -1, 1), np.clip(gz * move, -1, 1)])
    points: Floats = np.column_stack(
        [left_m + refined[:, 0] * RASTER_M, top_m - refined[:, 1] * RASTER_M]
    )
    return points
