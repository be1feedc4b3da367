"""Whom the soft-tissue map learns from: people, cameras and postures drawn from own seeds.

They share nothing with the catalogue's athletes but the ways in which they are drawn, so neither
half of the lab is learned by heart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from station.simulator.shape import Sex
from tests.lab.cameras import draw_camera
from tests.lab.kinematics import Posture
from tests.lab.people import HAIR, draw_person
from tests.lab.plan import Arms, CameraSetup, Clothes, Person

FIRST_SEED = 20_000
"""Far from the catalogue's seeds."""
_CLOTHES: tuple[Clothes, ...] = ("tight", "tshirt", "loose", "hoodie")
_ARMS: tuple[Arms, ...] = ("hang", "crossed", "on_hips", "in_front", "reaching")
_MOST_YAW_DEG = 25.0
_YAW_SPREAD_DEG, _YAW_ERROR_DEG = 11.0, 2.0
_YAW_UNKNOWN_SHARE = 0.1
"""At the beginning of a first repetition the station does not know the turn yet."""
_STEPS = 4


@dataclass(frozen=True)
class Pupil:
    """One drawn athlete before one drawn camera.

    ``yaw_deg`` > 0 is anticlockwise from above; ``yaw_error_deg`` is by how much the station
    misjudges it, None where it does not know it at all.
    """

    seed: int
    person: Person
    camera: CameraSetup
    facing_right: bool
    yaw_deg: float
    yaw_error_deg: float | None
    spot_m: float


def draw_pupil(seed: int) -> Pupil:
    """The pupil of a seed, always the same."""
    random = np.random.default_rng([seed, 77])
    sex = Sex.MAN if random.random() < 0.5 else Sex.WOMAN
    hair = HAIR[sex][random.integers(len(HAIR[sex]))]
    clothes, arms = (kinds[random.integers(len(kinds))] for kinds in (_CLOTHES, _ARMS))
    person = draw_person(seed, sex, clothes, hair, arms)
    spot_m = float(random.uniform(-0.2, 0.2))
    unknown = random.random() < _YAW_UNKNOWN_SHARE
    yaw_deg = np.clip(random.normal(0.0, _YAW_SPREAD_DEG), -_MOST_YAW_DEG, _MOST_YAW_DEG)
    return Pupil(
        seed=seed,
        person=person,
        camera=draw_camera(random, int(random.integers(32)), person.shape.height_m, spot_m),
        facing_right=bool(random.random() < 0.5),
        yaw_deg=float(yaw_deg),
        yaw_error_deg=None if unknown else float(random.normal(0.0, _YAW_ERROR_DEG)),
        spot_m=spot_m,
    )


def draw_movement(random: np.random.Generator) -> Iterator[Posture]:
    """A few postures on the way from standing into a drawn bottom, the bottom last.

    A quarter is clean; the others bend one part or several far more or less than any limit.
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

    clean = Posture(
        hip_deg=within(15, 80),
        knee_deg=within(2, 18),
        lumbar_deg=within(-5, 9),
        thoracic_deg=within(-4, 8),
        neck_deg=within(-10, 10),
        forward_m=within(-0.03, 0.015),
    )
    faults: dict[str, Callable[[Posture], Posture]] = {
        "rounds": lambda p: replace(
            p, lumbar_deg=within(8, 50), thoracic_deg=p.thoracic_deg + within(0, 4)
        ),
        "arches": lambda p: replace(p, lumbar_deg=within(-24, -6)),
        "hunches": lambda p: replace(p, thoracic_deg=within(8, 42)),
        "cranes": lambda p: replace(p, neck_deg=within(-50, -10)),
        "nods": lambda p: replace(p, neck_deg=within(5, 30)),
        "squats": lambda p: replace(p, knee_deg=within(20, 80)),
    }
    kind = random.choice(
        ["clean", "rounds", "arches", "hunches", "cranes", "squats", "several", "leans back"],
        p=[0.27, 0.17, 0.06, 0.12, 0.11, 0.08, 0.13, 0.06],
    )
    if kind == "leans back":
        return Posture(
            hip_deg=within(-19, 3),
            knee_deg=within(-4, 3),
            lumbar_deg=within(-21, 4),
            thoracic_deg=within(-9, 4),
            neck_deg=within(-10, 8),
        )
    if kind == "several":
        for fault in faults.values():
            clean = fault(clean) if random.random() < 0.3 else clean
        return clean
    return faults[str(kind)](clean) if kind in faults else clean
