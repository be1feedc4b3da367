"""Black clothes: they swallow the pattern, so the camera gets no depth where they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from station.simulator.anatomy import Segment
from station.simulator.body import Body
from station.simulator.ellipsoids import Ellipsoids
from station.simulator.render import Box
from station.simulator.sensor import Image, PinholeCamera

LEGGINGS = (Segment.SHANK_L, Segment.SHANK_R, Segment.THIGH_L, Segment.THIGH_R, Segment.PELVIS)
SHIRT = (
    Segment.LUMBAR_LOW,
    Segment.LUMBAR_MID,
    Segment.LUMBAR_TOP,
    Segment.THORAX_LOW,
    Segment.THORAX_MID,
    Segment.THORAX_TOP,
    Segment.UPPER_ARM_L,
    Segment.UPPER_ARM_R,
)
_PATCH_SHARE = 0.01
"""Spread of a patch of holes over the focal length: about 2 cm at the athlete."""


@dataclass(frozen=True, eq=False)
class Worn:
    """A body's surface in the gym frame, apart by what reads and what does not.

    ``hole_share`` is the share of the dark surface that gives no depth.
    """

    light: Ellipsoids
    dark: Ellipsoids | None = None
    hole_share: float = 0.0


def dressed(body: Body, surface: Ellipsoids) -> Worn:
    """Tell the dark parts of a placed body from the others."""
    cloth = body.shape.dark
    if cloth is None:
        return Worn(surface)
    covered = (LEGGINGS if cloth.leggings else ()) + (SHIRT if cloth.shirt else ())
    dark = np.isin(body.segment, covered)
    return Worn(_some(surface, ~dark), _some(surface, dark), cloth.hole_share)


class DarkHoles:
    """Takes the disparity off dark surfaces, in patches that stay where they are."""

    def __init__(self, camera: PinholeCamera, seed: int) -> None:
        self._camera = camera
        self._seed = seed

    @cached_property
    def _rank(self) -> Image:
        """Which pixels go first; most stories have no dark clothes and never ask."""
        camera = self._camera
        random = np.random.default_rng([self._seed, 7919])
        white = random.standard_normal((camera.height_px, camera.width_px)).astype(np.float32)
        smooth = cv2.GaussianBlur(white, (0, 0), _PATCH_SHARE * camera.f_px)
        return np.asarray(smooth / smooth.std(), np.float32)

    @cached_property
    def _ordered(self) -> NDArray[np.float32]:
        return np.sort(self._rank, axis=None)

    def drop(self, image: Image, before: Image, box: Box, hole_share: float) -> None:
        """Empty ``image`` in place where it is nearer than ``before``: there it is dark cloth.

        Both are whole disparity images; nothing outside ``box`` differs.
        """
        window = slice(box.top, box.bottom), slice(box.left, box.right)
        last = len(self._ordered) - 1
        limit = np.inf if hole_share >= 1 else self._ordered[int(hole_share * last)]
        cloth: NDArray[np.bool_] = image[window] > before[window]
        image[window][cloth & (self._rank[window] < limit)] = 0.0


def _some(surface: Ellipsoids, chosen: NDArray[np.bool_]) -> Ellipsoids:
    return Ellipsoids(surface.centres_m[chosen], surface.spread_m2[chosen])
