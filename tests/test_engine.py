"""What must not change a verdict: mirror, place, roll, clock, repeated, lost and faulty frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

import numpy as np
import pytest

from station.camera.frame import DepthFrame
from station.camera.simulated import SimulatedSource
from station.engine import Engine, Reading, Stage
from station.hinge.verdict import Outcome, Reason, Repetition
from station.simulator.repetitions import Kind, RepetitionPlan
from station.simulator.sensor import Mount, d435
from station.simulator.story import Story, Timing

STORY = Story(
    fps=15.0,
    wall_m=0.18,
    plans=(
        RepetitionPlan(kind=Kind.SQUAT, gap_mm=-12.0),
        RepetitionPlan(gap_mm=50.0),
    ),
    timing=Timing(empty_s=0.8, walk_s=1.4, turn_s=0.4, still_s=1.6, end_s=0.2),
    seed=21,
)
"""Far enough from every limit that no verdict hangs on a millimetre."""
COARSE = replace(STORY, camera=d435(424))
FAULTS = [{"squat"}, {"no_touch"}]
FIRST_S = 0.8 + 1.4 + 0.4 + 1.6
REPETITION_S = 1.2 + 0.4 + 1.2 + 0.9
AT_BOTTOM_S = 1.4
LEAVES_S = FIRST_S + 2 * REPETITION_S + 0.2
COPIED_EVERY = 20
"""Frames from one copy of the engine to the next."""


@dataclass(frozen=True, eq=False)
class Told:
    """What the engine said of a sequence of frames, until the athlete walks away."""

    readings: list[Reading]
    repetitions: list[Repetition]

    @property
    def faults(self) -> list[set[str]]:
        """The fault codes of each repetition."""
        return [{str(fault) for fault in r.verdict.faults} for r in self.repetitions]

    @property
    def touches(self) -> int:
        """How often the wall contact came on."""
        on = [reading.touching for reading in self.readings]
        return sum(now and not before for before, now in zip([False, *on], on, strict=False))


@dataclass(frozen=True, eq=False)
class Seen:
    """What the engine said of the plain story, and copies of it before some of the frames."""

    readings: list[Reading]
    engines: dict[int, Engine]


@lru_cache(maxsize=1)
def seen_plain() -> Seen:
    engine, seen = Engine(STORY.wall_m), Seen([], {})
    for number, frame in enumerate(frames()):
        if number % COPIED_EVERY == 0:
            seen.engines[number] = deepcopy(engine)
        seen.readings.append(engine.step(frame))
    return seen


def tell(told: Iterable[DepthFrame]) -> Told:
    """Of frames that begin as the plain story does, only what comes then is looked at again."""
    told, plain_frames = list(told), frames()
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(told, plain_frames, strict=False))
    )
    start = min(alike, len(plain_frames) - 1) // COPIED_EVERY * COPIED_EVERY
    engine = deepcopy(seen_plain().engines[start])
    readings = seen_plain().readings[:start] + [engine.step(frame) for frame in told[start:]]
    return Told(readings, [r.repetition for r in readings if r.repetition is not None])


def recorded(story: Story) -> list[DepthFrame]:
    """The frames of a story until the athlete walks away."""
    seen = iter(SimulatedSource(story).read, None)
    return list(takewhile(lambda frame: frame.capture_time_s < LEAVES_S, seen))


@lru_cache(maxsize=1)
def frames() -> list[DepthFrame]:
    return recorded(STORY)


@lru_cache(maxsize=1)
def plain() -> Told:
    readings = seen_plain().readings
    return Told(readings, [r.repetition for r in readings if r.repetition is not None])


def assert_alike(told: Told, degrees: float = 6.0) -> None:
    """The verdicts are those of the plain story, the peaks nearly, and the gaps as planned."""
    assert told.faults == plain().faults
    for plan, ours, theirs in zip(STORY.plans, told.repetitions, plain().repetitions, strict=True):
        assert ours.touched == theirs.touched
        assert ours.min_gap_mm == pytest.approx(plan.gap_mm, abs=10.0)
        for name in ("trunk_inclination_deg", "knee_flexion_deg", "lumbar_flexion_deg"):
            assert getattr(ours.peaks, name) == pytest.approx(
                getattr(theirs.peaks, name), abs=degrees
            )


def index_at(time_s: float) -> int:
    return next(i for i, frame in enumerate(frames()) if frame.capture_time_s >= time_s)


def with_still(at: int, repeats: int) -> list[DepthFrame]:
    """One frame shown ``repeats`` times more; what follows comes that much later."""
    step_s = 1 / STORY.fps
    still = frames()[at]
    held = [
        replace(still, capture_time_s=still.capture_time_s + (i + 1) * step_s)
        for i in range(repeats)
    ]
    later = [
        replace(frame, capture_time_s=frame.capture_time_s + repeats * step_s)
        for frame in frames()[at + 1 :]
    ]
    return [*frames()[: at + 1], *held, *later]


def with_flicker(at: int, other: int) -> list[DepthFrame]:
    """One frame replaced by the picture of another moment."""
    changed = list(frames())
    changed[at] = replace(changed[at], depth=changed[other].depth)
    return changed


def test_the_plain_story_is_judged_as_planned() -> None:
    assert plain().faults == FAULTS
    assert plain().touches == 1


def test_the_stages_come_in_order() -> None:
    order: list[Stage] = []
    for reading in plain().readings:
        if not order or order[-1] is not reading.stage:
            order.append(reading.stage)
    assert order[:2] == [Stage.LEARNING, Stage.EMPTY]
    first = order.index(Stage.READY)
    assert order[first - 1] is Stage.STANDING_STILL
    assert order[first:] == [Stage.READY, *[Stage.REPETITION, Stage.READY] * 2]


def test_measures_are_there_from_the_baseline_on() -> None:
    since_s = next(r.time_s for r in plain().readings if r.stage is Stage.READY)
    assert since_s < FIRST_S
    measured = [r for r in plain().readings if r.time_s > since_s]
    assert all(r.measures.hip_gap_mm is not None and r.side_view is not None for r in measured)
    assert all(r.baseline_progress == 1.0 for r in measured)


def test_a_mirrored_scene_is_judged_the_same() -> None:
    """The strip the right imager cannot see then lies on the other side of the body."""

    def mirrored(frame: DepthFrame) -> DepthFrame:
        k = frame.intrinsics
        turned = replace(k, cx_px=k.width_px - 1 - k.cx_px)
        return replace(frame, depth=np.ascontiguousarray(frame.depth[:, ::-1]), intrinsics=turned)

    told = tell(mirrored(frame) for frame in frames())
    assert_alike(told)
    views = [r.side_view for r in told.readings if r.stage is Stage.REPETITION]
    assert all(view is not None and not view.faces_right for view in views)


@pytest.mark.parametrize("spot_m", [-0.3, 0.3])
def test_a_shifted_athlete_is_judged_the_same(spot_m: float) -> None:
    assert_alike(tell(recorded(replace(COARSE, spot_m=spot_m))))


@pytest.mark.parametrize("roll_deg", [-5.0, 5.0])
def test_a_rolled_camera_judges_the_same(roll_deg: float) -> None:
    assert_alike(tell(recorded(replace(COARSE, mount=Mount(roll_deg=roll_deg)))))


@pytest.mark.parametrize("height_m", [0.8, 1.2])
def test_a_camera_hung_lower_or_higher_judges_the_same(height_m: float) -> None:
    assert_alike(tell(recorded(replace(COARSE, mount=Mount(height_m=height_m)))))


@pytest.mark.parametrize("start_s", [-1.5, 2.0e6])
def test_the_capture_clock_may_start_anywhere(start_s: float) -> None:
    later = [replace(f, capture_time_s=f.capture_time_s + start_s) for f in frames()]
    told = tell(later)
    assert_alike(told, degrees=0.5)
    for ours, theirs in zip(told.repetitions, plain().repetitions, strict=True):
        assert ours.min_gap_mm == pytest.approx(theirs.min_gap_mm, abs=0.5)
        assert ours.start_s - start_s == pytest.approx(theirs.start_s, abs=0.01)
        assert ours.end_s - start_s == pytest.approx(theirs.end_s, abs=0.01)


@pytest.mark.parametrize(
    ("time_s", "repeats"),
    [
        (FIRST_S - 0.3, 40),
        (FIRST_S + AT_BOTTOM_S, 4),
        (FIRST_S + REPETITION_S - 0.4, 30),
        (FIRST_S + REPETITION_S + AT_BOTTOM_S, 40),
    ],
    ids=["standing", "on the wall", "between", "short of the wall"],
)
def test_a_repeated_still_frame_never_adds_a_tap(time_s: float, repeats: int) -> None:
    told = tell(with_still(index_at(time_s), repeats))
    assert told.faults == plain().faults
    assert told.touches == plain().touches


def test_frames_delivered_twice_change_nothing() -> None:
    twice = [frame for frame in frames() for _ in range(2)]
    told = tell(twice)
    assert_alike(told)
    assert told.touches == plain().touches


@pytest.mark.parametrize("offset_s", [-0.5, 0.0])
def test_a_flicker_of_one_frame_at_the_wall_never_adds_a_tap(offset_s: float) -> None:
    """For one frame the body seems to be on the wall, 60 mm farther back than it is."""
    touching = index_at(FIRST_S + AT_BOTTOM_S)
    near_wall = index_at(FIRST_S + REPETITION_S + AT_BOTTOM_S + offset_s)
    told = tell(with_flicker(near_wall, touching))
    assert told.faults == plain().faults
    assert told.touches == plain().touches


@pytest.mark.parametrize("other_s", [AT_BOTTOM_S, REPETITION_S + AT_BOTTOM_S])
def test_a_flicker_while_standing_is_no_repetition(other_s: float) -> None:
    """For one frame the standing athlete seems to be at the bottom."""
    bent = index_at(FIRST_S + other_s)
    told = tell(with_flicker(index_at(FIRST_S + REPETITION_S - 0.4), bent))
    assert told.faults == plain().faults
    assert told.touches == plain().touches


def test_dropped_frames_change_no_verdict() -> None:
    kept = np.random.default_rng(1).random(len(frames())) > 0.2
    told = tell(frame for frame, keep in zip(frames(), kept, strict=True) if keep)
    assert told.faults == plain().faults


def test_black_frames_for_a_moment_end_nothing() -> None:
    at = index_at(FIRST_S + 0.5)
    dark = list(frames())
    for i in range(at, at + 3):
        dark[i] = replace(dark[i], depth=np.zeros_like(dark[i].depth))
    told = tell(dark)
    assert told.faults == plain().faults
    assert any(not reading.touching and reading.reason for reading in told.readings[at : at + 3])


def test_what_is_under_way_at_the_end_gets_no_verdict() -> None:
    engine = Engine(STORY.wall_m)
    for frame in before(frames(), FIRST_S + AT_BOTTOM_S):
        engine.step(frame)
    last = engine.finish()
    assert last is not None
    assert last.verdict.outcome is Outcome.NO_VERDICT
    assert engine.finish() is None


def before(seen: Sequence[DepthFrame], time_s: float) -> list[DepthFrame]:
    return [frame for frame in seen if frame.capture_time_s < time_s]


def test_what_a_silent_camera_missed_gets_no_verdict() -> None:
    silent = (FIRST_S + 1.1, FIRST_S + 1.8)
    told = tell(f for f in frames() if not silent[0] < f.capture_time_s < silent[1])
    first = told.repetitions[0]
    assert first.verdict.outcome is Outcome.NO_VERDICT
    assert first.verdict.reason is Reason.LOST
    assert all(r.start_s > silent[1] for r in told.repetitions[1:])


def test_a_wall_that_moves_moves_the_gap_and_nothing_else() -> None:
    engine = Engine(STORY.wall_m)
    gaps_mm = []
    for frame, before in zip(frames(), plain().readings, strict=True):
        reading = engine.step(frame)
        engine.move_wall(STORY.wall_m + 0.1)
        if reading.measures.hip_gap_mm is not None and before.measures.hip_gap_mm is not None:
            gaps_mm.append(reading.measures.hip_gap_mm - before.measures.hip_gap_mm)
            assert reading.wall_mm == 280.0
            assert reading.measures.hip_displacement_mm == before.measures.hip_displacement_mm
    np.testing.assert_allclose(gaps_mm, 100.0, atol=1e-6)
