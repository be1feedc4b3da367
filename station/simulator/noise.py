"""What a stereo camera does to a clean disparity image before it hands out depth.

Numbers are those of a D435: about 0.08 px rms of disparity noise, partly white and partly in
patches as wide as the matching window, steps of 1/32 px, outlines grown by a pixel or two and
ragged, an empty strip left of near edges where the right imager sees something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.simulator.render import Box
from station.simulator.sensor import Image, PinholeCamera


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

TILES = 5
SPARE_PX = 160
MOST_GROWTH_PX = 4
EDGE_PX = 0.5
"""A disparity step this large between neighbours is an outline."""
PERSON_PX = 0.01


class SensorNoise:
    """Turns clean disparity into the depth image of one frame; fresh noise every time.

    Tiles larger than the image are drawn once; each frame takes them at a random place, so a
    frame costs a few additions, not half a million random numbers.
    """

    def __init__(self, camera: PinholeCamera, settings: NoiseSettings, seed: int) -> None:
        self._camera = camera
        self._settings = settings
        self._random = np.random.default_rng(seed)
        shape = (camera.height_px + SPARE_PX, camera.width_px + SPARE_PX)
        self._noise = [self._noise_tile(shape) for _ in range(TILES)]
        self._drops = [self._drop_tile(shape) for _ in range(TILES)]
        self._growth = [self._growth_tile(shape) for _ in range(TILES)]
        self._flying = [self._flying_tile(shape) for _ in range(TILES)]
        self._to_depth = self._depth_table()

    def depth(self, clean: Image, box: Box, empty: Image) -> NDArray[np.uint16]:
        """Depth image in depth units; ``clean`` is used up. ``box`` holds all that moves.

        ``empty`` is the disparity without anybody, to know people from what is behind them.
        """
        if not box.is_empty:
            self._spoil_outlines(clean, box, empty)
        clean *= np.float32(self._settings.steps_per_px)
        whole = Box(0, 0, self._camera.width_px, self._camera.height_px)
        clean += self._cut(self._noise, whole)
        np.clip(clean, 0, len(self._to_depth) - 1, out=clean)
        depth: NDArray[np.uint16] = self._to_depth[clean.astype(np.uint16)]
        depth *= self._cut(self._drops, whole)
        return depth

    def _spoil_outlines(self, clean: Image, box: Box, empty: Image) -> None:
        """Grow and fray outlines, let pixels fly, empty the strip hidden from the right imager.

        A matching window that straddles an outline reads the nearer surface however small the
        step: a person's outline grows everywhere, at the heels on the floor as well; other
        surfaces where the step is large.
        """
        reach = int(clean[box.top : box.bottom, box.left : box.right].max()) + 6
        box = box.grown(reach, 6, self._camera.width_px, self._camera.height_px)
        patch = clean[box.top : box.bottom, box.left : box.right]
        before = patch.copy()
        behind = empty[box.top : box.bottom, box.left : box.right]
        person = before > behind + PERSON_PX
        people = np.where(person, before, 0.0).astype(np.float32)
        growth = self._cut(self._growth, box)
        for pixels in range(1, MOST_GROWTH_PX + 1):
            near = cv2.dilate(before, _disc(pixels))
            grow = (growth == pixels) & (near - before > EDGE_PX)
            np.copyto(patch, near, where=grow)
            near = cv2.dilate(people, _disc(pixels))
            grow = (growth == pixels) & ~person & (near > before)
            np.copyto(patch, near, where=grow)
        if self._settings.flying_share > 0:
            near = cv2.dilate(patch, _disc(1))
            share = self._cut(self._flying, box)
            fly = (share > 0) & (near - patch > EDGE_PX)
            np.copyto(patch, patch + share * (near - patch), where=fly)
        hide_from_right(patch)

    def _cut(self, tiles: list[NDArray[Any]], box: Box) -> NDArray[Any]:
        """A piece of a random tile, from a random place, as large as the box."""
        tile = tiles[int(self._random.integers(len(tiles)))]
        top = int(self._random.integers(tile.shape[0] - (box.bottom - box.top)))
        left = int(self._random.integers(tile.shape[1] - (box.right - box.left)))
        return tile[top : top + box.bottom - box.top, left : left + box.right - box.left]

    def _noise_tile(self, shape: tuple[int, int]) -> Image:
        """Noise in steps of disparity, half a step added so that cutting off rounds."""
        settings = self._settings
        white = self._random.standard_normal(shape).astype(np.float32)
        patches = self._smooth(shape, settings.patch_px)
        mixed = np.sqrt(1 - settings.patchy_share) * white
        mixed += np.sqrt(settings.patchy_share) * patches
        tile: Image = (mixed * settings.rms_px * settings.steps_per_px + 0.5).astype(np.float32)
        return tile

    def _drop_tile(self, shape: tuple[int, int]) -> NDArray[np.uint16]:
        """1 where there is a reading: most drop-outs single, a fifth in small blots."""
        share = self._settings.drop_out_share
        single = self._random.random(shape) < share * 0.8
        blots = self._random.random(shape) < share * 0.2 / 9
        spread = cv2.dilate(blots.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        return (~(single | spread)).astype(np.uint16)

    def _growth_tile(self, shape: tuple[int, int]) -> NDArray[np.int8]:
        """How many pixels an outline has grown here, changing over a few pixels."""
        if self._settings.outline_px == 0.0:
            return np.zeros(shape, dtype=np.int8)
        wanted = self._settings.outline_px + 1.3 * self._smooth(shape, 1.4)
        growth: NDArray[np.int8] = np.clip(np.rint(wanted), 0, MOST_GROWTH_PX).astype(np.int8)
        return growth

    def _flying_tile(self, shape: tuple[int, int]) -> Image:
        """0 almost everywhere; elsewhere how far from the background a flying pixel reads."""
        flies = self._random.random(shape) < self._settings.flying_share
        return np.where(flies, self._random.random(shape), 0.0).astype(np.float32)

    def _smooth(self, shape: tuple[int, int], sigma_px: float) -> Image:
        """Unit-variance noise that changes over a few pixels."""
        white = self._random.standard_normal(shape).astype(np.float32)
        smooth = cv2.GaussianBlur(white, (0, 0), sigma_px)
        result: Image = (smooth / smooth.std()).astype(np.float32)
        return result

    def _depth_table(self) -> NDArray[np.uint16]:
        """Depth of every step of disparity; 0 beyond the range and at no disparity."""
        camera, settings = self._camera, self._settings
        disparity = np.arange(settings.steps_per_px * 110) / settings.steps_per_px
        with np.errstate(divide="ignore"):
            depth_m = camera.disparity_px_m / disparity
        depth_m[depth_m > settings.max_range_m] = 0.0
        return np.rint(depth_m / camera.depth_unit_m).astype(np.uint16)


def hide_from_right(disparity: Image) -> None:
    """Empty, in place, the pixels the right imager cannot see: left of near edges.

    It sees column ``x`` at ``x - disparity``; a pixel is hidden when one further right lands
    at or left of it.
    """
    lands = np.arange(disparity.shape[1], dtype=np.float32) - disparity
    leftmost = np.minimum.accumulate(lands[:, ::-1], axis=1)[:, ::-1]
    disparity[leftmost < lands - np.float32(0.75)] = 0.0


def _disc(radius_px: int) -> NDArray[np.uint8]:
    size = 2 * radius_px + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), dtype=np.uint8)
