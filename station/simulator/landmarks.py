"""Points on the skin of the back that move with the bones under them."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from station.simulator.anatomy import SPINE, Segment
from station.simulator.body import Body
from station.simulator.pose import Placement

S2_HEIGHT = 0.552
C7_HEIGHT = 0.850
BACK_LINE_HEIGHTS = tuple(np.round(np.arange(0.535, 0.985, 0.0125), 4).tolist())
"""Shares of body height, sacrum to the back of the head."""


class _Skin(NamedTuple):
    """A point fixed to a segment, relative to its joint."""

    segment: Segment
    offset_m: NDArray[np.float64]


def s2_and_c7_m(placement: Placement) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Skin over S2 and over C7, ``(3,)`` each, in the frame of the placement."""
    s2, c7 = _ends(placement.body)
    return placement.point_m(*s2), placement.point_m(*c7)


def back_line_m(placement: Placement) -> NDArray[np.float64]:
    """The true back line, ``(len(BACK_LINE_HEIGHTS), 2)``: x and z of skin on the mid-line."""
    points = [placement.point_m(*skin)[[0, 2]] for skin in _back(placement.body)]
    return np.array(points)


@lru_cache(maxsize=32)
def _ends(body: Body) -> tuple[_Skin, _Skin]:
    return (
        _rearmost(body, (Segment.PELVIS,), S2_HEIGHT),
        _rearmost(body, (Segment.THORAX_TOP,), C7_HEIGHT),
    )


@lru_cache(maxsize=32)
def _back(body: Body) -> tuple[_Skin, ...]:
    trunk = (Segment.PELVIS, *SPINE)
    return tuple(_rearmost(body, trunk, height) for height in BACK_LINE_HEIGHTS)


def _rearmost(body: Body, segments: tuple[Segment, ...], height: float) -> _Skin:
    """Rearmost skin on the mid-line at this share of height, in layout coordinates."""
    z = height * body.shape.height_m
    x, segment = min((_rear_x(body, segment, z), segment) for segment in segments)
    return _Skin(segment, np.array([x, 0.0, z]) - body.joints_m[segment] * (1.0, 0.0, 1.0))


def _rear_x(body: Body, segment: Segment, z_m: float) -> float:
    """Rearmost x of one segment's flesh at this height on the mid-line; inf where it has none."""
    rear = math.inf
    for row in np.flatnonzero(body.segment == segment):
        inverse = np.linalg.inv(body.spread_m2[row])
        centre = body.centres_m[row] + body.joints_m[segment]
        offset = np.array([0.0, -centre[1], z_m - centre[2]])
        a, b = inverse[0, 0], float(inverse[0] @ offset)
        root = b * b - a * (float(offset @ inverse @ offset) - 1.0)
        if root > 0:
            rear = min(rear, float(centre[0]) + (-b - math.sqrt(root)) / a)
    return rear
