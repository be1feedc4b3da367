"""The largest value that lasted: one reading is noise, a tenth of a second is a posture."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.hinge.history import sustained_max

values = st.lists(st.floats(-90, 90), min_size=12, max_size=60)
FPS = 30.0


def at_rate(values: list[float], hold_s: float, fps: float = FPS, start_s: float = 0.0) -> float:
    times = start_s + np.arange(len(values)) / fps
    return sustained_max(times, np.array(values), hold_s)


@given(values)
def test_without_a_hold_it_is_the_maximum(seen: list[float]) -> None:
    assert at_rate(seen, 0.0) == max(seen)


@given(values, st.floats(0.0, 0.3))
def test_it_lies_between_the_smallest_and_the_largest(seen: list[float], hold_s: float) -> None:
    assert min(seen) <= at_rate(seen, hold_s) <= max(seen)


@given(values, st.floats(0.0, 0.15), st.floats(0.0, 0.15))
def test_what_lasts_longer_is_never_larger(seen: list[float], hold_s: float, more_s: float) -> None:
    assert at_rate(seen, hold_s + more_s) <= at_rate(seen, hold_s)


@given(values, st.floats(-40, 40))
def test_an_offset_is_only_an_offset(seen: list[float], offset: float) -> None:
    moved = at_rate([v + offset for v in seen], 0.1)
    assert moved == pytest.approx(at_rate(seen, 0.1) + offset)


@given(values, st.floats(0, 1e5))
def test_the_clock_may_start_anywhere(seen: list[float], start_s: float) -> None:
    assert at_rate(seen, 0.1, start_s=start_s) == at_rate(seen, 0.1)


@given(values, st.integers(0, 11), st.floats(100, 1000))
def test_one_high_reading_changes_nothing_beyond_its_neighbours(
    seen: list[float], place: int, spike: float
) -> None:
    spiked = [*seen]
    spiked[place] = spike
    assert at_rate(spiked, 0.1) <= max(seen)


@pytest.mark.parametrize("fps", [15.0, 30.0, 60.0])
def test_a_plateau_counts_when_it_lasts_long_enough_at_any_rate(fps: float) -> None:
    def plateau(seconds: float) -> list[float]:
        return [
            25.0 if 1.0 <= i / fps <= 1.0 + seconds + 1e-9 else 5.0 for i in range(int(3 * fps))
        ]

    assert at_rate(plateau(0.2), 0.15, fps) == 25.0
    assert at_rate(plateau(0.1), 0.15, fps) == 5.0


def test_gaps_are_left_out_and_nothing_known_gives_nothing() -> None:
    holes = [math.nan, 5.0, 5.0, math.nan, 5.0, 9.0, math.nan, 9.0, 9.0, 9.0, math.nan]
    assert at_rate(holes, 0.1) == 9.0
    assert math.isnan(at_rate([math.nan] * 5, 0.1))
    assert math.isnan(at_rate([], 0.1))
