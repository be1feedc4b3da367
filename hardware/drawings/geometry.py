"""Where camera, mat and screen stand, and the arithmetic that says why.

Metres, seen from the side: distances along the floor from the lens, heights above the floor.
"""

from __future__ import annotations

import math

from station.screen.layout import KEY

FIELD_DEG = (86.0, 57.0)
"""Across and up of the depth picture: the narrower of D435 (87 x 58) and D455 (86 x 57), Intel's
data sheet 337029."""

LENS_HEIGHT_M = 1.0
DISTANCE_M = 2.3
"""From the lens to the middle line of the mat, along the floor."""
DISTANCES_M = (2.1, 2.7)
"""Nearer, the floor before the near foot leaves the picture; farther, depth noise grows."""
LENS_HEIGHTS_M = (0.8, 1.2)

TALLEST_M = 1.95
NEAR_FOOT_M = 0.20
"""The outer edge of the near shoe is this much nearer than the middle line, and stands on the
floor: the lowest point that must be seen."""
NEAR_SHOULDER_M = 0.10
"""As much nearer is the side of the head."""

SCREEN_AHEAD_M = 2.0
SCREEN_MIDDLE_M = 0.5
SCREEN_TILT_DEG = 30.0
"""Low and tilted back. Leaning 60 degrees with the neck in line, the eyes look 60 degrees down and
turn up by some 30; a screen at eye height would make the athlete crane the neck, which is a fault.
"""
BEHIND_M = 1.0
"""Free floor behind the heels: the wall is up to 0.3 m away, and who loses balance steps back."""
_WORDS_MM_PER_M = 7.0
"""Height of key words for each metre they are read from (Human Factors 21(6) 1979)."""


def half_height_per_m() -> float:
    """How far up, and how far down, the picture reaches for each metre of distance."""
    return math.tan(math.radians(FIELD_DEG[1] / 2))


def half_width_per_m() -> float:
    """How far to each side the picture reaches for each metre of distance."""
    return math.tan(math.radians(FIELD_DEG[0] / 2))


def nearest_mat_m(lens_height_m: float, tallest_m: float = TALLEST_M) -> float:
    """How near the mat may be to a level camera that shall see shoes and crown."""
    shoes = lens_height_m / half_height_per_m() + NEAR_FOOT_M
    crown = (tallest_m - lens_height_m) / half_height_per_m() + NEAR_SHOULDER_M
    return max(shoes, crown)


def picture_height_mm(read_from_m: float) -> float:
    """How high the picture of a wide screen must be for its key words to be read from there."""
    return _WORDS_MM_PER_M * read_from_m * 100 / KEY
