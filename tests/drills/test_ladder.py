"""The ladder: practice, farther with two clean taps, over after three tries or at the limit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.drills.ladder import Ending, Ladder, LadderRules, Phase
from station.hinge.verdict import Outcome

TALL_M = 1.80
RULES = LadderRules()
PASS, FAULT, NO_VERDICT = Outcome.PASS, Outcome.FAULT, Outcome.NO_VERDICT
outcomes = st.lists(st.sampled_from(list(Outcome)), max_size=80)


def climbed(*taken: Outcome, rules: LadderRules = RULES, height_m: float = TALL_M) -> Ladder:
    """A ladder after the practice taps and these outcomes."""
    ladder = Ladder(rules)
    for outcome in [FAULT] * rules.practice + list(taken):
        ladder.take(outcome, height_m)
    return ladder


def test_practice_comes_first_and_counts_for_nothing() -> None:
    ladder = Ladder(RULES)
    for outcome in (PASS, FAULT, NO_VERDICT, PASS):
        assert ladder.phase is Phase.PRACTICE
        ladder.take(outcome, TALL_M)
    assert ladder.phase is Phase.LEVELS
    assert ladder.level.outcomes == ()
    assert ladder.best_wall_m is None


def test_two_clean_taps_move_the_wall() -> None:
    ladder = climbed(PASS, FAULT, PASS)
    assert ladder.level.wall_m == pytest.approx(0.125)
    assert ladder.best_wall_m == pytest.approx(0.10)
    assert ladder.phase is Phase.LEVELS


def test_without_a_verdict_it_was_no_try() -> None:
    assert climbed(NO_VERDICT, PASS, NO_VERDICT, PASS).level.wall_m == pytest.approx(0.125)


@pytest.mark.parametrize("taken", [(FAULT, FAULT), (PASS, FAULT, FAULT), (FAULT, PASS, FAULT)])
def test_a_level_that_cannot_be_passed_any_more_ends_the_test(taken: tuple[Outcome, ...]) -> None:
    ladder = climbed(PASS, PASS, *taken)
    assert ladder.ending is Ending.LEVEL_NOT_CLEAN
    assert ladder.best_wall_m == pytest.approx(0.10)
    assert ladder.level.wall_m == pytest.approx(0.125)


def test_no_clean_level_is_no_score() -> None:
    assert climbed(FAULT, FAULT).best_wall_m is None


@pytest.mark.parametrize(("height_m", "last_m"), [(1.45, 0.20), (1.80, 0.275), (2.05, 0.30)])
def test_the_last_wall_lies_within_reach_of_the_body(height_m: float, last_m: float) -> None:
    ladder = climbed(*[PASS] * 100, height_m=height_m)
    assert ladder.ending is Ending.LIMIT
    assert ladder.best_wall_m == pytest.approx(last_m)


def test_the_first_reason_to_end_stays() -> None:
    ladder = climbed(FAULT, FAULT)
    ladder.end(Ending.LEFT)
    assert ladder.ending is Ending.LEVEL_NOT_CLEAN


@given(outcomes, st.floats(1.4, 2.05))
def test_whatever_comes_the_score_is_a_wall_passed_within_reach(
    taken: list[Outcome], height_m: float
) -> None:
    ladder = climbed(*taken, height_m=height_m)
    walls = [level.wall_m for level in ladder.passed]
    assert walls == pytest.approx([0.10 + 0.025 * i for i in range(len(walls))])
    assert all(level.clean == RULES.clean_taps for level in ladder.passed)
    assert all(len(level.outcomes) <= RULES.tries for level in ladder.passed)
    if ladder.best_wall_m is not None:
        assert ladder.best_wall_m <= max(0.10, RULES.limit_share * height_m + 1e-6)


@given(outcomes)
def test_after_the_end_nothing_changes(taken: list[Outcome]) -> None:
    ladder = climbed(FAULT, FAULT)
    before = (ladder.level, tuple(ladder.passed), ladder.ending)
    for outcome in taken:
        ladder.take(outcome, math.inf)
    assert (ladder.level, tuple(ladder.passed), ladder.ending) == before


def test_practice_can_be_skipped_and_then_it_counts() -> None:
    ladder = Ladder(RULES)
    ladder.take(FAULT, TALL_M)
    ladder.skip_practice()
    assert ladder.phase is Phase.LEVELS
    ladder.take(PASS, TALL_M)
    assert ladder.level.outcomes == (PASS,)
    ladder.skip_practice()
    assert ladder.level.outcomes == (PASS,)
