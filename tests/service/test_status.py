"""`station status`: what it prints and how it exits."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from station import cli
from station.service.health import Health, write_health
from tests.made_health import WELL

Ask = Callable[..., tuple[int, str]]


@pytest.fixture
def asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ask:
    """Leave a health file of so many seconds ago, ask for the status."""
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))

    def ask(health: Health | None, *options: str, ago_s: float = 0.0) -> tuple[int, str]:
        if health is not None:
            written_s = time.monotonic() - ago_s
            write_health(replace(health, written_s=written_s), tmp_path / "health.json")
        monkeypatch.setattr("sys.argv", ["station", "status", *options])
        code = cli.main()
        out, err = capsys.readouterr()
        assert err == ""
        return code, out

    return ask


def test_running_and_well(asked: Ask) -> None:
    code, out = asked(WELL)
    assert code == 0
    assert out.splitlines()[0] == "hall-2: running since 2026-11-20 08:00:00 UTC"
    assert "60 a second" in out
    assert max(map(len, out.splitlines())) <= 80


def test_running_with_trouble(asked: Ask) -> None:
    code, out = asked(replace(WELL, trouble="the camera was unplugged; plug it in again"))
    assert code == 1
    assert "the camera was unplugged" in out


@pytest.mark.parametrize(
    ("health", "ago_s", "words"),
    [
        (None, 0.0, "station: stopped"),
        (replace(WELL, state="stopped"), 0.0, "hall-2: stopped since 2026-11-20 18:00:00 UTC"),
        (replace(WELL, clock_trusted=False), 11.0, "UTC (the clock was not set)"),
        (WELL, 11.0, "hall-2: stale since 2026-11-20 18:00:00 UTC"),
    ],
)
def test_not_running(asked: Ask, health: Health | None, ago_s: float, words: str) -> None:
    code, out = asked(health, ago_s=ago_s)
    assert code == 3
    assert words in out
    assert "a second" not in out, "what was true while it ran"


def test_for_machines(asked: Ask) -> None:
    code, out = asked(WELL, "--json")
    told = json.loads(out)
    assert (code, told["found"], told["health"]["kept"]) == (0, "running", 412)
    assert told["health"]["schema_version"] == 1


def test_a_file_of_another_version_is_told(asked: Ask, tmp_path: Path) -> None:
    (tmp_path / "health.json").write_text('{"schema_version": 9}')
    code, out = asked(None)
    assert code == 3
    assert "not of this version" in " ".join(out.split())
