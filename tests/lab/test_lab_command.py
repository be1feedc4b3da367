"""The lab's command and what it does without the packages that only the lab needs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from station.simulator.repetitions import RepetitionPlan
from station.simulator.timeline import PlannedTimes
from station.simulator.truth import Truth
from tests.bench.made_lab_results import made_results
from tests.lab.__main__ import main
from tests.lab.expected import outcome
from tests.lab.extra import LabError, the_extra
from tests.lab.plan import sessions
from tests.lab.record import fingerprint, is_recorded
from tests.lab.render import noise_of
from tests.lab.shaded import vertex_normals

STANDING = Truth(150.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
TIMES = PlannedTimes(RepetitionPlan(), 0.0, 1.0, 1.4, 2.4, 2.4)


def moments(**bottom: float) -> list[tuple[float, Truth]]:
    """Thirty looks a second at a hinge that is at its bottom from 1.0 to 1.4 s."""
    deepest = {"hip_gap_mm": -9.0, "hip_displacement_mm": 159.0, "trunk_inclination_deg": 50.0}
    at_bottom = replace(STANDING, **{**deepest, **bottom})
    times = [k / 30 for k in range(80)]
    return [(t, at_bottom if 1.0 <= t <= 1.4 else STANDING) for t in times]


def test_what_is_missing_is_named_with_the_command_that_brings_it() -> None:
    with pytest.raises(LabError, match=r"no_such_package is missing .*make lab"):
        the_extra("no_such_package.inside")


def test_an_unknown_session_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "--folder", str(tmp_path), "--only", "nobody"]) == 2
    assert capsys.readouterr().err.startswith("lab: no session is called nobody")


def test_measuring_before_recording_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measure", "--folder", str(tmp_path), "--half", "unseen"]) == 2
    told = capsys.readouterr().err
    assert "not recorded yet" in told and told.count("\n") == 1


def test_readmes_table_is_in_the_form_that_the_command_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "results.json").write_text(json.dumps(made_results(4)))
    assert main(["readme", "--folder", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    readme = Path("README.md").read_text(encoding="utf-8")
    table = readme.partition("<!-- FIGURES")[2].partition("-->\n")[2].partition("<!-- end")[0]
    assert _without_figures(table) == _without_figures(printed)
    assert "| 1.8 ms | ≤ 2 ms, 15 times faster | 36.4 ms |" in printed


def _without_figures(table: str) -> str:
    return re.sub(r"\b\d+(\.\d+)?\b", "…", table)


def test_a_recording_counts_only_when_whole_and_of_this_very_plan(tmp_path: Path) -> None:
    session = sessions()[0]
    told = tmp_path / f"{session.name}.reps.json"
    told.write_text(json.dumps({"plan": fingerprint(session)}))
    assert not is_recorded(session, tmp_path)
    for ending in (".db3", ".truth.csv"):
        (tmp_path / f"{session.name}{ending}").touch()
    assert is_recorded(session, tmp_path)
    assert not is_recorded(replace(session, yaw_deg=session.yaw_deg + 1.0), tmp_path)
    told.write_text("{")
    assert not is_recorded(session, tmp_path)


def test_a_clean_repetition_expects_nothing() -> None:
    true = outcome(1, TIMES, moments(), 5.0, 1.7)
    assert (true.faults, true.borderline) == ((), ())
    assert (true.min_gap_mm, true.touch_s) == (-9.0, 1.0)


def test_a_fault_near_its_limit_is_borderline_and_a_clear_one_is_not() -> None:
    near = outcome(1, TIMES, moments(lumbar_flexion_deg=22.0), 5.0, 1.7)
    clear = outcome(1, TIMES, moments(lumbar_flexion_deg=28.0), 5.0, 1.7)
    assert near.faults == clear.faults == ("lumbar_flexion",)
    assert (near.borderline, clear.borderline) == (("lumbar_flexion",), ())
    assert clear.peaks["lumbar_flexion"] == clear.peaks["lumbar_flexion_deg"] == 28.0


def test_a_craned_neck_keeps_its_sign_among_the_measures() -> None:
    true = outcome(1, TIMES, moments(neck_flexion_deg=-40.0), 5.0, 1.7)
    assert true.faults == ("neck_extension",)
    assert (true.peaks["neck_extension"], true.peaks["neck_flexion_deg"]) == (40.0, -40.0)


def test_stronger_noise_is_stronger_in_everything() -> None:
    weak, usual = noise_of(0.7), noise_of(1.0)
    assert weak.rms_px < usual.rms_px and weak.outline_px < usual.outline_px
    assert weak.drop_out_share < usual.drop_out_share


def test_normals_point_out_of_a_body() -> None:
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], float)
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
    outward = corners - corners.mean(axis=0)
    assert (np.einsum("vd,vd->v", vertex_normals(corners, faces), outward) > 0).all()
