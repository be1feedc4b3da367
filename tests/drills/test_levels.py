"""The wall of a drill follows skill: farther after clean ones in a row, nearer after faults."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.drills.levels import LevelRule, Levels
from station.hinge.verdict import Outcome

RULE = LevelRule(
    up_after_clean=10,
    down_after_faults=3,
    of_last=5,
    step_m=0.025,
    nearest_m=0.07,
    farthest_share=0.155,
)
LETTERS = {"c": Outcome.PASS, "f": Outcome.FAULT, "-": Outcome.NO_VERDICT}


def after(taps: str, first_wall_m: float = 0.10, height_m: float = 1.75) -> float:
    levels = Levels(RULE, first_wall_m, height_m)
    for letter in taps:
        levels.take(LETTERS[letter])
    return levels.wall_m


@pytest.mark.parametrize(
    ("taps", "wall_m"),
    [
        ("c" * 9, 0.10),
        ("c" * 10, 0.125),
        ("c" * 20, 0.15),
        ("c" * 9 + "f" + "c" * 9, 0.10),
        ("c" * 9 + "-" + "c", 0.125),
        ("ff", 0.10),
        ("fff", 0.075),
        ("fcfcf", 0.075),
        ("ffccccf", 0.10),
        ("-----fff", 0.075),
        ("fff" + "ff", 0.075),
        # Neither nearer than the nearest nor beyond the end of balance: 27 cm of 1.75 m.
        ("f" * 60, 0.075),
        ("c" * 200, 0.25),
    ],
)
def test_the_wall_moves_by_the_rule(taps: str, wall_m: float) -> None:
    assert after(taps) == pytest.approx(wall_m)


def test_a_first_wall_outside_the_range_is_asked_as_it_is() -> None:
    assert after("fff", first_wall_m=0.06) == 0.06
    assert after("c" * 10, first_wall_m=0.30) == 0.30
    assert after("fff", first_wall_m=0.30) == pytest.approx(0.275)


@settings(max_examples=60)
@given(st.text("cf-", max_size=80), st.floats(0.05, 0.30), st.floats(1.4, 2.1))
def test_a_wall_never_leaves_its_range_nor_jumps(
    taps: str, first_wall_m: float, height_m: float
) -> None:
    levels = Levels(RULE, first_wall_m, height_m)
    walls_m = [levels.wall_m]
    for letter in taps:
        levels.take(LETTERS[letter])
        walls_m.append(levels.wall_m)
    assert min(walls_m) >= min(RULE.nearest_m, first_wall_m) - 1e-4
    assert max(walls_m) <= max(RULE.farthest_share * height_m, first_wall_m) + 1e-4
    assert all(abs(now - before) <= RULE.step_m + 1e-4 for before, now in pairwise(walls_m))
    plain = after(taps.replace("-", ""), first_wall_m, height_m)
    assert plain == pytest.approx(walls_m[-1])
