"""``station measure`` through the real command: its files, its words, and its refusals."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from station import cli
from station.posture.measures import MEASURES
from station.simulator.repetitions import Kind, RepetitionPlan
from station.simulator.sensor import Mount, d435
from station.simulator.story import Story, Timing, expected, play
from tests.made_recordings import Recorded, write_colour, write_story

REPOSITORY = Path(__file__).parents[1]
TIMING = Timing(empty_s=0.8, walk_s=1.3, turn_s=0.4, still_s=1.6, end_s=0.3)
SMALL = Story(camera=d435(424), fps=15.0, wall_m=0.18, timing=TIMING, seed=5)
GOOD = replace(
    SMALL,
    camera=d435(848),
    plans=(
        RepetitionPlan(),
        RepetitionPlan(gap_mm=45.0),
        RepetitionPlan(kind=Kind.SQUAT),
    ),
)
WALL_CM = "18"
TOLERANCES = {
    "hip_gap_mm": 8.0,
    "hip_displacement_mm": 5.0,
    "trunk_inclination_deg": 2.5,
    "hip_flexion_deg": 6.0,
    "knee_flexion_deg": 5.0,
    "lumbar_flexion_deg": 5.0,
    "thoracic_flexion_deg": 5.0,
    "neck_flexion_deg": 6.0,
}
"""Mean absolute error over the frames with an athlete; the trunk as change from standing."""
KEYS = {
    *("start_s", "end_s", "touched", "touch_s", "min_gap_mm", "verdict", "faults"),
    *("lower_s", "pause_s", "rise_s"),
    *(f"peak_{measure.name}" for measure in MEASURES if measure.name.endswith("_deg")),
}
Run = Callable[..., tuple[int, str, str]]
Told = tuple[list[dict[str, str]], dict[str, Any]]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the recordings of this module lie."""
    return tmp_path_factory.mktemp("measure")


@pytest.fixture(scope="session")
def good(folder: Path) -> Recorded:
    """A session of three repetitions: clean, short of the wall, squatting."""
    return write_story(folder / "good.db3", GOOD)


@pytest.fixture(scope="session")
def empty_mat(folder: Path) -> Path:
    """Two seconds of the gym with nobody in it."""
    story = replace(SMALL, timing=replace(TIMING, empty_s=2.5))
    frames = takewhile(lambda frame: frame.time_s < 2.0, play(story))
    return write_story(folder / "empty.db3", story, frames).path


@pytest.fixture(scope="session")
def half_a_person(folder: Path) -> Path:
    """A camera so near that head and feet are never in the picture together."""
    story = replace(SMALL, mount=Mount(distance_m=1.6, height_m=0.7, pitch_deg=8.0))
    return write_story(folder / "half.db3", story).path


@pytest.fixture(scope="session")
def no_floor(folder: Path) -> Path:
    """A camera that looks at the wall above the athlete."""
    story = replace(SMALL, mount=Mount(pitch_deg=40.0))
    frames = takewhile(lambda frame: frame.time_s < 2.0, play(story))
    return write_story(folder / "no-floor.db3", story, frames).path


@pytest.fixture(scope="session")
def told(good: Recorded, folder: Path) -> Told:
    """What the command writes about the good recording, run as a user runs it."""
    frames_csv, reps_json = folder / "frames.csv", folder / "reps.json"
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "station.cli", "measure", str(good.path)),
            *("--wall-cm", WALL_CM, "--csv", str(frames_csv), "--json", str(reps_json)),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=REPOSITORY,
    )
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    with frames_csv.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, json.loads(reps_json.read_text(encoding="utf-8"))


@pytest.fixture
def station(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process; its exit code, standard output and standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["station", *map(str, arguments)])
        code = cli.main()
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_frames_csv_has_one_row_per_frame_and_the_names_of_the_table(
    good: Recorded, told: Told
) -> None:
    rows, _ = told
    assert list(rows[0]) == ["t_s", "present", *(measure.name for measure in MEASURES)]
    assert len(rows) == len(good.truth)
    times = [float(row["t_s"]) for row in rows]
    assert times[0] == 0.0
    assert times == pytest.approx([i / GOOD.fps for i in range(len(rows))], abs=0.002)
    assert {row["present"] for row in rows} == {"0", "1"}


def test_what_cannot_be_measured_is_an_empty_field(told: Told) -> None:
    rows, _ = told
    for row in rows:
        values = [row[measure.name] for measure in MEASURES]
        if row["present"] == "0":
            assert values == [""] * len(values)
        assert not {"nan", "None", "inf"} & {value.lower() for value in values}


def test_present_while_the_athlete_is_there_and_no_longer(good: Recorded, told: Told) -> None:
    rows, _ = told
    there = np.array([truth is not None for truth in good.truth])
    measured = np.array([row["present"] == "1" for row in rows])
    assert measured[there].mean() > 0.95
    walks_s = TIMING.empty_s + 0.5 * TIMING.walk_s
    assert not measured[: int(walks_s * GOOD.fps)].any()


@pytest.mark.parametrize("name", TOLERANCES)
def test_the_measures_are_the_truth_within_tolerance(good: Recorded, told: Told, name: str) -> None:
    pairs = [
        (float(row[name]), getattr(truth, name))
        for row, truth in zip(told[0], good.truth, strict=True)
        if truth is not None and row[name]
    ]
    found, true = np.array(pairs).T
    if name == "trunk_inclination_deg":
        standing = slice(0, int(GOOD.fps))
        found, true = found - found[standing].mean(), true - true[standing].mean()
    assert np.abs(found - true).mean() <= TOLERANCES[name]


def test_reps_json_has_the_keys_of_the_contract(told: Told) -> None:
    reps = told[1]["reps"]
    assert len(reps) == 3
    for rep in reps:
        assert set(rep) >= KEYS
        assert isinstance(rep["touched"], bool)
        assert rep["verdict"] in ("PASS", "FAULT", "NO_VERDICT")
        assert all(isinstance(code, str) for code in rep["faults"])
        assert (rep["touch_s"] is None) == (not rep["touched"])


def test_repetitions_are_the_true_ones_at_their_times(told: Told) -> None:
    for rep, true in zip(told[1]["reps"], expected(GOOD), strict=True):
        assert set(rep["faults"]) == true.faults
        assert rep["verdict"] == ("FAULT" if true.faults else "PASS")
        assert rep["start_s"] == pytest.approx(true.start_s, abs=0.2)
        assert rep["end_s"] == pytest.approx(true.end_s, abs=0.2)
        assert rep["min_gap_mm"] == pytest.approx(true.min_gap_mm, abs=20.0)
        assert rep["lower_s"] == pytest.approx(true.plan.plan.lower_s, abs=0.2)
        assert rep["rise_s"] == pytest.approx(true.plan.plan.rise_s, abs=0.2)
        if true.touch_s is not None:
            assert rep["touch_s"] == pytest.approx(true.touch_s, abs=0.2)


def test_without_files_it_tells_the_repetitions_on_standard_output(
    station: Run, good: Recorded
) -> None:
    code, out, err = station("measure", good.path, "--wall-cm", WALL_CM)
    assert code == 0
    assert "Traceback" not in err
    assert len([line for line in out.splitlines() if "gap" in line]) == 3
    assert "no_touch" in out


def test_a_drill_judges_by_its_own_rules_and_is_named(
    station: Run, good: Recorded, tmp_path: Path
) -> None:
    """Nobody in this recording keeps the tempo; all else is judged as without it."""
    reps_json = tmp_path / "reps.json"
    drill = ("--drill", "tempo-hinge", "--wall-cm", WALL_CM)
    code, _, _ = station("measure", good.path, *drill, "--json", reps_json)
    told = json.loads(reps_json.read_text(encoding="utf-8"))
    assert code == 0
    assert (told["drill"], told["wall_mm"]) == ("tempo-hinge", 180.0)
    faults = [set(rep["faults"]) for rep in told["reps"]]
    assert faults == [true.faults | {"tempo"} for true in expected(GOOD)]


def test_measuring_twice_gives_the_same_bytes(
    station: Run, good: Recorded, told: Told, folder: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.json"
    code, _, _ = station("measure", good.path, "--wall-cm", WALL_CM, "--json", again)
    assert code == 0
    assert again.read_bytes() == (folder / "reps.json").read_bytes()


@pytest.fixture
def bad(request: pytest.FixtureRequest, tmp_path: Path, folder: Path) -> Path:
    """A recording that cannot be measured, by the name of what is wrong with it."""
    path = tmp_path / "bad.db3"
    if request.param == "text":
        path.write_text("Dear coach,\n" * 400)
    elif request.param == "truncated":
        whole = request.getfixturevalue("good").path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    elif request.param == "without depth":
        write_colour(path)
    elif request.param == "bytes":
        path.write_bytes(b"")
    elif request.param != "missing":
        found: Path = request.getfixturevalue(request.param)
        return found
    return path


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("missing", "no such"),
        ("text", "not a RealSense recording"),
        ("bytes", "empty"),
        ("truncated", "truncated"),
        ("without depth", "no depth stream"),
        ("empty_mat", "nobody in view"),
        ("half_a_person", "whole in view"),
        ("no_floor", "no floor"),
    ],
    indirect=["bad"],
)
def test_bad_input_is_one_clear_line_and_nothing_half_written(
    station: Run, bad: Path, words: str, tmp_path: Path
) -> None:
    files = {"--csv": tmp_path / "f.csv", "--json": tmp_path / "r.json"}
    arguments = [part for pair in files.items() for part in pair]
    before = sorted(tmp_path.iterdir())
    code, out, err = station("measure", bad, "--wall-cm", WALL_CM, *arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("station: ")
    assert err.count("\n") == 1
    assert words in err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("wall", ["0", "-3", "500", "abc"])
def test_a_wall_that_cannot_be_is_refused_before_anything_is_written(
    station: Run, good: Recorded, tmp_path: Path, wall: str
) -> None:
    code, out, err = station("measure", good.path, "--wall-cm", wall, "--csv", tmp_path / "f.csv")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert wall in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told_before_measuring(
    station: Run, good: Recorded, tmp_path: Path
) -> None:
    code, out, err = station(
        "measure", good.path, "--wall-cm", WALL_CM, "--json", tmp_path / "no" / "r.json"
    )
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "does not exist" in err


def test_what_was_there_before_survives_a_refusal(
    station: Run, empty_mat: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "r.json"
    kept.write_text("last week's")
    code, _, _ = station("measure", empty_mat, "--wall-cm", WALL_CM, "--json", kept)
    assert code == 2
    assert kept.read_text() == "last week's"
