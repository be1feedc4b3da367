"""The heels' rearmost point, whichever way the feet are seen and whichever foot hides the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from station.posture.heels import heel_x_m, heels_x_m
from station.posture.sagittal import SagittalPlane
from station.scene.heels import HeelRows
from tests.posture.made_plane import PLANE

_ROUNDING_M, _HEEL_M, _ASIDE_M = 0.03, -0.06, 0.12
_HEIGHTS_M = np.linspace(0.105, 0.035, 15)


def _foot(plane: SagittalPlane, aside_m: float, heel_m: float = _HEEL_M) -> HeelRows:
    """What is seen of a foot whose heel is round from above and upright behind."""
    middle = np.array([plane.along_m + heel_m + _ROUNDING_M, plane.across_m + aside_m])
    half = np.arcsin(_ROUNDING_M / np.hypot(*middle))
    touching = np.arctan2(middle[0], middle[1]) - half
    # From the athlete's own axes back to right and away.
    turn = plane.forward * np.arctan2(plane.sin_yaw, plane.cos_yaw)
    ray = float(np.tan(plane.forward * touching - turn))
    skin_m = aside_m - 0.02 + 0.03 * np.tan(touching)
    away = (plane.across_m + skin_m) / (plane.cos_yaw - plane.forward * plane.sin_yaw * ray)
    rays: NDArray[np.float64] = np.full(len(_HEIGHTS_M), ray)
    return HeelRows(rays, np.full(len(_HEIGHTS_M), away), _HEIGHTS_M)


def _both(far: HeelRows, near: HeelRows) -> HeelRows:
    return HeelRows(
        *(np.concatenate([getattr(foot, k) for foot in (far, near)]) for k in vars(far))
    )


@pytest.mark.parametrize("forward", [-1, 1])
@pytest.mark.parametrize("yaw_deg", [-24.0, -9.0, 0.0, 9.0, 24.0])
def test_either_foot_tells_the_heels_and_so_do_both(yaw_deg: float, forward: int) -> None:
    plane = replace(PLANE, yaw_deg=yaw_deg, forward=forward, pivot_x_m=forward * 0.05)
    near, far = _foot(plane, -_ASIDE_M), _foot(plane, _ASIDE_M)
    for rows in (near, far, _both(far, near)):
        assert heel_x_m(rows, plane, _HEEL_M) == pytest.approx(_HEEL_M, abs=0.003)


def test_a_foot_half_hidden_behind_a_leg_is_no_heel() -> None:
    hidden = _foot(PLANE, _ASIDE_M, heel_m=_HEEL_M + 0.05)
    rows = _both(hidden, _foot(PLANE, -_ASIDE_M))
    assert heel_x_m(rows, PLANE, _HEEL_M) == pytest.approx(_HEEL_M, abs=0.003)


@pytest.mark.parametrize("forward", [-1, 1])
@pytest.mark.parametrize("yaw_deg", [-9.0, 12.0])
def test_a_step_of_either_foot_is_told_of_that_foot(yaw_deg: float, forward: int) -> None:
    plane = replace(PLANE, yaw_deg=yaw_deg, forward=forward, pivot_x_m=forward * 0.05)
    level = heels_x_m(_both(_foot(plane, _ASIDE_M), _foot(plane, -_ASIDE_M)), plane, _HEEL_M)
    stepped = _foot(plane, _ASIDE_M, heel_m=_HEEL_M - 0.05)
    near_m, far_m = heels_x_m(_both(stepped, _foot(plane, -_ASIDE_M)), plane, _HEEL_M)
    assert level[0] is not None and level[1] is not None
    assert near_m == pytest.approx(level[0], abs=0.002)
    assert far_m == pytest.approx(level[1] - 0.05, abs=0.003)


def test_a_hidden_foot_is_not_told_of() -> None:
    assert heels_x_m(_foot(PLANE, -_ASIDE_M), PLANE, _HEEL_M)[1] is None


def test_rows_of_both_feet_at_once_are_neither() -> None:
    plane = replace(PLANE, yaw_deg=12.0)
    far, near = _foot(plane, _ASIDE_M), _foot(plane, -_ASIDE_M)
    between = HeelRows(
        far.ray[:4], np.linspace(far.away_m[0], near.away_m[0], 6)[1:-1], far.height_m[:4]
    )
    rows = _both(_both(far, between), near)
    assert heel_x_m(rows, plane, _HEEL_M) == pytest.approx(_HEEL_M, abs=0.003)


def test_a_few_specks_are_no_heel() -> None:
    rows = _foot(PLANE, -_ASIDE_M)
    few = HeelRows(rows.ray[:3], rows.away_m[:3], rows.height_m[:3])
    assert heel_x_m(few, PLANE, _HEEL_M) is None
