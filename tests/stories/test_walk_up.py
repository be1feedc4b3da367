"""Visitors as stories: who comes, what happens at which second, what every lamp did."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from station.camera.frame import DepthFrame
from station.drills.ladder import Ending
from station.screen.state import StateName
from station.signals.patterns import (
    END,
    FAULT,
    NO_VERDICT,
    PASS,
    READY,
    TOUCH,
    TROUBLES,
    Trouble,
)
from station.simulator.bystanders import coach, running_child, second_athlete
from station.simulator.shape import DarkClothes
from tests.stories.visits import (
    ATHLETE,
    STANDS_S,
    TIMING,
    Told,
    frames_of,
    lamp,
    played,
    visit,
    watched,
)

INVITATION, PLACE, STILL, TEST, RESULT, THANKS = (
    StateName.INVITATION,
    StateName.PLACE,
    StateName.STILL,
    StateName.TEST,
    StateName.RESULT,
    StateName.THANKS,
)
WHOLE_VISIT = [INVITATION, PLACE, STILL, TEST, RESULT, THANKS]
FIRST_TAP_S = STANDS_S + 1.5
TAP_S = 1.2 + 0.4 + 1.2 + 0.8
READS_S = 3.0
"""Long enough for the result to come; only the perfect athlete reads it to its end."""


def order_without_repeats(told: Told) -> list[StateName]:
    """The states, where looking for the right place may take more than one turn."""
    order: list[StateName] = []
    for name in told.order:
        if name not in order:
            order.append(name)
    return order


@lru_cache(maxsize=1)
def perfect() -> Told:
    return played(visit("clean clean", "clean clean", "clean clean"))


def test_a_perfect_athlete_climbs_to_the_end_of_balance() -> None:
    told = perfect()
    (_, result), walls = told.results[0], [0.10, 0.14, 0.18]
    assert told.outcomes == ["(PASS)"] + ["PASS"] * 6
    assert [a.wall_m for _, a in told.attempts] == [0.10] + [w for w in walls for _ in range(2)]
    assert (result.score_m, result.ending) == (0.18, Ending.LIMIT)
    assert order_without_repeats(told) == WHOLE_VISIT


def test_a_perfect_athletes_lamps() -> None:
    told = perfect()
    signals = [READY, TOUCH, *[TOUCH, PASS] * 6, END]
    assert told.pass_light == lamp(signals, "pass_light")
    assert told.fault_light == lamp(signals, "fault_light")


def test_things_happen_when_they_should() -> None:
    told = perfect()
    assert told.entered_s(PLACE) < STANDS_S
    assert told.entered_s(TEST) == pytest.approx(STANDS_S + 0.8, abs=0.5)
    for number, (touch_s, (over_s, _)) in enumerate(zip(told.touches, told.attempts, strict=True)):
        start_s = FIRST_TAP_S + number * TAP_S
        assert touch_s == pytest.approx(start_s + 1.1, abs=0.3)
        assert over_s == pytest.approx(start_s + 1.2 + 0.4 + 1.2, abs=0.75)
    last_s = told.attempts[-1][0]
    assert told.entered_s(RESULT) == pytest.approx(last_s + 2.0, abs=0.1)
    assert told.entered_s(THANKS) > told.entered_s(RESULT) + 6.0


def test_who_squats_gets_no_score_and_the_cue() -> None:
    told = played(visit("squat squat", reads_s=READS_S))
    result = told.results[0][1]
    assert told.outcomes == ["(PASS)", "squat", "squat"]
    assert (result.score_m, result.cues) == (None, ("squat",))
    signals = [READY, *[TOUCH] * 2, FAULT, TOUCH, FAULT, END]
    assert told.pass_light == lamp(signals, "pass_light")
    assert told.fault_light == lamp(signals, "fault_light")
    assert order_without_repeats(told) == WHOLE_VISIT[:-1]


def test_who_rounds_gets_the_cue_and_sees_the_worst_tap_again() -> None:
    told = played(visit("clean lumbar lumbar", reads_s=READS_S))
    result = told.results[0][1]
    # In a low resolution a back this round may show as round between the shoulder blades.
    rounded = {"lumbar_flexion", "thoracic_flexion"}
    assert told.outcomes[:2] == ["(PASS)", "PASS"]
    assert len(told.outcomes) == 4
    assert all(set(word.split()) <= rounded for word in told.outcomes[2:])
    assert result.score_m is None
    assert set(result.cues) <= rounded
    assert result.worst is not None
    assert result.worst.side_view is not None
    signals = [READY, TOUCH, TOUCH, PASS, TOUCH, FAULT, TOUCH, FAULT, END]
    assert told.pass_light == lamp(signals, "pass_light")
    assert told.fault_light == lamp(signals, "fault_light")


def test_who_never_reaches_the_wall_never_sees_a_touch() -> None:
    told = played(visit("partial partial", practice="partial", reads_s=READS_S))
    assert told.outcomes == ["(no_touch)", "no_touch", "no_touch"]
    assert told.touches == []
    signals = [READY, FAULT, FAULT, END]
    assert told.pass_light == lamp(signals, "pass_light")
    assert told.fault_light == lamp(signals, "fault_light")


def test_who_leaves_half_way_has_a_result_that_says_so() -> None:
    story = visit("clean clean", "clean", reads_s=0.8)
    told = played(replace(story, timing=replace(TIMING, end_s=10.0)))
    leaves_s = FIRST_TAP_S + 4 * TAP_S
    ((over_s, result),) = told.results
    assert told.outcomes == ["(PASS)", "PASS", "PASS", "PASS"]
    assert (result.score_m, result.ending) == (0.10, Ending.LEFT)
    # Three seconds after they are out of the picture, for less than a whole result's time.
    assert over_s == pytest.approx(leaves_s + 1.5 + 3.0, abs=0.6)
    assert told.entered_s(RESULT) == pytest.approx(over_s, abs=0.1)
    assert told.entered_s(THANKS) == pytest.approx(over_s + 6.0, abs=0.3)
    before = lamp([READY, TOUCH, *[TOUCH, PASS] * 3], "pass_light")
    assert told.pass_light[: len(before)] == before
    assert told.fault_light == [False]


def test_the_next_one_in_the_queue_gets_a_test_of_their_own() -> None:
    """One leaves half-way, a shorter one walks on as soon as the mat is free."""
    first = replace(visit("clean", reads_s=0.5), timing=replace(TIMING, end_s=0.2))
    second = replace(
        visit("squat squat", reads_s=READS_S),
        athlete=replace(ATHLETE, height_m=1.55),
        timing=replace(TIMING, empty_s=0.1, still_s=8.0),
    )
    frames = frames_of(first)
    later_s = frames[-1].capture_time_s + 0.05
    frames += [replace(f, capture_time_s=f.capture_time_s + later_s) for f in frames_of(second)]
    told = watched(frames)
    assert told.begun == 2
    assert told.outcomes == ["(PASS)", "PASS", "(PASS)", "squat", "squat"]
    (_, left), (_, done) = told.results
    assert (left.ending, len(left.attempts)) == (Ending.LEFT, 2)
    assert (done.ending, len(done.attempts)) == (Ending.LEVEL_NOT_CLEAN, 3)
    assert left.height_m is not None
    assert done.height_m is not None
    assert left.height_m - done.height_m == pytest.approx(0.19, abs=0.04)


def test_a_coach_standing_close_and_a_child_running_through_change_nothing() -> None:
    """Who passes by or watches takes nothing from the athlete's test and adds nothing."""
    child = running_child(FIRST_TAP_S + TAP_S, y_m=0.9)
    story = visit("clean clean", "squat squat", reads_s=READS_S)
    told = played(replace(story, bystanders=(coach(1.15, 0.35), child)))
    signals = [READY, TOUCH, *[TOUCH, PASS] * 2, *[TOUCH, FAULT] * 2, END]
    assert told.begun == 1
    assert told.outcomes == ["(PASS)", "PASS", "PASS", "squat", "squat"]
    assert told.results[0][1].score_m == 0.10
    assert order_without_repeats(told) == WHOLE_VISIT[:-1]
    assert told.pass_light == lamp(signals, "pass_light")
    assert told.fault_light == lamp(signals, "fault_light")


def test_two_people_are_told_one_at_a_time_and_the_test_goes_on() -> None:
    """The second one steps onto the mat in the middle of a repetition, for seven seconds."""
    comes_s = FIRST_TAP_S + TAP_S
    story = visit("clean clean squat squat", reads_s=READS_S)
    told = played(replace(story, bystanders=(second_athlete(comes_s, comes_s + 7.0),)))
    assert told.begun == 1
    assert told.outcomes == ["(PASS)", "NO_VERDICT one at a time", "squat", "squat"]
    assert told.results[0][1].score_m is None
    several = TROUBLES[Trouble.SEVERAL]
    assert told.lit_s("fault_light") == pytest.approx(comes_s + 2.0, abs=1.0)
    signals = [NO_VERDICT, several, FAULT, FAULT]
    assert told.fault_light == lamp(signals, "fault_light")


def test_black_clothes_are_told_and_nothing_is_judged() -> None:
    black = replace(ATHLETE, dark=DarkClothes(leggings=True, shirt=True))
    told = played(replace(visit("clean", reads_s=READS_S), athlete=black))
    assert (told.begun, told.outcomes, told.touches) == (0, [], [])
    assert told.order == [INVITATION, PLACE]
    assert told.pass_light == [False]
    assert told.lit_s("fault_light") == pytest.approx(STANDS_S, abs=0.8)
    again = (len(told.fault_light) - 1) // 2
    assert again > 1
    assert told.fault_light == lamp([TROUBLES[Trouble.UNSEEN]] * again, "fault_light")


def test_a_camera_unplugged_at_the_touch_leaves_no_light_and_no_verdict() -> None:
    touch_s = FIRST_TAP_S + TAP_S + 1.2
    silent = (touch_s + 0.1, touch_s + 2.0)

    def unplugged(frame: DepthFrame) -> DepthFrame | None:
        return None if silent[0] < frame.capture_time_s < silent[1] else frame

    told = played(visit("clean clean squat squat", reads_s=READS_S), unplugged)
    assert told.outcomes == ["(PASS)", "NO_VERDICT lost from view", "PASS", "squat", "squat"]
    assert told.begun == 1
    assert len(told.results) == 1
    dark_s = silent[0] + 0.1
    assert told.lit_s("pass_light", after_s=dark_s) > silent[1]
    signals = [READY, TOUCH, TOUCH, NO_VERDICT, TOUCH, PASS, *[TOUCH, FAULT] * 2, END]
    assert told.pass_light == lamp(signals, "pass_light")
    assert told.fault_light == lamp(signals, "fault_light")


def test_a_still_frame_for_a_minute_is_no_visit() -> None:
    story = visit("clean")
    frames = frames_of(story, until_s=0.6)
    still = [replace(frames[-1], capture_time_s=0.6 + i / 5) for i in range(300)]
    told = watched([*frames, *still])
    assert told.order == [INVITATION]
    assert told.pass_light == told.fault_light == [False]
