"""The distance field of a known disc: right distances, right directions, any turn of the plane."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.posture.outline import Outline, field, largest_piece
from station.posture.sagittal import SagittalPlane
from station.scene.silhouette import RASTER_M
from tests.posture.made_body import NOT_TURNED

LEFT_M, TOP_M = -1.0, 2.0
CENTRE_M, RADIUS_M = np.array([0.12, 1.03]), 0.31


def disc(plane: SagittalPlane, specks: bool = False) -> Outline:
    """The field of a disc drawn in the side plane."""
    coverage = np.zeros((round(2.0 / RASTER_M), round(2.0 / RASTER_M)), np.uint8)
    column, row = (CENTRE_M[0] - LEFT_M) / RASTER_M, (TOP_M - CENTRE_M[1]) / RASTER_M
    whole, part = np.rint(np.array([column, row]) * 256).astype(int), 256 / RASTER_M
    cv2.circle(coverage, tuple(whole.tolist()), round(RADIUS_M * part), (255,), -1, shift=8)
    if specks:
        cv2.circle(coverage, (12, 12), 4, (255,), -1)
        cv2.circle(coverage, (round(column), round(row)), 5, (0,), -1)
    return field(coverage, LEFT_M, TOP_M, plane)


@given(st.floats(0, 2 * np.pi), st.floats(-0.12, 0.12), st.sampled_from([1, -1]))
@settings(max_examples=60)
def test_distance_and_direction_near_the_outline(angle: float, inside: float, forward: int) -> None:
    plane = replace(NOT_TURNED, forward=forward)
    outwards = np.array([np.cos(angle), np.sin(angle)])
    side = CENTRE_M + (RADIUS_M - inside) * outwards
    distance, gradient = disc(plane).sample(plane.from_side(side[None]))
    # The chamfer distance is off by up to 4 %, the outline by half a cell.
    assert distance[0] == pytest.approx(inside, abs=0.008 + 0.05 * abs(inside))
    inwards = -outwards * np.array([forward, 1.0])
    assert gradient[0] @ inwards == pytest.approx(1.0, abs=0.12)


def test_specks_and_holes_do_not_count() -> None:
    plain, spoilt = disc(NOT_TURNED), disc(NOT_TURNED, specks=True)
    np.testing.assert_allclose(plain.distance_m, spoilt.distance_m, atol=1e-6)


def test_only_what_hangs_together_with_the_largest_piece_is_kept() -> None:
    """A speck, a ring as large as a hand, and a speck in a hole of the piece, which is filled."""
    whole, spoilt = np.zeros((2, 60, 60), np.uint8)
    for piece in (whole, spoilt):
        cv2.circle(piece, (34, 30), 20, (1,), -1)
    cv2.circle(spoilt, (34, 30), 8, (0,), -1)
    cv2.circle(spoilt, (34, 30), 2, (1,), -1)
    cv2.circle(spoilt, (6, 6), 4, (1,))
    spoilt[55, 4] = 1
    np.testing.assert_array_equal(largest_piece(spoilt), whole)


def test_far_outside_counts_as_on_the_border() -> None:
    distance, _ = disc(NOT_TURNED).sample(np.array([[-9.0, 1.0], [9.0, 1.0], [0.0, 9.0]]))
    assert (distance < -0.3).all()


def test_a_turned_athlete_sees_the_same_distance_shortened() -> None:
    """Turned by 20 degrees, one step forward moves 0.94 steps across the picture."""
    turned = replace(NOT_TURNED, yaw_deg=20.0)
    rear = turned.from_side((CENTRE_M - np.array([RADIUS_M - 0.05, 0.0]))[None])
    _, gradient = disc(turned).sample(rear)
    assert gradient[0, 0] == pytest.approx(np.cos(np.radians(20.0)), abs=0.08)


def test_across_alone_is_the_same_as_all_around() -> None:
    outline = disc(replace(NOT_TURNED, yaw_deg=12.0))
    places = np.array([[-0.2, 1.0], [0.1, 0.8], [0.42, 1.1], [0.0, 1.3]])
    distance, gradient = outline.sample(places)
    across, slope = outline.sample_across(places)
    np.testing.assert_array_equal(across, distance)
    np.testing.assert_allclose(slope, gradient[:, 0], rtol=1e-6)
    np.testing.assert_array_equal(outline.distance_at(places), distance)


def test_nothing_stays_nothing() -> None:
    assert not largest_piece(np.zeros((20, 20), np.uint8)).any()
