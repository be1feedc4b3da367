"""How far an athlete is turned is found from the first bend, whichever way they face."""

from __future__ import annotations

from itertools import takewhile

import pytest

from station.camera.simulated import SimulatedSource
from station.engine import Engine
from station.simulator.repetitions import RepetitionPlan
from station.simulator.sensor import Mount, d435
from station.simulator.story import Side, Story, Timing

_TIMING = Timing(empty_s=0.7, walk_s=1.2, turn_s=0.4, still_s=1.6, end_s=0.2)
_BOTTOM_S = 0.7 + 1.2 + 0.4 + 1.6 + 1.6


@pytest.mark.parametrize(
    ("facing", "yaw_deg", "distance_m", "spot_m"),
    [
        ("right", 15.0, 2.2, 0.0),
        ("right", -18.0, 2.6, 0.25),
        ("left", 15.0, 2.0, 0.0),
        ("left", -12.0, 2.4, -0.25),
        ("left", 0.0, 2.2, 0.3),
    ],
)
def test_the_first_bend_shows_the_turn(
    facing: Side, yaw_deg: float, distance_m: float, spot_m: float
) -> None:
    story = Story(
        camera=d435(424),
        mount=Mount(distance_m=distance_m),
        fps=15.0,
        wall_m=0.18,
        plans=(RepetitionPlan(),),
        timing=_TIMING,
        facing=facing,
        yaw_deg=yaw_deg,
        spot_m=spot_m,
        seed=5,
    )
    engine = Engine(story.wall_m)
    frames = iter(SimulatedSource(story).read, None)
    for frame in takewhile(lambda frame: frame.capture_time_s < _BOTTOM_S, frames):
        engine.step(frame)
    assert engine.athlete is not None
    # Anticlockwise from above takes the front of who faces right away from the camera.
    away_deg = yaw_deg if facing == "right" else -yaw_deg
    assert engine.athlete.baseline.plane.yaw_deg == pytest.approx(away_deg, abs=2.0)
