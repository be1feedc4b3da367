"""Stories hold what they promise: the same frames every time, and the faults they are named for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from station.simulator.bystanders import coach, passer_by, running_child, second_athlete
from station.simulator.motion import Sway, ease
from station.simulator.repetitions import End, RepetitionPlan
from station.simulator.sensor import d435
from station.simulator.sessions import PLANS, walk_up_session
from station.simulator.shape import ArmStyle, AthleteShape, Sex
from station.simulator.story import Script, Side, Story, Timing, expected, play
from station.simulator.truth import Truth

QUICK = Timing(empty_s=0.3, walk_s=0.8, turn_s=0.3, still_s=1.6, end_s=0.2)
SMALL = Story(camera=d435(424), fps=6.0, timing=QUICK, seed=5)

FAULTS: dict[str, set[str]] = {
    "clean": set(),
    "lumbar": {"lumbar_flexion"},
    "lumbar_extension": {"lumbar_extension"},
    "thoracic": {"thoracic_flexion"},
    "neck": {"neck_extension"},
    "squat": {"squat"},
    "locked_knees": set(),
    "past_horizontal": {"past_horizontal"},
    "feet_moved": {"feet_moved"},
    "hyper": {"lockout_hyperextension"},
    "short": {"incomplete_lockout"},
    "no_touch": {"no_touch"},
    "partial": {"no_touch"},
    "leaning": {"leaning"},
    "held": {"leaning"},
    "double_tap": set(),
    "tempo": {"leaning"},
    "slow": set(),
    "fast": set(),
}


@pytest.mark.parametrize("name", sorted(PLANS))
def test_each_kind_of_repetition_has_its_faults_and_no_others(name: str) -> None:
    story = replace(SMALL, plans=(PLANS[name],))
    (repetition,) = expected(story)
    assert set(repetition.faults) == FAULTS[name]
    assert repetition.touched == ("no_touch" not in FAULTS[name])
    assert (repetition.touch_s is not None) == repetition.touched


@pytest.mark.parametrize(
    ("shape", "wall_m"),
    [
        (AthleteShape(1.42, 0.0, Sex.WOMAN, 2.0, ArmStyle.HIPS), 0.11),
        (AthleteShape(1.98, 0.8, Sex.MAN, 20.0, ArmStyle.CROSSED), 0.18),
        (AthleteShape(1.60, 0.5, Sex.WOMAN, 8.0, ArmStyle.REACHING, lordosis_deg=10.0), 0.13),
    ],
)
@pytest.mark.parametrize("name", ["clean", "lumbar", "thoracic", "neck", "squat", "hyper", "short"])
def test_faults_are_the_same_on_other_bodies(shape: AthleteShape, wall_m: float, name: str) -> None:
    story = replace(SMALL, athlete=shape, wall_m=wall_m, plans=(PLANS[name],))
    (repetition,) = expected(story)
    assert set(repetition.faults) == FAULTS[name]
    assert repetition.touched


def test_a_hold_that_was_asked_for_is_not_leaning() -> None:
    story = replace(SMALL, plans=(PLANS["tempo"],))
    (repetition,) = expected(story, hold_asked=True)
    assert repetition.faults == frozenset()


def test_repetitions_follow_the_plan_in_time_and_depth() -> None:
    plans = (RepetitionPlan(gap_mm=-10.0), RepetitionPlan(gap_mm=25.0), RepetitionPlan(gap_mm=-3.0))
    story = replace(SMALL, plans=plans, sway_mm=0.0)
    repetitions = expected(story)
    for repetition, plan in zip(repetitions, plans, strict=True):
        assert repetition.min_gap_mm == pytest.approx(plan.gap_mm, abs=1.0)
        planned_s = plan.lower_s + plan.pause_s + plan.rise_s
        assert repetition.end_s - repetition.start_s == pytest.approx(planned_s)
    touch_s = repetitions[0].touch_s
    assert touch_s is not None
    assert repetitions[0].start_s + 0.6 < touch_s < repetitions[0].start_s + 1.2


def still_truths(story: Story) -> list[Truth]:
    script = Script(story)
    start = script.arrive_s
    return [script.truth(t)[0] for t in np.arange(start, start + story.timing.still_s, 1 / 10)]


def test_standing_still_sways_a_few_millimetres_and_slowly() -> None:
    swings = []
    for seed in range(4):
        truths = still_truths(replace(SMALL, seed=seed, timing=replace(QUICK, still_s=12.0)))
        hips = np.array([truth.hip_gap_mm for truth in truths])
        swings.append(np.ptp(hips) / 2)
        assert np.abs(np.diff(hips)).max() * 10 < 15
    assert 1.5 < np.mean(swings) < 5.0


def test_displacement_is_zero_on_average_over_the_still_second() -> None:
    truths = still_truths(replace(SMALL, timing=replace(QUICK, still_s=1.0)))
    assert np.mean([t.hip_displacement_mm for t in truths]) == pytest.approx(0.0, abs=0.3)


def test_wall_stands_behind_the_heels() -> None:
    near = still_truths(replace(SMALL, wall_m=0.10))[0]
    far = still_truths(replace(SMALL, wall_m=0.15))[0]
    assert far.hip_gap_mm - near.hip_gap_mm == pytest.approx(50.0)


def test_the_same_story_gives_the_same_frames_and_another_seed_others() -> None:
    story = replace(SMALL, fps=3.0)
    first, again = list(play(story)), list(play(story))
    other = list(play(replace(story, seed=6)))
    assert all(np.array_equal(a.depth, b.depth) for a, b in zip(first, again, strict=True))
    assert [a.truth for a in first] == [b.truth for b in again]
    assert not any(np.array_equal(a.depth, b.depth) for a, b in zip(first, other, strict=True))


def test_phases_come_in_order_and_truth_is_there_while_present() -> None:
    frames = list(play(replace(SMALL, fps=10.0, plans=(PLANS["hyper"],))))
    order = [frames[0].phase]
    for frame in frames:
        assert (frame.truth is not None) == frame.present
        if frame.phase != order[-1]:
            order.append(frame.phase)
    assert order == [
        *("empty", "walk", "stand", "down", "hold", "up", "hyper", "rest", "leave", "empty")
    ]
    assert frames[0].depth.shape == (240, 424)


def test_an_empty_mat_shows_only_the_gym_and_somebody_standing_shows() -> None:
    frames = list(play(replace(SMALL, fps=10.0)))
    empty = frames[0].depth.astype(int)
    standing = next(frame for frame in frames if frame.phase == "stand").depth.astype(int)
    assert frames[1].phase == "empty"
    nearer = (standing > 0) & (empty - standing > 700)
    assert nearer.sum() > 1500
    assert ((empty - frames[1].depth) > 700).sum() < 0.01 * empty.size


def test_bystanders_come_and_go() -> None:
    people = (passer_by(1.0), coach(1.0, 0.5), second_athlete(1.0, 6.0), running_child(2.0))
    for person in people:
        middle = (person.path[0].time_s + person.path[-1].time_s) / 2
        assert person.ellipsoids(middle) is not None
        assert person.ellipsoids(person.path[-1].time_s + 0.1) is None
    alone = [f.depth for f in play(replace(SMALL, fps=2.0))]
    crowd = [f.depth for f in play(replace(SMALL, fps=2.0, bystanders=people))]
    assert np.count_nonzero(alone[4] != crowd[4]) > 3000


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("enters_from", ["left", "right"])
def test_the_athlete_arrives_without_a_jump(facing: Side, enters_from: Side) -> None:
    story = replace(SMALL, facing=facing, enters_from=enters_from, yaw_deg=12.0, sway_mm=0.0)
    script = Script(story)
    for moment in (script.arrive_s, script.leave_s):
        before, _, _ = script.athlete(moment - 1e-4)
        after, _, _ = script.athlete(moment + 1e-4)
        assert before is not None and after is not None
        assert np.abs(before.centres_m - after.centres_m).max() < 0.01


def test_the_walk_up_session_is_a_test_in_under_a_minute() -> None:
    story = walk_up_session()
    script = Script(story)
    last = script.timeline.repetitions[-1]
    assert len(story.plans) == 11
    assert last.over_s - script.arrive_s < 45.0
    assert (story.camera.width_px, story.fps) == (848, 30.0)


def test_each_level_of_the_walk_up_session_lies_a_step_farther() -> None:
    story = walk_up_session(first_wall_m=0.12, step_m=0.03, ladder=(("clean",),) * 4)
    assert [plan.gap_mm for plan in story.plans] == pytest.approx([-10.0, -10.0, -40.0, -70.0])


def test_a_wrong_end_is_held_before_standing_tall() -> None:
    story = replace(SMALL, plans=(RepetitionPlan(end=End.SHORT),), sway_mm=0.0)
    script = Script(story)
    (times,) = script.timeline.repetitions
    upright = script.standing.trunk_deg
    held = [script.truth(t)[0] for t in np.linspace(times.end_s, times.over_s, 9)]
    for truth in held:
        assert truth.trunk_inclination_deg - upright == pytest.approx(15.0, abs=1.0)
    assert times.over_s - times.end_s == pytest.approx(0.8)


def test_motion_starts_and_ends_at_rest() -> None:
    assert (ease(-1.0), ease(0.0), ease(0.5), ease(1.0), ease(2.0)) == (0.0, 0.0, 0.5, 1.0, 1.0)
    assert ease(0.01) < 2e-5
    values = [Sway(1, 0).at(t) for t in np.arange(0, 400, 0.1)]
    assert np.std(values) == pytest.approx(1.0, abs=0.05)


def test_durations_nobody_can_move_in_are_refused() -> None:
    with pytest.raises(ValueError, match="to lower, to rise and to rest"):
        RepetitionPlan(lower_s=0.05)
