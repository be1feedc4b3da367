"""A baseline from an averaged silhouette that lacks something is refused, never a crash."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from station.camera.frame import Intrinsics
from station.posture.baseline import Baseline, take_baseline
from station.posture.standing import StandingAverage
from station.reasons import Reason
from station.scene.feet import Feet
from station.scene.floor import FloorPlane
from station.scene.side_plane import SidePlane
from station.scene.silhouette import RASTER_M
from tests.posture.made_body import contour

_LEFT_M, _TOP_M = -0.8, 2.0
_LENS = Intrinsics(848, 480, 424.0, 424.0, 423.6, 239.7)
_SIDE = SidePlane(FloorPlane(np.array([0.0, -1.0, 0.0]), 1.0, 1.0), _LENS, 2.2)
_FEET = Feet(
    left_m=np.array([[-0.06, 2.1], [-0.06, 2.11], [-0.06, 2.12]]),
    right_m=np.array([[0.18, 2.1], [0.18, 2.11], [0.18, 2.12]]),
    leg_m=np.array([0.0, 2.1]),
    reach_left_m=0.06,
    reach_right_m=0.18,
)


def _standing(lowest_m: float) -> StandingAverage:
    """The made body, of which nothing below ``lowest_m`` was read."""
    coverage = np.zeros((round(_TOP_M / RASTER_M) + 20, round(1.6 / RASTER_M)), np.uint8)
    x, z = contour().T
    cells = np.column_stack([(x - _LEFT_M) / RASTER_M, (_TOP_M - z) / RASTER_M])
    cv2.fillPoly(coverage, [np.rint(cells).astype(np.int32)], 255)
    coverage[round((_TOP_M - lowest_m) / RASTER_M) :] = 0
    depth_m = np.where(coverage > 0, 2.1, 0.0).astype(np.float32)
    return StandingAverage(coverage, depth_m, _LEFT_M, _TOP_M)


def test_a_whole_body_gets_a_baseline() -> None:
    assert isinstance(take_baseline(_standing(-0.05), _FEET, _SIDE), Baseline)


@pytest.mark.parametrize("lowest_m", [0.09, 0.12])
def test_who_has_no_ankles_to_be_seen_is_refused(lowest_m: float) -> None:
    assert take_baseline(_standing(lowest_m), _FEET, _SIDE) is Reason.NOT_A_PERSON
