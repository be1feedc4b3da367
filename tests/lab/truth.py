"""The true measures of a placed figure, from its surface and its bones alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from station.simulator.truth import Truth
from tests.lab.figure import Figure
from tests.lab.kinematics import Placed, Posture, place, skin
from tests.lab.rig import Bone


@dataclass(frozen=True)
class Reference:
    """What truth is measured from: the athlete's own standing, and the wall.

    ``buttock_m`` is the rearmost point over the still time, forward of the heels, on average;
    ``angles_deg`` are hip, knee, lumbar, thoracic and neck of the athlete standing.
    """

    wall_m: float
    buttock_m: float
    trunk_deg: float
    angles_deg: tuple[float, float, float, float, float]


def reference(figure: Figure, wall_m: float) -> Reference:
    """The reference of a figure that does not sway."""
    placed = place(figure, Posture())
    return Reference(
        wall_m, rearmost_m(figure, placed), trunk_line_deg(figure, placed), joint_angles_deg(placed)
    )


def standing_still(figure: Figure, standing: Reference, moments: list[Placed]) -> Reference:
    """The reference with its zero of the hips averaged over the still moments."""
    rear = [rearmost_m(figure, placed) for placed in moments]
    return replace(standing, buttock_m=float(np.mean(rear)))


def rearmost_m(figure: Figure, placed: Placed) -> float:
    """Rearmost point of the buttocks as seen, clothes included, metres forward of the heels."""
    return float(skin(figure, placed, figure.buttock)[:, 0].min())


def heels_m(figure: Figure, placed: Placed) -> float:
    """Rearmost point of the heels, shoes included: that of the foot which is further back."""
    return float(min(skin(figure, placed, heel)[:, 0].min() for heel in figure.heels))


def trunk_line_deg(figure: Figure, placed: Placed) -> float:
    """The straight line from S2 to C7 on the skin, against the vertical."""
    s2, c7 = skin(figure, placed, figure.s2_and_c7)
    return math.degrees(math.atan2(c7[0] - s2[0], c7[2] - s2[2]))


def joint_angles_deg(placed: Placed) -> tuple[float, float, float, float, float]:
    """Hip, knee, lumbar, thoracic and neck bend of the bones, mean of both legs."""
    pitch = {bone: placed.pitch_deg(bone) for bone in Bone}
    thigh = (pitch[Bone.THIGH_L] + pitch[Bone.THIGH_R]) / 2
    shank = (pitch[Bone.SHANK_L] + pitch[Bone.SHANK_R]) / 2
    return (
        pitch[Bone.PELVIS] - thigh,
        shank - thigh,
        pitch[Bone.SPINE_3] - pitch[Bone.PELVIS],
        pitch[Bone.SPINE_1] - pitch[Bone.SPINE_3],
        pitch[Bone.HEAD] - pitch[Bone.SPINE_1],
    )


def true_measures(figure: Figure, placed: Placed, standing: Reference) -> Truth:
    """Every measure of one placement against the standing reference."""
    buttock = rearmost_m(figure, placed)
    now = joint_angles_deg(placed)
    change = [a - b for a, b in zip(now, standing.angles_deg, strict=True)]
    return Truth(
        hip_gap_mm=1000 * (buttock + standing.wall_m),
        hip_displacement_mm=1000 * (standing.buttock_m - buttock),
        trunk_inclination_deg=trunk_line_deg(figure, placed),
        hip_flexion_deg=change[0],
        knee_flexion_deg=change[1],
        lumbar_flexion_deg=change[2],
        thoracic_flexion_deg=change[3],
        neck_flexion_deg=change[4],
        heel_shift_mm=-1000 * heels_m(figure, placed),
    )
