"""Dark cloth swallows readings; somebody who has walked off is not to be taken for it."""

from __future__ import annotations

import numpy as np
import pytest

from station.camera.frame import Intrinsics
from station.posture.missing import DarkCloth, Hidden
from station.scene.floor import FloorPlane
from station.scene.side_plane import SidePlane
from station.scene.silhouette import RASTER_M, Silhouette
from tests.posture.made_body import HEIGHT_M, NOT_TURNED, model

_SIDE = SidePlane(
    floor=FloorPlane(up=np.array([0.0, -1.0, 0.0]), camera_height_m=1.0, residual_mm=1.0),
    intrinsics=Intrinsics(848, 480, 426.0, 426.0, 424.0, 240.0),
    distance_m=2.2,
)
_WIDTH, _HEIGHT = round(0.6 / RASTER_M), round(2.0 / RASTER_M)
_HEAD_M = 0.87 * HEIGHT_M


def _seen(left_m: float, from_m: float = 0.0) -> Silhouette:
    """Readings of an upright half metre of athlete that begins at ``left_m``, above ``from_m``."""
    coverage = np.zeros((_HEIGHT, _WIDTH), np.uint8)
    top, bottom = (round((2.0 - z) / RASTER_M) for z in (HEIGHT_M, from_m))
    coverage[top:bottom, 6:-6] = 255
    readings = np.where(coverage > 0, 2200, 0).astype(np.uint16)
    return Silhouette(_SIDE, coverage, readings, np.eye(3), 0.001, left_m, 2.0, 0.0)


@pytest.mark.parametrize(
    ("silhouette", "hidden"),
    [
        (_seen(-0.3), False),
        (_seen(-0.3, from_m=_HEAD_M), True),
        (_seen(0.6), False),
        (_seen(-1.2), False),
    ],
    ids=["in light clothes", "only the head is read", "gone forward", "gone back"],
)
def test_what_is_not_read_is_hidden_only_where_the_athlete_is(
    silhouette: Silhouette, hidden: bool
) -> None:
    found = DarkCloth().look(silhouette, model(), NOT_TURNED, 1.0)
    assert found == Hidden(hips=hidden, back=hidden)
