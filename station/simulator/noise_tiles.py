"""Random numbers of a depth sensor, drawn once in tiles larger than its image.

A frame that takes them at a random place costs a few additions, not half a million random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.simulator.sensor import Image

_TILES = 5
_SPARE_PX = 160
MOST_GROWTH_PX = 4
_KEPT = 2


@dataclass(frozen=True)
class NoiseSettings:
    """How noisy the sensor is. ``max_range_m`` is where readings end."""

    rms_px: float = 0.08
    patchy_share: float = 0.45
    """Share of the noise's variance that comes in patches."""
    patch_px: float = 1.5
    steps_per_px: int = 32
    drop_out_share: float = 0.005
    flying_share: float = 0.06
    """Share of the pixels on an outline that read between body and background."""
    outline_px: float = 1.2
    """How far outlines grow, about, on average; how ragged they are goes with it."""
    max_range_m: float = 4.5


QUIET = NoiseSettings(rms_px=0.0, drop_out_share=0.0, flying_share=0.0, outline_px=0.0)
"""Only the steps of disparity and depth, and the strip the right imager cannot see."""


@dataclass(frozen=True, eq=False)
class Tiles:
    """A few tiles of each kind; what they hold is told where they are drawn."""

    noise: list[Image]
    drops: list[NDArray[np.uint16]]
    growth: list[NDArray[np.int8]]
    flying: list[Image]


@lru_cache(maxsize=_KEPT)
def drawn_tiles(
    image_shape: tuple[int, int], settings: NoiseSettings, seed: int
) -> tuple[Tiles, Mapping[str, Any]]:
    """The tiles of one sensor, and the state its generator is in after drawing them.

    Kept, as the same sensor is used for one story after the other.
    """
    random = np.random.default_rng(seed)
    shape = (image_shape[0] + _SPARE_PX, image_shape[1] + _SPARE_PX)
    tiles = Tiles(
        noise=[_noise_tile(random, settings, shape) for _ in range(_TILES)],
        drops=[_drop_tile(random, settings, shape) for _ in range(_TILES)],
        growth=[_growth_tile(random, settings, shape) for _ in range(_TILES)],
        flying=[_flying_tile(random, settings, shape) for _ in range(_TILES)],
    )
    return tiles, random.bit_generator.state


def _noise_tile(
    random: np.random.Generator, settings: NoiseSettings, shape: tuple[int, int]
) -> Image:
    """Noise in steps of disparity, half a step added so that cutting off rounds."""
    white = random.standard_normal(shape).astype(np.float32)
    patches = _smooth(random, shape, settings.patch_px)
    mixed = np.sqrt(1 - settings.patchy_share) * white
    mixed += np.sqrt(settings.patchy_share) * patches
    tile: Image = (mixed * settings.rms_px * settings.steps_per_px + 0.5).astype(np.float32)
    return tile


def _drop_tile(
    random: np.random.Generator, settings: NoiseSettings, shape: tuple[int, int]
) -> NDArray[np.uint16]:
    """1 where there is a reading: most drop-outs single, a fifth in small blots."""
    share = settings.drop_out_share
    single = random.random(shape) < share * 0.8
    blots = random.random(shape) < share * 0.2 / 9
    spread = cv2.dilate(blots.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return (~(single | spread)).astype(np.uint16)


def _growth_tile(
    random: np.random.Generator, settings: NoiseSettings, shape: tuple[int, int]
) -> NDArray[np.int8]:
    """How many pixels an outline has grown here, changing over a few pixels."""
    if settings.outline_px == 0.0:
        return np.zeros(shape, dtype=np.int8)
    wanted = settings.outline_px + 1.3 * _smooth(random, shape, 1.4)
    growth: NDArray[np.int8] = np.clip(np.rint(wanted), 0, MOST_GROWTH_PX).astype(np.int8)
    return growth


def _flying_tile(
    random: np.random.Generator, settings: NoiseSettings, shape: tuple[int, int]
) -> Image:
    """0 almost everywhere; elsewhere how far from the background a flying pixel reads."""
    flies = random.random(shape) < settings.flying_share
    return np.where(flies, random.random(shape), 0.0).astype(np.float32)


def _smooth(random: np.random.Generator, shape: tuple[int, int], sigma_px: float) -> Image:
    """Unit-variance noise that changes over a few pixels."""
    white = random.standard_normal(shape).astype(np.float32)
    smooth = cv2.GaussianBlur(white, (0, 0), sigma_px)
    result: Image = (smooth / smooth.std()).astype(np.float32)
    return result
