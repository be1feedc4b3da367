"""Somebody who sets the station up: puts up a board, leaves, comes back and taps it three times."""

from __future__ import annotations

from dataclasses import replace

from station.simulator.bystanders import body_of
from station.simulator.gym import Block, Gym
from station.simulator.repetitions import RepetitionPlan
from station.simulator.shape import AthleteShape
from station.simulator.story import Script, Story, Timing
from station.simulator.truth import BACKWARD

_TAP = RepetitionPlan(gap_mm=0.0, pause_s=0.5, rise_s=1.0, rest_s=0.8)
_THICK_M, _DEEP_M, _HIGH_M = 0.02, 0.4, 1.3
FAR_HIP_M = 0.10
"""A board from here on backwards is touched by the hip away from the camera only."""


def board_session(
    seed: int = 1,
    wall_m: float = 0.10,
    athlete: AthleteShape | None = None,
    from_m: float = FAR_HIP_M,
) -> Story:
    """A whole set-up of about 20 s; the board stands ``wall_m`` behind the heels.

    ``from_m`` is where its near edge is, away from the camera, from the middle of the body.
    """
    story = Story(
        athlete=athlete or AthleteShape(height_m=1.76, clothes_mm=6.0),
        wall_m=wall_m,
        plans=(_TAP,) * 3,
        seed=seed,
        timing=Timing(empty_s=5.0, walk_s=1.6, turn_s=0.5, still_s=2.5, end_s=0.5),
    )
    return with_board(story, from_m)


def with_board(story: Story, from_m: float = FAR_HIP_M) -> Story:
    """The story with a board at its wall, for an athlete who faces right."""
    script = Script(story)
    surface, _, _ = script.athlete(script.arrive_s)
    assert surface is not None
    heel_m = -float(surface.farthest_m(BACKWARD)[body_of(story.athlete).is_heel].max())
    face_m = heel_m - story.wall_m
    board = Block((face_m - _THICK_M, from_m, 0.0), (face_m, from_m + _DEEP_M, _HIGH_M))
    return replace(story, gym=Gym(story.gym.wall_behind_m, (*story.gym.blocks, board)))
