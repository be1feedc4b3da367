"""What else moves the numbers than outline noise, worked out; and who can show how much it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from station.bench.what_limits import (
    BODY_M,
    DISTANCE_M,
    FPS,
    HIP_TRAVEL_M,
    LOWERING_S,
    TANGENT_M,
    USUAL,
    floors,
)
from station.posture.body_model import HIP, SACRUM, T12
from station.simulator.noise_tiles import NoiseSettings

YAW_DEG, YAW_WRONG_DEG = 25.0, 0.5
HEEL_ASIDE_MM = 160.0
"""How far the heel that is seen lies beside the athlete's middle: 130 to 200 mm."""
SCALE_WRONG = 0.02
"""The D400 family's data sheet allows 2 % of the distance up to 2 m, for the whole of a unit's life
and temperature."""
VERTICAL_WRONG_DEG = 0.1
GROWTH_UNLIKE_PX = 0.5
CLOTH_OFF_MM = 8.0
FLAP_MM = 10.0
SKIN_SLIDES_MM, ROUNDED_DEG = 10.0, 20.0
HEEL_RADIUS_MM, SOLE_MM = 30.0, 10.0
HOLES = 0.5
ATHLETE_PX, PATCH_PX2 = 20_000, 28.0
"""Pixels of an athlete, and as many as err together in a patch of the noise."""


class Shown(StrEnum):
    """Who can show how much of it there is."""

    LAB = "the lab shows it"
    CHANGES = "the lab assumes it; a real camera will change it"
    HARDWARE = "only real hardware and people can show it"


@dataclass(frozen=True)
class Cause:
    """One cause: the sum in words and figures, what comes of it, and who can show it."""

    what: str
    arithmetic: str
    result: str
    shown: Shown


def causes() -> tuple[Cause, ...]:
    """All of them, those of the camera first."""
    return (*_of_the_camera(), *_of_the_place(), *_of_the_athlete())


def _of_the_camera() -> tuple[Cause, ...]:
    mode, travel_mm = USUAL, 1000 * HIP_TRAVEL_M
    together_mm = mode.depth_noise_mm / math.sqrt(ATHLETE_PX / PATCH_PX2)
    growth_px = NoiseSettings().outline_px
    displacement = next(f for f in floors() if f.measure == "hip_displacement_mm")
    return (
        Cause(
            "Depth noise",
            f"one pixel {mode.depth_noise_mm:.0f} mm; {ATHLETE_PX} pixels in patches of"
            f" {PATCH_PX2:.0f}: / √{ATHLETE_PX / PATCH_PX2:.0f}; scales {travel_mm:.0f} mm of"
            f" travel by {together_mm:.1f} / {1000 * DISTANCE_M:.0f}",
            f"{travel_mm * together_mm / DISTANCE_M / 1000:.2f} mm of displacement: nothing, as"
            " lengths are taken across the picture and not from depth",
            Shown.LAB,
        ),
        Cause(
            "Scale: distance wrong by the camera's own calibration",
            f"{100 * SCALE_WRONG:g} % (data sheet's bound) of {travel_mm:.0f} mm of travel",
            f"{SCALE_WRONG * travel_mm:.1f} mm of displacement; a set-up at a board"
            " takes it off the gap",
            Shown.HARDWARE,
        ),
        Cause(
            "Outline grown outwards",
            f"{growth_px:g} px × {mode.pixel_mm:.1f} mm ="
            f" {growth_px * mode.pixel_mm:.1f} mm at buttocks and heels alike cancels;"
            f" {GROWTH_UNLIKE_PX:g} px more at one than at the other does not",
            f"{GROWTH_UNLIKE_PX * mode.pixel_mm:.1f} mm of gap; how a real camera grows the heels"
            " over the floor is not known",
            Shown.HARDWARE,
        ),
        Cause(
            "Ragged edge that stands still",
            f"made anew in each frame here, so the filter takes {displacement.one_frame:.1f} mm"
            f" down to {displacement.filtered:.1f}; the real one hangs on a fixed dot pattern and"
            " may stay",
            f"up to {displacement.one_frame:.1f} mm of displacement, in standing and in movement",
            Shown.CHANGES,
        ),
        Cause(
            "Holes: dark cloth, sun, shine",
            f"{100 * HOLES:g} % of the rows gone: × 1 / √{1 - HOLES:g}",
            f"× {1 / math.sqrt(1 - HOLES):.1f} on every outline noise; with more holes the"
            " repetition is not judged",
            Shown.CHANGES,
        ),
    )


def _of_the_place() -> tuple[Cause, ...]:
    travel_mm, hip_mm = 1000 * HIP_TRAVEL_M, 1000 * HIP * BODY_M
    yaw, wrong = math.radians(YAW_DEG), math.radians(YAW_WRONG_DEG)
    turning_mm_s2 = 10 / math.sqrt(3) * travel_mm / LOWERING_S**2
    sole_mm = HEEL_RADIUS_MM - math.sqrt(HEEL_RADIUS_MM**2 - SOLE_MM**2)
    return (
        Cause(
            "Athlete turned, turn not known exactly",
            f"near heel {HEEL_ASIDE_MM:g} mm beside the middle, and {travel_mm:.0f} mm of travel"
            f" × tan {YAW_DEG:g}°, each × {YAW_WRONG_DEG:g}° in radians",
            f"{HEEL_ASIDE_MM * wrong:.1f} mm of gap, as the wall stands behind the heel;"
            f" {travel_mm * math.tan(yaw) * wrong:.1f} mm of displacement at {YAW_DEG:g}°, side-on"
            " nothing",
            Shown.LAB,
        ),
        Cause(
            "Vertical, from the floor",
            f"hips {hip_mm:.0f} mm above the heels × tan {VERTICAL_WRONG_DEG:g}°",
            f"{hip_mm * math.tan(math.radians(VERTICAL_WRONG_DEG)):.1f} mm of gap,"
            f" {VERTICAL_WRONG_DEG:g}° of trunk, per {VERTICAL_WRONG_DEG:g}° that floor or lens"
            " are out",
            Shown.CHANGES,
        ),
        Cause(
            "Between two frames",
            f"½ × {turning_mm_s2 / 1000:.1f} m/s² × (½ / {FPS:g} s)²",
            f"{turning_mm_s2 / 2 * (0.5 / FPS) ** 2:.1f} mm of the deepest point; a touch is known"
            f" up to {1000 / FPS:.0f} ms late",
            Shown.LAB,
        ),
        Cause(
            "Shoes and dark soles",
            f"heel as a circle of {HEEL_RADIUS_MM:g} mm, the edge found {SOLE_MM:g} mm too high:"
            f" {HEEL_RADIUS_MM:g} - √({HEEL_RADIUS_MM:g}² - {SOLE_MM:g}²)",
            f"{sole_mm:.1f} mm of gap",
            Shown.HARDWARE,
        ),
    )


def _of_the_athlete() -> tuple[Cause, ...]:
    lumbar_mm, back_mm = 1000 * TANGENT_M, 1000 * (T12 - SACRUM) * BODY_M
    off_deg = math.degrees(math.atan(CLOTH_OFF_MM / lumbar_mm))
    return (
        Cause(
            "Cloth that stands off the back",
            f"atan ({CLOTH_OFF_MM:g} / {lumbar_mm:.0f}) for {CLOTH_OFF_MM:g} mm at one end of a"
            " tangent; the same thickness all along cancels",
            f"{off_deg:.1f}° of lumbar or thoracic flexion",
            Shown.CHANGES,
        ),
        Cause(
            "Cloth that flaps behind the hips",
            f"{FLAP_MM:g} mm at the rearmost point, one to one",
            f"{FLAP_MM:g} mm of gap and displacement",
            Shown.CHANGES,
        ),
        Cause(
            "Skin that slides over the spine",
            f"{SKIN_SLIDES_MM:g} mm along a back that bends {ROUNDED_DEG:g}° over {back_mm:.0f} mm",
            f"{SKIN_SLIDES_MM * ROUNDED_DEG / back_mm:.1f}° of lumbar flexion",
            Shown.HARDWARE,
        ),
    )
