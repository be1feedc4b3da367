"""Ready stories: a walk-up session for a kiosk without a camera, and one for every fault."""

from __future__ import annotations

from dataclasses import replace

from station.simulator.repetitions import (
    DOUBLE_TAP,
    HELD,
    LEANING,
    NO_TOUCH,
    PARTIAL,
    End,
    Kind,
    RepetitionPlan,
)
from station.simulator.shape import AthleteShape
from station.simulator.story import Story

PLANS: dict[str, RepetitionPlan] = {
    **{kind.value: RepetitionPlan(kind=kind) for kind in Kind},
    "hyper": RepetitionPlan(end=End.HYPER),
    "short": RepetitionPlan(end=End.SHORT),
    "no_touch": NO_TOUCH,
    "partial": PARTIAL,
    "leaning": LEANING,
    "held": HELD,
    "double_tap": DOUBLE_TAP,
    "tempo": RepetitionPlan(lower_s=3.0, pause_s=2.0, rise_s=1.0),
    "slow": RepetitionPlan(lower_s=2.0, rise_s=2.0),
    "fast": RepetitionPlan(lower_s=0.7, pause_s=0.2, rise_s=0.7),
}
"""A plan for every kind of repetition, by name."""


def walk_up_session(seed: int = 1, wall_m: float = 0.15) -> Story:
    """About half a minute at 848x480 and 30 fps: six repetitions of which three are good."""
    names = ("clean", "clean", "lumbar", "no_touch", "squat", "clean")
    return Story(
        athlete=AthleteShape(height_m=1.76, clothes_mm=6.0),
        plans=tuple(replace(PLANS[name], pause_s=0.5) for name in names),
        wall_m=wall_m,
        seed=seed,
    )
