"""What BlazePose's landmarks say about a hinge, helped wherever it cannot know.

Its points are read in the athlete's own sagittal plane. To get there it is handed what it would
have to guess: where the athlete stands, how far they are turned, and how the camera hangs. A
landmark's pixel becomes the place at which its line of sight meets that plane, so that pixels
become millimetres by the true distance, free of perspective and of the camera's tilt.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from station.simulator.sensor import View

Floats = NDArray[np.float64]

MEASURED = (
    "hip_displacement_mm",
    "trunk_inclination_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
)
CANNOT = {
    "hip_gap_mm": "no point on the skin of the buttocks: no distance to a wall",
    "lumbar_flexion_deg": "no point between hip and shoulder",
    "thoracic_flexion_deg": "no point between hip and shoulder",
    "neck_flexion_deg": "no point at C7: the head against what?",
}
"""What 33 landmarks have no points for."""
# Landmark numbers, left then right; on from Bazarevsky et al. 2020, figure 3.
_SHOULDERS, _HIPS, _KNEES, _ANKLES = (11, 12), (23, 24), (25, 26), (27, 28)


class Way(StrEnum):
    """Ways to read the landmarks; the best one counts, measure by measure."""

    IMAGE_NEAR = "image landmarks, side towards the camera"
    IMAGE_BOTH = "image landmarks, mean of both sides"
    WORLD_NEAR = "world landmarks, side towards the camera"
    WORLD_BOTH = "world landmarks, mean of both sides"


@dataclass(frozen=True, eq=False)
class Landmarks:
    """BlazePose's 33 landmarks of one picture: ``points (33, 6)``, NaN where it found nobody.

    Columns: x to the right and y down in pixels; visibility 0 to 1; x to the right, y down and z
    ahead in metres from the middle of the hips. ``took_ms`` is by the clock, ``busy_ms`` what its
    threads together used of the processor.
    """

    points: Floats
    took_ms: float
    busy_ms: float

    @property
    def image_px(self) -> Floats:
        """``(33, 2)`` where they are in the picture."""
        return self.points[:, :2]

    @property
    def world_m(self) -> Floats:
        """``(33, 3)`` where they are in the room, as the network guesses."""
        return self.points[:, 3:]


@dataclass(frozen=True)
class SagittalPlane:
    """Where the athlete is, as the rival is told: ``spot_m (2,)`` in the gym frame's X and Y, and
    the direction they face, counter-clockwise from X seen from above."""

    spot_m: tuple[float, float]
    facing_deg: float

    @property
    def forward(self) -> Floats:
        """``(3,)`` the way the athlete faces."""
        facing = math.radians(self.facing_deg)
        return np.array([math.cos(facing), math.sin(facing), 0.0])

    @property
    def left_is_near(self) -> bool:
        """The athlete's left is towards the camera, which looks along Y."""
        return bool(self.forward[0] < 0)


def readings(marks: Landmarks, view: View, plane: SagittalPlane) -> dict[Way, dict[str, float]]:
    """``MEASURED`` read in every way; NaN where nobody was found. Not yet changes from standing."""
    image = _on_plane(marks.image_px, view, plane)
    # World landmarks are along the camera's axes, and their origin moves with the hips: seen from
    # the feet, which stay where they are.
    world = _along(marks.world_m @ view.mount.rotation, plane)
    world -= world[list(_ANKLES)].mean(axis=0)
    near = 0 if plane.left_is_near else 1
    return {
        Way.IMAGE_NEAR: _measures(image, lambda pair: pair[near : near + 1]),
        Way.IMAGE_BOTH: _measures(image, lambda pair: pair),
        Way.WORLD_NEAR: _measures(world, lambda pair: pair[near : near + 1]),
        Way.WORLD_BOTH: _measures(world, lambda pair: pair),
    }


def _on_plane(pixels: Floats, view: View, plane: SagittalPlane) -> Floats:
    """``(n, 2)`` forward and up, metres, where the lines of sight meet the sagittal plane."""
    camera, mount = view.camera, view.mount
    ahead = np.ones(len(pixels))
    across = (pixels[:, 0] - camera.cx_px) / camera.f_px
    down = (pixels[:, 1] - camera.cy_px) / camera.f_px
    rays = np.stack([across, down, ahead], axis=1) @ mount.rotation
    normal = np.array([-plane.forward[1], plane.forward[0], 0.0])
    spot = np.array([*plane.spot_m, 0.0])
    reach = ((spot - mount.position_m) @ normal) / (rays @ normal)
    return _along(mount.position_m + rays * reach[:, None] - spot, plane)


def _along(points_m: Floats, plane: SagittalPlane) -> Floats:
    """``(n, 2)`` forward and up of points in the gym's directions."""
    return np.stack([points_m @ plane.forward, points_m[:, 2]], axis=1)


def _measures(
    places: Floats, sides: Callable[[tuple[int, int]], tuple[int, ...]]
) -> dict[str, float]:
    shoulder, hip, knee, ankle = (
        places[list(sides(pair))].mean(axis=0) for pair in (_SHOULDERS, _HIPS, _KNEES, _ANKLES)
    )
    trunk, thigh, shank = _lean(hip, shoulder), _lean(knee, hip), _lean(ankle, knee)
    return {
        "hip_displacement_mm": -float(hip[0]) * 1000,
        "trunk_inclination_deg": trunk,
        "hip_flexion_deg": trunk - thigh,
        "knee_flexion_deg": shank - thigh,
    }


def _lean(low: Floats, high: Floats) -> float:
    """Forward lean of the line from a lower to a higher joint, against the vertical."""
    forward, up = high - low
    return math.degrees(math.atan2(forward, up))
