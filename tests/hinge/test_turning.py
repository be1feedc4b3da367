"""What is one repetition and what is two: over depths, shares of the way up, tempos and rates."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from station.hinge.history import Sample
from station.hinge.repetitions import RepetitionWatch
from station.hinge.task import Hold, Task
from station.hinge.turning import Turning, bend
from station.hinge.verdict import Repetition
from tests.hinge.made_motion import (
    HEIGHT_M,
    LEANING_BACK,
    STAND_S,
    STANDING,
    TOUCHING,
    Hinge,
    Move,
    Posture,
    faults,
    of,
    samples,
    watched,
    watching,
    with_measures,
)

each_rate = pytest.mark.parametrize("fps", [10.0, 30.0])
each_depth = pytest.mark.parametrize("deep_mm", [100.0, 160.0, 240.0])
each_way = pytest.mark.parametrize(
    ("fps", "deep_mm"),
    [(10.0, 100.0), (10.0, 240.0), (15.0, 160.0), (30.0, 100.0), (30.0, 240.0), (60.0, 160.0)],
)


def on_the_way(back_mm: float, deep_mm: float) -> Posture:
    """The posture with the hips so far back; the trunk goes a little later than the hips."""
    share = back_mm / deep_mm
    trunk_deg = (18.0 + 0.19 * deep_mm) * share**1.15
    return replace(TOUCHING, back_mm=back_mm, trunk_deg=trunk_deg, hip_deg=1.3 * trunk_deg)


def seen_at(wall_mm: float, moves: list[Move], fps: float, seed: int = 1) -> list[Sample]:
    """The moves before a wall so far behind the standing hips, with a camera's noise."""
    random = np.random.default_rng(seed)
    noisy = []
    for sample in samples(moves, fps):
        assert sample.measures.hip_displacement_mm is not None
        assert sample.trunk_change_deg is not None
        back_mm = sample.measures.hip_displacement_mm + random.normal(0.0, 1.5)
        seen = with_measures(sample, hip_displacement_mm=back_mm, hip_gap_mm=wall_mm - back_mm)
        noisy.append(replace(seen, trunk_change_deg=sample.trunk_change_deg + random.normal()))
    return noisy


def watched_at(deep_mm: float, moves: list[Move], fps: float) -> list[Repetition]:
    """Repetitions of somebody whose deepest hinge goes a centimetre through the wall."""
    return watched(seen_at(deep_mm - 10.0, moves, fps))


@each_way
@pytest.mark.parametrize("share", [0.4, 0.5, 0.65])
@pytest.mark.parametrize(("rise_s", "pause_s"), [(0.8, 0.0), (1.6, 0.8)])
def test_coming_up_a_part_and_staying_there_is_an_end(
    fps: float, deep_mm: float, share: float, rise_s: float, pause_s: float
) -> None:
    """The next one goes down from there; its rise is held as well before standing tall."""
    bottom, short = on_the_way(deep_mm, deep_mm), on_the_way((1 - share) * deep_mm, deep_mm)
    one = [Move(bottom, 1.2), Move(bottom, pause_s), Move(short, rise_s), Move(short, 0.9)]
    done = watched_at(deep_mm, [*one, *one, Move(STANDING, 0.7), Move(STANDING, 1.0)], fps)
    assert [faults(r) for r in done] == [{"incomplete_lockout"}] * 2
    assert [r.touched for r in done] == [True, True]


@each_way
@pytest.mark.parametrize("seconds", [0.8, 1.4])
def test_going_down_again_at_once_is_another_one(
    fps: float, deep_mm: float, seconds: float
) -> None:
    bottom = on_the_way(deep_mm, deep_mm)
    short = on_the_way(min(0.42 * deep_mm, deep_mm - 60.0), deep_mm)
    moves = [Move(bottom, 1.2), *[Move(short, seconds), Move(bottom, seconds)] * 2]
    done = watched_at(deep_mm, [*moves, Move(STANDING, 1.0), Move(STANDING, 1.0)], fps)
    assert [r.touched for r in done] == [True] * 3
    touches_s = [r.touch_s for r in done if r.touch_s is not None]
    ends = [STAND_S + 1.2 + 2 * seconds * number for number in range(3)]
    assert touches_s == pytest.approx(ends, abs=0.5)


@each_way
@pytest.mark.parametrize("off_mm", [10.0, 25.0, 35.0])
@pytest.mark.parametrize("seconds", [0.25, 0.5])
def test_bouncing_on_the_wall_is_one(
    fps: float, deep_mm: float, off_mm: float, seconds: float
) -> None:
    bottom, off = on_the_way(deep_mm, deep_mm), on_the_way(deep_mm - off_mm, deep_mm)
    moves = [Move(bottom, 1.2), *[Move(off, seconds), Move(bottom, seconds)] * 3]
    stay = [Move(bottom, 1.5), Move(STANDING, 1.0), Move(STANDING, 1.0)]
    (done,) = watched_at(deep_mm, [*moves, *stay], fps)
    assert faults(done) <= {"leaning"}


@each_way
@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_a_short_rest_on_the_way_is_part_of_it(fps: float, deep_mm: float, share: float) -> None:
    bottom, there = on_the_way(deep_mm, deep_mm), on_the_way(share * deep_mm, deep_mm)
    down = [Move(there, 0.7), Move(there, 0.8), Move(bottom, 0.7), Move(bottom, 0.3)]
    up = [Move(there, 0.7), Move(there, 0.25), Move(STANDING, 0.7), Move(STANDING, 1.0)]
    (done,) = watched_at(deep_mm, [*down, *up], fps)
    assert faults(done) == set()


@each_depth
def test_who_holds_the_bottom_may_sag_and_come_up_more(deep_mm: float) -> None:
    bottom, up = on_the_way(deep_mm, deep_mm), on_the_way(0.6 * deep_mm, deep_mm)
    sagging = [Move(up, 2.0), Move(up, 1.0), Move(bottom, 2.0), Move(bottom, 1.0)]
    moves = [Move(bottom, 1.2), *sagging, *sagging, Move(STANDING, 1.0), Move(STANDING, 1.0)]
    seen = seen_at(deep_mm - 10.0, moves, 30.0)
    assert len(watched(seen, Task(hold=Hold(10.0, 20.0)))) == 1


@each_rate
def test_coming_upright_from_leaning_back_takes_no_time_of_the_next_one(fps: float) -> None:
    far = replace(LEANING_BACK, back_mm=-60.0)
    first, second = watched(of(Hinge(end=far, end_hold_s=0.8), Hinge(), fps=fps))
    assert faults(first) == {"lockout_hyperextension"}
    began_s = STAND_S + Hinge(end=far, end_hold_s=0.8, rest_s=1.0).seconds
    assert second.start_s == pytest.approx(began_s, abs=0.15)
    assert second.lower_s == pytest.approx(1.2, abs=0.15)


def test_standing_up_from_a_short_end_takes_no_time_of_the_next_one() -> None:
    short = on_the_way(80.0, 160.0)
    hinge = Hinge(end=short, end_hold_s=1.2, rest_s=0.3)
    first, second = watched(of(hinge, Hinge()))
    assert faults(first) == {"incomplete_lockout"}
    assert second.start_s == pytest.approx(STAND_S + hinge.seconds, abs=0.15)


def test_one_reading_too_deep_is_no_part_of_the_timing() -> None:
    seen = of(Hinge(pause_s=1.8))
    at = next(i for i, s in enumerate(seen) if s.time_s > STAND_S + 2.7)
    back_mm = (seen[at].measures.hip_displacement_mm or 0.0) + 15.0
    seen[at] = with_measures(seen[at], hip_displacement_mm=back_mm)
    (done,) = watched(seen)
    assert done.pause_s == pytest.approx(1.8, abs=0.15)
    assert faults(done) == {"leaning"}


def test_a_trunk_out_of_sight_is_where_it_was_last_seen() -> None:
    turning = Turning(1000 * HEIGHT_M, 0.0, holds=False, first=0)
    clock = count()

    def add(hips_mm: float, trunk_deg: float | None) -> None:
        """For half a second."""
        for _ in range(5):
            turning.add(0.1 * next(clock), hips_mm, trunk_deg)

    for hips_mm, trunk_deg in [(0.0, 0.0), (80.0, 25.0), (160.0, None), (80.0, None)]:
        add(hips_mm, trunk_deg)
    assert turning.is_up
    assert turning.highest_at == 15
    assert not turning.goes_down_again
    add(158.0, None)
    assert not turning.is_up
    assert not turning.goes_down_again
    add(158.0, 40.0)
    assert turning.goes_down_again
    assert turning.highest_at == 15


@each_rate
@pytest.mark.parametrize("by_mm", [60.0, -60.0])
@pytest.mark.parametrize("share", [0.3, 0.6, 1.0, 1.4])
def test_a_flicker_turns_nobody(fps: float, by_mm: float, share: float) -> None:
    """The filters draw one wrong frame out into three, ever less wrong."""
    hinge = Hinge(lower_s=1.5, pause_s=1.5, rise_s=1.5)
    seen = of(hinge, fps=fps)
    at = next(i for i, s in enumerate(seen) if s.time_s > STAND_S + share * 3.0)
    for later, part in enumerate((1.0, 0.4, 0.15)):
        sample = seen[at + later]
        back_mm = (sample.measures.hip_displacement_mm or 0.0) + part * by_mm
        trunk_deg = (sample.trunk_change_deg or 0.0) + part * by_mm / 10
        wrong = with_measures(sample, hip_displacement_mm=back_mm)
        seen[at + later] = replace(wrong, trunk_change_deg=trunk_deg)
    (done,) = watched(seen)
    assert faults(done) <= {"leaning"}


def test_what_begins_a_repetition_is_one_bend() -> None:
    assert bend(0.03 * 1800.0, 0.0, 1800.0) == pytest.approx(1.0)
    assert bend(0.0, 25.0, 1800.0) == pytest.approx(1.0)


def test_touches_go_to_the_repetition_they_were_in() -> None:
    """The first one stops short of the wall, the second touches before it is told from it."""
    near, half = on_the_way(140.0, 160.0), on_the_way(70.0, 160.0)
    moves = [Move(near, 1.2), Move(half, 0.8), Move(on_the_way(165.0, 160.0), 0.4)]
    watch = RepetitionWatch(HEIGHT_M, Task())
    seen = seen_at(150.0, [*moves, Move(STANDING, 1.0), Move(STANDING, 1.0)], 10.0)
    first, second = watching(watch, seen)
    assert (first.touched, second.touched) == (False, True)


def test_a_touch_in_the_frame_before_it_is_sure_to_have_begun_counts() -> None:
    """From a rest near the wall that is one fast frame away, ten times a second."""
    watch = RepetitionWatch(HEIGHT_M, Task())
    seen = of(Hinge(), fps=30.0)
    begun = next(
        i for i, s in enumerate(seen) if not list(watching(watch, [s])) and watch.in_repetition
    )
    watch = RepetitionWatch(HEIGHT_M, Task())
    told = [watch.step(sample, new_touch=i == begun - 1) for i, sample in enumerate(seen)]
    (done,) = [repetition for repetition in told if repetition is not None]
    assert done.touch_s == seen[begun - 1].time_s
