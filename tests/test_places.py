"""Where the station keeps things."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.places import asked_from_outside, database_file, health_file

HOME = Path("/home/coach")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "/home/coach/.local/share/wall-tap-station/results.db"),
        ({"XDG_DATA_HOME": "/data"}, "/data/wall-tap-station/results.db"),
        # The XDG specification: a relative path is to be ignored.
        ({"XDG_DATA_HOME": "data"}, "/home/coach/.local/share/wall-tap-station/results.db"),
        ({"XDG_DATA_HOME": ""}, "/home/coach/.local/share/wall-tap-station/results.db"),
        (
            {"STATE_DIRECTORY": "/var/lib/wall-tap", "XDG_DATA_HOME": "/data"},
            "/var/lib/wall-tap/results.db",
        ),
        ({"STATE_DIRECTORY": "/var/lib/one:/var/lib/two"}, "/var/lib/one/results.db"),
    ],
)
def test_place(environment: dict[str, str], expected: str) -> None:
    assert database_file(environment, HOME) == Path(expected)


def test_the_users_own_home_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(HOME))
    assert database_file({}).is_relative_to(HOME)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"RUNTIME_DIRECTORY": "/run/wall-tap"}, "/run/wall-tap/health.json"),
        ({"XDG_RUNTIME_DIR": "/run/user/7"}, "/run/user/7/wall-tap-station/health.json"),
        ({"XDG_RUNTIME_DIR": "run"}, "/home/coach/.local/share/wall-tap-station/run/health.json"),
        ({"STATE_DIRECTORY": "/var/lib/wall-tap"}, "/var/lib/wall-tap/run/health.json"),
    ],
)
def test_what_only_the_running_station_leaves(environment: dict[str, str], expected: str) -> None:
    assert health_file(environment, HOME) == Path(expected)


def test_who_asks_from_outside_finds_the_installed_station(tmp_path: Path) -> None:
    installed = {"STATE_DIRECTORY": tmp_path / "state", "RUNTIME_DIRECTORY": tmp_path / "run"}
    own = {"HOME": "/home/coach"}
    assert asked_from_outside(own, installed) == own, "none is installed"
    (tmp_path / "state").mkdir()
    found = asked_from_outside(own, installed)
    assert database_file(found) == tmp_path / "state" / "results.db"
    assert health_file(found) == tmp_path / "run" / "health.json"
    named = {"STATE_DIRECTORY": "/srv/other"}
    assert asked_from_outside(named, installed) == named
