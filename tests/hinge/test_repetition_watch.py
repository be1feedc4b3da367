"""Where repetitions begin and end, and how long their parts take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from station.hinge.history import Sample
from station.hinge.repetitions import RepetitionWatch
from station.hinge.task import Task
from station.hinge.verdict import Outcome
from station.reasons import Reason
from tests.hinge.made_motion import (
    HEIGHT_M,
    LEANING_BACK,
    NOT_TALL,
    STAND_S,
    STANDING,
    TOUCHING,
    Hinge,
    Move,
    faults,
    of,
    samples,
    watched,
    watching,
    with_measures,
)

RATES = [15.0, 30.0, 60.0]
NEAR_WALL = replace(TOUCHING, back_mm=115.0)


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize(
    ("lower_s", "pause_s", "rise_s"),
    [(1.2, 0.4, 1.2), (0.7, 0.2, 0.7), (2.0, 0.0, 2.0), (3.0, 2.0, 1.0), (1.0, 0.9, 2.5)],
)
def test_start_parts_and_end_lie_within_a_tenth_of_a_second(
    fps: float, lower_s: float, pause_s: float, rise_s: float
) -> None:
    hinge = Hinge(lower_s=lower_s, pause_s=pause_s, rise_s=rise_s)
    (done,) = watched(of(hinge, fps=fps))
    assert done.start_s == pytest.approx(STAND_S, abs=0.1)
    assert done.lower_s == pytest.approx(lower_s, abs=0.1)
    assert done.pause_s == pytest.approx(pause_s, abs=0.1)
    assert done.rise_s == pytest.approx(rise_s, abs=0.1)
    assert done.end_s == pytest.approx(STAND_S + lower_s + pause_s + rise_s, abs=0.1)


@pytest.mark.parametrize("fps", RATES)
def test_the_touch_is_told_at_its_moment(fps: float) -> None:
    seen = of(Hinge(), fps=fps)
    behind = [s.time_s for s in seen if (s.measures.hip_gap_mm or 0.0) <= 0]
    (done,) = watched(seen)
    assert done.touched
    # One reading could be a flicker; the second is the touch.
    assert done.touch_s == pytest.approx(behind[1])
    assert done.min_gap_mm == pytest.approx(-10.0, abs=0.5)


@pytest.mark.parametrize("fps", RATES)
def test_verdicts_do_not_depend_on_the_frame_rate(fps: float) -> None:
    session = [
        Hinge(),
        Hinge(replace(TOUCHING, lumbar_deg=30.0)),
        Hinge(NEAR_WALL),
        Hinge(replace(TOUCHING, knee_deg=58.0)),
        Hinge(end=LEANING_BACK, end_hold_s=0.8),
        Hinge(end=NOT_TALL, end_hold_s=0.8),
        Hinge(replace(TOUCHING, back_mm=210.0)),
        Hinge(pause_s=1.8),
        Hinge(lower_s=0.7, pause_s=0.1, rise_s=0.7),
    ]
    done = watched(of(*session, fps=fps))
    assert [r.number for r in done] == list(range(1, 10))
    assert [faults(r) for r in done] == [
        set(),
        {"lumbar_flexion"},
        {"no_touch"},
        {"squat"},
        {"lockout_hyperextension"},
        {"incomplete_lockout"},
        {"leaning"},
        {"leaning"},
        set(),
    ]


def test_a_repetition_is_told_soon_after_its_end() -> None:
    watch = RepetitionWatch(HEIGHT_M, Task())
    seen = of(Hinge())
    told_s = next(s.time_s for s in seen if list(watching(watch, [s])))
    true_end_s = STAND_S + 1.2 + 0.4 + 1.2
    assert true_end_s - 0.1 < told_s < true_end_s + 0.5


def test_standing_swaying_and_small_bows_are_no_repetition() -> None:
    sway = replace(STANDING, back_mm=20.0, trunk_deg=4.0)
    back_and_forth = [Move(sway, 1.0), Move(STANDING, 1.0)] * 5
    assert watched(samples(back_and_forth)) == []


def test_a_bow_whose_hips_do_not_travel_is_a_repetition_without_touch() -> None:
    bow = replace(TOUCHING, back_mm=20.0)
    (done,) = watched(of(Hinge(bow)))
    assert faults(done) == {"no_touch"}


def test_going_down_again_without_standing_up_ends_one_and_begins_the_next() -> None:
    half_up = replace(NOT_TALL, back_mm=60.0, trunk_deg=22.0)
    moves = [Move(TOUCHING, 1.2), Move(half_up, 0.8), *Hinge(lower_s=0.8).moves()]
    first, second = watched(samples(moves))
    assert faults(first) == {"incomplete_lockout"}
    assert first.touched and second.touched
    assert first.end_s == pytest.approx(STAND_S + 2.0, abs=0.15)
    assert second.start_s == pytest.approx(STAND_S + 2.0, abs=0.15)
    assert faults(second) == set()


def test_a_small_hinge_from_a_rest_short_of_upright_is_a_repetition() -> None:
    """From there the hips have only a thumb's breadth left to go, and the trunk not far either."""
    short = replace(NOT_TALL, back_mm=60.0, trunk_deg=20.0)
    further = replace(TOUCHING, back_mm=95.0, trunk_deg=39.0)
    moves = [
        *(Move(TOUCHING, 1.2), Move(short, 1.2), Move(short, 1.2)),
        *(Move(further, 1.2), Move(further, 0.3), Move(STANDING, 1.2), Move(STANDING, 1.0)),
    ]
    first, second = watched(samples(moves))
    assert faults(first) == {"incomplete_lockout"}
    assert faults(second) == {"no_touch"}


def test_fidgeting_while_resting_short_of_upright_is_no_repetition() -> None:
    short = replace(NOT_TALL, back_mm=60.0, trunk_deg=20.0)
    fidget = replace(NOT_TALL, back_mm=75.0, trunk_deg=26.0)
    sway = [Move(fidget, 0.6), Move(short, 0.6)] * 4
    moves = [Move(TOUCHING, 1.2), Move(short, 1.2), Move(short, 1.2), *sway]
    assert len(watched(samples(moves))) == 1


def test_a_bounce_at_the_wall_is_one_repetition() -> None:
    off = replace(TOUCHING, back_mm=135.0)
    moves = [Move(TOUCHING, 1.2), Move(off, 0.3), Move(TOUCHING, 0.3), Move(STANDING, 1.2)]
    (done,) = watched(samples([*moves, Move(STANDING, 1.0)]))
    assert faults(done) == set()


@pytest.mark.parametrize(("rise_s", "tolerance_s"), [(3.0, 0.2), (5.0, 1.0)])
def test_a_slow_rise_is_one_repetition(rise_s: float, tolerance_s: float) -> None:
    (done,) = watched(of(Hinge(rise_s=rise_s)))
    assert faults(done) == set()
    assert done.rise_s == pytest.approx(rise_s, abs=tolerance_s)


def test_a_hesitation_on_the_way_up_does_not_end_the_repetition() -> None:
    half_up = replace(TOUCHING, back_mm=60.0, trunk_deg=22.0, hip_deg=28.0)
    moves = [Move(TOUCHING, 1.2), Move(half_up, 0.8), Move(half_up, 0.1), Move(STANDING, 0.8)]
    (done,) = watched(samples([*moves, Move(STANDING, 1.0)]))
    assert faults(done) == set()


def test_standing_tall_after_a_wrong_end_is_not_another_repetition() -> None:
    for end in (LEANING_BACK, NOT_TALL):
        assert len(watched(of(Hinge(end=end, end_hold_s=0.8), Hinge()))) == 2


def test_who_is_lost_in_the_middle_gets_no_verdict() -> None:
    watch = RepetitionWatch(HEIGHT_M, Task())
    seen = of(Hinge())
    assert list(watching(watch, [s for s in seen if s.time_s < STAND_S + 1.4])) == []
    assert watch.in_repetition
    lost = watch.lose(Reason.LOST)
    assert lost is not None
    assert lost.verdict.outcome is Outcome.NO_VERDICT
    assert lost.verdict.reason is Reason.LOST
    assert lost.verdict.faults == ()
    assert not lost.verdict.back_judged
    assert not watch.in_repetition


def test_who_steps_away_and_is_lost_leaves_no_repetition() -> None:
    """Seen from the side a step back bends the trunk and carries the hips back like a hinge."""
    stepping = replace(TOUCHING, trunk_deg=16.0, knee_deg=-30.0, heel_mm=-150.0)
    watch = RepetitionWatch(HEIGHT_M, Task())
    assert list(watching(watch, samples([Move(stepping, 0.8), Move(stepping, 0.2)]))) == []
    assert watch.in_repetition
    assert watch.lose(Reason.TOO_FEW_PIXELS) is None
    assert not watch.in_repetition


def test_who_is_lost_while_standing_leaves_no_repetition() -> None:
    watch = RepetitionWatch(HEIGHT_M, Task())
    assert list(watching(watch, samples([]))) == []
    assert watch.lose(Reason.LOST) is None


def test_hips_out_of_sight_for_most_of_it_give_no_verdict() -> None:
    def covered(sample: Sample) -> Sample:
        if STAND_S + 0.7 < sample.time_s < STAND_S + 2.3:
            return with_measures(sample, hip_displacement_mm=None, hip_gap_mm=None)
        return sample

    (done,) = watched([covered(s) for s in of(Hinge())])
    assert done.verdict.outcome is Outcome.NO_VERDICT
    assert done.verdict.reason is Reason.TOO_FEW_PIXELS


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("seed", range(4))
def test_noise_of_a_camera_changes_no_verdict(fps: float, seed: int) -> None:
    random = np.random.default_rng(seed)

    def noisy(sample: Sample) -> Sample:
        m = sample.measures
        mm, deg = random.normal(0, 2.0), random.normal(0, 1.0, 3)
        assert m.hip_gap_mm is not None and m.hip_displacement_mm is not None
        assert m.lumbar_flexion_deg is not None and m.thoracic_flexion_deg is not None
        assert sample.trunk_change_deg is not None
        disturbed = with_measures(
            sample,
            hip_gap_mm=m.hip_gap_mm - mm,
            hip_displacement_mm=m.hip_displacement_mm + mm,
            lumbar_flexion_deg=m.lumbar_flexion_deg + deg[0],
            thoracic_flexion_deg=m.thoracic_flexion_deg + deg[1],
        )
        return replace(disturbed, trunk_change_deg=sample.trunk_change_deg + deg[2])

    session = (Hinge(), Hinge(NEAR_WALL), Hinge(replace(TOUCHING, lumbar_deg=28.0)))
    done = watched([noisy(s) for s in of(*session, fps=fps)])
    assert [faults(r) for r in done] == [set(), {"no_touch"}, {"lumbar_flexion"}]
