"""What is called a change, and by which errors: the same as README tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.hinge.verdict import Fault
from station.results.report.change import Turn, change, depth_measure
from station.results.report.error_limits import (
    LAB,
    MEAN_ERROR,
    TIMES_MEAN_ERROR,
    LabCount,
    least_change,
)
from tests.results.report.made_reports import one_test, tried, unseen

README = Path(__file__).parents[3] / "README.md"
_ROWS = {
    "gap to the wall": "hip_gap_mm",
    "hips moved back": "hip_displacement_mm",
    "trunk lean": "trunk_inclination_deg",
    "knee bend": "knee_flexion_deg",
    "lower back bend": "lumbar_flexion_deg",
    "upper back bend": "thoracic_flexion_deg",
    "neck bend": "neck_flexion_deg",
}


def test_the_error_limits_are_those_that_readme_tells() -> None:
    readme = README.read_text(encoding="utf-8")
    told = {}
    for title, measure in _ROWS.items():
        row = re.search(rf"^\| {title} \| ([\d.]+)(?:°|\smm) \|", readme, re.MULTILINE)
        assert row is not None, title
        told[measure] = float(row[1])
    assert told == MEAN_ERROR
    exact = re.search(r"exactly their faults \| (\d+) of (\d+) \|", readme)
    bodies = re.search(r"the truth on (\d+)\s+anatomical bodies", readme)
    assert exact is not None and bodies is not None
    assert LabCount(int(bodies[1]), int(exact[1]), int(exact[2])) == LAB


def test_two_tests_of_the_same_movement_differ_less_in_95_of_100() -> None:
    """The mean distance of normal errors is sigma * sqrt(2 / pi); here drawn, not derived."""
    import numpy as np

    errors = np.random.default_rng(6).normal(0.0, 1.0, (2, 200_000))
    below = np.abs(errors[0] - errors[1]) < TIMES_MEAN_ERROR * np.abs(errors).mean()
    assert below.mean() == pytest.approx(0.95, abs=0.005)


@given(before=st.floats(-10.0, 60.0), by=st.floats(-50.0, 50.0))
def test_a_change_is_more_than_the_errors_either_way(before: float, by: float) -> None:
    first = one_test(tried(1, lumbar_flexion_deg=before), passed=False)
    second = one_test(tried(1, lumbar_flexion_deg=before + by), passed=True, number=2)
    there, back = change(first, second), change(second, first)
    told = {each.measure: each for each in there.differences}["lumbar_flexion_deg"]
    assert told.is_change is (abs(before + by - before) > least_change("lumbar_flexion_deg"))
    assert [each.measure for each in there.changed] == [each.measure for each in back.changed]
    assert (there.turn, back.turn) == (Turn.NOW_PASSED, Turn.NOT_ANY_MORE)


def test_the_first_test_changes_nothing_and_what_was_not_judged_is_not_compared() -> None:
    now = one_test(tried(1), tried(2), tried(3), number=2)
    assert change(None, now).turn is Turn.FIRST
    hidden = change(one_test(unseen(1), unseen(2), passed=None), now)
    assert (hidden.turn, hidden.differences) == (Turn.NOT_KNOWN, ())
    assert change(now, now).turn is Turn.STILL_PASSED
    failed = one_test(tried(1, Fault.SQUAT), tried(2, Fault.SQUAT), passed=False)
    assert change(failed, failed).turn is Turn.STILL_NOT


def test_gaps_are_compared_at_the_same_wall_only() -> None:
    near, far = one_test(tried(1, wall_mm=100.0)), one_test(tried(1, wall_mm=125.0))
    none = one_test(tried(1, wall_mm=None))
    assert depth_measure((near, near)) == "hip_gap_mm"
    assert depth_measure((near, far)) == depth_measure((none, near)) == "hip_displacement_mm"
    # Who left before the first repetition says nothing of the wall.
    assert depth_measure((near, one_test(passed=None), near)) == "hip_gap_mm"
    assert depth_measure(()) == depth_measure((none,)) == "hip_displacement_mm"


def test_the_middle_repetition_speaks_for_a_test_and_hidden_backs_for_none() -> None:
    tries = (
        tried(1, lumbar_flexion_deg=4.0),
        tried(2, lumbar_flexion_deg=30.0),
        tried(3, lumbar_flexion_deg=6.0),
    )
    assert one_test(*tries, unseen(4)).typical("lumbar_flexion_deg") == 6.0
    assert one_test(unseen(1)).typical("lumbar_flexion_deg") is None
