"""Empty scenes of many set-ups, as the watch over their quality takes them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from station.camera.frame import DepthFrame
from station.camera.simulated import intrinsics_of
from station.scene.quality import QualityWatch
from station.simulator.gym import Gym, bench, empty_view, rack
from station.simulator.noise import SensorNoise, hide_from_right
from station.simulator.noise_tiles import NoiseSettings
from station.simulator.render import Box
from station.simulator.sensor import Mount, View, d435

USUAL = NoiseSettings()
SUN = NoiseSettings(rms_px=0.30, drop_out_share=0.30)
"""Light that drowns the camera's own pattern: readings tremble, and many are lost."""
FPS = 10.0


def ordinary(number: int) -> tuple[Mount, Gym]:
    """One of many set-ups as a person makes them by eye; the same number, the same one."""
    random = np.random.default_rng(number)
    mount = Mount(
        height_m=random.uniform(0.8, 1.2),
        distance_m=random.uniform(2.05, 2.65),
        pitch_deg=random.uniform(-7.0, 4.0),
        roll_deg=random.uniform(-3.0, 3.0),
    )
    furniture = ((), bench(-1.5, 1.0), rack(1.2, 1.3))[number % 3]
    return mount, Gym((None, 1.2, 2.0)[number // 3 % 3], furniture)


def frames(
    mount: Mount,
    gym: Gym | None = None,
    noise: NoiseSettings = USUAL,
    *,
    width_px: int = 424,
    seed: int = 1,
    seconds: float = 2.2,
) -> Iterator[DepthFrame]:
    """What a camera that hangs like this sends of an empty gym."""
    camera = d435(width_px)
    empty = empty_view(gym or Gym(), View(camera, mount))
    hide_from_right(empty)
    sensor, nobody = SensorNoise(camera, noise, seed), Box(0, 0, 0, 0)
    for number in range(round(seconds * FPS)):
        depth = sensor.depth(empty.copy(), nobody, empty)
        yield DepthFrame(depth, camera.depth_unit_m, intrinsics_of(camera), number / FPS, number)


def watched(
    seen: Iterator[DepthFrame], change: Callable[[DepthFrame], None] = lambda frame: None
) -> QualityWatch:
    """A watch that has seen enough; ``change`` may spoil the frames."""
    watch = QualityWatch()
    for frame in seen:
        change(frame)
        if watch.add(frame):
            return watch
    raise AssertionError("too few frames")
