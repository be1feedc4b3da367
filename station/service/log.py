"""What the station says of itself: one line per event on standard error, and never a flood.

Every module has its own ``logging.getLogger(__name__)`` and says what happened, without numbers
of anybody's body; the command line calls :func:`start_logging` once.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_SAME_LINE_S = 60.0
"""The same line is said at most this often."""
_BURST_S = 10.0
_BURST_LINES = 20
"""At most so many lines within ``_BURST_S``, whatever they say."""
_KEPT = 5
_LONGEST_LINE = 1000
# sd-daemon(3): what the journal takes as the priority of a line.
_PRIORITIES = {logging.CRITICAL: 2, logging.ERROR: 3, logging.WARNING: 4, logging.INFO: 6}
_DEBUG = 7


@dataclass(frozen=True)
class Said:
    """A warning or an error, and when it was said last, such as ``2026-11-21T18:00:00Z``."""

    utc: str
    line: str


class Lines(logging.Handler):
    """Writes records as ``station: line``, or with a priority for the journal.

    A traceback is written for the journal and for developers (``python -X dev``); whoever
    started the station by hand is helped by one line. The last warnings are remembered in
    :attr:`recent`. ``clock`` gives monotonic seconds.
    """

    def __init__(self, *, journal: bool, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._journal, self._clock = journal, clock
        self._said_s: dict[str, float] = {}
        self._burst: deque[float] = deque(maxlen=_BURST_LINES)
        self._left_out = 0
        # A new tuple each time: it is read by other threads than those that speak.
        self.recent: tuple[Said, ...] = ()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record, unless there were too many; whatever fails, the station goes on."""
        try:
            self._write(record)
        except Exception:
            self.handleError(record)

    def _write(self, record: logging.LogRecord) -> None:
        line = " ".join(record.getMessage().split())[:_LONGEST_LINE]
        if record.levelno >= logging.WARNING:
            self._remember(line)
        # The end of the station is always said.
        if record.levelno < logging.CRITICAL and not self._may_say(line):
            self._left_out += 1
            return
        more = f" ({self._left_out} lines left out before)" if self._left_out else ""
        self._left_out = 0
        lines = [line + more]
        if record.exc_info and (self._journal or sys.flags.dev_mode):
            whole = "".join(traceback.format_exception(*record.exc_info))
            lines += whole.splitlines()
        level = next((p for at, p in _PRIORITIES.items() if record.levelno >= at), _DEBUG)
        head = f"<{level}>" if self._journal else "station: "
        # One write, so that no other thread's line comes in between.
        with suppress(OSError, ValueError):
            sys.stderr.write("".join(f"{head}{each}\n" for each in lines))
            sys.stderr.flush()

    def _remember(self, line: str) -> None:
        said = Said(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), line)
        others = [one for one in self.recent if one.line != line]
        self.recent = (*others, said)[-_KEPT:]

    def _may_say(self, line: str) -> bool:
        now_s = self._clock()
        self._said_s = {one: at for one, at in self._said_s.items() if now_s - at < _SAME_LINE_S}
        full = len(self._burst) == _BURST_LINES and now_s - self._burst[0] < _BURST_S
        if full or line in self._said_s:
            return False
        self._said_s[line] = now_s
        self._burst.append(now_s)
        return True


def start_logging(clock: Callable[[], float] = time.monotonic) -> None:
    """Let the station's own loggers speak on standard error; called again, start anew."""
    logger = logging.getLogger("station")
    for old in _handlers():
        logger.removeHandler(old)
    journal = _goes_to_journal(os.environ)
    if journal:
        # Where a crash in a library happened, and where the loop hung when the watchdog ended it.
        faulthandler.enable()
    logger.addHandler(Lines(journal=journal, clock=clock))
    logger.setLevel(logging.INFO)


def recent_errors() -> tuple[Said, ...]:
    """The last warnings and errors, oldest first; empty before :func:`start_logging`."""
    return tuple(said for handler in _handlers() for said in handler.recent)


def place_of(error: BaseException) -> str:
    """Type and innermost place of an unexpected error within the station.

    Without its message, which may hold anything.
    """
    package = Path(__file__).parents[1]
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if package in Path(frame.filename).parents]
    if not own:
        return type(error).__name__
    file = Path(own[-1].filename).relative_to(package.parent)
    return f"{type(error).__name__} in {file}, line {own[-1].lineno}"


def _handlers() -> list[Lines]:
    return [each for each in logging.getLogger("station").handlers if isinstance(each, Lines)]


def _goes_to_journal(environment: Mapping[str, str]) -> bool:
    """Whether standard error is the journal's own stream, as systemd.exec(5) says to ask."""
    try:
        status = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError, AttributeError):
        return False
    return environment.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}"
