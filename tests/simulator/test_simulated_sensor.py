"""The sensor draws what geometry says, and is as noisy as the real one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from station.simulator.balance import balanced
from station.simulator.body import build_body
from station.simulator.bystanders import stood_at
from station.simulator.ellipsoids import Ellipsoids
from station.simulator.gym import Block, Gym, empty_view
from station.simulator.noise import SensorNoise, hide_from_right
from station.simulator.noise_tiles import QUIET, NoiseSettings
from station.simulator.pose import Pose, place
from station.simulator.render import Box, draw
from station.simulator.sensor import Image, Mount, PinholeCamera, View, d435
from station.simulator.shape import AthleteShape
from station.simulator.truth import rearmost_m

LEVEL = Mount(1.0, 2.2, 0.0)
CENTRED = PinholeCamera(424, 240, 212.0, 211.5, 119.5)
NOBODY = Box(0, 0, 0, 0)


def blank(camera: PinholeCamera) -> Image:
    return np.zeros((camera.height_px, camera.width_px), dtype=np.float32)


def ball(middle_m: tuple[float, float, float], radius_m: float) -> Ellipsoids:
    return Ellipsoids(np.array([middle_m]), np.eye(3)[None] * radius_m**2)


def athlete_image(camera: PinholeCamera, heading_deg: float, mount: Mount = LEVEL) -> Image:
    body = build_body(AthleteShape())
    surface = place(body, balanced(body, Pose(55.0, 12.0, 5.0, 2.0, 3.0))).ellipsoids
    image = blank(camera)
    draw(View(camera, mount), stood_at(body, surface, 0.0, 0.0, heading_deg), image)
    return image


@pytest.mark.parametrize(("pitch", "roll", "pan"), [(0, 0, 0), (-12, 9, 5), (8, -15, -7)])
def test_a_ball_has_its_depth_and_outline_wherever_the_camera_points(
    pitch: float, roll: float, pan: float
) -> None:
    camera = d435(848)
    view = View(camera, Mount(1.0, 2.0, pitch, roll, pan))
    middle = (0.1, 0.0, 1.1)
    image = blank(camera)
    draw(view, ball(middle, 0.2), image)
    x, y, z = view.mount.rotation @ (np.array(middle) - view.mount.position_m)
    column, row = x / z * camera.f_px + camera.cx_px, y / z * camera.f_px + camera.cy_px
    nearest_m = camera.disparity_px_m / image[round(row), round(column)]
    along = math.sqrt(x * x + y * y + z * z)
    assert nearest_m == pytest.approx(z * (along - 0.2) / along, abs=1e-3)
    wide_px = np.count_nonzero(image[round(row)])
    assert wide_px == pytest.approx(2 * 0.2 / z * camera.f_px, rel=0.04)


def test_facing_the_other_way_is_the_mirror_image() -> None:
    right, left = athlete_image(CENTRED, 0.0), athlete_image(CENTRED, 180.0)
    assert np.count_nonzero((right > 0) != (left[:, ::-1] > 0)) <= 4
    both = (right > 0) & (left[:, ::-1] > 0)
    assert np.abs(right - left[:, ::-1])[both].max() < 0.02


@pytest.mark.parametrize("distance_m", [1.8, 2.2, 2.8])
def test_the_rearmost_pixel_is_the_rearmost_point_at_any_distance(distance_m: float) -> None:
    """The buttocks' mid-line is a little nearer than the mid-plane; hence the tolerance."""
    camera = d435(848)
    body = build_body(AthleteShape())
    placement = place(body, balanced(body, Pose(55.0, 12.0, 5.0, 2.0, 3.0)))
    image = athlete_image(camera, 0.0, Mount(0.9, distance_m, 0.0))
    rows, columns = np.nonzero(image)
    edge = columns.min()
    depth_m = camera.disparity_px_m / image[rows[columns == edge][0], edge]
    seen_m = (edge - 0.5 - camera.cx_px) / camera.f_px * depth_m
    assert seen_m == pytest.approx(rearmost_m(placement) - body.foot_m / 2, abs=0.007)


def test_nearer_things_hide_farther_ones() -> None:
    camera = d435(424)
    image = blank(camera)
    view = View(camera, LEVEL)
    near, far = ball((0.0, -0.5, 1.0), 0.1), ball((0.0, 0.5, 1.0), 0.3)
    draw(view, far, image)
    alone = image[120, 212]
    draw(view, near, image)
    both = image[120, 212]
    draw(view, far, image)
    assert both > alone
    assert image[120, 212] == both


def test_floor_wall_and_blocks_stand_where_they_should() -> None:
    camera = d435(848)
    view = View(camera, Mount(1.0, 2.0, -10.0, 4.0))
    block = Block((0.4, 0.5, 0.0), (0.8, 0.8, 0.6))
    depth_m = camera.disparity_px_m / empty_view(Gym(1.5, (block,)), view)
    points = view.rays() * depth_m[..., None] + view.mount.position_m
    on_floor = np.abs(points[..., 2]) < 1e-3
    on_wall = np.abs(points[..., 1] - 1.5) < 1e-3
    inside = (points > np.array(block.low_m) - 1e-3) & (points < np.array(block.high_m) + 1e-3)
    on_block = inside.all(axis=2)
    assert (on_floor | on_wall | on_block).all()
    assert on_block.sum() > 2000


def wall_noise_px(settings: NoiseSettings, frames: int) -> NDArray[np.float64]:
    camera = d435(424)
    sensor = SensorNoise(camera, settings, seed=4)
    clean = np.full((camera.height_px, camera.width_px), 6.0, dtype=np.float32)
    depth = np.stack([sensor.depth(clean.copy(), NOBODY, clean) for _ in range(frames)])
    disparity = camera.disparity_px_m / (np.where(depth > 0, depth, np.nan) * camera.depth_unit_m)
    return disparity - 6.0


def test_noise_is_as_strong_as_asked_partly_patchy_and_fresh() -> None:
    noise = wall_noise_px(NoiseSettings(), 24)
    assert np.nanstd(noise) == pytest.approx(0.08, rel=0.08)
    assert abs(np.nanmean(noise)) < 0.01
    beside = np.nanmean(noise[:, :, 1:] * noise[:, :, :-1]) / np.nanvar(noise)
    apart = np.nanmean(noise[:, :, 9:] * noise[:, :, :-9]) / np.nanvar(noise)
    in_time = np.nanmean(noise[1:] * noise[:-1]) / np.nanvar(noise)
    assert 0.3 < beside < 0.5
    assert abs(apart) < 0.05
    assert abs(in_time) < 0.03
    assert np.isnan(noise).mean() == pytest.approx(0.005, abs=0.002)


def test_depth_comes_in_steps_of_disparity_and_ends_at_the_range() -> None:
    camera = d435(424)
    sensor = SensorNoise(camera, NoiseSettings(max_range_m=4.0), seed=1)
    distances = np.linspace(1.0, 6.0, camera.width_px, dtype=np.float32)
    clean = np.tile(camera.disparity_px_m / distances, (camera.height_px, 1)).astype(np.float32)
    depth = sensor.depth(clean, NOBODY, clean)
    allowed = np.rint(camera.disparity_px_m / (np.arange(1, 3000) / 32) / camera.depth_unit_m)
    assert depth.dtype == np.uint16
    assert np.isin(depth[depth > 0], allowed).all()
    assert depth.max() <= 4000
    assert not depth[:, distances > 4.5].any()
    assert (depth[:, distances < 3.5] > 0).mean() > 0.99


def test_the_strip_left_of_a_near_edge_is_as_wide_as_the_step_of_disparity() -> None:
    image = np.full((6, 100), 5.0, dtype=np.float32)
    image[:, 50:70] = 13.0
    hide_from_right(image)
    assert (image[:, 43:50] == 0).all()
    assert (image[:, :42] == 5.0).all()
    assert (image[:, 50:70] == 13.0).all()
    assert (image[:, 70:] == 5.0).all()


def test_outlines_grow_by_about_a_pixel_and_differ_from_frame_to_frame() -> None:
    camera = d435(848)
    sensor = SensorNoise(camera, NoiseSettings(drop_out_share=0.0), seed=2)
    clean = np.full((camera.height_px, camera.width_px), 6.0, dtype=np.float32)
    empty = clean.copy()
    clean[100:400, 400:500] = 10.0
    edges = []
    for _ in range(12):
        depth = sensor.depth(clean.copy(), Box(400, 100, 500, 400), empty)
        near = (depth > 0) & (depth < 2400)
        edges.append([np.flatnonzero(row[480:530]).max() - 19 for row in near[120:380]])
    growth = np.array(edges, dtype=float)
    assert 0.7 < growth.mean() < 2.2
    assert 0.8 < growth.std() < 1.6
    assert abs(np.corrcoef(growth[0], growth[1])[0, 1]) < 0.25


def test_a_quiet_sensor_only_rounds() -> None:
    camera = d435(848)
    depth = SensorNoise(camera, QUIET, seed=0).depth(
        athlete_image(camera, 0.0), NOBODY, blank(camera)
    )
    clean = athlete_image(camera, 0.0)
    seen = (depth > 0) & (clean > 0)
    error_px = camera.disparity_px_m / (depth[seen] * camera.depth_unit_m) - clean[seen]
    assert np.abs(error_px).max() < 1 / 64 + 0.004
    assert np.array_equal(depth > 0, clean > 0)
