"""The page's end of the Unix socket between kiosk and coach's page.

It looks for the kiosk once a second, for ever: the station may start later, and start anew.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from pathlib import Path

from station.coach.messages import (
    Ask,
    FromCoach,
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
from station.drills.commands import Command
from station.drills.roster import Group

_AGAIN_S = 1.0
_ANSWER_S = 4.0
"""A kiosk that takes longer hangs or is being started anew."""
_PICTURE_S = 1.0
_LONGEST_LINE = 8_000_000
_log = logging.getLogger(__name__)

_Answered = asyncio.Future[tuple[Reply, asyncio.Event]]
"""The reply, and what tells of the first snapshot after it."""


class KioskSilentError(Exception):
    """The kiosk is not there, or does not answer."""


class CoachEnd:
    """Follows the kiosk at ``file``. :meth:`run` goes on until it is cancelled.

    ``on_pairing`` is called when the station's screen begins or ceases to show the pairing, also
    with False when the kiosk is gone.
    """

    def __init__(self, file: Path, on_pairing: Callable[[bool], None] | None = None) -> None:
        self._file = file
        self.on_pairing = on_pairing or (lambda _open: None)
        self.snapshot: Snapshot | None = None
        self.groups: tuple[Group, ...] = ()
        self._writer: asyncio.StreamWriter | None = None
        self._asked: dict[int, _Answered] = {}
        self._last_id = 0
        self._watchers = 0
        self._news = asyncio.Event()

    @property
    def watchers(self) -> int:
        """How many pages follow the live view."""
        return self._watchers

    @property
    def connected(self) -> bool:
        """Whether the kiosk is there."""
        return self._writer is not None

    async def run(self) -> None:
        """Find the kiosk, listen to it, and find it again."""
        while True:
            with suppress(OSError, ValueError):
                await self._listen()
            await asyncio.sleep(_AGAIN_S)

    async def ask(self, command: Command) -> str | None:
        """Have it done; the kiosk's words where it is refused. The snapshot is that after it.

        Raises:
            KioskSilentError: nobody knows whether it was done.
        """
        self._last_id += 1
        asked = Ask(self._last_id, command)
        answered: _Answered = asyncio.get_running_loop().create_future()
        self._asked[asked.id] = answered
        try:
            self._send(asked)
            reply, news = await asyncio.wait_for(answered, _ANSWER_S)
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), _PICTURE_S)
            return reply.refused
        except TimeoutError:
            raise KioskSilentError from None
        finally:
            self._asked.pop(asked.id, None)

    def show_code(self, code: PairingCode) -> None:
        """What the pairing screen is to show."""
        with suppress(KioskSilentError):
            self._send(code)

    async def watch(self, heartbeat_s: float) -> AsyncGenerator[Snapshot | None, None]:
        """Each new snapshot, the last one first; also after ``heartbeat_s`` without one."""
        self._watched(+1)
        try:
            while True:
                news = self._news
                yield self.snapshot
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), heartbeat_s)
        finally:
            self._watched(-1)

    def _watched(self, more: int) -> None:
        self._watchers += more
        with suppress(KioskSilentError):
            self._send(Watching(self._watchers))

    def _send(self, message: FromCoach) -> None:
        if self._writer is None:
            raise KioskSilentError
        self._writer.write(encode(message))

    async def _listen(self) -> None:
        reader, writer = await asyncio.open_unix_connection(str(self._file), limit=_LONGEST_LINE)
        self._writer = writer
        _log.info("connected to the station")
        try:
            self._send(Watching(self._watchers))
            while line := await reader.readline():
                self._take(decode(line))
        finally:
            self._writer = None
            writer.close()
            _log.info("the station is gone")
            self._gone()

    def _take(self, message: FromKiosk | FromCoach) -> None:
        if isinstance(message, Snapshot):
            self.snapshot = message
            self._told()
        elif isinstance(message, Rosters):
            self.groups = message.groups
        elif isinstance(message, Pairing):
            self.on_pairing(message.open)
        elif isinstance(message, Reply) and message.id in self._asked:
            answered = self._asked[message.id]
            if not answered.done():
                answered.set_result((message, self._news))

    def _gone(self) -> None:
        for answered in self._asked.values():
            if not answered.done():
                answered.set_exception(TimeoutError())
        self.snapshot = None
        self.on_pairing(False)
        self._told()

    def _told(self) -> None:
        """Wake who waits; whoever waits from now on waits for the next."""
        self._news.set()
        self._news = asyncio.Event()
