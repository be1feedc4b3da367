"""How the station's loop ends: by SIGTERM or Ctrl-C, in order, and who starts it again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stop_by_signal() -> Iterator[Callable[[], bool]]:
    """While inside, the yielded function tells whether somebody asked to end."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    # systemd sends it when the display starts on the same console; it means nothing here.
    before[signal.SIGHUP] = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def is_started_again(environment: Mapping[str, str] = os.environ, pid: int | None = None) -> bool:
    """Whether systemd started this very process, and so starts a new one when it fails.

    A terminal on a desktop inherits most of systemd's variables, but not this number.
    """
    return environment.get("SYSTEMD_EXEC_PID") == str(os.getpid() if pid is None else pid)
