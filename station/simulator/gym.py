"""What stands in the gym: a floor, perhaps a wall, a bench, a rack."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.simulator.sensor import Image, View


@dataclass(frozen=True)
class Block:
    """A box standing along the gym's axes, from one corner to the opposite one, metres."""

    low_m: tuple[float, float, float]
    high_m: tuple[float, float, float]


def bench(x_m: float, y_m: float) -> tuple[Block, ...]:
    """A flat bench whose middle is at this place."""
    return (
        Block((x_m - 0.6, y_m - 0.15, 0.36), (x_m + 0.6, y_m + 0.15, 0.44)),
        Block((x_m - 0.5, y_m - 0.15, 0.0), (x_m - 0.42, y_m + 0.15, 0.36)),
        Block((x_m + 0.42, y_m - 0.15, 0.0), (x_m + 0.5, y_m + 0.15, 0.36)),
    )


def rack(x_m: float, y_m: float) -> tuple[Block, ...]:
    """A squat rack: two posts and two cross bars, parallel to the picture."""
    posts = tuple(
        Block((x - 0.035, y_m - 0.035, 0.0), (x + 0.035, y_m + 0.035, 2.2))
        for x in (x_m - 0.55, x_m + 0.55)
    )
    bars = tuple(
        Block((x_m - 0.55, y_m - 0.02, z), (x_m + 0.55, y_m + 0.02, z + 0.05)) for z in (1.25, 2.1)
    )
    return posts + bars


@dataclass(frozen=True)
class Gym:
    """The room around the athlete's spot. ``wall_behind_m`` None: deeper than the sensor sees."""

    wall_behind_m: float | None = 1.6
    blocks: tuple[Block, ...] = ()


def empty_view(gym: Gym, view: View) -> Image:
    """Noise-free disparity of the gym without people, ``(height, width)`` px; 0 where nothing."""
    rays = view.rays()
    height_m = float(view.mount.position_m[2])
    inverse = np.maximum(rays[..., 2] / np.float32(-height_m), 0)
    if gym.wall_behind_m is not None:
        ahead_m = gym.wall_behind_m + view.mount.distance_m
        inverse = np.maximum(inverse, rays[..., 1] / np.float32(ahead_m))
    for block in gym.blocks:
        inverse = np.maximum(inverse, _inverse_depth(block, rays, view.mount.position_m))
    result: Image = (inverse * np.float32(view.camera.disparity_px_m)).astype(np.float32)
    return result


def _inverse_depth(
    block: Block, rays: NDArray[np.float32], origin_m: NDArray[np.float64]
) -> NDArray[np.float32]:
    """One over the depth at which each ray enters the block (0: never), by its three slabs."""
    enter = np.full(rays.shape[:2], 1e-6, dtype=np.float32)
    leave = np.full(rays.shape[:2], 1e6, dtype=np.float32)
    for axis in range(3):
        way = rays[..., axis]
        way = np.where(np.abs(way) < 1e-9, np.float32(1e-9), way)
        first = np.float32(block.low_m[axis] - origin_m[axis]) / way
        second = np.float32(block.high_m[axis] - origin_m[axis]) / way
        enter = np.maximum(enter, np.minimum(first, second))
        leave = np.minimum(leave, np.maximum(first, second))
    result: NDArray[np.float32] = np.where(enter < leave, 1 / enter, 0).astype(np.float32)
    return result
