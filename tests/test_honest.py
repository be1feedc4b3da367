"""Stories with a bumped camera and with black clothes: nothing is judged that was not seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from station.camera.frame import DepthFrame
from station.camera.simulated import SimulatedSource
from station.engine import Engine, Reading, Stage
from station.hinge.verdict import Outcome, Repetition
from station.reasons import Reason
from station.simulator.bump import Bump
from station.simulator.gym import Gym
from station.simulator.repetitions import End, RepetitionPlan
from station.simulator.sensor import d435
from station.simulator.shape import AthleteShape, DarkClothes
from station.simulator.story import Script, Story, Timing

STORY = Story(
    camera=d435(424),
    fps=15.0,
    wall_m=0.18,
    plans=(RepetitionPlan(gap_mm=-20.0), RepetitionPlan(gap_mm=-20.0)),
    timing=Timing(empty_s=2.4, walk_s=1.3, turn_s=0.4, still_s=1.6, end_s=1.6),
    seed=5,
)
ONE_TAP = replace(STORY, plans=STORY.plans[:1])
SCRIPT = Script(STORY)
FIRST, SECOND = SCRIPT.timeline.repetitions
IDLE_S = 1.0
NOTICED_S = 0.8
"""Half a second, and the time between two looks at each end."""
MOVED = (Stage.LEARNING, Reason.CAMERA_MOVED)
WALL, HALL = Gym(), Gym(None)


def read(story: Story) -> list[Reading]:
    return tell(story.wall_m, iter(SimulatedSource(story).read, None))


def tell(wall_m: float, frames: Iterable[DepthFrame]) -> list[Reading]:
    engine = Engine(wall_m)
    return [engine.step(frame) for frame in frames]


def told(readings: list[Reading]) -> list[Repetition]:
    return [r.repetition for r in readings if r.repetition is not None]


def first(readings: list[Reading], stage: Stage, after_s: float = 0.0) -> float:
    return next(r.time_s for r in readings if r.stage is stage and r.time_s >= after_s)


def moved_spans(readings: list[Reading]) -> list[tuple[float, float]]:
    """From when to when the camera was said to have moved."""
    spans: list[tuple[float, float]] = []
    before = False
    for reading in readings:
        now = (reading.stage, reading.reason) == MOVED
        if now and not before:
            spans.append((reading.time_s, reading.time_s))
        elif now:
            spans[-1] = (spans[-1][0], reading.time_s)
        before = now
    return spans


@cache
def undisturbed() -> list[Reading]:
    return read(STORY)


def test_without_a_bump_the_camera_never_moved() -> None:
    readings = undisturbed()
    assert moved_spans(readings) == []
    assert [r.verdict.outcome for r in told(readings)] == [Outcome.PASS] * 2


def test_after_a_bump_while_idle_the_next_visitor_is_tested_as_ever() -> None:
    bump = Bump(IDLE_S, pitch_deg=3.0, roll_deg=-2.0, height_m=0.05)
    readings = read(replace(STORY, gym=HALL, bumps=(bump,)))
    ((from_s, to_s),) = moved_spans(readings)
    assert IDLE_S < from_s < IDLE_S + NOTICED_S
    assert to_s < from_s + 1.0
    assert [r.verdict.outcome for r in told(readings)] == [Outcome.PASS] * 2


@pytest.mark.parametrize(
    ("gym", "change", "moment_s"),
    [
        (WALL, {"pitch_deg": 1.5}, FIRST.bottom_s - 0.4),
        (HALL, {"pitch_deg": 1.5}, FIRST.end_s - 0.6),
        (HALL, {"roll_deg": 3.0}, FIRST.bottom_s - 0.4),
        (WALL, {"height_m": -0.04}, FIRST.end_s - 0.6),
        (WALL, {"pitch_deg": 6, "pan_deg": 6}, FIRST.bottom_s - 0.4),
    ],
    ids=["nod in the gym", "nod in a hall", "roll", "sink", "knocked"],
)
def test_a_repetition_under_way_ends_without_a_verdict(
    gym: Gym, change: dict[str, float], moment_s: float
) -> None:
    readings = read(replace(STORY, gym=gym, bumps=(Bump(moment_s, **change),)))
    (repetition,) = told(readings)
    assert repetition.verdict.outcome is Outcome.NO_VERDICT
    assert repetition.verdict.reason is Reason.CAMERA_MOVED
    ((from_s, to_s),) = moved_spans(readings)
    assert moment_s < from_s < moment_s + NOTICED_S
    # The way back opens when they have left, and by itself.
    assert SCRIPT.leave_s < to_s < SCRIPT.end_s
    assert readings[-1].stage is Stage.EMPTY


def test_nothing_is_judged_between_the_bump_and_its_being_noticed() -> None:
    """Bumped shortly before each possible moment of the verdict."""
    plain = told(undisturbed())[0]
    over_s = next(r.time_s for r in undisturbed() if r.repetition is not None)
    for before_s in (0.15, 0.45):
        bump = Bump(over_s - before_s, pitch_deg=4.0)
        repetitions = told(read(replace(ONE_TAP, bumps=(bump,))))
        assert [r.verdict.reason for r in repetitions] == [Reason.CAMERA_MOVED]
        assert repetitions[0].start_s == pytest.approx(plain.start_s, abs=0.1)


def test_a_bump_never_lights_the_touch() -> None:
    """A turn to the side carries the picture of a standing athlete through the wall."""
    for pan_deg in (-4.0, 4.0):
        standing_s = FIRST.start_s - 0.4
        readings = read(replace(ONE_TAP, bumps=(Bump(standing_s, pan_deg=pan_deg),)))
        after = [r for r in readings if r.time_s >= standing_s]
        assert not any(r.touching for r in after)
        assert moved_spans(readings)[0][0] < standing_s + NOTICED_S


@pytest.mark.parametrize(
    ("gym", "dark"),
    [
        (WALL, DarkClothes(leggings=True)),
        (HALL, DarkClothes(shirt=True)),
        (WALL, DarkClothes(leggings=True, shirt=True)),
        (HALL, DarkClothes(leggings=True, hole_share=0.6)),
        (HALL, DarkClothes(leggings=True, shirt=True, hole_share=0.4)),
    ],
    ids=["leggings", "shirt", "both", "patchy leggings", "both in patches"],
)
def test_who_wears_black_is_told_so_and_never_judged(gym: Gym, dark: DarkClothes) -> None:
    readings = read(replace(ONE_TAP, gym=gym, athlete=AthleteShape(dark=dark)))
    assert told(readings) == []
    standing = [r for r in readings if SCRIPT.arrive_s + 1.3 < r.time_s < FIRST.start_s]
    assert {(r.stage, r.reason) for r in standing} == {(Stage.PLACING, Reason.TOO_FEW_PIXELS)}


def test_a_few_holes_change_no_verdict() -> None:
    dark = DarkClothes(leggings=True, shirt=True, hole_share=0.08)
    readings = read(replace(STORY, gym=HALL, athlete=AthleteShape(dark=dark)))
    assert [r.verdict.outcome for r in told(readings)] == [Outcome.PASS] * 2


def gone_dark(frames: Iterable[DepthFrame], from_s: float, to_s: float) -> Iterator[DepthFrame]:
    """For a while nothing at hip height, 1.8 to 2.5 m from the camera, gives a reading."""
    for frame in frames:
        depth = frame.depth.copy()
        if from_s <= frame.capture_time_s < to_s:
            middle = depth[:, depth.shape[1] // 4 : -depth.shape[1] // 4]
            hips = middle[100:150]
            hips[(hips > 1800) & (hips < 2500)] = 0
        yield replace(frame, depth=depth)


def test_clothes_that_turn_dark_in_a_repetition_end_it_without_a_verdict() -> None:
    frames = gone_dark(iter(SimulatedSource(STORY).read, None), FIRST.bottom_s - 0.3, FIRST.over_s)
    readings = tell(STORY.wall_m, frames)
    ended = told(readings)[0]
    assert ended.verdict.outcome is Outcome.NO_VERDICT
    assert ended.verdict.reason is Reason.TOO_FEW_PIXELS
    assert np.isfinite(ended.end_s)
    # The shorts read again: the second repetition has a new baseline or none, but no wrong fault.
    assert all(r.verdict.outcome is not Outcome.FAULT for r in told(readings))


@pytest.mark.parametrize("gym", [WALL, HALL], ids=["gym", "hall"])
def test_clothes_that_turn_patchy_in_a_repetition_make_no_fault(gym: Gym) -> None:
    """Patches come and go as the athlete moves, and the outline follows their rims."""
    light = replace(ONE_TAP, gym=gym)
    dark = DarkClothes(leggings=True, shirt=True, hole_share=0.4)
    patchy = replace(light, athlete=AthleteShape(dark=dark))
    frames = [
        before if before.capture_time_s < FIRST.start_s + 0.4 else after
        for before, after in zip(
            iter(SimulatedSource(light).read, None),
            iter(SimulatedSource(patchy).read, None),
            strict=True,
        )
    ]
    assert all(r.verdict.outcome is not Outcome.FAULT for r in told(tell(light.wall_m, frames)))


def test_a_quick_athlete_before_an_empty_hall_is_not_taken_for_dark_cloth() -> None:
    """Where the back was a frame ago nothing reads any more, as in a hole."""
    quick = RepetitionPlan(gap_mm=-20.0, lower_s=0.5, rise_s=0.5)
    readings = read(replace(ONE_TAP, gym=HALL, plans=(quick,)))
    assert [r.verdict.outcome for r in told(readings)] == [Outcome.PASS]
    until_s = Script(replace(ONE_TAP, plans=(quick,))).leave_s
    measured = [r for r in readings if FIRST.start_s < r.time_s < until_s]
    assert all(r.reason is None for r in measured)


def test_who_leans_back_when_first_seen_gets_no_baseline_from_it() -> None:
    story = replace(ONE_TAP, plans=(replace(ONE_TAP.plans[0], end=End.HYPER, end_hold_s=2.0),))
    (leant,) = Script(story).timeline.repetitions
    empty_s = story.timing.empty_s
    frames = [
        frame
        for frame in iter(SimulatedSource(story).read, None)
        if frame.capture_time_s < empty_s or leant.end_s < frame.capture_time_s < leant.end_s + 1.9
    ]
    readings = tell(story.wall_m, frames)
    assert {r.stage for r in readings if r.time_s > leant.end_s + 0.5} <= {
        Stage.PLACING,
        Stage.STANDING_STILL,
    }
