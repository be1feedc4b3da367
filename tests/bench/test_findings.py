"""The numbers of the page, against sessions counted by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from station.bench.detection import curves_of
from station.bench.findings import (
    NOTHING,
    confusion_of,
    criteria_of,
    measure_finding,
    percent,
    wilson,
)
from station.bench.lab_results import Errors, LabResults, Repetition
from station.hinge.verdict import Fault
from tests.bench.made_lab_results import made_results


def rep(true: str = "", found: str | None = "", **other: Any) -> Repetition:
    """One repetition with these faults, separated by spaces; ``found`` None: it was missed."""
    told: dict[str, Any] = {
        "number": 1,
        "found": found is not None,
        "true_faults": tuple(true.split()),
        "found_faults": tuple((found or "").split()),
        "reason": None,
        "true_touched": True,
        "found_touched": found is not None,
        "true_min_gap_mm": -20.0,
        "true_peaks": {},
    }
    return Repetition(**{**told, **other})


def results_with(*repetitions: Repetition) -> LabResults:
    """One unseen session with these repetitions."""
    made = LabResults.model_validate_json(json.dumps(made_results(sessions=2)))
    session = made.unseen[0].model_copy(update={"repetitions": repetitions, "invented": 1})
    return made.model_copy(update={"sessions": (session,)})


def test_every_frame_counts_alike_and_not_every_session() -> None:
    made = LabResults.model_validate_json(json.dumps(made_results(sessions=2)))
    short = Errors(n=100, mean_abs=4.0, bias=-4.0, percentiles=(4.0,) * 101, pairs=((0.0, -4.0),))
    long = Errors(n=300, mean_abs=1.0, bias=1.0, percentiles=(1.0,) * 101, pairs=((0.0, 1.0),))
    sessions = [
        made.sessions[0].model_copy(update={"measures": {"hip_gap_mm": e}}) for e in (short, long)
    ]
    finding = measure_finding("hip_gap_mm", sessions, 500)
    assert finding is not None
    assert finding.mean_abs == pytest.approx(1.75)
    assert finding.bias == pytest.approx(-0.25)
    assert finding.p95 == 4.0
    assert finding.told_share == pytest.approx(0.8)
    assert finding.met
    assert measure_finding("knee_flexion_deg", sessions, 500) is None


def test_what_was_asked_of_repetitions_is_counted_one_by_one() -> None:
    results = results_with(
        rep(),
        rep("squat", "squat"),
        rep("squat", None),
        rep("lumbar_flexion", "", borderline=("lumbar_flexion",)),
        rep("", "squat"),
        rep(found_faults=(), reason="too few valid pixels"),
        rep(found_touched=False, true_min_gap_mm=-7.9),
        rep(found_touched=False, true_min_gap_mm=-8.1),
    )
    got = {criterion.asked.split(",")[0]: criterion for criterion in criteria_of(results.unseen)}
    assert got["no repetition missed"].got == "1 of 8 missed"
    assert not got["no repetition missed"].met
    assert got["no repetition invented"].got == "1 invented"
    (touch,) = (c for asked, c in got.items() if asked.startswith("touch"))
    assert touch.got == "5 of 6 (83.3 %)"
    assert not touch.met
    assert got["exactly the faults that were there"].got == "4 of 8 (50.0 %)"
    assert got["the same"].got == "5 of 8 (62.5 %)"
    assert got["the same"].met is None
    assert got["no fault told in 98 % of the clean repetitions"].got == "4 of 5 (80.0 %)"


def test_confusion_tells_what_was_told_instead() -> None:
    confusion = confusion_of(
        [
            rep(),
            rep("squat no_touch", "squat no_touch"),
            rep("squat", "lumbar_flexion"),
            rep("squat", "squat leaning"),
            rep("squat", ""),
            rep("squat", None),
            rep("", "", reason="lost"),
        ]
    )
    assert confusion.counts == {
        (NOTHING, NOTHING): 1,
        ("squat", "squat"): 2,
        ("no_touch", "no_touch"): 1,
        ("squat", "lumbar_flexion"): 1,
        (NOTHING, "leaning"): 1,
        ("squat", NOTHING): 1,
        ("squat", "not found"): 1,
        (NOTHING, "not judged"): 1,
    }
    assert confusion.columns[-2:] == ("not judged", "not found")
    assert "not judged" not in confusion.rows


def test_bins_never_reach_across_the_limit_and_hold_every_judged_repetition() -> None:
    sizes = [3.0] * 6 + [19.0, 19.9, 20.1, 26.0, 26.0, 26.0, 26.0]
    judged = [
        rep(found="lumbar_flexion" * (size > 19.5), true_peaks={"lumbar_flexion": size})
        for size in sizes
    ]
    (curve,) = curves_of([*judged, rep(reason="lost", true_peaks={"lumbar_flexion": 40.0})])
    assert curve.fault is Fault.LUMBAR_FLEXION
    assert curve.limit == 20.0
    assert [(each.called, each.total) for each in curve.bins] == [(0, 6), (1, 2), (5, 5)]
    for each in curve.bins:
        assert 0.0 <= each.low <= each.share <= each.high <= 1.0


@pytest.mark.parametrize(
    ("fault", "sizes", "limit"),
    [
        (Fault.PAST_HORIZONTAL, (80.0, 86.0, 94.0, 100.0), 90.0),
        (Fault.FEET_MOVED, (12.0, 20.0, 40.0, 55.0, 80.0), 30.0),
    ],
)
def test_two_repetitions_of_each_size_make_a_curve_that_steps_at_the_limit(
    fault: Fault, sizes: tuple[float, ...], limit: float
) -> None:
    judged = [
        rep(found=fault.value * (size > limit), true_peaks={fault.value: size})
        for size in sizes
        for _ in range(2)
    ]
    (curve,) = curves_of(judged)
    assert (curve.fault, curve.limit, len(curve.calls)) == (fault, limit, 2 * len(sizes))
    assert {each.share for each in curve.bins if each.size < limit} == {0.0}
    assert {each.share for each in curve.bins if each.size > limit} == {1.0}


@pytest.mark.parametrize(
    ("called", "total", "low", "high"),
    # Published values of Wilson's interval (Newcombe 1998, table I).
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_wilsons_interval(called: int, total: int, low: float, high: float) -> None:
    assert wilson(called, total) == pytest.approx((low, high), abs=1e-4)


def test_percent_is_written_in_one_way() -> None:
    assert percent(0.925) == "92.5 %"
    assert percent(1.0, 0) == "100 %"
