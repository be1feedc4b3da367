"""Talks to systemd, where it started the station: ready, alive, how it is, ending.

Its own few lines instead of a library, as sd_notify(3) recommends. Nothing here waits or raises:
a station that systemd does not hear is worth more than one that ended over it.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping

_BEATS_PER_TIMEOUT = 4
"""sd_watchdog_enabled(3) asks for two; one that is lost shall not matter."""
_LONGEST_STATUS = 200


class Service:
    """What systemd is told; without ``NOTIFY_SOCKET`` in ``environment`` nothing.

    ``clock`` gives monotonic seconds. The environment stays as it is: its socket takes messages
    of the main process alone (``NotifyAccess=main``), and the watchdog is only our own when
    ``WATCHDOG_PID`` says so.
    """

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = _address(environment.get("NOTIFY_SOCKET", ""))
        self._clock = clock
        self._beat_every_s = _watchdog_s(environment) / _BEATS_PER_TIMEOUT
        self._beaten_s = float("-inf")
        self._is_ready = False
        self._status = ""

    @property
    def present(self) -> bool:
        """Whether systemd started the station."""
        return self._address is not None

    @property
    def watched(self) -> bool:
        """Whether systemd ends the station when it does not hear :meth:`beat` in time."""
        return self._address is not None and self._beat_every_s > 0

    def ready(self) -> None:
        """The station can be used; told once, may be called every turn."""
        if not self._is_ready:
            self._is_ready = self._tell("READY=1")

    def beat(self) -> None:
        """The station is alive; may be called every turn, and must not be from a thread.

        A thread would go on beating for a loop that is stuck.
        """
        now_s = self._clock()
        due = self.watched and now_s - self._beaten_s >= self._beat_every_s
        if due and self._tell("WATCHDOG=1"):
            self._beaten_s = now_s

    def status(self, line: str) -> None:
        """One line for ``systemctl status``; told when it is another one."""
        line = " ".join(line.split())[:_LONGEST_STATUS]
        if line != self._status and self._tell(f"STATUS={line}"):
            self._status = line

    def stopping(self) -> None:
        """The station ends."""
        self._tell("STOPPING=1")

    def _tell(self, message: str) -> bool:
        """Send one message; False when it did not go out, to be tried again."""
        if self._address is None:
            return True
        try:
            # Opened anew each time: systemd may have been started again meanwhile.
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
                out.setblocking(False)
                out.sendto(message.encode(), self._address)
        except OSError:
            return False
        return True


def _address(name: str) -> str | None:
    """The socket's name; "@" stands for the zero byte of Linux's abstract sockets."""
    if name.startswith("@"):
        return "\0" + name[1:]
    return name if name.startswith("/") else None


def _watchdog_s(environment: Mapping[str, str]) -> float:
    """The watchdog's timeout in seconds; 0 without one, or with another process's."""
    pid = environment.get("WATCHDOG_PID", "")
    if pid and pid != str(os.getpid()):
        return 0.0
    microseconds = environment.get("WATCHDOG_USEC", "")
    return int(microseconds) / 1e6 if microseconds.isdecimal() else 0.0
