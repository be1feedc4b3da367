"""Dark clothes: who cannot be seen well is told so, and who can be seen is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.scene.scene import Scene, Sight
from station.simulator.gym import Gym
from station.simulator.sensor import d435
from station.simulator.shape import AthleteShape, DarkClothes, Sex
from station.simulator.story import Story, Timing
from tests.scene.made_scenes import until

TIMING = Timing(empty_s=0.8, walk_s=1.2, turn_s=0.3, still_s=1.6, end_s=0.1)
STORY = Story(camera=d435(424), fps=15.0, timing=TIMING, plans=(), seed=8)
STILL_S = (3.0, 3.8)
BODIES = (
    AthleteShape(1.78, 0.4),
    AthleteShape(1.62, 0.2, Sex.WOMAN, 3.0),
    AthleteShape(1.72, 0.9, clothes_mm=12.0),
)
ROOMS = pytest.mark.parametrize("gym", [Gym(), Gym(None)], ids=["wall", "hall"])


def standing(story: Story) -> tuple[set[Sight], float]:
    """What the scene says while the athlete stands still, and the most it misses of them."""
    scene = Scene()
    sights = set()
    hidden = 0.0
    for frame in until(story, STILL_S[1]):
        view = scene.look(frame)
        if STILL_S[0] < frame.capture_time_s < STILL_S[1]:
            sights.add(view.sight)
            hidden = max(hidden, view.hidden_share)
    return sights, hidden


@ROOMS
@pytest.mark.parametrize("body", BODIES, ids=["man", "woman", "heavy"])
def test_ordinary_clothes_hide_nothing(gym: Gym, body: AthleteShape) -> None:
    sights, hidden = standing(replace(STORY, gym=gym, athlete=body))
    assert sights == {Sight.ATHLETE}
    assert hidden < 0.04


@pytest.mark.parametrize(
    "dark",
    [
        DarkClothes(leggings=True),
        DarkClothes(shirt=True),
        DarkClothes(leggings=True, shirt=True),
        DarkClothes(leggings=True, shirt=True, hole_share=0.6),
    ],
    ids=["leggings", "shirt", "both", "both, in patches"],
)
def test_somebody_in_black_is_noticed(dark: DarkClothes) -> None:
    for body, gym in zip(BODIES, (Gym(), Gym(None), Gym()), strict=True):
        sights, _ = standing(replace(STORY, gym=gym, athlete=replace(body, dark=dark)))
        assert sights == {Sight.UNREADABLE}


@pytest.mark.parametrize("width_px", [424, 848])
def test_a_few_holes_are_told_as_a_share(width_px: int) -> None:
    dark = DarkClothes(leggings=True, shirt=True, hole_share=0.15)
    story = replace(STORY, camera=d435(width_px), athlete=AthleteShape(dark=dark))
    sights, hidden = standing(story)
    assert sights == {Sight.ATHLETE}
    assert 0.02 < hidden < 0.10
