"""Truth comes from the geometry: each bend is found where it was put, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from station.simulator.balance import balanced, buttock_x_m
from station.simulator.body import build_body
from station.simulator.pose import Foot, Pose, place
from station.simulator.shape import AthleteShape
from station.simulator.truth import Truth, stand, true_measures

SHAPE = AthleteShape(1.70, lordosis_deg=6.0, kyphosis_deg=8.0)
WALL_M = 0.16


def truth_of(pose: Pose, shape: AthleteShape = SHAPE) -> Truth:
    body = build_body(shape)
    return true_measures(place(body, balanced(body, pose)), stand(body, WALL_M))


def test_standing_is_zero_in_everything_that_is_a_change() -> None:
    truth = truth_of(Pose())
    for name in ("hip", "knee", "lumbar", "thoracic", "neck"):
        assert getattr(truth, f"{name}_flexion_deg") == pytest.approx(0.0, abs=1e-6)
    assert truth.hip_displacement_mm == pytest.approx(0.0, abs=1e-6)
    assert truth.heel_shift_mm == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("pose", "name", "value"),
    [
        (Pose(knee_deg=22.0), "knee_flexion_deg", 22.0),
        (Pose(hip_deg=55.0), "hip_flexion_deg", 55.0),
        (Pose(lumbar_deg=31.0), "lumbar_flexion_deg", 31.0),
        (Pose(lumbar_deg=-14.0), "lumbar_flexion_deg", -14.0),
        (Pose(thoracic_deg=27.0), "thoracic_flexion_deg", 27.0),
        (Pose(neck_deg=-38.0), "neck_flexion_deg", -38.0),
    ],
)
def test_each_bend_is_found_where_it_was_put(pose: Pose, name: str, value: float) -> None:
    truth = truth_of(pose)
    bends = [f"{joint}_flexion_deg" for joint in ("hip", "knee", "lumbar", "thoracic", "neck")]
    for bend in bends:
        assert getattr(truth, bend) == pytest.approx(value if bend == name else 0.0, abs=1e-6)


def test_gap_and_displacement_add_up_to_the_standing_gap() -> None:
    standing = truth_of(Pose())
    bent = truth_of(Pose(60.0, 12.0, 4.0))
    assert bent.hip_displacement_mm > 100
    assert bent.hip_gap_mm + bent.hip_displacement_mm == pytest.approx(standing.hip_gap_mm)


def test_the_rearmost_point_is_the_one_a_dense_cloud_of_surface_points_has() -> None:
    body = build_body(SHAPE)
    pose = Pose(48.0, 12.0, 5.0)
    ellipsoids = place(body, balanced(body, pose)).ellipsoids
    ways = np.random.default_rng(3).standard_normal((20000, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    rear = min(
        float(
            (ellipsoids.centres_m[row] + ways @ np.linalg.cholesky(ellipsoids.spread_m2[row]).T)[
                :, 0
            ].min()
        )
        for row in np.flatnonzero(body.is_buttock)
    )
    assert buttock_x_m(body, pose) == pytest.approx(rear, abs=1e-4)
    assert buttock_x_m(body, pose) <= rear


def test_steps_show_in_the_heels_and_move_the_hips_along() -> None:
    back = truth_of(Pose(40.0, 10.0, feet=(Foot(-0.05), Foot(-0.05))))
    planted = truth_of(Pose(40.0, 10.0))
    assert back.heel_shift_mm == pytest.approx(50.0)
    assert planted.hip_gap_mm - back.hip_gap_mm == pytest.approx(50.0)


@pytest.mark.parametrize("height_m", [1.4, 2.05])
def test_angles_do_not_depend_on_size(height_m: float) -> None:
    pose = Pose(50.0, 14.0, 20.0, 8.0, -12.0)
    small = truth_of(pose, AthleteShape(height_m, clothes_mm=0.0))
    other = truth_of(pose, AthleteShape(1.7, clothes_mm=0.0))
    assert small.trunk_inclination_deg == pytest.approx(other.trunk_inclination_deg, abs=1e-6)
    assert small.hip_displacement_mm / height_m == pytest.approx(other.hip_displacement_mm / 1.7)
