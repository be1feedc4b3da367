"""What the lab calls truth is what its bones do: known bends go in, the same come out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.lab.kinematics import Placed, Posture, place, skin
from tests.lab.made_rig import made_figure
from tests.lab.plan import Arms
from tests.lab.rig import Bone
from tests.lab.truth import rearmost_m, reference, true_measures, trunk_line_deg

POSTURES = {
    "standing": Posture(),
    "clean": Posture(hip_deg=55.0, knee_deg=12.0, lumbar_deg=3.0, bottom_share=1.0),
    "lumbar": Posture(hip_deg=45.0, knee_deg=9.0, lumbar_deg=34.0, thoracic_deg=6.0),
    "thoracic": Posture(hip_deg=50.0, knee_deg=10.0, thoracic_deg=30.0),
    "neck": Posture(hip_deg=55.0, knee_deg=12.0, neck_deg=-40.0),
    "squat": Posture(hip_deg=80.0, knee_deg=70.0),
    "arched": Posture(hip_deg=60.0, knee_deg=10.0, lumbar_deg=-20.0),
}


@pytest.mark.parametrize("name", POSTURES)
def test_bends_that_went_in_come_out_as_truth(name: str) -> None:
    figure, posture = made_figure(), POSTURES[name]
    truth = true_measures(figure, place(figure, posture), reference(figure, wall_m=0.15))
    assert truth.hip_flexion_deg == pytest.approx(posture.hip_deg, abs=1e-6)
    assert truth.knee_flexion_deg == pytest.approx(posture.knee_deg, abs=1e-6)
    assert truth.lumbar_flexion_deg == pytest.approx(posture.lumbar_deg, abs=1e-6)
    assert truth.thoracic_flexion_deg == pytest.approx(posture.thoracic_deg, abs=1e-6)
    assert truth.neck_flexion_deg == pytest.approx(posture.neck_deg, abs=1e-6)


@pytest.mark.parametrize("arms", ["hang", "crossed", "on_hips", "in_front", "reaching"])
@pytest.mark.parametrize("name", POSTURES)
def test_feet_stay_planted_and_the_weight_over_them(name: str, arms: Arms) -> None:
    figure = made_figure(arms=arms)
    posture = replace(POSTURES[name], forward_m=0.01)
    placed, standing = place(figure, posture), place(figure, Posture())
    for foot in (Bone.FOOT_L, Bone.FOOT_R):
        assert placed.heads_m[foot] == pytest.approx(standing.heads_m[foot], abs=1e-6)
        assert placed.turns[foot] == pytest.approx(standing.turns[foot], abs=1e-9)
    centre = figure.centre_of_mass_m(placed.turns, placed.heads_m)
    assert centre[0] == pytest.approx(figure.weight_m + 0.01, abs=1e-4)
    soles = skin(figure, placed, figure.surface)[:, 2].min()
    assert soles == pytest.approx(0.0, abs=1e-4)


def test_centre_of_mass_is_that_of_the_placed_points() -> None:
    figure = made_figure()
    standing, hinged = (place(figure, POSTURES[name]) for name in ("standing", "clean"))
    before, after = (figure.centre_of_mass_m(p.turns, p.heads_m) for p in (standing, hinged))
    assert 0.5 < before[2] / 1.75 < 0.62
    assert after[2] < before[2] - 0.05


def test_bones_keep_their_lengths() -> None:
    figure = made_figure()
    placed = place(figure, POSTURES["squat"])
    for lower, upper in ((Bone.SHANK_L, Bone.THIGH_L), (Bone.FOOT_R, Bone.SHANK_R)):
        rest = np.linalg.norm(figure.rig.heads_m[upper] - figure.rig.heads_m[lower])
        now = np.linalg.norm(placed.heads_m[upper] - placed.heads_m[lower])
        assert now == pytest.approx(rest, abs=1e-9)


def test_pushing_the_hips_back_is_displacement_and_closes_the_gap() -> None:
    figure = made_figure()
    standing = reference(figure, wall_m=0.15)
    still, back = (
        true_measures(figure, place(figure, POSTURES[name]), standing)
        for name in ("standing", "clean")
    )
    assert still.hip_displacement_mm == pytest.approx(0.0, abs=1e-6)
    assert back.hip_displacement_mm > 80.0
    assert still.hip_gap_mm - back.hip_gap_mm == pytest.approx(back.hip_displacement_mm, abs=1e-6)
    assert back.trunk_inclination_deg > still.trunk_inclination_deg + 25.0
    assert abs(back.heel_shift_mm) < 1.0


def test_skin_goes_with_its_bones() -> None:
    figure = made_figure()
    rest = Placed(np.tile(np.eye(3), (len(Bone), 1, 1)), figure.rig.heads_m)
    assert skin(figure, rest, figure.surface) == pytest.approx(figure.rig.points_m, abs=1e-5)
    lean = place(figure, Posture(lumbar_deg=20.0))
    upright = place(figure, Posture())
    assert trunk_line_deg(figure, lean) > trunk_line_deg(figure, upright) + 5.0
    assert rearmost_m(figure, lean) < rearmost_m(figure, upright)
