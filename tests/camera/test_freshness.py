"""A camera that only repeats itself is told from one that looks."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from station.camera.freshness import Freshness

ROOM = np.full((480, 848), 2500, np.uint16)


def noisy(seed: int) -> NDArray[np.uint16]:
    """The same room through a sensor."""
    noise = np.random.default_rng(seed).normal(0.0, 8.0, ROOM.shape)
    return (ROOM + noise).astype(np.uint16)


PICTURES = [noisy(seed) for seed in range(3)]


def verdicts(frames: list[tuple[NDArray[np.uint16], int, float]]) -> list[bool]:
    """What is said of each (picture, number, stamp), a sixtieth of a second apart."""
    freshness = Freshness()
    return [
        freshness.is_fresh(picture, number, stamp_ms, place / 60)
        for place, (picture, number, stamp_ms) in enumerate(frames)
    ]


def test_a_camera_that_looks_at_a_still_room_is_fresh() -> None:
    assert all(verdicts([(PICTURES[n % 3], n, 16.7 * n) for n in range(60)]))


def test_the_same_number_again_is_not() -> None:
    assert verdicts([(PICTURES[n], 7, 16.7 * n) for n in range(3)]) == [True, False, False]


def test_the_same_picture_under_new_numbers_is_not() -> None:
    assert verdicts([(PICTURES[0], n, 16.7 * n) for n in range(3)]) == [True, False, False]


@pytest.mark.parametrize("value", [0, 2000, 65535])
def test_a_covered_lens_is_no_frozen_camera(value: int) -> None:
    nothing = np.full_like(ROOM, value)
    assert all(verdicts([(nothing, n, 16.7 * n) for n in range(60)]))


@pytest.mark.parametrize("step_ms", [-16.7, 0.0])
def test_a_clock_that_does_not_go_on_is_told_within_a_third_of_a_second(step_ms: float) -> None:
    fresh = verdicts([(PICTURES[n % 3], n, 1e6 + step_ms * n) for n in range(60)])
    assert fresh.index(False) <= 20
    assert not any(fresh[20:])


def test_a_count_that_runs_backwards_is_told_too() -> None:
    fresh = verdicts([(PICTURES[n % 3], 1000 - n, 16.7 * n) for n in range(60)])
    assert not any(fresh[20:])


@pytest.mark.parametrize("jump_ms", [-3_600_000.0, 3_600_000.0])
def test_a_clock_that_is_set_loses_no_frame(jump_ms: float) -> None:
    frames = [(PICTURES[n % 3], n, 1e9 + 16.7 * n + (jump_ms if n > 30 else 0)) for n in range(60)]
    assert all(verdicts(frames))
