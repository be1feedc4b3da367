"""The kiosk's end of the Unix socket between kiosk and coach's page.

The loop of the kiosk looks at it once per turn and never waits: what a slow page does not take is
left out (pictures) or ends the connection (replies). One page at a time.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from station.coach.messages import (
    Ask,
    FromKiosk,
    Pairing,
    PairingCode,
    Reply,
    Rosters,
    Snapshot,
    Watching,
    decode,
    encode,
)

WATCHED_S = 0.1
UNWATCHED_S = 1.0
"""A picture and the next one are so far apart: with somebody who watches, and without."""
_MOST_UNREAD = 4_000_000
"""Bytes that wait for a page: ten times the rosters of a large club."""
_LONGEST_LINE = 400_000
_READ_BYTES = 65_536
_MOST_ASKS = 4
"""So many are taken in one turn; the others wait in the socket."""
_log = logging.getLogger(__name__)


class KioskEnd:
    """Listens at ``file``; :meth:`poll` is to be called once per turn.

    ``clock`` gives monotonic seconds. Where no socket can be made, the kiosk goes on without one.
    """

    def __init__(self, file: Path, clock: Callable[[], float]) -> None:
        self._file, self._clock = file, clock
        self._listener = _listen(file)
        self._page: socket.socket | None = None
        self._unread = bytearray()
        self._unwritten = bytearray()
        self._picture = b""
        self._due_s = clock()
        self._pairing = Pairing(open=False)
        self._rosters: Rosters | None = None
        self.code: PairingCode | None = None
        """What the pairing screen is to show; None while no page is there."""
        self.address: str | None = None
        """Where people find the page; None while no page is there."""
        self.watching = 0

    @property
    def connected(self) -> bool:
        """Whether there is a page."""
        return self._page is not None

    @property
    def wants_snapshot(self) -> bool:
        """Whether :meth:`show` would be listened to now; a snapshot costs the loop a moment."""
        return self._page is not None and self._clock() >= self._due_s

    def poll(self) -> tuple[Ask, ...]:
        """What a coach asks for; each is to be answered by :meth:`reply`."""
        self._accept()
        asks: list[Ask] = []
        try:
            self._read()
            while len(asks) < _MOST_ASKS and (line := self._line()) is not None:
                message = decode(line)
                if isinstance(message, Ask):
                    asks.append(message)
                elif isinstance(message, PairingCode):
                    self._told(message)
                elif isinstance(message, Watching):
                    self._watched(message.count)
        except (OSError, ValueError) as error:
            self._lost(str(error))
        self._write()
        return tuple(asks)

    def reply(self, reply: Reply) -> None:
        """Answer an :class:`Ask`; the next picture follows at once."""
        self._send(reply)
        self._due_s = self._clock()

    def show(self, snapshot: Snapshot) -> None:
        """The newest picture; one that the page has not begun to read is forgotten for it."""
        if self._page is None:
            return
        self._picture = encode(snapshot)
        self._due_s = self._clock() + (WATCHED_S if self.watching else UNWATCHED_S)
        self._write()

    def tell_rosters(self, rosters: Rosters) -> None:
        """The groups, when they are others than before."""
        if rosters != self._rosters:
            self._rosters = rosters
            self._send(rosters)

    def pairing(self, *, open: bool) -> None:
        """Whether the screen shows the pairing now."""
        if open != self._pairing.open:
            self._pairing = Pairing(open)
            self.code = None
            self._send(self._pairing)

    def close(self) -> None:
        """No page any more."""
        self._drop()
        if self._listener is not None:
            self._listener.close()
            with suppress(OSError):
                self._file.unlink()

    def _accept(self) -> None:
        if self._listener is None:
            return
        with suppress(BlockingIOError, OSError):
            page, _ = self._listener.accept()
            # The newest one is right: the one before may hang where it was killed.
            self._drop()
            page.setblocking(False)
            self._page = page
            self._due_s = self._clock()
            self._send(self._pairing)
            if self._rosters is not None:
                self._send(self._rosters)

    def _read(self) -> None:
        if self._page is None or len(self._unread) > _LONGEST_LINE:
            return
        with suppress(BlockingIOError):
            more = self._page.recv(_READ_BYTES)
            if not more:
                self._drop()
            self._unread += more

    def _line(self) -> bytes | None:
        end = self._unread.find(b"\n")
        if end < 0:
            if len(self._unread) > _LONGEST_LINE:
                raise ValueError("a line without an end")
            return None
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return line

    def _told(self, code: PairingCode) -> None:
        """Where the page is, at any time; a number only while it is asked for."""
        self.address = code.url
        if self._pairing.open:
            self.code = code

    def _watched(self, count: int) -> None:
        if count > self.watching:
            self._due_s = self._clock()
        self.watching = count

    def _send(self, message: FromKiosk) -> None:
        if self._page is None:
            return
        self._unwritten += encode(message)
        self._write()
        if len(self._unwritten) > _MOST_UNREAD:
            self._lost("it does not read")

    def _write(self) -> None:
        """As much as the page takes now, pictures last."""
        if self._page is None:
            return
        if not self._unwritten and self._picture:
            self._unwritten += self._picture
            self._picture = b""
        if not self._unwritten:
            return
        try:
            with suppress(BlockingIOError):
                taken = self._page.send(self._unwritten)
                del self._unwritten[:taken]
        except OSError as error:
            self._lost(str(error))

    def _lost(self, why: str) -> None:
        _log.warning("the coach's page was let go: %s", why)
        self._drop()

    def _drop(self) -> None:
        if self._page is not None:
            self._page.close()
        self._page, self.code, self.address, self.watching = None, None, None, 0
        self._unread.clear()
        self._unwritten.clear()
        self._picture = b""


def _listen(file: Path) -> socket.socket | None:
    """A socket at ``file`` for this user only; one left by a killed station is replaced."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        listener.bind(str(file))
        file.chmod(0o600)
        listener.listen(2)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        _log.warning("no coach's page: %s cannot be made (%s)", file, error)
        return None
    return listener
