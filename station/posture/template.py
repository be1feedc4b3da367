"""The standing template: rear outline and leg joints from the averaged still silhouette."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import ANKLE, HIP, KNEE, ChainFront

Floats = NDArray[np.float64]

SPACING_M = 0.022
_FACE = 0.945
"""The template ends on the forehead, at this share of height, past the crown."""


def rear_line(contour_m: Floats, height_m: float) -> Floats:
    """Heel to forehead along the rear of a standing contour ``(n, 2)`` with x forward.

    Evenly spaced by :data:`SPACING_M`.
    """
    closed = contour_m
    if cv2.contourArea(closed.astype(np.float32), oriented=True) > 0:
        closed = closed[::-1]
    # Clockwise now: up the rear, over the crown, down the front.
    ankle_z = ANKLE * height_m
    crown = int(np.argmax(closed[:, 1]))
    path = np.roll(closed, -crown, axis=0)
    z = path[:, 1]
    front_end = int(np.argmax(z < _FACE * height_m))
    low = np.nonzero(z < ankle_z)[0]
    rear_start = int(low[-1])
    line = np.concatenate([path[rear_start:], path[: front_end + 1]])
    return evenly_spaced(line, SPACING_M)


def evenly_spaced(line_m: Floats, spacing_m: float) -> Floats:
    """Points every ``spacing_m`` along a line ``(n, 2)``, lightly smoothed."""
    kernel = np.ones(5) / 5
    padded = np.concatenate([line_m[[0, 0]], line_m, line_m[[-1, -1]]])
    smooth = np.column_stack([np.convolve(padded[:, i], kernel, "valid") for i in (0, 1)])
    step = np.hypot(*np.diff(smooth, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(step)])
    places = np.arange(0.0, along[-1], spacing_m)
    return np.column_stack([np.interp(places, along, smooth[:, i]) for i in (0, 1)])


def leg_joints(contour_m: Floats, height_m: float) -> ChainFront:
    """Middle of the leg between rear and front outline at ankle, knee and hip height."""
    x = [
        _middle_x(contour_m, share * height_m, 0.02 * height_m)
        for share in (ANKLE + 0.02, KNEE, HIP)
    ]
    return ChainFront(*x)


def _middle_x(contour_m: Floats, z_m: float, half_band_m: float) -> float:
    band = contour_m[np.abs(contour_m[:, 1] - z_m) < half_band_m, 0]
    middle = (band.min() + band.max()) / 2
    return float((np.mean(band[band < middle]) + np.mean(band[band >= middle])) / 2)
