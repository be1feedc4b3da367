"""Which repetitions one half of the catalogue holds, and who does which."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from station.simulator.repetitions import End, Kind
from tests.lab.plan import HeelStep, PlannedRep

SIZES_DEG: dict[Kind, tuple[float, ...]] = {
    Kind.LUMBAR: (8.0, 12.0, 16.0, 24.0, 28.0, 34.0, 40.0),
    Kind.THORACIC: (8.0, 12.0, 16.0, 24.0, 28.0, 34.0, 40.0),
    Kind.NECK: (-12.0, -18.0, -22.0, -29.0, -34.0, -40.0, -48.0),
    Kind.SQUAT: (20.0, 28.0, 35.0, 46.0, 55.0, 65.0, 75.0),
    Kind.LUMBAR_EXTENSION: (-5.0, -8.0, -16.0, -20.0, -25.0),
}
"""Sizes at the bottom, on both sides of the limits of 20, 20, -25, 40 and -12 degrees."""
PAST_HORIZONTAL_DEG = (80.0, 86.0, 94.0, 100.0)
"""Trunk line at the bottom, on both sides of the limit of 90 degrees."""
STEPS = (
    HeelStep(12.0, "both"),
    HeelStep(-20.0, "both"),
    HeelStep(40.0, "both"),
    HeelStep(-55.0, "both"),
    HeelStep(80.0, "both"),
    HeelStep(12.0, "left", "bottom"),
    HeelStep(20.0, "right"),
    HeelStep(40.0, "left"),
    HeelStep(55.0, "right", "bottom"),
    HeelStep(80.0, "left", "bottom"),
)
"""Of the rearmost heel, on both sides of the limit of 30 mm. One foot that steps forward leaves the
rearmost heel where it is and is no fault."""
END_DEG: dict[End, tuple[float, ...]] = {
    End.HYPER: (-4.0, -11.5, -14.0, -18.0),
    End.SHORT: (6.0, 14.0, 17.0, 22.0),
}
"""Trunk line after the rise, on both sides of the limits of -8 and 10 degrees."""
NO_TOUCH_MM = (6.0, 9.0, 12.0, 16.0, 22.0, 30.0, 45.0, 60.0)
TOUCH_MM = (-4.0, -6.0, -9.0, -9.0, -12.0, -15.0, -20.0)
LEANING_MM = -55.0
LEANING_GRADED_MM = (-28.0, -52.0, -70.0)
"""Through the wall, on both sides of the limit of 40 mm."""
HELD_S = 1.8
EACH_SIZE, EACH_EXTENSION, EACH_END, EACH_GAP, EACH_LATE = 3, 2, 2, 2, 2
LEANING, HELD, CLEAN_BESIDE = 3, 2, 10
_MOST_STILL_S = 0.75
"""Resting on the wall for 1 s is leaning; an ordinary repetition stays well below."""
_STEP_PAUSE_S, _SLOWEST_WITH_STEP_S, _STEP_BACK_S = 0.3, 2.0, 1.1
"""A step at the bottom lasts as long as the pause; stepping back takes a part of the rest."""
_SLOWEST_BOW_S, _BOW_PAUSE_S = 1.3, 0.15
"""The hips of who bows are at the wall long before the trunk is down, and long after."""


def deal_repetitions(
    random: np.random.Generator, sessions: int
) -> tuple[tuple[PlannedRep, ...], ...]:
    """One repetition of every kind and size several times, dealt out, one clean one to each.

    What :func:`_late` holds is dealt after all others, which are as they were before it was there.
    """
    plans = [*_faults(), *_gaps(), *([PlannedRep()] * CLEAN_BESIDE)]
    order = random.permutation(len(plans))
    hands: list[list[PlannedRep]] = [[PlannedRep()] for _ in range(sessions)]
    for place, number in enumerate(order):
        hands[place % sessions].append(plans[number])
    dealt = []
    for hand in hands:
        shuffled = [hand[i] for i in random.permutation(len(hand))]
        dealt.append([_lively(random, plan) for plan in shuffled])
    late = _late()
    for number, place in enumerate(random.permutation(sessions)[: len(late)]):
        own = dealt[place]
        own.insert(int(random.integers(len(own) + 1)), _lively(random, late[number]))
    return tuple(tuple(own) for own in dealt)


def _faults() -> list[PlannedRep]:
    plans = []
    for kind, sizes in SIZES_DEG.items():
        each = EACH_EXTENSION if kind is Kind.LUMBAR_EXTENSION else EACH_SIZE
        plans += [PlannedRep(kind=kind, size_deg=size) for size in sizes for _ in range(each)]
    for end, ends_deg in END_DEG.items():
        plans += [
            PlannedRep(end=end, end_deg=deg, stands_up=number % 2 == 0)
            for deg in ends_deg
            for number in range(EACH_END)
        ]
    both = [
        PlannedRep(kind=Kind.NECK, size_deg=-40.0, end=End.SHORT, end_deg=17.0),
        PlannedRep(kind=Kind.LUMBAR, size_deg=32.0, gap_mm=40.0),
        PlannedRep(kind=Kind.THORACIC, size_deg=30.0, end=End.HYPER, end_deg=-14.0),
        PlannedRep(kind=Kind.SQUAT, size_deg=60.0, gap_mm=30.0),
    ]
    return [*plans, *both]


def _late() -> list[PlannedRep]:
    """Bows, steps and hips pushed through the wall by more and by less."""
    bows = [
        PlannedRep(kind=Kind.PAST_HORIZONTAL, size_deg=size)
        for size in PAST_HORIZONTAL_DEG
        for _ in range(EACH_LATE)
    ]
    steps = [PlannedRep(kind=Kind.FEET_MOVED, step=step) for step in STEPS]
    through = [PlannedRep(gap_mm=gap) for gap in LEANING_GRADED_MM for _ in range(EACH_LATE)]
    return [*bows, *steps, *through]


def _gaps() -> list[PlannedRep]:
    short = [PlannedRep(gap_mm=gap) for gap in NO_TOUCH_MM for _ in range(EACH_GAP)]
    through = [PlannedRep(gap_mm=LEANING_MM)] * LEANING
    return [*short, *through, *([PlannedRep(pause_s=HELD_S)] * HELD)]


def _lively(random: np.random.Generator, plan: PlannedRep) -> PlannedRep:
    """The plan with a tempo of its own and, where it just taps, a depth of its own."""
    lower_s = float(np.exp(random.uniform(np.log(0.9), np.log(3.0))))
    rise_s = float(random.uniform(0.7, 1.6))
    still_s = 0.14 * (lower_s + rise_s)
    pause_s = float(random.uniform(0.15, 1.2))
    if plan.gap_mm < 0:
        pause_s = min(pause_s, max(0.15, _MOST_STILL_S - still_s))
    if plan.pause_s == HELD_S:
        pause_s = HELD_S
    taps = plan.gap_mm == PlannedRep().gap_mm
    gap_mm = float(random.choice(TOUCH_MM)) if taps else plan.gap_mm
    rest_s = float(random.uniform(0.8, 1.6))
    if plan.step is not None:
        rest_s += _STEP_BACK_S
        lower_s = min(lower_s, _SLOWEST_WITH_STEP_S)
        pause_s = max(pause_s, _STEP_PAUSE_S)
    if plan.kind is Kind.PAST_HORIZONTAL:
        lower_s, rise_s = min(lower_s, _SLOWEST_BOW_S), min(rise_s, _SLOWEST_BOW_S)
        pause_s = _BOW_PAUSE_S
    return replace(
        plan,
        gap_mm=gap_mm,
        lower_s=lower_s,
        pause_s=pause_s,
        rise_s=rise_s,
        rest_s=rest_s,
    )
