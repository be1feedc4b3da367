"""Smoothing that looks only back, does not lag and does not invent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.posture.filters import MotionFilter

readings = st.lists(st.none() | st.floats(-200, 200), min_size=2, max_size=40)


def run(values: list[float | None], fps: float = 30.0, start_s: float = 0.0) -> list[float | None]:
    smooth = MotionFilter(acceleration_sd=900.0, noise_sd=3.0)
    return [smooth.step(value, start_s + i / fps) for i, value in enumerate(values)]


@given(readings, st.integers(1, 39))
def test_it_is_causal(values: list[float | None], cut: int) -> None:
    assert run(values)[:cut] == run(values[:cut])


@given(readings)
def test_none_passes_and_only_none(values: list[float | None]) -> None:
    assert [v is None for v in run(values)] == [v is None for v in values]


@given(st.floats(-500, 500), st.floats(-100, 100), st.sampled_from([15.0, 30.0, 60.0]))
def test_a_steady_movement_is_followed_without_lag(speed: float, start: float, fps: float) -> None:
    ramp: list[float | None] = [start + speed * i / fps for i in range(int(3 * fps))]
    smooth = run(ramp, fps)
    assert smooth[-1] == pytest.approx(ramp[-1], abs=0.5)


@given(st.floats(-100, 100))
def test_rest_is_left_alone(value: float) -> None:
    assert run([value] * 30) == pytest.approx([value] * 30)


def test_it_quietens_noise() -> None:
    noise = np.random.default_rng(3).normal(0.0, 3.0, 600)
    smooth = [v for v in run([float(n) for n in noise]) if v is not None]
    assert np.std(smooth[60:]) < 0.75 * np.std(noise)


def test_a_short_hole_is_bridged_by_the_movement_and_a_long_one_forgets_it() -> None:
    ramp: list[float | None] = [300.0 * i / 30 for i in range(30)]
    short = run([*ramp, None, None, None, 330.0])
    assert short[-1] == pytest.approx(330.0, abs=2.0)
    long = run([*ramp, *[None] * 30, -70.0])
    assert long[-1] == -70.0


@given(st.lists(st.floats(-200, 200), min_size=2, max_size=30), st.floats(0, 1e6))
def test_the_clock_may_start_anywhere(values: list[float], start_s: float) -> None:
    told = [*values]
    assert run([*told], start_s=start_s) == pytest.approx(run([*told]), abs=1e-3)
