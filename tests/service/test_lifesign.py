"""Whether the station runs, as its health file shows from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.service.lifesign import NOT_RUNNING, STALE_S, Lifesign


class Clock:
    """Monotonic seconds."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "health.json"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def written(file: Path, text: str) -> None:
    """Anew, as a new file takes the place of the old one."""
    file.with_suffix(".new").write_text(text)
    file.with_suffix(".new").replace(file)


def test_without_a_file_nothing_runs(file: Path, clock: Clock) -> None:
    assert Lifesign(file, clock).read() == NOT_RUNNING


def test_what_the_station_says_is_passed_on(file: Path, clock: Clock) -> None:
    written(file, '{"state": "invitation", "frames": 7}')
    assert Lifesign(file, clock).read() == {"state": "invitation", "frames": 7}


def test_a_station_that_writes_no_more_does_not_run(file: Path, clock: Clock) -> None:
    lifesign = Lifesign(file, clock)
    written(file, '{"state": "test"}')
    assert lifesign.read() == {"state": "test"}
    clock.now_s += STALE_S
    assert lifesign.read() == {"state": "test"}
    clock.now_s += 0.1
    assert lifesign.read() == NOT_RUNNING
    written(file, '{"state": "test"}')
    assert lifesign.read() == {"state": "test"}


@pytest.mark.parametrize("text", ["", "{", "[1]", '"test"', "\x00", "[" * 100_000])
def test_what_is_no_health_is_none(file: Path, clock: Clock, text: str) -> None:
    written(file, text)
    assert Lifesign(file, clock).read() == NOT_RUNNING
