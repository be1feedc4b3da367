"""Drawing one half of the catalogue: who, before which camera, does which repetitions."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from station.simulator.gym import Gym
from station.simulator.shape import Sex
from tests.lab.cameras import draw_camera
from tests.lab.people import HAIR, draw_person
from tests.lab.plan import Arms, Clothes, Half, LabSession, LabTiming
from tests.lab.programme import deal_repetitions

Choice = TypeVar("Choice")

PER_HALF = 32
_FIRST_SEED: dict[Half, int] = {"tuning": 1000, "unseen": 5000}
_CLOTHES: dict[Clothes, int] = {"tight": 9, "tshirt": 10, "loose": 7, "hoodie": 6}
_ARMS: dict[Arms, int] = {"hang": 8, "crossed": 7, "on_hips": 6, "in_front": 6, "reaching": 5}
_TURNED_DEG, MOST_TURNED_DEG = 12.5, 25.0
_TURNED = 11
"""How many of a half are turned by more than 12.5 degrees."""


def draw_half(half: Half) -> tuple[LabSession, ...]:
    """The sessions of one half; each kind of clothes, arms, turn and camera has its share."""
    first = _FIRST_SEED[half]
    random = np.random.default_rng([first, 1])
    clothes = _shuffled(random, _CLOTHES)
    arms = _shuffled(random, _ARMS)
    yaws = _yaws(random)
    cameras = random.permutation(PER_HALF)
    programme = deal_repetitions(random, PER_HALF)
    drawn = []
    for number in range(PER_HALF):
        seed = first + number
        sex = Sex.WOMAN if number % 2 else Sex.MAN
        hair = HAIR[sex][number // 2 % len(HAIR[sex])]
        person = draw_person(seed, sex, clothes[number], hair, arms[number])
        own = np.random.default_rng([seed, 2])
        spot_m = float(own.uniform(-0.2, 0.2))
        drawn.append(
            LabSession(
                name=f"{half}-{number + 1:02d}",
                half=half,
                seed=seed,
                person=person,
                camera=draw_camera(own, int(cameras[number]), person.shape.height_m, spot_m),
                gym=_gym(own),
                facing="left" if own.random() < 0.5 else "right",
                yaw_deg=yaws[number],
                spot_m=spot_m,
                enters_from="left" if own.random() < 0.5 else "right",
                timing=_timing(own),
                hinge_deg=float(own.uniform(45.0, 66.0)),
                repetitions=programme[number],
            )
        )
    return tuple(drawn)


def _shuffled(random: np.random.Generator, counts: dict[Choice, int]) -> list[Choice]:
    every = [choice for choice, count in counts.items() for _ in range(count)]
    return [every[i] for i in random.permutation(len(every))]


def _yaws(random: np.random.Generator) -> list[float]:
    """How far each athlete is turned: evenly spread, both ways, a third of them much."""
    much = np.linspace(_TURNED_DEG, MOST_TURNED_DEG, _TURNED)
    little = np.linspace(0.0, _TURNED_DEG - 0.5, PER_HALF - _TURNED)
    sizes = np.concatenate([much, little])
    signs = np.where(np.arange(PER_HALF) % 2 == 0, 1.0, -1.0)
    return [round(float(yaw), 1) + 0.0 for yaw in random.permutation(sizes * signs)]


def _gym(random: np.random.Generator) -> Gym:
    """Half of the gyms have a wall behind the athlete, half are deeper than the sensor sees."""
    return Gym(wall_behind_m=float(random.uniform(1.3, 2.2)) if random.random() < 0.5 else None)


def _timing(random: np.random.Generator) -> LabTiming:
    return LabTiming(
        empty_s=1.2,
        walk_s=float(random.uniform(1.4, 2.0)),
        turn_s=float(random.uniform(0.4, 0.7)),
        still_s=float(random.uniform(1.7, 2.3)),
    )
