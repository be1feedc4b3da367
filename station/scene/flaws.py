"""What is wrong with a place to measure at, told from its empty scene and from where one stands."""

from __future__ import annotations

from enum import StrEnum

from station.camera.frame import Intrinsics
from station.scene.aim import seen_heights_m
from station.scene.floor import FloorPlane
from station.scene.quality import Quality

SIZE_PX = (848, 480)
"""The depth mode of the station; every accuracy it claims was measured in it."""
CAMERA_HEIGHT_M = (0.7, 1.3)
"""Lower, the near leg hides the heels' floor; higher, head and feet do not fit at 2 m any more."""
MOST_PITCH_DEG = 12.0
"""Beyond, no place between 2.0 and 2.7 m shows both the feet and a head at 1.9 m."""
MOST_ROLL_DEG = 6.0
"""A metre beside the middle this is 10 cm of head or feet lost."""
MOST_NOISE_PX = 0.20
"""A D400 has 0.08 px at an ordinary surface; at 2.5 times that the gap trembles beyond a
centimetre, and the usual cause is infrared light of the sun over the camera's own pattern."""
MOST_FLOOR_UNREAD = 0.15
"""Ordinary floors lose 0.5 % of their pixels; with one in seven gone heels go unseen."""
MOST_FLOOR_APART = 0.05
"""Readings far below the floor are the room in a mirror."""
MOST_RESIDUAL_MM = 20.0
"""Twice what ordinary floors show; the heel is looked for 22 mm above the floor."""
MAT_DISTANCE_M = (2.0, 2.7)
"""Nearer, the body does not fit; farther, noise grows with the square of the distance."""
HEAD_M = 1.9
"""Whoever is no taller must fit into the picture, and 10 cm of floor before the feet as well."""
_FEET_M = 0.15
_HALF_WIDTH_M = 0.35


class Flaw(StrEnum):
    """Why nobody can be measured here, by what is to be done about it."""

    WRONG_PICTURE = "wrong_picture"
    NO_FLOOR = "no_floor"
    TOO_HIGH = "too_high"
    TOO_LOW = "too_low"
    TILTED_UP = "tilted_up"
    TILTED_DOWN = "tilted_down"
    ROLLED = "rolled"
    SUN = "sun"
    SHINY_FLOOR = "shiny_floor"
    HEAD_OUT = "head_out"
    FEET_OUT = "feet_out"


def flaw_of(quality: Quality) -> Flaw | None:
    """The first thing that is wrong with an empty scene; None when it will do."""
    height_m = quality.floor.camera_height_m
    if quality.noise_px > MOST_NOISE_PX:
        return Flaw.SUN
    if height_m > CAMERA_HEIGHT_M[1]:
        return Flaw.TOO_HIGH
    if height_m < CAMERA_HEIGHT_M[0]:
        return Flaw.TOO_LOW
    if abs(quality.pitch_deg) > MOST_PITCH_DEG:
        return Flaw.TILTED_UP if quality.pitch_deg > 0 else Flaw.TILTED_DOWN
    if abs(quality.roll_deg) > MOST_ROLL_DEG:
        return Flaw.ROLLED
    if (
        quality.floor_unread_share > MOST_FLOOR_UNREAD
        or quality.floor_apart_share > MOST_FLOOR_APART
        or quality.floor_residual_mm > MOST_RESIDUAL_MM
    ):
        return Flaw.SHINY_FLOOR
    return None


def cut_off_at(floor: FloorPlane, intrinsics: Intrinsics, distance_m: float) -> Flaw | None:
    """Whether head or feet of somebody who stands at this distance are outside the picture."""
    lowest_m, _ = seen_heights_m(floor, intrinsics, distance_m - _FEET_M, _HALF_WIDTH_M)
    _, highest_m = seen_heights_m(floor, intrinsics, distance_m, _HALF_WIDTH_M)
    if lowest_m > 0.0:
        return Flaw.FEET_OUT
    return Flaw.HEAD_OUT if highest_m < HEAD_M else None


def nearer_m(distance_m: float) -> float:
    """How much nearer the athlete has to stand: < 0 farther, 0 where it is right."""
    nearest_m, farthest_m = MAT_DISTANCE_M
    return max(0.0, distance_m - farthest_m) + min(0.0, distance_m - nearest_m)
