"""The calibration on the disk: what is kept comes back, and anything else is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.calibration.kept import load_calibration, save_calibration
from station.errors import CalibrationError
from tests.made_calibration import CALIBRATION


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "state" / "calibration.json"
    save_calibration(CALIBRATION, file)
    assert load_calibration(file) == CALIBRATION
    assert [entry.name for entry in file.parent.iterdir()] == ["calibration.json"]


def test_none_yet(tmp_path: Path) -> None:
    assert load_calibration(tmp_path / "calibration.json") is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a calibration of this station (the file: Invalid JSON"),
        (b"\xff\xfe\x00", "not a calibration of this station (the file: Invalid JSON"),
        (b"[]", "not a calibration of this station (the file: "),
        (b"{}", "not a calibration of this station (camera_serial: Field required)"),
        (b" " * 200_000, "not a calibration (too large)"),
    ],
)
def test_anything_else_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "calibration.json"
    file.write_bytes(content)
    with pytest.raises(CalibrationError) as caught:
        load_calibration(file)
    told = str(caught.value)
    assert told.startswith(f"{file}: {words}")
    assert told.endswith("run station calibrate")
    assert "\n" not in told


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"schema_version": 1', '"schema_version": 2', "schema_version"),
        ('"camera_height_m": 1.0', '"camera_height_m": NaN', "camera_height_m"),
        ('"camera_height_m": 1.0', '"camera_height_m": 9', "camera_height_m"),
        ('"unread_share": 0.02', '"unread_share": 1.2', "unread_share"),
        ("-0.8", "-0.9", "up must be a direction of length 1"),
        ("2026-11-21T18:00:00Z", "2026-11-21T18:00:00", "made"),
        ("2026-11-21T18:00:00Z", "0001-01-01T00:00:00+23:00", "made"),
        ('"2026-11-21T18:00:00Z"', "1795284000", "made"),
        ('"clock_trusted": true', '"clock_trusted": "yes"', "clock_trusted"),
        ('"0123"', '"01\\n23"', "camera_serial"),
    ],
)
def test_a_changed_value_is_refused(tmp_path: Path, old: str, new: str, key: str) -> None:
    file = tmp_path / "calibration.json"
    save_calibration(CALIBRATION, file)
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    with pytest.raises(CalibrationError, match=key):
        load_calibration(file)


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    with pytest.raises(CalibrationError, match="cannot be written"):
        save_calibration(CALIBRATION, tmp_path / "state" / "calibration.json")
