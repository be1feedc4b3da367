"""Bottoms are found where the plan wants them; what cannot be done is told, not done wrongly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.simulator.repetitions import End, Kind
from tests.lab.kinematics import Posture, place
from tests.lab.made_rig import made_figure
from tests.lab.motion import Liveliness, Movement, Timeline
from tests.lab.plan import LabSession, PlannedRep, sessions
from tests.lab.rehearsal import rehearse_all, wall_of
from tests.lab.truth import rearmost_m, reference, true_measures, trunk_line_deg


def asking(*repetitions: PlannedRep) -> LabSession:
    return replace(sessions()[0], repetitions=repetitions, hinge_deg=55.0)


def test_bottoms_leave_the_gap_and_hold_the_bend_they_were_asked_for() -> None:
    figure = made_figure()
    asked = (
        PlannedRep(gap_mm=-9.0),
        PlannedRep(gap_mm=30.0),
        PlannedRep(kind=Kind.LUMBAR, size_deg=24.0),
        PlannedRep(kind=Kind.SQUAT, size_deg=55.0),
    )
    session = asking(*asked)
    wall_m = wall_of(session, figure)
    for plan, found in zip(asked, rehearse_all(session, figure, wall_m), strict=True):
        assert found.done == plan
        rear_m = rearmost_m(figure, place(figure, found.bottom))
        assert 1000 * (rear_m + wall_m) == pytest.approx(plan.gap_mm, abs=0.1)
        if plan.kind is Kind.LUMBAR:
            assert found.bottom.lumbar_deg == 24.0


def test_wrong_ends_lean_as_far_as_planned() -> None:
    figure = made_figure()
    session = asking(
        PlannedRep(end=End.HYPER, end_deg=-11.0), PlannedRep(end=End.SHORT, end_deg=14.0)
    )
    upright_deg = trunk_line_deg(figure, place(figure, Posture()))
    for found in rehearse_all(session, figure, wall_of(session, figure)):
        trunk_deg = trunk_line_deg(figure, place(figure, found.end))
        assert trunk_deg - upright_deg == pytest.approx(found.done.end_deg, abs=0.1)


def test_what_no_body_reaches_is_replaced_and_told() -> None:
    figure = made_figure()
    asked = PlannedRep(kind=Kind.LUMBAR, size_deg=40.0)
    session = asking(asked)
    far_m = wall_of(session, figure) + 0.09
    (found,) = rehearse_all(session, figure, far_m)
    assert found.asked == asked
    truth = true_measures(figure, place(figure, found.bottom), reference(figure, far_m))
    assert found.bottom.lumbar_deg == found.done.size_deg or found.done.kind is Kind.CLEAN
    assert truth.hip_gap_mm == pytest.approx(found.done.gap_mm, abs=0.1)
    assert truth.trunk_inclination_deg < 88.0


def test_movements_join_and_only_wobble_a_little() -> None:
    bottom = Posture(hip_deg=50.0, lumbar_deg=10.0, bottom_share=1.0)
    timeline = Timeline(
        (
            Movement(0.0, 1.0, Posture(), bottom, "down", 1.1, 0.9),
            Movement(1.0, 1.5, bottom, bottom, "hold"),
            Movement(1.5, 2.5, bottom, Posture(), "up"),
        )
    )
    for moment in (1.0, 1.5):
        before, after = timeline.at(moment - 1e-6)[0], timeline.at(moment)[0]
        assert before.hip_deg == pytest.approx(after.hip_deg, abs=1e-3)
    assert [timeline.at(t)[1] for t in (0.5, 1.2, 2.0)] == ["down", "hold", "up"]
    lively = Liveliness(seed=3, sway_mm=1.5, wobble_deg=0.4)
    swayed = [lively.on(bottom, t / 10) for t in range(200)]
    offs = [abs(posture.hip_deg - 50.0) for posture in swayed]
    assert sum(offs) / len(offs) > 0.05 and max(offs) < 1.5
    assert max(abs(posture.forward_m) for posture in swayed) < 0.006
