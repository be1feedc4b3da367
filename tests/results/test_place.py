"""Where the database lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.results.place import default_database

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
    assert default_database(environment, HOME) == Path(expected)


def test_the_users_own_home_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(HOME))
    assert default_database({}).is_relative_to(HOME)
