"""How the camera hangs, as a person would say it, and how much of a body it sees."""

from __future__ import annotations

import math

import numpy as np

from station.camera.frame import Intrinsics
from station.scene.floor import Floats, FloorPlane


def pitch_deg(up: Floats) -> float:
    """How far the camera looks up (> 0) or down, from ``up`` in its own frame."""
    return math.degrees(math.asin(float(np.clip(up[2], -1.0, 1.0))))


def roll_deg(up: Floats) -> float:
    """How far the camera is turned clockwise (> 0) about the way it looks."""
    return math.degrees(math.atan2(-float(up[0]), -float(up[1])))


def tilt_deg(up: Floats, other: Floats) -> float:
    """The angle between two directions of length 1."""
    return math.degrees(math.acos(float(np.clip(up @ other, -1.0, 1.0))))


def seen_heights_m(
    floor: FloorPlane, intrinsics: Intrinsics, distance_m: float, half_width_m: float
) -> tuple[float, float]:
    """From which height to which the camera sees everything at this distance along the floor.

    Everything: as far to both sides of the picture's middle as ``half_width_m``. The first is
    below 0 when the floor in front of the feet is seen as well.
    """
    k = intrinsics
    half_px = half_width_m * k.fx_px / distance_m
    heights = []
    for v_px in (0.0, k.height_px - 1.0):
        for u_px in (k.cx_px - half_px, k.cx_px + half_px):
            ray = np.array([(u_px - k.cx_px) / k.fx_px, (v_px - k.cy_px) / k.fy_px, 1.0])
            rise = float(ray @ floor.up)
            away = math.sqrt(max(float(ray @ ray) - rise * rise, 1e-9))
            heights.append(floor.camera_height_m + distance_m * rise / away)
    return max(heights[2:]), min(heights[:2])
