"""Scenes from the simulator's gym: chosen moments, with or without noise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from station.camera.frame import DepthFrame
from station.camera.simulated import SimulatedSource
from station.scene.scene import Scene, SceneView
from station.simulator.noise_tiles import QUIET
from station.simulator.repetitions import RepetitionPlan
from station.simulator.sensor import d435
from station.simulator.story import Story, Timing

CALM = Story(
    camera=d435(424),
    fps=15.0,
    plans=(RepetitionPlan(),),
    timing=Timing(empty_s=0.8, walk_s=1.6, turn_s=0.3, still_s=1.5, end_s=0.3),
    noise=QUIET,
    seed=4,
)
"""One clean repetition, seen by a sensor without noise."""
STANDS_S = 3.6
"""By now the athlete of CALM stands still."""
BOTTOM_S = 5.6
"""The athlete of CALM is at the bottom."""
NOISY = replace(CALM, noise=Story().noise)


def frames(story: Story) -> Iterator[DepthFrame]:
    """Every frame of a story."""
    yield from iter(SimulatedSource(story).read, None)


def until(story: Story, time_s: float) -> Iterator[DepthFrame]:
    """The frames of a story up to a second: what nobody looks at need not be drawn."""
    return takewhile(lambda frame: frame.capture_time_s <= time_s, frames(story))


def looked(
    seen: Iterable[DepthFrame], scene: Scene | None = None
) -> list[tuple[DepthFrame, SceneView]]:
    """Every frame with what the scene made of it."""
    scene = scene or Scene()
    return [(frame, scene.look(frame)) for frame in seen]
