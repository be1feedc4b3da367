"""The rearmost point of the heels, which the wall stands behind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from station.posture.sagittal import SagittalPlane
from station.scene.heels import HeelRows

Floats = NDArray[np.float64]

_NEAR_FOOT_M = 0.06
"""Rows whose depths are this close to the nearest belong to the near foot."""
_FAR_FOOT_M, _FOOT_HALF_M = 0.10, 0.04
"""How far behind the near foot the far one begins, and how far its rows lie from its middle. What
lies between is neither: where the feet overlap in the picture, a row's readings are of both."""
_FEWEST_ROWS, _FEWEST_SEEN = 4, 3
_SURE_M = (0.045, 0.10)
"""Heights at which a heel's side is upright, so that its depth tells where its middle is."""
_MIDDLE_BEHIND_M, _MIDDLE_PER_TANGENT_M = 0.02, -0.03
"""From the skin 2 cm inside of the outline to the middle of the heel; seen from behind, less of its
side is seen. Matched to feet of measured bodies turned by up to 25 degrees; single ones differ by
7 mm rms, which costs 1 to 2 mm."""
_ROUNDING_M = 0.03
_SMOOTH_FINE, _SMOOTH_COARSE = np.array([1, 2, 3, 2, 1]) / 9, np.array([1, 2, 1]) / 4
_FINE_ROWS = 10
"""Over how many rows the outline of a heel is smoothed: about 2 cm."""
_SAME_M = 0.02
"""What lies farther before the other heel is not a heel: a foot half hidden behind a leg."""


def heel_x_m(rows: HeelRows, plane: SagittalPlane, near_x_m: float) -> float | None:
    """x of the rearmost point of both heels, or of the one that is seen; None where neither is.

    ``near_x_m`` is where the heels are about, for the angle they are seen at.
    """
    found = [x for x in heels_x_m(rows, plane, near_x_m) if x is not None]
    if not found:
        return None
    rearmost = min(found)
    outline_x_m = float(np.mean([x for x in found if x < rearmost + _SAME_M]))
    tangent = (plane.along_m + outline_x_m) / plane.across_m
    return outline_x_m + _ROUNDING_M * float(np.hypot(1.0, tangent) - 1)


def heels_x_m(
    rows: HeelRows, plane: SagittalPlane, near_x_m: float
) -> tuple[float | None, float | None]:
    """x at which the outlines of the near and of the far heel lie; None for one not seen.

    Each row tells the ray that touches the heel; where it crosses the line along which the heel
    points is its place.
    """
    tangent = (plane.along_m + near_x_m) / plane.across_m
    middle_m = _MIDDLE_BEHIND_M + _MIDDLE_PER_TANGENT_M * tangent
    y = plane.behind(np.column_stack([rows.ray * rows.away_m, rows.away_m]))
    sure = (rows.height_m > _SURE_M[0]) & (rows.height_m < _SURE_M[1])
    near, far = (
        _outline_x_m(plane, rows.ray[foot], float(np.median(y[foot & sure])) + middle_m)
        if _is_seen(foot, sure)
        else None
        for foot in _feet(y, sure)
    )
    return near, far


def _outline_x_m(plane: SagittalPlane, ray: Floats, behind_m: float) -> float:
    x = _crossings_m(plane, ray, behind_m)
    # Where few rows show a heel, the rearmost of them is mostly noise.
    weights = _SMOOTH_FINE if len(x) > _FINE_ROWS else _SMOOTH_COARSE
    smooth = np.sort(np.convolve(x, weights, "valid"))
    return float(smooth[: max(2, len(smooth) // 4)].mean())


def _is_seen(foot: NDArray[np.bool_], sure: NDArray[np.bool_]) -> bool:
    rows, sure_ones = np.count_nonzero(foot), np.count_nonzero(foot & sure)
    return bool(rows >= _FEWEST_ROWS and sure_ones >= _FEWEST_SEEN)


def _feet(y_m: Floats, sure: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows show the near foot and which the far one."""
    if len(y_m) < _FEWEST_ROWS:
        return np.zeros_like(sure), np.zeros_like(sure)
    # The second nearest, lest a flying pixel counts.
    nearest_m = float(np.sort(y_m)[1])
    near = y_m < nearest_m + _NEAR_FOOT_M
    far = y_m > float(np.median(y_m[near])) + _FAR_FOOT_M
    if np.count_nonzero(far & sure):
        far &= np.abs(y_m - np.median(y_m[far & sure])) < _FOOT_HALF_M
    return near, far


def _crossings_m(plane: SagittalPlane, ray: Floats, behind_m: float) -> Floats:
    """x at which rays (metres right per metre away) cross a line ``behind_m`` behind the own."""
    away = (plane.across_m + behind_m) / (plane.cos_yaw - plane.forward * plane.sin_yaw * ray)
    return plane.forward_of(np.column_stack([ray * away, away]))
