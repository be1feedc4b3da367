"""A simulated body is human-shaped and stays on its own feet in every posture."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from station.simulator.anatomy import Segment
from station.simulator.balance import balanced, buttock_x_m, hinge_to
from station.simulator.body import Body, build_body
from station.simulator.landmarks import BACK_LINE_HEIGHTS, back_line_m, s2_and_c7_m
from station.simulator.pose import Joints, Placement, Pose, place, turn_forward
from station.simulator.repetitions import BENDS, LEAN_BACK, Kind
from station.simulator.shape import ArmStyle, AthleteShape, Sex
from station.simulator.truth import trunk_line_deg

SHAPES = (
    AthleteShape(),
    AthleteShape(1.40, 0.0, Sex.WOMAN, 0.0, ArmStyle.HIPS),
    AthleteShape(2.05, 1.0, Sex.MAN, 25.0, ArmStyle.CROSSED),
    AthleteShape(1.62, 0.7, Sex.WOMAN, 8.0, ArmStyle.REACHING, lordosis_deg=12, kyphosis_deg=15),
)
POSES = (
    Pose(),
    LEAN_BACK,
    *(
        Pose(hip, bend.knee_deg, bend.lumbar_deg, bend.thoracic_deg, bend.neck_deg)
        for bend in (BENDS[Kind.CLEAN], BENDS[Kind.LUMBAR], BENDS[Kind.SQUAT])
        for hip in (15.0, 45.0, 75.0, 95.0)
    ),
)
UP = np.array([0.0, 0.0, 1.0])
BACK = np.array([-1.0, 0.0, 0.0])


@pytest.fixture(params=SHAPES, ids=lambda shape: f"{shape.height_m}m-{shape.arms}")
def body(request: pytest.FixtureRequest) -> Body:
    return build_body(request.param)


def posed(body: Body, pose: Pose) -> Placement:
    return place(body, balanced(body, pose))


def centre_of_volume_x_m(placement: Placement) -> float:
    """An independent look at balance: the middle of all flesh, by volume."""
    ellipsoids = placement.ellipsoids
    volume = np.sqrt(np.linalg.det(ellipsoids.spread_m2))
    return float(volume @ ellipsoids.centres_m[:, 0] / volume.sum())


def test_a_standing_body_is_as_tall_as_it_says(body: Body) -> None:
    crown_m = posed(body, Pose()).ellipsoids.farthest_m(UP).max()
    assert crown_m == pytest.approx(body.shape.height_m, rel=0.02)


@pytest.mark.parametrize("pose", POSES)
def test_feet_stay_planted_and_weight_stays_over_them(body: Body, pose: Pose) -> None:
    placement = posed(body, pose)
    ellipsoids = placement.ellipsoids
    heels = ellipsoids.farthest_m(BACK)[body.is_heel]
    assert heels == pytest.approx(0.0, abs=1e-9)
    assert -ellipsoids.farthest_m(-UP).max() == pytest.approx(0.0, abs=0.004)
    share = centre_of_volume_x_m(placement) / body.foot_m
    assert 0.15 < share < 0.85


def test_hinging_reaches_back_as_statics_says() -> None:
    """8 / 11 / 13.5 / 15 % of height at 30 / 45 / 60 / 75 deg of trunk lean."""
    body = build_body(AthleteShape())
    stand_m = buttock_x_m(body, Pose())
    reached = {}
    for hip in range(0, 116):
        s = hip / 80
        pose = Pose(hip, 11.5 * s, 4.5 * s, 2.0 * s, 3.0 * s, balance_share=0.48 - 0.05 * min(1, s))
        placement = posed(body, pose)
        line = placement.origins_m[Segment.NECK] - placement.origins_m[Segment.LUMBAR_LOW]
        lean = round(float(np.degrees(np.arctan2(line[0], line[2]))))
        reached[lean] = (stand_m - buttock_x_m(body, pose)) / body.shape.height_m
    for lean, share in ((30, 0.08), (45, 0.11), (60, 0.135), (75, 0.15)):
        assert reached[lean] == pytest.approx(share, abs=0.015)


def test_the_pelvis_is_the_rearmost_of_the_lower_body_in_a_hinge(body: Body) -> None:
    placement = posed(body, Pose(60.0, 11.0, 4.0, 2.0, 3.0))
    reach = placement.ellipsoids.farthest_m(BACK)
    others = ~body.is_buttock & (body.segment < Segment.UPPER_ARM_L)
    assert reach[body.is_buttock].max() > reach[others].max()


def test_hinge_to_puts_the_buttocks_where_asked(body: Body) -> None:
    target_m = -0.09 * body.shape.height_m
    pose = hinge_to(body, BENDS[Kind.CLEAN], target_m)
    assert buttock_x_m(body, pose) == pytest.approx(target_m, abs=1e-5)


def test_a_wall_out_of_reach_is_refused() -> None:
    body = build_body(AthleteShape())
    with pytest.raises(ValueError, match="cannot reach 500 mm"):
        hinge_to(body, Pose(), -0.5)


def test_the_back_line_runs_from_sacrum_to_head_without_gaps(body: Body) -> None:
    for pose in POSES:
        line = back_line_m(posed(body, pose))
        steps = np.linalg.norm(np.diff(line, axis=0), axis=1) / body.shape.height_m
        assert len(line) == len(BACK_LINE_HEIGHTS)
        assert steps.max() < 0.045
        assert steps.sum() == pytest.approx(0.45, abs=0.12)


def rear_outline_m(body: Body, placement: Placement) -> NDArray[np.float64]:
    """Rear edge of the trunk from the side, sacrum to C7, with the trunk turned upright."""
    trunk = (body.segment >= Segment.PELVIS) & (body.segment <= Segment.THORAX_TOP)
    turn = turn_forward(-np.radians(trunk_line_deg(placement)))
    upright = placement.ellipsoids.moved(turn, np.zeros(3))
    low_m, high_m = (float((turn @ point)[2]) for point in s2_and_c7_m(placement))
    centre, spread = upright.centres_m[trunk], upright.spread_m2[trunk]
    up = np.linspace(low_m, high_m - 0.03, 160)[:, None] - centre[:, 2]
    inside = 1 - up**2 / spread[:, 2, 2]
    depth = np.maximum(inside, 0) * (spread[:, 0, 0] - spread[:, 0, 2] ** 2 / spread[:, 2, 2])
    rear = centre[:, 0] + spread[:, 0, 2] / spread[:, 2, 2] * up - np.sqrt(depth)
    outline: NDArray[np.float64] = np.where(inside > 0, rear, np.inf).min(axis=1)
    return outline


@pytest.mark.parametrize("pose", [Pose(), Pose(50, 10, 5, 2), Pose(50, 10, 35), Pose(90, 10, 5, 2)])
def test_the_outline_of_the_back_is_smooth(pose: Pose) -> None:
    """The slices of flesh leave ripples of no more than 3 mm, bent or not."""
    body = build_body(AthleteShape())
    outline = rear_outline_m(body, posed(body, pose))
    along = np.arange(len(outline))
    ripple = outline - np.polynomial.Polynomial.fit(along, outline, 9)(along)
    assert np.abs(ripple).max() < 0.003
    assert np.ptp(outline) > 0.015


def test_build_and_clothes_only_add_flesh() -> None:
    def front_to_back_m(shape: AthleteShape) -> float:
        body = build_body(shape)
        ellipsoids = posed(body, Pose()).ellipsoids
        trunk = body.is_buttock
        both_ways = (
            ellipsoids.farthest_m(BACK)[trunk].max() + ellipsoids.farthest_m(-BACK)[trunk].max()
        )
        return float(both_ways)

    slim, heavy = AthleteShape(build=0.0), AthleteShape(build=1.0)
    clothed = AthleteShape(build=0.0, clothes_mm=20.0)
    assert front_to_back_m(heavy) > front_to_back_m(slim) + 0.03
    assert front_to_back_m(clothed) == pytest.approx(front_to_back_m(slim) + 0.032, abs=0.006)


def test_impossible_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="height_m is 3;"):
        AthleteShape(height_m=3.0)
    with pytest.raises(ValueError, match="build is -1"):
        AthleteShape(build=-1.0)


def test_joints_of_left_and_right_leg_agree_when_both_feet_stand_together(body: Body) -> None:
    joints: Joints = balanced(body, Pose(50.0, 20.0))
    assert joints.shanks[0] == joints.shanks[1]
    assert joints.thighs[0] == joints.thighs[1]
