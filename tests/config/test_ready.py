"""Each ready configuration asks for what its comment promises, for athletes of any height."""

from __future__ import annotations

import tomllib
from itertools import chain, pairwise, repeat
from pathlib import Path

import pytest

from station.config import Settings, defaults_dir, find_settings, load_settings
from station.config.example import changed
from station.config.loading import READY
from station.drills.ladder import Ending, LadderRules
from station.drills.walk_up import TestResult, WalkUpTest
from station.engine import Reading, Stage
from station.hinge.verdict import Fault, Outcome, Repetition, Verdict
from station.posture.measures import Measures

CLEAN = Verdict(Outcome.PASS)
SQUAT = Verdict(Outcome.FAULT, (Fault.SQUAT,), cue="squat")
HEIGHTS_M = (1.0, 1.5, 2.3)


def ready(name: str) -> Settings:
    return load_settings(Path(name))


def taken(rules: LadderRules, verdicts: str, height_m: float = 1.75) -> TestResult:
    """Taps in front of the real test: ``c`` clean, ``s`` a squat, clean ones for ever after."""
    test = WalkUpTest(rules)
    taps = chain(verdicts, repeat("c"))
    for time_s in range(100):
        if test.finished:
            break
        verdict = CLEAN if next(taps) == "c" else SQUAT
        done = Repetition(
            1, time_s, time_s + 0.6, True, time_s, -12.0, 0.2, 0.1, 0.2, Measures(), verdict
        )
        test.step(
            Reading(
                time_s=float(time_s),
                stage=Stage.READY,
                reason=None,
                measures=Measures(hip_gap_mm=100.0),
                draw=None,
                wall_mm=1000 * test.wall_m,
                baseline_progress=1.0,
                touching=False,
                repetition=done,
                height_m=height_m,
            )
        )
    assert test.finished
    return test.result


@pytest.mark.parametrize("name", READY)
def test_only_what_differs_is_in_it_each_with_a_reason(name: str) -> None:
    text = find_settings(Path(name)).read_text(encoding="utf-8")
    sections = tomllib.loads(text)
    written = [f"{section}.{key}" for section, keys in sections.items() for key in keys]
    assert sorted(written) == sorted(key.path for key in changed(ready(name)))
    for line, below in pairwise(text.splitlines()):
        assert line.startswith("# ") or " = " not in below, below
    assert f"--config {name}" in text


def test_the_ready_ones_are_all_there_are() -> None:
    files = {file.stem for file in defaults_dir().glob("*.toml")}
    assert files == {*READY, "station"}


def test_walk_up_is_what_the_station_does_by_itself() -> None:
    assert ready("walk-up") == Settings()


@pytest.mark.parametrize("height_m", HEIGHTS_M)
@pytest.mark.parametrize("first_wall_cm", [5.0, 10.0, 60.0])
def test_a_screening_is_one_practice_tap_and_one_wall(
    height_m: float, first_wall_cm: float
) -> None:
    test = ready("screening").test.model_copy(update={"first_wall_cm": first_wall_cm})
    result = taken(test.rules(), "scc", height_m)
    assert [attempt.practice for attempt in result.attempts] == [True, False, False]
    assert (result.ending, result.score_m) == (Ending.LIMIT, first_wall_cm / 100)


@pytest.mark.parametrize(
    ("tries", "passed"), [("cc", True), ("csc", True), ("scc", True), ("css", False), ("ss", False)]
)
def test_a_screening_is_decided_by_at_most_three_tries(tries: str, passed: bool) -> None:
    result = taken(ready("screening").test.rules(), "c" + tries)
    assert len(result.tries) == len(tries)
    assert result.score_m == (0.10 if passed else None)


@pytest.mark.parametrize("height_m", HEIGHTS_M)
def test_a_warm_up_is_ten_clean_taps_at_one_wall(height_m: float) -> None:
    rules = ready("warm-up").test.rules()
    result = taken(rules, "s" * 10, height_m)
    assert (len(result.attempts), len(result.tries)) == (20, 20)
    assert {attempt.wall_m for attempt in result.attempts} == {0.10}
    assert (result.ending, result.score_m) == (Ending.LIMIT, 0.10)
    assert taken(rules, "s" * 11).ending is Ending.LEVEL_NOT_CLEAN


def test_a_warm_up_is_quieter_and_keeps_nothing() -> None:
    warm_up = ready("warm-up")
    assert 0 < warm_up.sound.volume < Settings().sound.volume
    assert not warm_up.results.keep
