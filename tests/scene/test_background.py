"""The empty scene: learned once, kept up slowly, and not fooled by who walks by."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from station.camera.frame import Intrinsics
from station.scene.background import FARTHEST_M, Background

# A piece out of the middle of an 848x480 picture: the noise goes with the focal length.
LENS = Intrinsics(64, 48, 424.0, 424.0, 31.5, 23.5)
SHAPE = (LENS.height_px, LENS.width_px)
WALL_MM = 2500
SPOT = slice(20, 30), slice(40, 50)
FPS = 30.0
Raw = NDArray[np.uint16]


def wall(distance_mm: float = WALL_MM) -> Raw:
    return np.full(SHAPE, distance_mm, np.uint16)


def with_spot(distance_mm: int) -> Raw:
    depth = wall()
    depth[SPOT] = distance_mm
    return depth


def learned(depth: Raw | None = None) -> Background:
    background = Background(LENS, 0.001)
    depth = wall() if depth is None else depth
    next(i for i in range(60) if background.learn(depth, i / FPS))
    return background


def lived(background: Background, depth: Raw, seconds: float, start_s: float = 2.0) -> float:
    """Keep up with an unchanging picture; the time afterwards."""
    for i in range(int(seconds * FPS)):
        background.keep_up(depth, start_s + i / FPS, None)
    return start_s + seconds


def is_foreground(background: Background, depth: Raw) -> NDArray[np.bool_]:
    seen: NDArray[np.bool_] = (depth > 0) & (depth < background.limit)
    return seen


def test_learning_takes_about_half_a_second_of_any_frame_rate() -> None:
    for fps in (15.0, 30.0, 60.0):
        background = Background(LENS, 0.001)
        done_s = next(i / fps for i in range(90) if background.learn(wall(), i / fps))
        assert 0.4 < done_s < 0.7


def test_what_stands_nearer_is_foreground_and_the_scene_itself_is_not() -> None:
    background = learned()
    assert is_foreground(background, with_spot(2000))[SPOT].all()
    assert is_foreground(background, with_spot(2000)).sum() == 100
    assert not is_foreground(background, wall()).any()
    assert not is_foreground(background, wall(2600)).any()


def test_noise_of_the_learned_scene_is_not_foreground() -> None:
    random = np.random.default_rng(2)

    def noisy() -> Raw:
        return (WALL_MM + random.normal(0, 12.0, SHAPE)).astype(np.uint16)

    background = Background(LENS, 0.001)
    i = 0
    while not background.learn(noisy(), i / FPS):
        i += 1
    wrong = np.mean([is_foreground(background, noisy()).mean() for _ in range(20)])
    assert wrong < 0.002


def test_where_the_sensor_read_nothing_anything_in_range_is_foreground() -> None:
    empty = wall()
    empty[SPOT] = 0
    background = learned(empty)
    assert (background.depth_m[SPOT] == 0).all()
    assert is_foreground(background, with_spot(3500))[SPOT].all()
    assert not is_foreground(background, with_spot(int(FARTHEST_M * 1000) + 100))[SPOT].any()


def test_a_pixel_that_flickers_while_learning_gets_its_usual_reading() -> None:
    background = Background(LENS, 0.001)
    i = 0
    while not background.learn(with_spot(0) if i % 4 == 0 else wall(), i / FPS):
        i += 1
    np.testing.assert_allclose(background.depth_m, WALL_MM / 1000, atol=0.002)


def test_a_slow_drift_is_followed() -> None:
    background = learned()
    lived(background, wall(WALL_MM + 30), 90.0)
    np.testing.assert_allclose(background.depth_m, (WALL_MM + 30) / 1000, atol=0.005)


def test_a_passer_by_is_not_adopted() -> None:
    background = learned()
    after_s = lived(background, with_spot(1800), 8.0)
    assert is_foreground(background, with_spot(1800))[SPOT].all()
    after_s = lived(background, wall(), 20.0, after_s)
    lived(background, with_spot(1800), 8.0, after_s)
    assert is_foreground(background, with_spot(1800))[SPOT].all()
    assert not is_foreground(background, wall()).any()


@pytest.mark.parametrize("now_mm", [1800, 3200])
def test_a_bench_that_was_moved_becomes_background(now_mm: int) -> None:
    background = learned()
    lived(background, with_spot(now_mm), 45.0)
    assert not is_foreground(background, with_spot(now_mm)).any()
    assert background.depth_m[SPOT] == pytest.approx(now_mm / 1000, abs=0.01)


def test_the_athlete_is_never_adopted_however_long_they_stand() -> None:
    background = learned()
    for i in range(int(120 * FPS)):
        background.keep_up(with_spot(1800), 2.0 + i / FPS, SPOT[1])
    assert is_foreground(background, with_spot(1800))[SPOT].all()


def test_what_was_hidden_can_be_forgotten() -> None:
    background = learned()
    region = np.zeros(SHAPE, np.bool_)
    region[SPOT] = True
    background.forget(region)
    assert is_foreground(background, wall())[SPOT].all()
    assert is_foreground(background, wall()).sum() == 100


def test_the_depth_unit_is_the_devices_own() -> None:
    background = Background(LENS, 0.0001)
    depth = (wall().astype(np.uint32) * 10).clip(0, 65535).astype(np.uint16)
    i = 0
    while not background.learn(depth, i / FPS):
        i += 1
    np.testing.assert_allclose(background.depth_m, WALL_MM / 1000, atol=0.001)
