"""The health file as others find it."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from station.errors import HealthError
from station.service.health import is_silent, read_health, write_health
from station.service.log import Said
from tests.made_health import WELL


def test_what_is_written_is_read_and_every_user_may(tmp_path: Path) -> None:
    file = tmp_path / "run" / "health.json"
    health = replace(WELL, errors=(Said("2026-11-20T17:00:00Z", "the camera was unplugged"),))
    before = os.umask(0o077)
    try:
        write_health(health, file)
    finally:
        os.umask(before)
    assert read_health(file) == health
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert [entry.name for entry in file.parent.iterdir()] == ["health.json"]


def test_nothing_in_it_is_about_a_person(tmp_path: Path) -> None:
    write_health(WELL, tmp_path / "health.json")
    names = json.loads((tmp_path / "health.json").read_text()).keys()
    for word in ("height", "deg", "score", "angle", "athlete", "gap"):
        assert not [name for name in names if word in name]


def test_no_file_is_no_station(tmp_path: Path) -> None:
    assert read_health(tmp_path / "health.json") is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b'{"schema_version": 2}', "station"),
        (json.dumps({"station": 3}).encode(), "station"),
    ],
)
def test_what_is_no_health_file_is_told_in_one_line(
    tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "health.json"
    file.write_bytes(content)
    with pytest.raises(HealthError, match=words) as caught:
        read_health(file)
    assert "\n" not in str(caught.value)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(HealthError, match="cannot be read"):
        read_health(tmp_path)


@pytest.mark.parametrize(
    ("later_s", "silent"), [(0.0, False), (9.9, False), (10.1, True), (-40000.0, True)]
)
def test_a_station_not_heard_of_for_ten_seconds_is_silent(later_s: float, silent: bool) -> None:
    """Also one whose file is from before the computer was started anew."""
    assert is_silent(WELL, WELL.written_s + later_s) is silent


def test_what_is_wrong_is_told_once_each() -> None:
    assert WELL.troubles == ()
    frozen = replace(WELL, frame_age_s=0.7)
    assert frozen.troubles == ("the camera sends no fresh picture",)
    unplugged = replace(frozen, trouble="the camera was unplugged", results_trouble="disk full")
    assert unplugged.troubles == ("the camera was unplugged", "disk full")
    assert replace(WELL, frame_age_s=None).troubles
