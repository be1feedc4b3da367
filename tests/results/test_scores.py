"""Where a result stands, for any results."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from station.drills.standing import Standing
from station.results.scores import ENOUGH, Scores

walls_m = st.integers(0, 16).map(lambda steps: 0.1 + steps * 0.025)
enough = st.lists(walls_m, min_size=ENOUGH - 1, max_size=30)


def among(others: list[float]) -> Scores:
    """The scores of a station that has seen others."""
    scores = Scores()
    scores.load(others)
    return scores


def standing(others: list[float], score_m: float) -> Standing:
    """A standing that there has to be."""
    found = among(others).standing(score_m)
    assert found is not None
    return found


@given(enough, walls_m)
def test_rank_counts_those_who_went_farther(others: list[float], score_m: float) -> None:
    farther = sum(other > score_m + 1e-6 for other in others)
    assert standing(others, score_m) == Standing(farther + 1, len(others) + 1)


@given(enough, walls_m, st.floats(-4e-5, 4e-5))
def test_rounding_errors_make_no_difference(
    others: list[float], score_m: float, error: float
) -> None:
    assert standing(others, score_m + error) == standing(others, score_m)


@given(st.lists(walls_m, max_size=ENOUGH - 2), walls_m)
def test_among_too_few_there_is_no_place(others: list[float], score_m: float) -> None:
    assert among(others).standing(score_m) is None


def test_without_a_score_there_is_no_place() -> None:
    assert among([0.1] * 30).standing(None) is None


@given(enough, walls_m)
def test_the_place_is_the_same_before_and_after_the_finish(
    others: list[float], score_m: float
) -> None:
    scores = among(others)
    scores.begin()
    before = scores.standing(score_m)
    scores.finish(score_m)
    assert scores.standing(score_m) == before


@given(st.lists(walls_m | st.none(), min_size=ENOUGH, max_size=40), walls_m)
def test_finished_one_by_one_is_the_same_as_loaded(
    others: list[float | None], score_m: float
) -> None:
    scores = Scores()
    for other in others:
        scores.begin()
        scores.finish(other)
    scores.begin()
    scored = [other for other in others if other is not None]
    assert scores.standing(score_m) == among(scored).standing(score_m)


@given(enough, walls_m, walls_m)
def test_scores_from_the_disk_may_come_late(
    others: list[float], first: float, score_m: float
) -> None:
    scores = Scores()
    scores.begin()
    scores.finish(first)
    scores.begin()
    scores.load(others)
    assert scores.standing(score_m) == standing([*others, first], score_m)
