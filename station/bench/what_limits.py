"""What limits each number: from pixels, noise and cloth to millimetres and degrees.

Every figure here is worked out from the constants below, those of the simulated sensor and those
of the engine's own filters; none is a result typed in. Rows of a ragged outline count as
independent every :data:`RAGGED_ROWS` rows; errors of different causes add as squares; the mean
absolute error of a normal one is 0.8 of its standard deviation.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import ANKLE, C7, HIP, KNEE, SACRUM, T12
from station.posture.filters import MotionFilter, TwoWayFilter
from station.posture.shape import hips_filter, motion_filter
from station.simulator.noise_tiles import NoiseSettings
from station.simulator.sensor import PinholeCamera

Floats = NDArray[np.float64]
Filter = MotionFilter | TwoWayFilter

DISTANCE_M = 2.2
BODY_M = 1.75
FPS = 30.0
NOISE_PX, BASELINE_M = NoiseSettings().rms_px, PinholeCamera().baseline_m
RAGGED_PX = 1.3
"""A stereo camera's outline strays by this much, rms, from row to row ..."""
RAGGED_ROWS = 3
"""... and neighbours stray together over about as many rows."""
STILL_S = 1.0
HIP_TRAVEL_M, LOWERING_S = 0.20, 1.2
"""Of an ordinary clean hinge: how far the hips go back, and in what time."""
BUTTOCKS_M, HEEL_M = 0.14, 0.05
"""Heights of the stretches of outline that give the rearmost point and the heels."""
_SETTLED_S = 2.0
TANGENT_M = 0.12
"""Length of back over which a tangent is taken: the lumbar spine, sacrum to T12. Over more of it
the tangent is steadier and sees less of the bend."""
END_M = 0.08
"""Length of outline that places sacrum and C7 across the trunk's line."""
KNEE_TO_HIP, ANKLE_TO_KNEE = HIP - KNEE, KNEE - ANKLE
HEAD = 1.0 - C7
PELVIS = T12 - HIP
"""Shares of body height; the pelvis shows between the fold of the buttocks and the waist."""
_MEAN_OF_SD = math.sqrt(2 / math.pi)


@dataclass(frozen=True)
class Mode:
    """One depth mode: a pixel at the athlete, and the depth noise of a single pixel there."""

    name: str
    pixel_mm: float
    depth_noise_mm: float

    @property
    def ragged_mm(self) -> float:
        """How far one row of the outline strays, rms."""
        return RAGGED_PX * self.pixel_mm

    def rows(self, length_m: float) -> float:
        """Independent rows on a stretch of outline."""
        return length_m * 1000 / self.pixel_mm / RAGGED_ROWS


def mode_of(width_px: int, height_px: int, f_px: float) -> Mode:
    """A pixel is z / f wide at the athlete; stereo depth errs by z² · noise / (f · baseline)."""
    return Mode(
        f"{width_px}×{height_px}",
        1000 * DISTANCE_M / f_px,
        1000 * DISTANCE_M**2 * NOISE_PX / (f_px * BASELINE_M),
    )


USUAL = mode_of(848, 480, PinholeCamera().f_px)
MODES = (mode_of(424, 240, 212.0), mode_of(640, 360, 320.0), USUAL, mode_of(1280, 720, 640.0))


def place_mm(mode: Mode, length_m: float) -> float:
    """How well one frame places a stretch of outline across its length."""
    return mode.ragged_mm / math.sqrt(mode.rows(length_m))


def tangent_deg(mode: Mode, length_m: float) -> float:
    """How well one frame gives the direction of a straight stretch of outline.

    The slope through n rows evenly spread over L strays by the rows' own straying times
    √(12 / n) / L.
    """
    lever_mm = length_m * 1000
    return math.degrees(mode.ragged_mm * math.sqrt(12 / mode.rows(length_m)) / lever_mm)


@dataclass(frozen=True)
class Floor:
    """The least error of one measure that outline noise alone leaves, in the measure's unit.

    ``one_frame`` and ``filtered`` are standard deviations, ``averaged_s`` the length of a plain
    mean that would be as quiet as the filter, ``lag`` what the filter is behind an ordinary
    hinge, rms, ``standing`` the standing reference's own standard deviation.
    """

    measure: str
    lever: str
    one_frame: float
    averaged_s: float
    filtered: float
    lag: float
    standing: float

    @property
    def mean_abs(self) -> float:
        """What is left of all of it, as a mean absolute error."""
        return _MEAN_OF_SD * math.hypot(self.filtered, self.lag, self.standing)


@lru_cache(maxsize=4)
def floors(mode: Mode = USUAL) -> tuple[Floor, ...]:
    """The sensor's share of every measure's error."""
    return tuple(_floor(mode, *row) for row in _one_frame(mode))


def _one_frame(mode: Mode) -> tuple[tuple[str, str, float, float], ...]:
    """Of each measure: its name, from what, its noise in one frame, what standing adds to that."""
    hips_mm, heels_mm = place_mm(mode, BUTTOCKS_M), place_mm(mode, HEEL_M)
    tangents_deg = math.sqrt(2) * tangent_deg(mode, TANGENT_M)
    trunk_m = (C7 - SACRUM) * BODY_M
    ends_mm = math.sqrt(2) * place_mm(mode, END_M)
    trunk_deg = math.degrees(ends_mm / 1000 / trunk_m)
    thigh_m, shank_m, pelvis_m = KNEE_TO_HIP * BODY_M, ANKLE_TO_KNEE * BODY_M, PELVIS * BODY_M
    thigh_deg, shank_deg = tangent_deg(mode, thigh_m), tangent_deg(mode, shank_m)
    head_deg = tangent_deg(mode, HEAD * BODY_M)
    back_deg = tangent_deg(mode, TANGENT_M)
    pelvis_deg = tangent_deg(mode, pelvis_m)
    return (
        ("hip_gap_mm", f"{_cm(BUTTOCKS_M)} of buttocks, {_cm(HEEL_M)} of heels", hips_mm, heels_mm),
        ("hip_displacement_mm", f"{_cm(BUTTOCKS_M)} of buttocks", hips_mm, 0.0),
        ("trunk_inclination_deg", f"line of {_cm(trunk_m)}, ends of {_cm(END_M)}", trunk_deg, 0.0),
        (
            "hip_flexion_deg",
            f"pelvis {_cm(pelvis_m)} against thigh {_cm(thigh_m)}",
            math.hypot(pelvis_deg, thigh_deg),
            0.0,
        ),
        (
            "knee_flexion_deg",
            f"thigh {_cm(thigh_m)} against shank {_cm(shank_m)}",
            math.hypot(thigh_deg, shank_deg),
            0.0,
        ),
        ("lumbar_flexion_deg", f"two tangents over {_cm(TANGENT_M)}", tangents_deg, 0.0),
        ("thoracic_flexion_deg", f"two tangents over {_cm(TANGENT_M)}", tangents_deg, 0.0),
        (
            "neck_flexion_deg",
            f"head {_cm(HEAD * BODY_M)} against back {_cm(TANGENT_M)}",
            math.hypot(head_deg, back_deg),
            0.0,
        ),
    )


TRAVEL = {
    "hip_gap_mm": 1000 * HIP_TRAVEL_M,
    "hip_displacement_mm": 1000 * HIP_TRAVEL_M,
    "trunk_inclination_deg": 60.0,
    "hip_flexion_deg": 70.0,
    "knee_flexion_deg": 15.0,
    "lumbar_flexion_deg": 20.0,
    "thoracic_flexion_deg": 20.0,
    "neck_flexion_deg": 25.0,
}
"""How far each measure goes in an ordinary hinge, or in a fault at its limit."""


def _floor(mode: Mode, name: str, lever: str, one_frame: float, standing_extra: float) -> Floor:
    quiet = quieting(lambda: _filter_of(name, mode))
    return Floor(
        name,
        lever,
        one_frame,
        1 / quiet**2 / FPS,
        one_frame * quiet,
        lag(_filter_of(name, mode), TRAVEL[name]),
        math.hypot(one_frame, standing_extra) / math.sqrt(STILL_S * FPS),
    )


def _filter_of(name: str, mode: Mode) -> Filter:
    """The very filter that the engine builds for a measure."""
    # The gap is the standing gap less the displacement: it has the displacement's filter.
    if name in ("hip_gap_mm", "hip_displacement_mm"):
        return hips_filter(mode.pixel_mm)
    return motion_filter(name, mode.pixel_mm)


def quieting(build: Callable[[], Filter]) -> float:
    """What share of independent noise a settled filter lets through.

    Its answer to a single stroke are its weights; independent noise comes out by the root of the
    sum of their squares. Of a number read in two ways it is the share of the first way's noise;
    how large the other's is beside it, and how alike they are, is what the filter was told.
    """
    stroke = np.zeros(int(2 * _SETTLED_S * FPS))
    stroke[len(stroke) // 2] = 1.0
    of_first, of_second = _told(build(), stroke, 0 * stroke), _told(build(), 0 * stroke, stroke)
    second, alike = 0.0, 0.0
    if isinstance(built := build(), TwoWayFilter):
        second, alike = built.noise_sd[1] / built.noise_sd[0], built.correlation
    of_second = second * of_second
    together = of_first @ of_first + of_second @ of_second + 2 * alike * of_first @ of_second
    return math.sqrt(float(together))


def lag(motion_filter: Filter, travel: float) -> float:
    """How far a settled filter is behind an ordinary hinge, rms over it.

    Down and up as smoothly as can be (least jerk: 10 t³ - 15 t⁴ + 6 t⁵), without a pause.
    """
    still = np.zeros(int(_SETTLED_S * FPS))
    t = np.arange(int(LOWERING_S * FPS)) / (LOWERING_S * FPS)
    down = travel * (10 * t**3 - 15 * t**4 + 6 * t**5)
    hinge = np.concatenate([still, down, travel - down])
    behind = _told(motion_filter, hinge, hinge) - hinge
    return float(np.sqrt(np.mean(behind[len(still) :] ** 2)))


def _told(motion_filter: Filter, first: Floats, second: Floats) -> Floats:
    """What a filter makes of readings ``(n,)``, one a frame; who reads one way has the first."""
    told = [
        motion_filter.step(one, other, i / FPS)
        if isinstance(motion_filter, TwoWayFilter)
        else motion_filter.step(one, i / FPS)
        for i, (one, other) in enumerate(zip(first.tolist(), second.tolist(), strict=True))
    ]
    return np.array(told, dtype=np.float64)


def _cm(length_m: float) -> str:
    return f"{100 * length_m:.0f} cm"
