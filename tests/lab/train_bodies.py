"""The bodies of the soft-tissue map's pupils: put into a posture, measured and drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from station.simulator import pose as simulated
from station.simulator import truth as simulated_truth
from station.simulator.balance import balanced
from station.simulator.bystanders import body_of, stood_at
from station.simulator.render import Box, draw
from station.simulator.sensor import Image, View
from station.simulator.shape import AthleteShape
from tests.lab.bodies import make_body
from tests.lab.kinematics import Posture, place
from tests.lab.plan import Person
from tests.lab.play import in_gym
from tests.lab.render import BodyCaster
from tests.lab.rig import Floats
from tests.lab.script import dressed
from tests.lab.train_pupils import Pupil
from tests.lab.truth import joint_angles_deg, trunk_line_deg


@dataclass(frozen=True, eq=False)
class Posed:
    """A body in a posture.

    ``bends_deg`` ``(5,)`` are the bones' own over the athlete's standing: hip, knee, lumbar,
    thoracic, neck. ``trunk_deg`` is the line from S2 to C7 against the vertical. ``draw`` puts the
    body before a clean disparity image, in place, and tells the pixels it may have changed.
    """

    bends_deg: Floats
    trunk_deg: float
    draw: Callable[[Image], Box]


Poser = Callable[[Posture], Posed]
"""Puts one body into a posture; ArithmeticError where it would fall over."""


def poser_of(pupil: Pupil, view: View) -> Poser:
    """How this pupil takes postures before a camera."""
    if isinstance(pupil.body, AthleteShape):
        return _simulated(pupil, pupil.body, view)
    return _anatomical(pupil, pupil.body, view)


def _facing_deg(pupil: Pupil) -> float:
    return (0.0 if pupil.facing_right else 180.0) + pupil.yaw_deg


def _simulated(pupil: Pupil, shape: AthleteShape, view: View) -> Poser:
    body = body_of(shape)
    standing = simulated_truth.stand(body, wall_m=0.15)

    def posed(posture: Posture) -> Posed:
        pose = simulated.Pose(
            hip_deg=posture.hip_deg,
            knee_deg=posture.knee_deg,
            lumbar_deg=posture.lumbar_deg,
            thoracic_deg=posture.thoracic_deg,
            neck_deg=posture.neck_deg,
            sway_m=posture.forward_m,
        )
        placement = simulated.place(body, balanced(body, pose))
        surface = stood_at(body, placement.ellipsoids, pupil.spot_m, 0.0, _facing_deg(pupil))
        true = simulated_truth.true_measures(placement, standing)
        bends = (
            true.hip_flexion_deg,
            true.knee_flexion_deg,
            true.lumbar_flexion_deg,
            true.thoracic_flexion_deg,
            true.neck_flexion_deg,
        )
        return Posed(
            np.array(bends), true.trunk_inclination_deg, lambda image: draw(view, surface, image)
        )

    return posed


def _anatomical(pupil: Pupil, person: Person, view: View) -> Poser:
    figure = dressed(person, make_body(person.shape).rig)
    caster = BodyCaster(view)
    standing = np.array(joint_angles_deg(place(figure, Posture())))

    def posed(posture: Posture) -> Posed:
        placed = place(figure, posture)

        surface_m = in_gym(figure, placed, _facing_deg(pupil), pupil.spot_m, sideways_m=0.0)

        def put(image: Image) -> Box:
            return caster.draw(surface_m, figure.rig.faces, image)

        bends = np.array(joint_angles_deg(placed)) - standing
        return Posed(bends, trunk_line_deg(figure, placed), put)

    return posed
