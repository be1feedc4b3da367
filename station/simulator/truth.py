"""The true measures of a posed body, from its geometry alone; no estimator is involved."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from station.simulator.anatomy import SPINE, Segment
from station.simulator.balance import balanced
from station.simulator.body import Body
from station.simulator.landmarks import s2_and_c7_m
from station.simulator.pose import Placement, Pose, place

BACKWARD = np.array([-1.0, 0.0, 0.0])


@dataclass(frozen=True)
class Truth:
    """The measures of one frame, names and signs as in the table of measures.

    ``trunk_inclination_deg`` is against the vertical; the joint angles are changes from the
    athlete's own standing. ``heel_shift_mm`` > 0: the heels have moved back.
    """

    hip_gap_mm: float
    hip_displacement_mm: float
    trunk_inclination_deg: float
    hip_flexion_deg: float
    knee_flexion_deg: float
    lumbar_flexion_deg: float
    thoracic_flexion_deg: float
    neck_flexion_deg: float
    heel_shift_mm: float


@dataclass(frozen=True, eq=False)
class Standing:
    """What truth is measured from: the athlete's own standing, and the wall behind it.

    ``buttock_m`` is the mean over the still second, metres forward of the heels.
    """

    placement: Placement
    buttock_m: float
    wall_m: float

    @property
    def trunk_deg(self) -> float:
        """Trunk line of the standing athlete against the vertical."""
        return trunk_line_deg(self.placement)


def stand(body: Body, wall_m: float) -> Standing:
    """The standing reference of a body that does not sway."""
    placement = place(body, balanced(body, Pose()))
    return Standing(placement, rearmost_m(placement), wall_m)


def rearmost_m(placement: Placement) -> float:
    """Rearmost point of the buttocks, clothes included, metres forward of the standing heels."""
    reach = placement.ellipsoids.farthest_m(BACKWARD)[placement.body.is_buttock]
    return -float(reach.max())


def heels_m(placement: Placement) -> float:
    """Rearmost point of the heels, mean of both feet, metres forward of their standing place."""
    reach = placement.ellipsoids.farthest_m(BACKWARD)[placement.body.is_heel]
    return -float(reach.mean())


def trunk_line_deg(placement: Placement) -> float:
    """The straight line from S2 to C7 on the skin, against the vertical."""
    s2, c7 = s2_and_c7_m(placement)
    line = c7 - s2
    return math.degrees(math.atan2(line[0], line[2]))


def true_measures(placement: Placement, standing: Standing) -> Truth:
    """Every measure of one placement against the standing reference."""
    buttock = rearmost_m(placement)
    now, then = _angles(placement), _angles(standing.placement)
    change = [math.degrees(a - b) for a, b in zip(now, then, strict=True)]
    return Truth(
        hip_gap_mm=1000 * (buttock + standing.wall_m),
        hip_displacement_mm=1000 * (standing.buttock_m - buttock),
        trunk_inclination_deg=trunk_line_deg(placement),
        hip_flexion_deg=change[0],
        knee_flexion_deg=change[1],
        lumbar_flexion_deg=change[2],
        thoracic_flexion_deg=change[3],
        neck_flexion_deg=change[4],
        heel_shift_mm=-1000 * heels_m(placement),
    )


def _angles(placement: Placement) -> tuple[float, float, float, float, float]:
    """Hip, knee, lumbar, thoracic and neck, radians, mean of both legs."""
    joints = placement.joints
    shank, thigh = sum(joints.shanks) / 2, sum(joints.thighs) / 2
    pitch = dict(zip((Segment.PELVIS, *SPINE), joints.trunk, strict=True))
    t12, c7 = pitch[Segment.LUMBAR_TOP], pitch[Segment.THORAX_TOP]
    return (
        pitch[Segment.PELVIS] - thigh,
        shank - thigh,
        t12 - pitch[Segment.PELVIS],
        c7 - t12,
        pitch[Segment.HEAD] - c7,
    )
