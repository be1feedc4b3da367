"""People drawn from seeds: bodies, habits and clothes, within what adults are."""

from __future__ import annotations

import numpy as np

from station.simulator.shape import Sex
from tests.lab.plan import Arms, BodyShape, Clothes, Hair, Person

MOST_HEAVY = 1.6
BAREFOOT_SHARE = 0.2
_HEIGHT_M = {Sex.WOMAN: (1.64, 0.07), Sex.MAN: (1.77, 0.075)}
"""Mean and spread of adults' stature (NCD-RisC 2016, European countries)."""
HAIR: dict[Sex, tuple[Hair, ...]] = {
    Sex.WOMAN: ("ponytail", "bun", "full", "ponytail", "short", "full"),
    Sex.MAN: ("short", "short", "full", "short", "bun", "short"),
}


def draw_person(seed: int, sex: Sex, clothes: Clothes, hair: Hair, arms: Arms) -> Person:
    """One athlete; the same seed and choices always give the same one."""
    random = np.random.default_rng([seed, 3])
    uniform = random.uniform
    return Person(
        shape=draw_shape(seed, sex),
        clothes=clothes,
        hair=hair,
        shoes=bool(random.random() > BAREFOOT_SHARE),
        arms=arms,
        reach=uniform(0.3, 0.9),
        stance_half_m=uniform(0.09, 0.16),
        toe_out_deg=uniform(0.0, 16.0),
        lumbar_shares=_shares(random, 0.30, 0.40, 0.30),
        thoracic_shares=_shares(random, 0.55, 0.45),
        neck_shares=_shares(random, 0.25, 0.2, 0.2, 0.35),
        standing_pelvis_deg=uniform(-2.0, 3.0),
        standing_knee_deg=uniform(3.0, 9.0),
        standing_lumbar_deg=uniform(-5.0, 4.0),
        standing_thoracic_deg=uniform(-3.0, 7.0),
        standing_neck_deg=uniform(-5.0, 6.0),
        weight_share=uniform(0.44, 0.54),
        sway_mm=uniform(1.0, 2.0),
        wobble_deg=uniform(0.25, 0.5),
    )


def draw_shape(seed: int, sex: Sex) -> BodyShape:
    """A body of 1.45-2.0 m and 18-70 years, slim to very heavy."""
    random = np.random.default_rng([seed, 5])
    mean_m, spread_m = _HEIGHT_M[sex]
    return BodyShape(
        seed=seed,
        sex=sex,
        age_years=float(random.uniform(18.0, 70.0)),
        height_m=float(np.clip(random.normal(mean_m, 1.25 * spread_m), 1.45, 2.0)),
        weight=float(random.triangular(0.1, 0.55, MOST_HEAVY)),
        muscle=float(random.uniform(0.2, 0.9)),
        proportions=float(random.uniform(0.2, 0.9)),
    )


def _shares(random: np.random.Generator, *usual: float) -> tuple[float, ...]:
    """How one athlete spreads a bend: about a fifth more or less per bone than usual."""
    drawn = np.array(usual) * random.uniform(0.8, 1.2, size=len(usual))
    return tuple(float(share) for share in drawn / drawn.sum())
