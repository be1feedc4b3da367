"""What reaches standard error, and how much of it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.errors import StationError
from station.service.log import place_of, recent_errors, start_logging
from station.service.notify import Service


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(clock: Clock) -> Iterator[logging.Logger]:
    start_logging(clock)
    yield logging.getLogger("station.somewhere")
    logging.getLogger("station").handlers.clear()


def test_an_event_is_one_line(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    log.info("display driver %s", "kmsdrm")
    log.error("two\nlines")
    log.debug("nobody wants to know")
    assert capsys.readouterr().err == "station: display driver kmsdrm\nstation: two lines\n"


def test_the_same_line_is_said_once_a_minute(
    log: logging.Logger, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    for second in range(121):
        clock.now_s = second
        log.error("the camera was unplugged")
    assert capsys.readouterr().err.splitlines() == [
        "station: the camera was unplugged",
        "station: the camera was unplugged (59 lines left out before)",
        "station: the camera was unplugged (59 lines left out before)",
    ]


def test_a_flood_of_different_lines_is_cut_and_counted(
    log: logging.Logger, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1000):
        log.warning("line %d", number)
    clock.now_s = 10.0
    log.warning("calm again")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "station: calm again (980 lines left out before)"


def test_the_end_is_said_whatever_came_before(
    log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(50):
        log.warning("line %d", number)
    log.critical("over")
    assert capsys.readouterr().err.splitlines()[-1].startswith("station: over")


def test_the_last_warnings_are_remembered_without_repeating(log: logging.Logger) -> None:
    log.info("started")
    for number in (*range(8), 7, 7):
        log.error("error %d", number)
    assert [said.line for said in recent_errors()] == [f"error {number}" for number in range(3, 8)]
    # A loose plug must not push out what else was wrong.
    for number in (8, 9, 8, 9, 8):
        log.error("error %d", number)
    assert [said.line[-1] for said in recent_errors()] == ["5", "6", "7", "9", "8"]


def test_a_closed_terminal_ends_nothing(
    log: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path(os.devnull).open("w") as closed:
        pass
    monkeypatch.setattr(sys, "stderr", closed)
    log.error("into the void")
    assert recent_errors()[-1].line == "into the void"


def _said_to_a_journal(folder: Path, program: str) -> list[str]:
    """What a program writes whose standard error systemd has bound to the journal."""
    stream = folder / "journal"
    with stream.open("w") as err:
        status = os.fstat(err.fileno())
        environment = {**os.environ, "JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"}
        subprocess.run([sys.executable, "-c", program], stderr=err, env=environment, check=False)
    return stream.read_text().splitlines()


def test_the_journal_gets_priorities_and_the_whole_traceback(tmp_path: Path) -> None:
    lines = _said_to_a_journal(
        tmp_path,
        "import logging; from station.service.log import start_logging; start_logging()\n"
        "log = logging.getLogger('station.x'); log.info('up'); log.warning('hm'); log.error('no')\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: log.critical('over', exc_info=True)\n",
    )
    assert lines[:5] == [
        "<6>up",
        "<4>hm",
        "<3>no",
        "<2>over",
        "<2>Traceback (most recent call last):",
    ]
    assert lines[-1] == "<2>ZeroDivisionError: division by zero"
    assert all(line.startswith("<2>") for line in lines[3:])


def test_the_journal_learns_where_a_frozen_loop_hung(tmp_path: Path) -> None:
    """systemd's watchdog ends it with SIGABRT."""
    lines = _said_to_a_journal(
        tmp_path,
        "import os; from station.service.log import start_logging; start_logging()\n"
        "def hang(): os.abort()\n"
        "hang()\n",
    )
    assert any("line 2 in hang" in line for line in lines)


def test_a_person_gets_no_traceback(
    log: logging.Logger, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor a priority, although the login session was started with its output in the journal."""
    monkeypatch.setenv("JOURNAL_STREAM", "1:2")
    start_logging()
    try:
        raise ValueError("the athlete is 1.80 m tall")
    except ValueError as error:
        log.critical("ended by %s", place_of(error), exc_info=True)
    assert capsys.readouterr().err == "station: ended by ValueError\n"


def test_the_place_of_an_error_is_the_stations_own() -> None:
    with pytest.raises(AttributeError) as caught:
        Service({}).status(None)  # type: ignore[arg-type]
    assert place_of(caught.value).startswith("AttributeError in station/service/notify.py, line ")
    assert place_of(StationError("words")) == "StationError"
