"""What uvicorn leaves open: who may connect, how many, and how long they may take.

Uvicorn's own limit counts all connections together, and it waits for ever for the rest of a
request that was begun, and for a reader who does not read.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from station.coach.address import is_local

MOST_CONNECTIONS = 64
MOST_PER_ADDRESS = 16
"""A browser opens six, and a live view keeps one."""
WHOLE_REQUEST_S = 10.0
"""From its first byte, or the connection's begin, to its last byte."""
TAKE_S = 20.0
"""An answer, or a part of it, that its reader does not take for so long ends the connection."""
MOST_HEADER_BYTES = 16_384


class GuardedProtocol(H11Protocol):
    """One connection."""

    whole_request_s = WHOLE_REQUEST_S
    take_s = TAKE_S
    _come_by: asyncio.TimerHandle | None = None
    _taken_by: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let go at once who comes from elsewhere or has too many already."""
        others = list(self.connections)
        super().connection_made(transport)
        address = self._address_of(self)
        same = sum(self._address_of(each) == address for each in others)
        if not is_local(address) or same >= MOST_PER_ADDRESS or len(others) >= MOST_CONNECTIONS:
            transport.abort()
            return
        # Told of every byte that waits to be taken.
        transport.set_write_buffer_limits(high=0)
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is to be waited for any more."""
        self._request_came()
        self._answer_taken()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """The clock runs while a request is on its way."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._expect_request()
        else:
            self._request_came()

    def pause_writing(self) -> None:
        """Bytes wait to be taken."""
        super().pause_writing()
        if self._taken_by is None:
            self._taken_by = self.loop.call_later(self.take_s, self.transport.abort)

    def resume_writing(self) -> None:
        """All were taken."""
        self._answer_taken()
        super().resume_writing()

    @staticmethod
    def _address_of(connection: object) -> str:
        client: tuple[str, int] | None = getattr(connection, "client", None)
        return client[0] if client else ""

    def _expect_request(self) -> None:
        if self._come_by is None:
            self._come_by = self.loop.call_later(self.whole_request_s, self.transport.abort)

    def _request_came(self) -> None:
        if self._come_by is not None:
            self._come_by.cancel()
            self._come_by = None

    def _answer_taken(self) -> None:
        if self._taken_by is not None:
            self._taken_by.cancel()
            self._taken_by = None
