"""What a stereo camera does to a clean disparity image before it hands out depth.

Numbers are those of a D435: about 0.08 px rms of disparity noise, partly white and partly in
patches as wide as the matching window, steps of 1/32 px, outlines grown by a pixel or two and
ragged, an empty strip left of near edges where the right imager sees something else.
"""

from __future__ import annotations

from itertools import pairwise
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
        self._steps = np.empty((camera.height_px, camera.width_px), np.intp)

    def depth(self, clean: Image, box: Box, empty: Image) -> NDArray[np.uint16]:
        """Depth image in depth units; ``clean`` is used up. ``box`` holds all that moves.

        ``empty`` is the disparity without anybody, to know people from what is behind them.
        """
        if not box.is_empty:
            self._spoil_outlines(clean, box, empty)
        clean *= np.float32(self._settings.steps_per_px)
        whole = Box(0, 0, self._camera.width_px, self._camera.height_px)
        clean += self._cut(self._tiles.noise, whole)
        np.copyto(self._steps, clean, casting="unsafe")
        depth: NDArray[np.uint16] = self._to_depth.take(self._steps, mode="clip")
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
        people = np.where(person, before, np.float32(0))
        growth = self._cut(self._tiles.growth, box)
        near, near_people = before, people
        for pixels, ring in enumerate(_RINGS, start=1):
            near = np.maximum(near, cv2.dilate(before, ring))
            near_people = np.maximum(near_people, cv2.dilate(people, ring))
            here = growth == pixels
            _copy(near, patch, here & (near - before > EDGE_PX))
            _copy(near_people, patch, here & ~person & (near_people > before))
        if self._settings.flying_share > 0:
            step = cv2.dilate(patch, _RINGS[0]) - patch
            share = self._cut(self._tiles.flying, box)
            _copy(patch + share * step, patch, (share > 0) & (step > EDGE_PX))
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


def _copy(image: Image, into: Image, where: NDArray[np.bool_]) -> None:
    """What ``numpy.copyto`` does, in a tenth of its time."""
    cv2.copyTo(image, where.view(np.uint8), into)


def _disc(radius_px: int) -> NDArray[np.uint8]:
    size = 2 * radius_px + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), dtype=np.uint8)


def _rings() -> list[NDArray[np.uint8]]:
    """What each disc adds to the one before: together they cost what the largest disc does."""
    discs = [_disc(pixels) for pixels in range(1, MOST_GROWTH_PX + 1)]
    return [discs[0], *(big - np.pad(small, 1) for small, big in pairwise(discs))]


_RINGS = _rings()
