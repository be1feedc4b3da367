"""Some of the odd files of ``python -m tests.fuzz``: taken or refused, never a traceback."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz import calibration_outcome, drill_outcome, fuzz, settings_outcome
from tests.odd_files import CALIBRATIONS, DRILLS, SETTINGS


def test_odd_settings_are_taken_or_refused_in_words(tmp_path: Path) -> None:
    outcomes = fuzz(SETTINGS, settings_outcome, tmp_path / "odd.toml", 100)
    assert outcomes["accepted"] >= 10
    assert outcomes.total() - outcomes["accepted"] >= 10


def test_odd_drills_are_taken_or_refused_in_words(tmp_path: Path) -> None:
    outcomes = fuzz(DRILLS, drill_outcome, tmp_path / "wall-tap.toml", 60)
    assert outcomes["accepted"] >= 5
    assert outcomes.total() - outcomes["accepted"] >= 10


def test_odd_calibrations_are_taken_or_refused_in_words(tmp_path: Path) -> None:
    outcomes = fuzz(CALIBRATIONS, calibration_outcome, tmp_path / "odd.json", 100)
    assert outcomes["accepted"] >= 5
    assert outcomes.total() - outcomes["accepted"] >= 10
