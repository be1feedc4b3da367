"""What a stereo camera does to a clean disparity image before it hands out depth.

Numbers are those of a D435: about 0.08 px rms of disparity noise, partly white and partly in
patches as wide as the matching window, steps of 1/32 px, outlines grown by a pixel or two and
ragged, an empty strip left of near edges where the right imager sees something else.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.simulator.noise_tiles import MOST_GROWTH_PX, NoiseSettings, drawn_tiles
from station.simulator.render import Box
from station.simulator.sensor import Image, PinholeCamera

EDGE_PX = 0.5
"""A disparity step this large between neighbours is an outline."""
PERSON_PX = 0.01


class SensorNoise:
    """Turns clean disparity into the depth image of one frame; fresh noise every time.

    Each frame takes its random numbers from a random place of a tile drawn beforehand.
    """

    def __init__(self, camera: PinholeCamera, settings: NoiseSettings, seed: int) -> None:
        self._camera = camera
        self._settings = settings
        self._tiles, state = drawn_tiles((camera.height_px, camera.width_px), settings, seed)
        self._random = np.random.default_rng()
        self._random.bit_generator.state = state
        self._to_depth = self._depth_table()

    def depth(self, clean: Image, box: Box, empty: Image) -> NDArray[np.uint16]:
        """Depth image in depth units; ``clean`` is used up. ``box`` holds all that moves.

        ``empty`` is the disparity without anybody, to know people from what is behind them.
        """
        if not box.is_empty:
            self._spoil_outlines(clean, box, empty)
        clean *= np.float32(self._settings.steps_per_px)
        whole = Box(0, 0, self._camera.width_px, self._camera.height_px)
        clean += self._cut(self._tiles.noise, whole)
        np.clip(clean, 0, len(self._to_depth) - 1, out=clean)
        depth: NDArray[np.uint16] = self._to_depth[clean.astype(np.uint16)]
        depth *= self._cut(self._tiles.drops, whole)
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
        growth = self._cut(self._tiles.growth, box)
        for pixels in range(1, MOST_GROWTH_PX + 1):
            near = cv2.dilate(before, _disc(pixels))
            grow = (growth == pixels) & (near - before > EDGE_PX)
            np.copyto(patch, near, where=grow)
            near = cv2.dilate(people, _disc(pixels))
            grow = (growth == pixels) & ~person & (near > before)
            np.copyto(patch, near, where=grow)
        if self._settings.flying_share > 0:
            near = cv2.dilate(patch, _disc(1))
            share = self._cut(self._tiles.flying, box)
            fly = (share > 0) & (near - patch > EDGE_PX)
            np.copyto(patch, patch + share * (near - patch), where=fly)
        hide_from_right(patch)

    def _cut(self, tiles: list[NDArray[Any]], box: Box) -> NDArray[Any]:
        """A piece of a random tile, from a random place, as large as the box."""
        tile = tiles[int(self._random.integers(len(tiles)))]
        top = int(self._random.integers(tile.shape[0] - (box.bottom - box.top)))
        left = int(self._random.integers(tile.shape[1] - (box.right - box.left)))
        return tile[top : top + box.bottom - box.top, left : left + box.right - box.left]

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
