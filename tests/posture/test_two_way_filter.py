"""Two noisy readings of one moving number, one of them off by a drifting bias."""

from __future__ import annotations

import numpy as np
import pytest

from station.posture.filters import TwoWayFilter


def _two_readings(
    frames_per_s: int, seed: int
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Times, truth and both readings of hips that go back 200 mm and come up again."""
    random = np.random.default_rng(seed)
    time_s = np.arange(0.0, 4.0, 1 / frames_per_s)
    true = 100 - 100 * np.cos(np.pi * np.clip(time_s - 1.0, 0.0, 2.0))
    first = true + random.normal(0.0, 3.0, len(true))
    second = true + 4.0 + 0.02 * true + random.normal(0.0, 2.0, len(true))
    return time_s.tolist(), true.tolist(), first.tolist(), second.tolist()


@pytest.mark.parametrize("frames_per_s", [15, 30, 60])
def test_two_readings_are_quieter_than_the_first_and_free_of_the_seconds_bias(
    frames_per_s: int,
) -> None:
    errors, raw = [], []
    for seed in range(8):
        hips = TwoWayFilter(27_000.0, (3.0, 2.0), 0.0, 8.0, 3.0)
        for time_s, true, first, second in zip(*_two_readings(frames_per_s, seed), strict=True):
            errors.append(hips.step(first, second, time_s) - true)
            raw.append(first - true)
    assert abs(np.mean(errors)) < 1.0
    assert np.std(errors) < 0.75 * np.std(raw)


def test_two_readings_start_afresh_after_a_gap_and_keep_the_bias() -> None:
    hips = TwoWayFilter(27_000.0, (3.0, 2.0), 0.0, 8.0, 3.0)
    for i in range(60):
        hips.step(0.0, 10.0, i / 30)
    assert hips.step(150.0, 160.0, 3.0) == 150.0
    assert hips.step(150.0, 160.0, 3.0 + 1 / 30) == pytest.approx(150.0, abs=0.5)


def test_a_frame_delivered_twice_does_not_start_afresh() -> None:
    hips = TwoWayFilter(27_000.0, (3.0, 2.0), 0.0, 8.0, 3.0)
    for i in range(60):
        once = hips.step(0.0, 10.0, i / 30)
    assert hips.step(9.0, 19.0, 59 / 30) == once
