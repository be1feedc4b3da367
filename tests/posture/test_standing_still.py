"""When somebody stands still: neither walking nor turning on the spot, however ragged the edge."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from station.camera.frame import Intrinsics
from station.posture.standing import BASELINE_S, StandingStill
from station.scene.floor import FloorPlane
from station.scene.side_plane import SidePlane
from station.scene.silhouette import RASTER_M, Silhouette

_FPS = 15.0
_HEIGHT_M, _TOP_M, _ACROSS_M = 1.75, 1.84, 1.2
_PLANE = SidePlane(
    FloorPlane(np.array([0.0, -1.0, 0.0]), 1.0, 0.0), Intrinsics(424, 240, 212, 212, 212, 120), 2.4
)
Body = Callable[[float], tuple[float, float]]


def _silhouette(middle_m: float, width_m: float, ragged_m: np.ndarray) -> Silhouette:
    """A slab as tall as a person; each row's two edges are moved by its own raggedness."""
    rows, columns = round(_TOP_M / RASTER_M) + 10, round(_ACROSS_M / RASTER_M)
    z = _TOP_M - np.arange(rows) * RASTER_M
    x = np.arange(columns) * RASTER_M - _ACROSS_M / 2
    left = middle_m - width_m / 2 + ragged_m[:rows, :1]
    right = middle_m + width_m / 2 + ragged_m[:rows, 1:]
    inside = (x > left) & (x < right) & ((z > 0) & (z < _HEIGHT_M))[:, None]
    coverage = np.where(inside, 255, 0).astype(np.uint8)
    readings = np.full_like(coverage, 200, np.uint16)
    return Silhouette(_PLANE, coverage, readings, np.eye(3), 0.01, -_ACROSS_M / 2, _TOP_M, 0.0)


def _still_after_s(body: Body, until_s: float) -> float | None:
    """When ``body`` (middle and width, metres, at a time) counts as still; None while it does not.

    The edges are as ragged as those of the coarsest picture.
    """
    random = np.random.default_rng(3)
    still = StandingStill()
    for time_s in np.arange(0.0, until_s, 1 / _FPS):
        ragged_m = 0.012 * np.repeat(random.standard_normal((90, 2)), 3, axis=0)
        if still.add(_silhouette(*body(float(time_s)), ragged_m), float(time_s)) is not None:
            return float(time_s)
    return None


def test_who_stands_is_still_after_a_second() -> None:
    assert _still_after_s(lambda _: (0.0, 0.3), 3.0) == pytest.approx(BASELINE_S, abs=0.1)


@pytest.mark.parametrize("speed_m_per_s", [-0.05, 0.05])
def test_who_walks_is_not(speed_m_per_s: float) -> None:
    assert _still_after_s(lambda time_s: (speed_m_per_s * time_s, 0.3), 3.0) is None


def test_who_turns_on_the_spot_is_still_a_second_after_the_turn() -> None:
    turned_s = 2.0

    def turning(time_s: float) -> tuple[float, float]:
        return 0.0, 0.28 + 0.06 * max(turned_s - time_s, 0.0)

    found_s = _still_after_s(turning, 4.0)
    assert found_s is not None
    assert found_s > turned_s + 0.5 * BASELINE_S
