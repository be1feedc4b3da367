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
from station.simulator.story import Story, Timing

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


LADDER = (
    ("clean", "partial", "clean"),
    ("clean", "clean"),
    ("clean", "lumbar", "clean"),
    ("clean", "squat", "no_touch"),
)
"""An ordinary visitor: practice, two levels passed, the third not."""


def walk_up_session(
    seed: int = 1,
    first_wall_m: float = 0.10,
    step_m: float = 0.025,
    ladder: tuple[tuple[str, ...], ...] = LADDER,
) -> Story:
    """One visitor's walk-up test, under a minute at 848x480 and 30 fps.

    ``ladder`` names the repetitions (of :data:`PLANS`) at each wall: first the practice taps, at
    the first wall too, then level by level.
    """
    plans = []
    for level, names in enumerate(ladder):
        farther_mm = 1000 * step_m * max(0, level - 1)
        for name in names:
            plans.append(_brisk(PLANS[name], farther_mm))
    # The result is read standing on the mat, then they walk away.
    plans[-1] = replace(plans[-1], rest_s=_READING_S)
    return Story(
        athlete=AthleteShape(height_m=1.76, clothes_mm=6.0),
        plans=tuple(plans),
        wall_m=first_wall_m,
        seed=seed,
        timing=Timing(end_s=2.5),
    )


SCREENED = (
    ("clean", "clean", "clean", "clean"),
    ("clean", "lumbar", "clean", "lumbar"),
    ("partial", "clean", "squat", "clean"),
    ("clean", "no_touch", "clean", "no_touch"),
)
"""Members of a group: a practice tap, then what is judged."""
HEIGHTS_M = (1.76, 1.63, 1.84, 1.69, 1.72)


def screening_session(seed: int = 1, wall_m: float = 0.10) -> Story:
    """One member of a group: a practice tap and three that are judged; another one by each seed."""
    return _in_a_row(SCREENED[seed % len(SCREENED)], seed, wall_m)


WARMING_UP = ("clean",) * 3 + ("squat",) + ("clean",) * 6
"""A set of ten."""


def warm_up_session(seed: int = 1, wall_m: float = 0.10) -> Story:
    """One set of a warm-up, after which they walk off; another one by each seed."""
    return _in_a_row(WARMING_UP, seed, wall_m)


def _in_a_row(names: tuple[str, ...], seed: int, wall_m: float) -> Story:
    plans = [_brisk(PLANS[name], 0.0) for name in names]
    plans[-1] = replace(plans[-1], rest_s=_READING_S)
    return Story(
        athlete=AthleteShape(height_m=HEIGHTS_M[seed % len(HEIGHTS_M)], clothes_mm=6.0),
        plans=tuple(plans),
        wall_m=wall_m,
        seed=seed,
        timing=Timing(end_s=2.5),
    )


_READING_S = 9.0


def _brisk(plan: RepetitionPlan, farther_mm: float) -> RepetitionPlan:
    """A repetition as people do it who wait for the next wall."""
    return replace(
        plan,
        gap_mm=plan.gap_mm - farther_mm,
        lower_s=1.0,
        pause_s=0.4,
        rise_s=1.0,
        rest_s=0.7,
    )
