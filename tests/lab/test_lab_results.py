"""What the lab makes of a measured session: true numbers in, the right errors and verdicts out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from station.bench.findings import ASKED, criteria_of
from station.bench.lab_results import read_lab_results
from station.hinge.verdict import Fault, Outcome, Repetition, Verdict
from station.measure import Row, Session
from station.posture.measures import Measures
from tests.lab.extra import LabError
from tests.lab.results import (
    LabResults,
    Rival,
    RivalSession,
    SessionResult,
    code_version,
    read_results,
    write_results,
)
from tests.lab.score import compare_measure, scored
from tests.lab.summary import summarise
from tests.lab.tables import misjudged
from tests.recordings.clip import COLUMNS, Clip, TrueRepetition

FRAMES = 200
TIME_S = np.arange(FRAMES) / 20.0
STANDING = TIME_S < 2.0
NOTHING = Session(160.0, None, (), ())


def a_clip(**told: Any) -> tuple[Clip, dict[str, Any]]:
    """Ten seconds of somebody there all the time, with one repetition that touches the wall."""
    wave = np.where(STANDING, 0.0, 30.0 * np.sin(TIME_S))
    rep: dict[str, Any] = {
        "rep": 1, "kind": "lumbar", "size": 30.0, "end": "stand", "t_start": 3.0, "t_end": 5.0,
        "tap": True, "t_touch": 4.0, "min_gap_mm": -9.0, "expected_faults": ["lumbar_flexion"],
        "borderline": [], "peaks": {"lumbar_flexion": 30.0},
    } | told  # fmt: skip
    about = {
        "half": "unseen",
        "person": dict(sex="woman", age=30.0, height_m=1.7, bmi=22.0, clothes="tight",
                       hair="bun", arms="hang"),
        "setup": dict(width_px=848, height_px=480, fps=30, distance_m=2.2, height_m=1.0,
                      pitch_deg=-4.0, roll_deg=0.0, noise=1.0),
        "yaw_deg": 5.0,
        "reps": [rep],
    }  # fmt: skip
    true = TrueRepetition(3.0, 5.0, 4.0, frozenset(rep["expected_faults"]))
    clip = Clip(
        path=Path("unseen-01.db3"),
        wall_m=0.16,
        time_s=TIME_S,
        standing=STANDING,
        present=np.full(FRAMES, True),
        truth={name: wave.copy() for name in COLUMNS},
        repetitions=(true,),
    )
    return clip, about


def a_repetition(*faults: Fault, start_s: float = 3.1, touched: bool = True) -> Repetition:
    outcome = Outcome.FAULT if faults else Outcome.PASS
    return Repetition(
        number=1, start_s=start_s, end_s=start_s + 1.8, touched=touched, touch_s=None,
        min_gap_mm=-8.0, lower_s=0.9, pause_s=0.1, rise_s=0.8,
        peaks=Measures(lumbar_flexion_deg=29.0), verdict=Verdict(outcome, faults),
    )  # fmt: skip


def a_session(
    clip: Clip, off: float = 0.0, repetitions: tuple[Repetition, ...] = (), seen: int = FRAMES
) -> Session:
    """Every measure ``off`` from the truth once the athlete moves, in the first ``seen`` frames."""
    rows = []
    for number, time_s in enumerate(clip.time_s):
        wrong = 0.0 if clip.standing[number] else off
        values = {name: float(true[number] + wrong) for name, true in clip.truth.items()}
        is_seen = number < seen
        rows.append(Row(float(time_s), is_seen, Measures(**values) if is_seen else Measures()))
    return Session(160.0, 1700.0, tuple(rows), repetitions)


def a_result(off: float = 0.0, *faults: Fault, **told: Any) -> SessionResult:
    clip, about = a_clip(**told)
    return scored(clip, a_session(clip, off, (a_repetition(*faults),)), about)


def test_a_perfect_station_misses_no_limit() -> None:
    result = a_result(0.0, Fault.LUMBAR_FLEXION)
    summary = summarise([result])
    assert summary.missed_limits == ()
    assert summary.coverage == 1.0
    assert misjudged(result) == []


@pytest.mark.parametrize("name", ASKED)
def test_an_error_beyond_its_limit_is_told(name: str) -> None:
    fine, wrong = (a_result(off, Fault.LUMBAR_FLEXION) for off in (0.0, 5.5))
    mixed = replace(fine, measures=fine.measures | {name: wrong.measures[name]})
    assert summarise([mixed]).missed_limits == (name,)


def test_a_few_large_errors_are_told_although_the_mean_is_small() -> None:
    fine = a_result(0.0, Fault.LUMBAR_FLEXION)
    found = np.zeros(1000)
    found[:60] = 9.5
    result = compare_measure(np.zeros(1000), found)
    assert result is not None and result.mean_abs < ASKED["hip_gap_mm"]
    mixed = replace(fine, measures=fine.measures | {"hip_gap_mm": result})
    assert summarise([mixed]).missed_limits == ("hip_gap_mm",)


def test_errors_have_their_size_and_sign() -> None:
    result = compare_measure(np.array([1.0, 2.0, np.nan, 4.0]), np.array([0.0, 5.0, 1.0, np.nan]))
    assert result is not None
    assert (result.n, result.mean_abs, result.bias, result.sum_abs) == (2, 2.0, 1.0, 4.0)
    assert result.pairs == ((1.0, 0.0), (2.0, 5.0))


def test_frames_without_a_measure_cost_coverage() -> None:
    clip, about = a_clip()
    session = a_session(clip, 0.0, (a_repetition(Fault.LUMBAR_FLEXION),), seen=190)
    summary = summarise([scored(clip, session, about)])
    assert summary.coverage == pytest.approx(0.95)
    assert summary.measures["hip_gap_mm"].told_share == pytest.approx(0.95)
    assert summary.missed_limits == ("coverage",)


def test_missed_and_invented_repetitions_are_told() -> None:
    clip, about = a_clip()
    result = scored(clip, a_session(clip, 0.0, (a_repetition(start_s=7.0),)), about)
    judged = summarise([result]).judging
    assert (judged.missed, judged.invented, judged.right) == (1, 1, 0)
    assert len(misjudged(result)) == 2


def test_a_wrong_touch_counts_only_where_the_truth_is_clear() -> None:
    for gap_mm, asked in ((-9.0, 1), (-7.0, 0)):
        clip, about = a_clip(min_gap_mm=gap_mm)
        session = a_session(clip, 0.0, (a_repetition(Fault.LUMBAR_FLEXION, touched=False),))
        judged = summarise([scored(clip, session, about)]).judging
        assert (judged.touch_asked, judged.touch_wrong) == (asked, asked)


def test_a_borderline_fault_may_be_told_or_not_and_others_may_not() -> None:
    near = dict(expected_faults=[], borderline=["lumbar_flexion"])
    for faults, right in (((), 1), ((Fault.LUMBAR_FLEXION,), 1), ((Fault.SQUAT,), 0)):
        judged = summarise([a_result(0.0, *faults, **near)]).judging
        assert judged.right == right
        assert judged.clean_faulted == 1 - right
        assert judged.exact == (not faults)


def test_no_verdict_is_never_right() -> None:
    clip, about = a_clip(expected_faults=[])
    unknown = replace(a_repetition(), verdict=Verdict(Outcome.NO_VERDICT, reason="lost"))  # type: ignore[arg-type]
    judged = summarise([scored(clip, a_session(clip, 0.0, (unknown,)), about)]).judging
    assert (judged.right, judged.clean_faulted) == (0, 0)


def test_a_session_in_which_nobody_was_measured_is_the_worst_result_not_an_error() -> None:
    clip, about = a_clip()
    result = scored(clip, NOTHING, about, trouble="nobody in view")
    summary = summarise([result])
    assert summary.coverage == 0.0
    assert set(ASKED) < set(summary.missed_limits)
    assert any("nobody in view" in line for line in misjudged(result))


def test_results_read_back_as_they_were_written(tmp_path: Path) -> None:
    results = LabResults(1, "2026-11-21", ()).with_sessions((a_result(0.4),))
    write_results(tmp_path / "results.json", results)
    assert read_results(tmp_path / "results.json") == results
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_a_session_measured_again_takes_its_old_place() -> None:
    first, second = a_result(0.0), a_result(1.0)
    results = LabResults(1, "", ()).with_sessions((first,)).with_sessions((second,))
    assert results.sessions == (second,)
    assert results.of_half("tuning") == ()


def test_another_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text("{}")
    with pytest.raises(LabError, match=r"results\.json: not results of this lab"):
        read_results(tmp_path / "results.json")


def test_what_the_lab_writes_is_what_the_page_reads(tmp_path: Path) -> None:
    clip, about = a_clip()
    nobody = scored(replace(clip, path=Path("unseen-02.db3")), NOTHING, about, "nobody in view")
    whole = a_result(0.5, Fault.LUMBAR_FLEXION)
    rival_session = RivalSession(whole.name, whole.measures, 0.9, 36.0)
    for times_ms in ((36.0, 1.8), (None, None)):
        rival = Rival(
            "a rival", (rival_session,), times_ms[0], ours_ms_per_frame_median=times_ms[1],
            cannot={"hip_gap_mm": "no wall"},
        )  # fmt: skip
        made = replace(LabResults(1, "", ()).with_sessions((whole, nobody)), rival=rival)
        file = tmp_path / "results.json"
        write_results(file, made)
        read = read_lab_results(file)
        assert (read.code, read.made) == (code_version(), made.made)
        assert [session.trouble for session in read.unseen] == [None, "nobody in view"]
        assert criteria_of(read.unseen)[-1].got == "50.0 %"
        assert read.rival is not None
        assert read.rival.times_slower == (20.0 if times_ms[0] else None)
        assert read.rival.cannot == rival.cannot
