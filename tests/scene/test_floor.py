"""The floor is found under every allowed tilt, and nothing else is taken for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from station.camera.frame import Intrinsics
from station.errors import SceneError
from station.scene.floor import FloorPlane, fit_floor, inverse_depth_noise

LENS = Intrinsics(424, 240, 212.0, 212.0, 211.6, 119.7)
Depth = NDArray[np.float32]


def up_of(pitch_deg: float, roll_deg: float) -> NDArray[np.float64]:
    """The floor's normal in the camera's frame (x right, y down, z away)."""
    pitch, roll = np.radians(pitch_deg), np.radians(roll_deg)
    up = np.array([np.sin(roll) * np.cos(pitch), -np.cos(roll) * np.cos(pitch), np.sin(pitch)])
    result: NDArray[np.float64] = up
    return result


def rays() -> NDArray[np.float64]:
    v, u = np.mgrid[0 : LENS.height_px, 0 : LENS.width_px]
    x, y = (u - LENS.cx_px) / LENS.fx_px, (v - LENS.cy_px) / LENS.fy_px
    grid: NDArray[np.float64] = np.stack([x, y, np.ones_like(x)], axis=-1)
    return grid


def room(
    up: NDArray[np.float64], height_m: float, wall_m: float | None = 3.8, seed: int = 1
) -> Depth:
    """A floor and perhaps a wall facing the camera, with a stereo sensor's noise."""
    inverse = np.maximum(-(rays() @ up) / height_m, 0.0)
    if wall_m is not None:
        inverse = np.maximum(inverse, 1.0 / wall_m)
    return seen(inverse, seed)


def seen(inverse: NDArray[np.float64], seed: int = 1) -> Depth:
    random = np.random.default_rng(seed)
    noisy = inverse + random.normal(0, inverse_depth_noise(LENS), inverse.shape)
    depth = np.where((inverse > 1 / 4.5) & (noisy > 0.1), 1 / np.maximum(noisy, 0.1), 0.0)
    depth[random.random(depth.shape) < 0.02] = 0.0
    return depth.astype(np.float32)


def apart_deg(floor: FloorPlane, up: NDArray[np.float64]) -> float:
    return float(np.degrees(np.arccos(np.clip(floor.up @ up, -1, 1))))


def floor_error_mm(floor: FloorPlane, up: NDArray[np.float64], height_m: float) -> float:
    """How wrong the floor is where the athlete may stand, 1.8 to 2.8 m away."""
    on_floor = -(rays() @ up) / height_m
    points = rays()[on_floor > 0.1] / on_floor[on_floor > 0.1][:, None]
    mat = (points[:, 2] > 1.8) & (points[:, 2] < 2.8) & (np.abs(points[:, 0]) < 0.6)
    if not mat.any():
        return 0.0
    return float(np.abs(floor.height_m(points[mat])).max() * 1000)


@given(st.floats(-15, 15), st.floats(-15, 15), st.floats(0.7, 1.3), st.integers(0, 9))
@settings(max_examples=25, deadline=None)
def test_every_allowed_tilt_and_height(
    pitch_deg: float, roll_deg: float, height_m: float, seed: int
) -> None:
    up = up_of(pitch_deg, roll_deg)
    # Looking up from high enough, no floor is left in the picture.
    assume((-(rays() @ up) / height_m > 1 / 3.0).mean() > 0.15)
    floor = fit_floor(room(up, height_m, seed=seed), LENS)
    assert np.linalg.norm(floor.up) == pytest.approx(1.0)
    assert apart_deg(floor, up) < 1.0
    assert floor.camera_height_m == pytest.approx(height_m, abs=0.03)
    assert floor.residual_mm < 60.0
    assert floor_error_mm(floor, up, height_m) < 8.0


@pytest.mark.parametrize("wall_m", [None, 2.9, 4.2])
def test_with_a_wall_near_far_or_none(wall_m: float | None) -> None:
    up = up_of(-4.0, 3.0)
    floor = fit_floor(room(up, 1.0, wall_m), LENS)
    assert apart_deg(floor, up) < 1.0
    assert floor_error_mm(floor, up, 1.0) < 8.0


def test_a_mat_and_a_bench_in_the_way_do_not_lift_it() -> None:
    up = up_of(-5.0, 0.0)
    depth = room(up, 1.0)
    depth[150:200, 120:300] = np.minimum(depth[150:200, 120:300], 1.7)
    floor = fit_floor(depth, LENS)
    assert apart_deg(floor, up) < 1.0
    assert floor_error_mm(floor, up, 1.0) < 8.0


def test_height_above_the_floor() -> None:
    floor = fit_floor(room(up_of(-4.0, 5.0), 1.1), LENS)
    lens_height = floor.height_m(np.zeros((1, 3)))
    assert lens_height[0] == pytest.approx(floor.camera_height_m)
    on_floor = rays()[220, 100] / (-(rays()[220, 100] @ up_of(-4.0, 5.0)) / 1.1)
    assert floor.height_m(on_floor) == pytest.approx(0.0, abs=0.015)


def only_a_wall() -> Depth:
    return seen(np.full((LENS.height_px, LENS.width_px), 1 / 2.0))


def only_a_slanted_wall() -> Depth:
    return seen(0.5 + 0.15 * rays()[..., 0])


def a_table_under_the_lens() -> Depth:
    return room(up_of(0.0, 0.0), 0.2, None)


def a_floor_tilted_like_a_ramp() -> Depth:
    return room(up_of(0.0, 40.0), 1.0, None)


def nothing() -> Depth:
    return np.zeros((LENS.height_px, LENS.width_px), np.float32)


@pytest.mark.parametrize(
    "room_without",
    [only_a_wall, only_a_slanted_wall, a_table_under_the_lens, a_floor_tilted_like_a_ramp, nothing],
)
def test_what_is_no_floor_is_refused_in_one_line(room_without: Callable[[], Depth]) -> None:
    with pytest.raises(SceneError) as caught:
        fit_floor(room_without(), LENS)
    assert "\n" not in str(caught.value)
    assert "no floor" in str(caught.value)
