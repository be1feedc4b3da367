"""A knocked camera and black clothes: seen by the sensor, unknown to the truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from station.simulator.bump import Bump
from station.simulator.bystanders import passer_by
from station.simulator.gym import Gym
from station.simulator.noise_tiles import QUIET
from station.simulator.sensor import Mount, d435
from station.simulator.shape import AthleteShape, DarkClothes
from station.simulator.story import SimulatedFrame, Story, Timing, play

STORY = Story(
    camera=d435(424),
    fps=4.0,
    timing=Timing(empty_s=0.5, walk_s=1.0, turn_s=0.3, still_s=1.0, end_s=0.2),
    noise=QUIET,
    seed=2,
)


def at(story: Story, time_s: float) -> SimulatedFrame:
    return next(frame for frame in play(story) if frame.time_s >= time_s)


def test_after_a_bump_the_camera_sees_what_one_hung_like_that_sees() -> None:
    bumped = replace(
        STORY, bumps=(Bump(1.0, pitch_deg=2.0), Bump(2.0, roll_deg=-3.0, height_m=0.1))
    )
    once = replace(STORY, mount=replace(Mount(), pitch_deg=-2.0))
    twice = replace(STORY, mount=replace(Mount(), pitch_deg=-2.0, roll_deg=-3.0, height_m=1.1))
    for frame, before, between, after in zip(
        play(bumped), play(STORY), play(once), play(twice), strict=True
    ):
        seen = before if frame.time_s < 1.0 else between if frame.time_s < 2.0 else after
        assert np.array_equal(frame.depth, seen.depth)
        assert frame.truth == before.truth


def test_a_pan_shifts_the_wall_and_not_the_floor() -> None:
    level = replace(STORY, mount=Mount(pitch_deg=0.0))
    still = at(level, 0.0).depth
    panned = at(replace(level, bumps=(Bump(0.0, pan_deg=5.0),)), 0.0).depth
    assert np.abs(still[200:].astype(int) - panned[200:].astype(int)).max() <= 2
    assert np.abs(still[60, [20, 400]].astype(int) - panned[60, [20, 400]].astype(int)).min() > 150


@pytest.mark.parametrize("gym", [Gym(), Gym(None)], ids=["wall", "hall"])
def test_dark_clothes_leave_holes_of_their_own_shape(gym: Gym) -> None:
    light = at(replace(STORY, gym=gym), 2.2)
    empty = at(replace(STORY, gym=gym), 0.0).depth
    body = (light.depth > 0) & (np.abs(light.depth.astype(int) - empty) > 150)
    dark = DarkClothes(leggings=True, shirt=True)
    seen = at(replace(STORY, gym=gym, athlete=AthleteShape(dark=dark)), 2.2)
    assert seen.truth == light.truth
    hidden = body & (seen.depth == 0)
    assert 0.7 < hidden.sum() / body.sum() < 0.95
    # What is not dark cloth reads as before: head, hands and feet, and the room.
    kept = (seen.depth > 0) & (light.depth > 0)
    assert (seen.depth[kept] == light.depth[kept]).mean() > 0.99


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_holes_come_in_the_share_asked_for_and_in_patches(share: float) -> None:
    whole = at(replace(STORY, athlete=AthleteShape(dark=DarkClothes(True, True))), 2.2)
    some = DarkClothes(True, True, share)
    patchy = at(replace(STORY, athlete=AthleteShape(dark=some)), 2.2)
    plain = at(STORY, 2.2)
    cloth = (whole.depth == 0) & (plain.depth > 0)
    holes = cloth & (patchy.depth == 0)
    assert holes.sum() / cloth.sum() == pytest.approx(share, abs=0.15)
    beside = cloth[:, 1:] & cloth[:, :-1]
    alike = (holes[:, 1:] == holes[:, :-1])[beside].mean()
    assert alike > 0.75


def test_nobody_behind_shows_through_dark_clothes() -> None:
    dark = replace(STORY, athlete=AthleteShape(dark=DarkClothes(leggings=True, shirt=True)))
    crowded = replace(dark, bystanders=(passer_by(0.0),))
    alone_depth, crowd_depth = at(dark, 2.5).depth, at(crowded, 2.5).depth
    plain = at(STORY, 2.5).depth
    cloth = (alone_depth == 0) & (plain > 0)
    assert (crowd_depth[cloth] > 0).mean() < 0.01


def test_a_share_of_holes_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="hole_share"):
        DarkClothes(leggings=True, hole_share=1.2)
