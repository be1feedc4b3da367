"""Touches: once per visit to the wall, never from a flicker, never from standing still."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.hinge.wall import REARM_MM, WallTouch

gap = st.floats(-80, 200, allow_nan=False)
clear = st.floats(0.01, 200, allow_nan=False)
through = st.floats(-80, 0, allow_nan=False)


def touches(gaps: list[float | None], wall: WallTouch | None = None) -> list[int]:
    """The places in the sequence at which a new touch is told."""
    wall = wall or WallTouch()
    return [i for i, mm in enumerate(gaps) if wall.step(mm, i / 30)]


def test_a_visit_to_the_wall_is_one_touch_with_its_time() -> None:
    wall = WallTouch()
    assert touches([120.0, 60.0, 10.0, -4.0, -8.0, -6.0, 12.0, 90.0], wall) == [4]
    assert wall.touch_s == pytest.approx(4 / 30)
    assert not wall.touching


def test_touching_is_on_at_the_wall_and_off_as_soon_as_the_hips_leave() -> None:
    wall = WallTouch()
    seen = []
    for i, mm in enumerate([20.0, 0.0, -1.0, -2.0, 1.0, 40.0]):
        wall.step(mm, i / 30)
        seen.append(wall.touching)
    assert seen == [False, False, True, True, False, False]


@pytest.mark.parametrize(("off_mm", "count"), [(REARM_MM - 1, 1), (REARM_MM + 1, 2)])
def test_the_next_touch_needs_the_hips_off_the_wall(off_mm: float, count: int) -> None:
    assert len(touches([100.0, -5.0, -5.0, off_mm, -5.0, -5.0])) == count


def test_a_lost_reading_is_no_touch_and_release_arms_again() -> None:
    wall = WallTouch()
    assert touches([None] * 5, wall) == []
    assert len(touches([-5.0, -5.0], wall)) == 1
    wall.release()
    assert not wall.touching
    assert len(touches([-5.0, -5.0], wall)) == 1


@given(st.lists(clear, min_size=1, max_size=8), through, st.lists(clear, max_size=8))
def test_a_one_frame_flicker_is_never_a_touch(
    before: list[float], flicker: float, after: list[float]
) -> None:
    wall = WallTouch()
    assert touches([*before, flicker, *after], wall) == []


@given(st.lists(gap, max_size=12), through, st.integers(1, 40))
def test_a_repeated_still_frame_never_adds_a_touch(
    before: list[float], still: float, repeats: int
) -> None:
    wall = WallTouch()
    touches([*before, still, still], wall)
    assert touches([still] * repeats, wall) == []


@given(st.lists(gap, max_size=60))
def test_between_two_touches_the_hips_were_off_the_wall(gaps: list[float]) -> None:
    for before, after in pairwise(touches([*gaps])):
        assert max(gaps[before : after + 1]) >= REARM_MM


@given(st.lists(gap, max_size=60))
def test_a_touch_is_told_only_at_or_behind_the_wall(gaps: list[float]) -> None:
    assert all(gaps[i] <= 0 for i in touches([*gaps]))


@given(st.lists(gap, max_size=40), st.integers(2, 4))
def test_seeing_every_moment_more_often_adds_at_most_the_flickers(
    gaps: list[float], times: int
) -> None:
    often = [mm for mm in gaps for _ in range(times)]
    visits = sum(1 for a, b in pairwise([1.0, *gaps]) if a > 0 >= b)
    assert len(touches([*gaps])) <= len(touches([*often])) <= visits
