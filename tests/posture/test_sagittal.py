"""The athlete's own plane: there and back again, for every yaw, facing and place."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.posture.sagittal import SagittalPlane

planes = st.builds(
    SagittalPlane,
    side_distance_m=st.floats(1.6, 3.2),
    distance_m=st.floats(1.6, 3.2),
    camera_height_m=st.floats(0.6, 1.4),
    pivot_x_m=st.floats(-0.6, 0.6),
    forward=st.sampled_from([-1, 1]),
    yaw_deg=st.floats(-25, 25),
)
points = st.lists(st.tuples(st.floats(-0.8, 0.9), st.floats(0.0, 2.1)), min_size=1, max_size=20)


@given(planes, points)
def test_from_side_undoes_to_side(plane: SagittalPlane, at: list[tuple[float, float]]) -> None:
    there = np.array(at)
    np.testing.assert_allclose(plane.from_side(plane.to_side(there)), there, atol=1e-9)


@given(planes, points)
def test_to_side_undoes_from_side(plane: SagittalPlane, at: list[tuple[float, float]]) -> None:
    there = np.array(at)
    np.testing.assert_allclose(plane.to_side(plane.from_side(there)), there, atol=1e-9)


@given(planes, points)
def test_cells_are_places_in_the_side_plane(
    plane: SagittalPlane, at: list[tuple[float, float]]
) -> None:
    there = np.array(at)
    cells = cv2.perspectiveTransform(there[None], plane.to_cells(-0.4, 2.0, 0.008))[0]
    side = plane.to_side(there)
    np.testing.assert_allclose(cells[:, 0], (side[:, 0] + 0.4) / 0.008, atol=1e-6)
    np.testing.assert_allclose(cells[:, 1], (2.0 - side[:, 1]) / 0.008, atol=1e-6)


@given(planes)
def test_who_stands_at_the_pivot_is_seen_at_the_pivot(plane: SagittalPlane) -> None:
    scale = plane.side_distance_m / plane.distance_m
    (seen,) = plane.to_side(np.array([[0.0, plane.camera_height_m]]))
    assert seen == pytest.approx([plane.pivot_x_m * scale, plane.camera_height_m])


def test_forward_points_the_way_the_athlete_faces() -> None:
    for forward in (-1, 1):
        plane = SagittalPlane(2.2, 2.2, 1.0, 0.1, forward)
        (seen,) = plane.to_side(np.array([[0.5, 1.0]]))
        assert seen[0] == pytest.approx(0.1 + forward * 0.5)


@pytest.mark.parametrize("yaw_deg", [-25.0, -10.0, 10.0, 25.0])
def test_turned_away_looks_shorter_and_farther(yaw_deg: float) -> None:
    plane = SagittalPlane(2.2, 2.2, 1.0, 0.0, 1, yaw_deg)
    (seen,) = plane.to_side(np.array([[0.5, 2.0]]))
    away_m = 0.5 * np.sin(np.radians(yaw_deg))
    assert seen[0] == pytest.approx(0.5 * np.cos(np.radians(yaw_deg)) * 2.2 / (2.2 + away_m))
    assert (seen[1] < 2.0) == (away_m > 0)


@given(planes, st.floats(-0.4, 0.4))
def test_floor_points_along_the_athlete_read_their_length(plane: SagittalPlane, x: float) -> None:
    yaw = np.radians(plane.yaw_deg)
    right = plane.pivot_x_m + plane.forward * x * np.cos(yaw)
    away = plane.distance_m + x * np.sin(yaw)
    assert plane.forward_of(np.array([[right, away]]))[0] == pytest.approx(x, abs=1e-9)
