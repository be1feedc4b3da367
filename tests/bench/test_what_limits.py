"""The arithmetic of what limits each number, against drawn noise and sums done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from station.bench.findings import ASKED
from station.bench.other_causes import Shown, causes
from station.bench.what_limits import (
    FPS,
    MODES,
    USUAL,
    floors,
    lag,
    place_mm,
    quieting,
    tangent_deg,
)
from station.posture.filters import MotionFilter, TwoWayFilter
from tests.lab.limits_page import PAGE, page


def test_a_pixel_and_its_depth_at_the_athlete() -> None:
    assert USUAL.name == "848×480"
    assert USUAL.pixel_mm == pytest.approx(2200 / 424)
    assert USUAL.depth_noise_mm == pytest.approx(1000 * 2.2**2 * 0.08 / (424 * 0.05))
    assert [mode.pixel_mm for mode in MODES] == sorted((m.pixel_mm for m in MODES), reverse=True)


def test_place_and_direction_of_an_outline_are_those_of_drawn_rows() -> None:
    length_m = 0.30
    rows = round(USUAL.rows(length_m))
    along_mm = np.linspace(0, 1000 * length_m, rows)
    across_mm = np.random.default_rng(4).normal(0, USUAL.ragged_mm, (4000, rows))
    assert across_mm.mean(axis=1).std() == pytest.approx(place_mm(USUAL, length_m), rel=0.05)
    slopes = np.polyfit(along_mm, across_mm.T, 1)[0]
    assert np.degrees(slopes.std()) == pytest.approx(tangent_deg(USUAL, length_m), rel=0.1)


def test_the_filters_share_of_noise_is_that_of_drawn_noise() -> None:
    noise = np.random.default_rng(4).normal(0, 2.0, 6000)
    one_way = MotionFilter(300.0, 2.0)
    out = np.array([one_way.step(v, i / FPS) for i, v in enumerate(noise.tolist())], float)
    told = quieting(lambda: MotionFilter(300.0, 2.0))
    assert np.std(out[200:]) / 2.0 == pytest.approx(told, rel=0.05)


def test_of_a_number_read_in_two_ways_both_noises_count_as_alike_as_they_are() -> None:
    first_sd, second_sd, alike = 3.0, 2.0, 0.5
    covariance = [
        [first_sd**2, alike * first_sd * second_sd],
        [alike * first_sd * second_sd, second_sd**2],
    ]
    noise = np.random.default_rng(4).multivariate_normal([0, 0], covariance, 6000)
    two_way = TwoWayFilter(27_000.0, (first_sd, second_sd), alike, 8.0, 3.0)
    out = [two_way.step(a, b, i / FPS) for i, (a, b) in enumerate(noise.tolist())]
    told = quieting(lambda: TwoWayFilter(27_000.0, (first_sd, second_sd), alike, 8.0, 3.0))
    assert np.std(out[200:]) / first_sd == pytest.approx(told, rel=0.05)


def test_a_filter_that_trusts_every_reading_lags_nowhere_and_a_slow_one_much() -> None:
    assert quieting(lambda: MotionFilter(1e6, 0.001)) == pytest.approx(1.0, abs=1e-3)
    assert lag(MotionFilter(1e6, 0.001), 200.0) < 0.01
    assert lag(MotionFilter(20.0, 5.0), 200.0) > 10 * lag(MotionFilter(900.0, 2.6), 200.0)


def test_every_measure_asked_for_has_a_floor_that_is_a_number() -> None:
    found = floors()
    assert [floor.measure for floor in found] == list(ASKED)
    for floor in found:
        parts = (floor.filtered, floor.lag, floor.standing)
        assert all(part > 0 for part in parts)
        assert floor.filtered < floor.one_frame
        assert floor.mean_abs == pytest.approx(0.798 * math.hypot(*parts), rel=0.01)


def test_every_cause_has_its_sum_and_somebody_who_can_show_it() -> None:
    assert {cause.shown for cause in causes()} == set(Shown)
    (turned,) = (cause for cause in causes() if cause.what.startswith("Athlete turned"))
    gap_mm, back_mm = 160 * math.radians(0.5), 200 * math.tan(math.radians(25)) * math.radians(0.5)
    assert turned.result.startswith(f"{gap_mm:.1f} mm of gap")
    assert f"{back_mm:.1f} mm of displacement" in turned.result


def test_the_written_page_is_what_the_program_works_out() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.lab.limits_page"
