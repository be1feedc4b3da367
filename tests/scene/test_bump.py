"""A bumped camera is noticed, told, never judged with, and learned anew; a crowd is no bump."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from station.camera.frame import DepthFrame
from station.scene.background import Background
from station.scene.bump import BumpWatch
from station.scene.floor import fit_floor
from station.scene.scene import Scene, Sight
from station.simulator.bump import Bump
from station.simulator.bystanders import Bystander, Waypoint
from station.simulator.gym import Gym, bench, rack
from station.simulator.noise_tiles import NoiseSettings
from station.simulator.sensor import Mount, d435
from station.simulator.shape import AthleteShape
from station.simulator.story import Story, Timing
from tests.scene.made_scenes import frames, until

TIMING = Timing(empty_s=2.6, walk_s=1.2, turn_s=0.3, still_s=2.0, end_s=1.6)
STANDING = Story(camera=d435(424), fps=15.0, timing=TIMING, plans=(), seed=6)
"""Somebody comes, stands for two seconds and leaves."""
IDLE_S, STANDS_S, END_S = 1.5, 4.6, 9.7
NOTICED_S = 0.8
FURNISHED = Gym(None, bench(-0.9, 0.9) + rack(0.6, 1.2))
BUMPS = (
    {"pitch_deg": 1.5},
    {"pitch_deg": -1.5},
    {"roll_deg": 1.5},
    {"pan_deg": -1.5},
    {"height_m": 0.03},
    {"height_m": -0.03},
    {"pitch_deg": 7.0},
    {"pitch_deg": -9.0, "roll_deg": 5.0, "pan_deg": 8.0, "height_m": 0.1},
)


def sights(seen: Iterable[DepthFrame]) -> list[tuple[float, Sight]]:
    """The time of every change of what the scene shows, and to what."""
    scene = Scene()
    changes: list[tuple[float, Sight]] = []
    for frame in seen:
        sight = scene.look(frame).sight
        if not changes or changes[-1][1] is not sight:
            changes.append((frame.capture_time_s, sight))
    return changes


def moved_at(seen: Iterable[DepthFrame]) -> float | None:
    """When the scene first says that the camera was moved."""
    return next((time_s for time_s, sight in sights(seen) if sight is Sight.MOVED), None)


def changed_at(time_s: float, before: Story, after: Story) -> Iterator[DepthFrame]:
    """The same story in two rooms: the first until ``time_s``, then the other."""
    for one, other in zip(frames(before), frames(after), strict=True):
        yield one if one.capture_time_s < time_s else other


def walker(start_s: float, y_m: float, side: float) -> Bystander:
    path = (Waypoint(start_s, -4.5 * side, y_m), Waypoint(start_s + 4.0, 4.5 * side, y_m))
    return Bystander(AthleteShape(1.75, 0.5), path)


def stander(x_m: float, y_m: float) -> Bystander:
    path = (Waypoint(1.0, -4.0, y_m), Waypoint(2.5, x_m, y_m), Waypoint(60.0, x_m, y_m))
    return Bystander(AthleteShape(1.8, 0.6), path, 90.0)


@pytest.mark.parametrize("change", BUMPS, ids=str)
@pytest.mark.parametrize(
    ("gym", "time_s"),
    [(FURNISHED, IDLE_S), (Gym(), STANDS_S)],
    ids=["idle in a furnished hall", "somebody there before a wall"],
)
def test_a_bump_is_noticed_at_once(gym: Gym, change: dict[str, float], time_s: float) -> None:
    story = replace(STANDING, gym=gym, bumps=(Bump(time_s, **change),))
    found_s = moved_at(until(story, time_s + 1.2))
    assert found_s is not None
    assert time_s < found_s < time_s + NOTICED_S


@pytest.mark.parametrize(
    "change",
    [{"pitch_deg": -1.05}, {"roll_deg": 1.05}, {"height_m": 0.016}, {"height_m": -0.016}],
    ids=str,
)
def test_an_idle_station_notices_a_degree_and_15_mm(change: dict[str, float]) -> None:
    seen = replace(STANDING, camera=d435(848), fps=6.5, bumps=(Bump(0.8, **change),))
    found_s = moved_at(until(seen, 2.6))
    assert found_s is not None
    assert 0.8 < found_s < 2.6


@pytest.mark.parametrize(
    "change", [{"pitch_deg": 0.7}, {"roll_deg": -0.7}, {"pan_deg": 0.7}, {"height_m": 0.007}]
)
def test_what_hardly_moves_it_is_no_bump(change: dict[str, float]) -> None:
    assert moved_at(frames(replace(STANDING, bumps=(Bump(IDLE_S, **change),)))) is None


@pytest.mark.parametrize(
    ("gym", "people"),
    [
        (FURNISHED, (walker(1.5, -0.6, 1.0), walker(2.0, 0.8, -1.0), walker(2.5, -0.9, 1.0))),
        (Gym(), (stander(-0.8, -0.3), stander(0.0, -0.5), stander(0.8, -0.2))),
        (Gym(None), (stander(-0.8, -0.3), stander(0.0, -0.5), stander(0.8, -0.2))),
        (Gym(), (stander(0.1, -1.2),)),
    ],
    ids=["three walk by", "three stand before a wall", "three in a hall", "close to the lens"],
)
def test_people_are_no_bump(gym: Gym, people: tuple[Bystander, ...]) -> None:
    assert moved_at(frames(replace(STANDING, gym=gym, bystanders=people))) is None


def test_an_athlete_who_fills_the_view_is_no_bump() -> None:
    near = replace(STANDING, mount=Mount(distance_m=1.4), athlete=AthleteShape(2.0, 1.0))
    assert moved_at(frames(near)) is None


def test_other_light_is_no_bump() -> None:
    noisy = replace(STANDING, noise=NoiseSettings(rms_px=0.15, drop_out_share=0.12))
    assert moved_at(changed_at(IDLE_S, STANDING, noisy)) is None


@pytest.mark.parametrize("y_m", [-0.9, -0.2, 0.8])
def test_a_bench_carried_in_is_no_bump(y_m: float) -> None:
    with_bench = replace(STANDING, gym=Gym(1.6, bench(0.5, y_m)))
    assert moved_at(changed_at(IDLE_S, STANDING, with_bench)) is None


def test_a_bench_that_came_later_is_background_after_a_while_and_a_bump_still_noticed() -> None:
    long = replace(STANDING, timing=replace(TIMING, empty_s=96.0), fps=5.0)
    with_bench = replace(long, gym=Gym(1.6, bench(0.5, -0.2)), bumps=(Bump(94.0, pan_deg=-3.0),))
    seen = (f for f in changed_at(IDLE_S, long, with_bench) if f.capture_time_s < 95.5)
    found_s = moved_at(seen)
    assert found_s is not None
    assert 94.0 < found_s < 95.0


def test_an_idle_station_is_ready_again_within_a_second() -> None:
    changes = sights(until(replace(STANDING, bumps=(Bump(1.0, pitch_deg=4.0),)), 2.6))
    assert [sight for _, sight in changes] == [
        Sight.LEARNING,
        Sight.EMPTY,
        Sight.MOVED,
        Sight.EMPTY,
    ]
    assert changes[-1][0] - changes[-2][0] < 1.0


@pytest.mark.parametrize(
    ("gym", "change"),
    [
        (Gym(), {"pitch_deg": 3.0}),
        (Gym(None), {"pitch_deg": -8.0, "pan_deg": 10.0, "height_m": 0.1}),
        (FURNISHED, {"pitch_deg": 3.0}),
    ],
    ids=["wall", "hall", "furnished"],
)
def test_the_way_back_is_open_when_the_athlete_has_left(gym: Gym, change: dict[str, float]) -> None:
    changes = sights(frames(replace(STANDING, gym=gym, bumps=(Bump(STANDS_S, **change),))))
    last_s, last = changes[-1]
    assert last is Sight.EMPTY
    assert changes[-2][1] is Sight.MOVED
    # Not while they stand there, nor while they walk off through the picture.
    assert END_S - 2.2 < last_s < END_S


def test_the_floor_is_fitted_anew() -> None:
    scene = Scene()
    for frame in until(replace(STANDING, bumps=(Bump(1.0, height_m=0.1, roll_deg=4.0),)), 2.6):
        scene.look(frame)
    assert scene.floor is not None
    assert scene.floor.camera_height_m == pytest.approx(1.1, abs=0.01)
    roll_deg = np.degrees(np.arctan2(scene.floor.up[0], -scene.floor.up[1]))
    assert abs(roll_deg) == pytest.approx(4.0, abs=0.3)


def test_a_second_bump_while_learning_anew_is_waited_for() -> None:
    bumps = (Bump(1.0, pitch_deg=4.0), Bump(1.6, roll_deg=3.0), Bump(1.9, roll_deg=-3.0))
    changes = sights(until(replace(STANDING, bumps=bumps), 3.0))
    back_s = next(t for t, sight in changes if sight is Sight.EMPTY and t > 1.0)
    assert back_s > 1.9 + 0.4


def test_one_frame_is_enough_to_ask_about() -> None:
    story = replace(STANDING, bumps=(Bump(IDLE_S, pitch_deg=3.0),))
    watch: BumpWatch | None = None
    background: Background | None = None
    said = []
    for frame in until(story, 2.2):
        background = background or Background(frame.intrinsics, frame.depth_unit_m)
        if watch is not None:
            said.append((frame.capture_time_s >= IDLE_S, watch.moved_in(frame)))
        elif background.learn(frame.depth, frame.capture_time_s):
            floor = fit_floor(background.depth_m, frame.intrinsics)
            watch = BumpWatch(background.depth_m, floor, frame.intrinsics)
    assert len(said) > 15
    assert all(moved == told for moved, told in said)
