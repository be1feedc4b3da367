"""Whom the soft-tissue map learns from: people, cameras and postures drawn from own seeds.

Two kinds of body: the lab's anatomical ones, and the simulator's athletes, whose trunk is made of
rigid pieces. They share nothing with the catalogue's athletes but the ways in which they are
drawn, so neither half of the lab is learned by heart; a map that is right on two such different
bodies has a chance on a third.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from station.simulator.shape import ArmStyle, AthleteShape, Sex
from tests.lab.cameras import draw_camera
from tests.lab.kinematics import Posture
from tests.lab.people import HAIR, draw_person
from tests.lab.plan import Arms, CameraSetup, Clothes, Person

_SIMULATED_ARMS = (ArmStyle.HANGING, ArmStyle.HIPS, ArmStyle.CROSSED, ArmStyle.REACHING)
"""Those that the shipped map was trained with; one more would make all pupils others."""
FIRST_SEED, FIRST_SIMULATED_SEED = 20_000, 40_000
"""Far from the catalogue's seeds."""
_CLOTHES: tuple[Clothes, ...] = ("tight", "tshirt", "loose", "hoodie")
_ARMS: tuple[Arms, ...] = ("hang", "crossed", "on_hips", "in_front", "reaching")
_MOST_YAW_DEG = 25.0
_YAW_SPREAD_DEG = 11.0
_COARSE, _COARSE_EVERY = (7, 18, 26, 31), 8
"""Numbers of cameras that see 424x240, the hardest to read, and how many more pupils have them."""
_STEPS = 4
_ORDINARY_SHARE = 0.5
"""So many of a movement's joints do what a clean hinge asks of them, each by itself."""


@dataclass(frozen=True)
class Pupil:
    """One drawn athlete before one drawn camera; ``yaw_deg`` > 0 is anticlockwise from above."""

    seed: int
    body: Person | AthleteShape
    camera: CameraSetup
    facing_right: bool
    yaw_deg: float
    spot_m: float


def draw_pupil(seed: int) -> Pupil:
    """The pupil of a seed, always the same; its kind follows from the seed."""
    random = np.random.default_rng([seed, 77])
    sex = Sex.MAN if random.random() < 0.5 else Sex.WOMAN
    body: Person | AthleteShape
    if seed >= FIRST_SIMULATED_SEED:
        body = _draw_simulated(random, sex)
        height_m = body.height_m
    else:
        hair = HAIR[sex][random.integers(len(HAIR[sex]))]
        clothes = _CLOTHES[random.integers(len(_CLOTHES))]
        arms = _ARMS[random.integers(len(_ARMS))]
        body = draw_person(seed, sex, clothes, hair, arms)
        height_m = body.shape.height_m
    spot_m = float(random.uniform(-0.3, 0.3))
    yaw_deg = np.clip(random.normal(0.0, _YAW_SPREAD_DEG), -_MOST_YAW_DEG, _MOST_YAW_DEG)
    number = int(random.integers(32))
    if seed % _COARSE_EVERY == _COARSE_EVERY - 1:
        number = _COARSE[number % len(_COARSE)]
    return Pupil(
        seed=seed,
        body=body,
        camera=draw_camera(random, number, height_m, spot_m),
        facing_right=bool(random.random() < 0.5),
        yaw_deg=float(yaw_deg),
        spot_m=spot_m,
    )


def _draw_simulated(random: np.random.Generator, sex: Sex) -> AthleteShape:
    """Somebody of the simulator, of every size and habit it has."""

    def within(low: float, high: float) -> float:
        return float(random.uniform(low, high))

    return AthleteShape(
        height_m=within(1.45, 2.0),
        build=within(0.1, 1.0),
        sex=sex,
        clothes_mm=within(0.0, 20.0),
        arms=_SIMULATED_ARMS[random.integers(len(_SIMULATED_ARMS))],
        standing_knee_deg=within(3.0, 14.0),
        lordosis_deg=float(np.clip(random.normal(1.0, 5.0), -12.0, 16.0)),
        kyphosis_deg=float(np.clip(random.normal(2.0, 5.0), -12.0, 18.0)),
        head_forward_deg=float(np.clip(random.normal(2.0, 5.0), -12.0, 18.0)),
    )


def draw_movement(random: np.random.Generator) -> Iterator[Posture]:
    """A few postures on the way from standing into a drawn bottom, the bottom last.

    Each joint of spine, neck and knee by itself bends little or by anything it can, so that none
    tells another: a map that knows which faults go together would see them without looking.
    """
    bottom = _bottom(random)
    spine_late = float(random.uniform(0.7, 1.4))
    for share in (*sorted(random.uniform(0.12, 0.9, _STEPS - 1)), 1.0):
        spine = share**spine_late
        yield replace(
            bottom,
            hip_deg=bottom.hip_deg * share,
            knee_deg=bottom.knee_deg * share,
            lumbar_deg=bottom.lumbar_deg * spine,
            thoracic_deg=bottom.thoracic_deg * spine,
            neck_deg=bottom.neck_deg * spine,
            forward_m=bottom.forward_m * share,
            bottom_share=share,
        )


def _bottom(random: np.random.Generator) -> Posture:
    def within(low: float, high: float) -> float:
        return float(random.uniform(low, high))

    def either(ordinary: tuple[float, float], wide: tuple[float, float]) -> float:
        return within(*(ordinary if random.random() < _ORDINARY_SHARE else wide))

    if random.random() < 0.06:
        # Leaning back at the end of a rise.
        return Posture(
            hip_deg=within(-19, 3),
            knee_deg=within(-4, 3),
            lumbar_deg=within(-21, 4),
            thoracic_deg=within(-9, 4),
            neck_deg=within(-10, 8),
        )
    return Posture(
        hip_deg=within(12, 125),
        knee_deg=either((-1, 18), (15, 80)) if random.random() < 0.3 else within(-1, 18),
        lumbar_deg=either((-5, 9), (-34, 50)),
        thoracic_deg=either((-4, 8), (-12, 46)),
        neck_deg=either((-10, 10), (-54, 30)),
        forward_m=within(-0.03, 0.015),
    )
