"""The rearmost point of two round buttocks, whichever way they are seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from station.posture.midline import Midline, NearSkin, midline_of
from station.posture.sagittal import SagittalPlane
from tests.posture.made_plane import PLANE

_HEIGHT_M = 1.7
_ASIDE_M, _ROUNDING_M = 0.035 * _HEIGHT_M, 0.07 * _HEIGHT_M


def _outline_x_m(plane: SagittalPlane, y_m: float, rear_x_m: float) -> float:
    """Where the plane has the outline of two discs whose rearmost points are at ``rear_x_m``."""
    camera = np.array([-plane.along_m, -plane.across_m])
    seen = []
    for aside_m in (-_ASIDE_M, _ASIDE_M):
        middle = np.array([rear_x_m + _ROUNDING_M, y_m + aside_m]) - camera
        half = np.arcsin(_ROUNDING_M / np.hypot(*middle))
        seen.append(np.arctan2(middle[0], middle[1]) - half)
    return float(camera[0] + np.tan(min(seen)) * plane.across_m)


@pytest.mark.parametrize("yaw_deg", [-25.0, -8.0, 0.0, 8.0, 25.0])
@pytest.mark.parametrize("rear_x_m", [-0.10, -0.35])
def test_two_buttocks_are_found_from_either_side(yaw_deg: float, rear_x_m: float) -> None:
    plane = replace(PLANE, yaw_deg=yaw_deg)
    outline_x_m = _outline_x_m(plane, 0.05, rear_x_m)
    found_m = Midline(plane, 0.05, _HEIGHT_M, _ASIDE_M).rearmost_m(outline_x_m)
    assert found_m == pytest.approx(rear_x_m, abs=0.003)


def test_without_the_midline_a_turned_athlete_is_read_far_off() -> None:
    plane = replace(PLANE, yaw_deg=20.0)
    assert abs(_outline_x_m(plane, 0.05, -0.2) + 0.2) > 0.02


@pytest.mark.parametrize("yaw_deg", [-12.0, 0.0, 17.0])
def test_a_mirrored_athlete_reads_the_same(yaw_deg: float) -> None:
    plane = replace(PLANE, yaw_deg=yaw_deg)
    mirrored = replace(plane, forward=-1, pivot_x_m=-plane.pivot_x_m)
    there = Midline(plane, 0.04, _HEIGHT_M, _ASIDE_M).rearmost_m(-0.21)
    assert Midline(mirrored, 0.04, _HEIGHT_M, _ASIDE_M).rearmost_m(-0.21) == pytest.approx(
        there, abs=1e-12
    )


def test_everything_twice_as_large_reads_twice_as_far() -> None:
    plane = replace(PLANE, yaw_deg=9.0)
    twice = replace(plane, side_distance_m=4.4, distance_m=4.32, pivot_x_m=0.10)
    once_m = Midline(plane, 0.04, _HEIGHT_M, _ASIDE_M).rearmost_m(-0.2)
    assert Midline(twice, 0.08, 2 * _HEIGHT_M, 2 * _ASIDE_M).rearmost_m(-0.4) == pytest.approx(
        2 * once_m
    )


def _near_side(plane: SagittalPlane, half_m: float) -> NearSkin:
    """Skin that faces the camera: a head and hips whose near side is ``half_m`` from the middle."""
    x, z = np.meshgrid(np.linspace(-0.2, 0.1, 40), np.linspace(0.8, 1.0, 30))
    behind = np.full(x.size, -half_m)
    head_x, head_z = np.meshgrid(np.linspace(-0.08, 0.08, 20), np.linspace(1.57, 1.69, 20))
    along = np.concatenate([x.ravel(), head_x.ravel()]) + plane.along_m
    across = np.concatenate([behind, np.full(head_x.size, -0.058)]) + plane.across_m
    # From the athlete's own axes back to right and away.
    right = plane.forward * (plane.cos_yaw * along - plane.sin_yaw * across)
    away = plane.sin_yaw * along + plane.cos_yaw * across
    heights_m = np.concatenate([z.ravel(), head_z.ravel()])
    return NearSkin(np.column_stack([right, away]), heights_m)


@pytest.mark.parametrize("forward", [-1, 1])
def test_wider_hips_have_their_near_buttock_farther_aside(forward: int) -> None:
    plane = replace(PLANE, yaw_deg=-15.0, forward=forward, pivot_x_m=forward * 0.05)
    narrow, wide = (
        midline_of(_near_side(plane, half_m), plane, _HEIGHT_M, (-0.12, 0.9))
        for half_m in (0.14, 0.17)
    )
    # The middle itself is told from the whole body's near side by a third.
    assert wide.near_aside_m - narrow.near_aside_m == pytest.approx(0.7 * 0.02, abs=0.002)


def test_hips_whose_side_is_not_seen_are_of_usual_width() -> None:
    skin = _near_side(PLANE, 0.14)
    hidden = NearSkin(skin.floor_m, skin.height_m + 0.4)
    assert midline_of(hidden, PLANE, _HEIGHT_M, (-0.12, 0.9)).near_aside_m == _ASIDE_M
