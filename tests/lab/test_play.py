"""Walking, turning, standing and stepping join smoothly, and feet that move are told as moved."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from station.simulator.repetitions import Kind
from tests.lab.expected import outcome
from tests.lab.kinematics import Posture, place, skin
from tests.lab.legs import Foot
from tests.lab.made_rig import made_figure
from tests.lab.plan import HeelStep, PlannedRep, sessions
from tests.lab.play import frame_at
from tests.lab.rig import Bone, Floats
from tests.lab.script import Script, written_for
from tests.lab.truth import reference, true_measures, trunk_line_deg

FRAME_S = 1 / 30
SMOOTH_MM = 8.0


def script_of_tubes(*repetitions: PlannedRep) -> Script:
    session = replace(sessions()[0], repetitions=repetitions, hinge_deg=55.0)
    return written_for(session, made_figure(), bmi=24.0)


def surface_m(script: Script, time_s: float) -> Floats:
    """The surface in the gym, about the spot."""
    points = frame_at(script, time_s).vertices_m
    assert points is not None
    return points.astype(np.float64) - (script.session.spot_m, 0.0, 0.0)


def moved_mm(before: Floats, after: Floats) -> float:
    """How far any point has gone beyond the turning of the whole body about the spot."""
    a, b = (points[:, 0] + 1j * points[:, 1] for points in (before, after))
    turn = np.vdot(a - a.mean(), b - b.mean())
    off = np.abs(b - a * turn / abs(turn))
    return float(1000 * np.hypot(off, after[:, 2] - before[:, 2]).max())


@pytest.mark.parametrize("moment", ["arrive_s", "leave_s"])
def test_nothing_jerks_where_turning_and_standing_join(moment: str) -> None:
    script = script_of_tubes(PlannedRep())
    joins_s = getattr(script, moment)
    turn_s = script.session.timing.turn_s
    first_s = joins_s - turn_s if moment == "arrive_s" else joins_s - 0.2
    looks = [surface_m(script, first_s + n * FRAME_S) for n in range(round(turn_s / FRAME_S) + 6)]
    assert max(map(moved_mm, looks, looks[1:])) < SMOOTH_MM
    almost = [surface_m(script, joins_s + sign * 1e-4) for sign in (-1, 1)]
    assert moved_mm(*almost) < 0.1


def test_a_walk_slows_down_to_standing() -> None:
    script = script_of_tubes(PlannedRep())
    stops_s = script.arrive_s - script.session.timing.turn_s
    looks = [surface_m(script, stops_s + sign * 1e-4) for sign in (-1, 1)]
    assert moved_mm(*looks) < 0.1


@pytest.mark.parametrize("left_m", [0.05, -0.08])
@pytest.mark.parametrize("right_m", [0.0, -0.04])
@pytest.mark.parametrize("hip_deg", [0.0, 50.0])
def test_feet_stand_where_they_stepped_and_the_weight_between_them(
    left_m: float, right_m: float, hip_deg: float
) -> None:
    figure = made_figure()
    posture = Posture(hip_deg=hip_deg, knee_deg=hip_deg / 5)
    planted = place(figure, posture)
    moved = place(figure, replace(posture, feet=(Foot(left_m, 0.02), Foot(right_m))))
    for foot, x_m, lift_m in ((Bone.FOOT_L, left_m, 0.02), (Bone.FOOT_R, right_m, 0.0)):
        wanted = planted.heads_m[foot] + (x_m, 0.0, lift_m)
        assert moved.heads_m[foot] == pytest.approx(wanted, abs=1e-9)
        assert moved.turns[foot] == pytest.approx(planted.turns[foot])
    for upper, lower in ((Bone.THIGH_L, Bone.SHANK_L), (Bone.SHANK_R, Bone.FOOT_R)):
        rest, now = figure.rig.heads_m, moved.heads_m
        length_m = np.linalg.norm(rest[lower] - rest[upper])
        assert np.linalg.norm(now[lower] - now[upper]) == pytest.approx(length_m)
    centre = figure.centre_of_mass_m(moved.turns, moved.heads_m)
    assert centre[0] == pytest.approx(figure.weight_m + (left_m + right_m) / 2, abs=1e-4)


def test_steps_move_the_rearmost_heel_and_leave_the_wall_where_it_was() -> None:
    figure = made_figure()
    standing = reference(figure, wall_m=0.15)
    back, ahead = Foot(-0.05), Foot(0.05)
    for feet, shift_mm in (
        ((back, back), 50.0),
        ((Foot(), back), 50.0),
        ((ahead, Foot()), 0.0),
        ((ahead, ahead), -50.0),
    ):
        truth = true_measures(figure, place(figure, Posture(feet=feet)), standing)
        assert truth.heel_shift_mm == pytest.approx(shift_mm, abs=0.01)
        gone_mm = 500 * (feet[0].x_m + feet[1].x_m)
        assert truth.hip_gap_mm == pytest.approx(
            1000 * (standing.buttock_m + standing.wall_m) + gone_mm, abs=12.0
        )


@pytest.mark.parametrize("step", [
    HeelStep(40.0, "both"), HeelStep(-55.0, "both"), HeelStep(20.0, "right"),
    HeelStep(80.0, "left", "bottom"),
])  # fmt: skip
def test_a_step_is_a_fault_by_its_size_and_the_next_repetition_begins_in_place(
    step: HeelStep,
) -> None:
    moving = PlannedRep(kind=Kind.FEET_MOVED, step=step, rest_s=2.0, pause_s=0.4)
    script = script_of_tubes(moving, PlannedRep())
    rehearsed, times = script.repetitions[0], script.times[0]
    assert rehearsed.done == moving and rehearsed.done.size == step.back_mm
    moments = [
        (float(t), true_measures(script.figure, script.placed(float(t))[0], script.standing))
        for t in np.arange(times.start_s, times.over_s + 0.1, FRAME_S)
    ]
    true = outcome(1, times, moments, script.standing.trunk_deg, 1.75)
    assert true.faults == (("feet_moved",) if abs(step.back_mm) > 30 else ())
    assert true.peaks["feet_moved"] == pytest.approx(abs(step.back_mm), abs=1.0)
    assert true.min_gap_mm == pytest.approx(moving.gap_mm, abs=12.0)
    after = script.placed(script.times[1].start_s)[0]
    assert skin(script.figure, after, script.figure.heels[0])[:, 0].min() == pytest.approx(
        0.0, abs=1e-3
    )


@pytest.mark.parametrize("size_deg", [80.0, 100.0])
def test_bows_reach_their_trunk_line_at_the_wall(size_deg: float) -> None:
    asked = PlannedRep(kind=Kind.PAST_HORIZONTAL, size_deg=size_deg)
    script = script_of_tubes(asked)
    (found,) = script.repetitions
    assert found.done == asked
    placed = place(script.figure, found.bottom)
    assert trunk_line_deg(script.figure, placed) == pytest.approx(size_deg, abs=0.1)
    truth = true_measures(script.figure, placed, script.standing)
    assert truth.hip_gap_mm == pytest.approx(asked.gap_mm, abs=0.5)
    assert math.isclose(truth.heel_shift_mm, 0.0, abs_tol=1.0)
