"""Serves the coach's page with uvicorn, and finds the kiosk whenever it is there."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from uvicorn import Config, Server

from station import places
from station.coach.address import own_address
from station.coach.app import build_app
from station.coach.connections import MOST_HEADER_BYTES, GuardedProtocol
from station.coach.house import House
from station.coach.kiosk_link import CoachEnd
from station.coach.messages import PairingCode
from station.coach.pairing import PinPairing, Shown
from station.coach.sessions import Sessions
from station.config import Settings
from station.errors import CoachPageError
from station.stopping import stop_by_signal

_KEEP_ALIVE_S = 5
_LAST_WORDS_S = 1
_log = logging.getLogger(__name__)


def serve_until_asked(settings: Settings) -> None:
    """Serve until asked to end.

    Raises:
        CoachPageError: the port is taken.
    """
    listener = open_listener("0.0.0.0", settings.coach.port)
    house = open_house(settings, places.coach_socket(), settings.results.path())
    _log.info("the coach's page is at %s", address_of(listener))
    with stop_by_signal() as stop_asked:
        asyncio.run(serve(house, listener, stop_asked))


def open_house(settings: Settings, socket_file: Path, results_file: Path) -> House:
    """All that the pages need, for the kiosk at ``socket_file``."""
    kiosk = CoachEnd(socket_file)
    port = settings.coach.port

    def show(shown: Shown) -> None:
        url = f"http://{own_address()}:{port}"
        kiosk.show_code(PairingCode(url, shown.pin, shown.locked_s, shown.paired))

    pins = PinPairing(time.monotonic, show)
    kiosk.on_pairing = pins.screen
    return House(
        settings=settings,
        kiosk=kiosk,
        pins=pins,
        sessions=Sessions(time.monotonic),
        results_file=results_file,
    )


def open_listener(host: str, port: int) -> socket.socket:
    """The socket to be served; IPv4, which every phone has.

    Raises:
        CoachPageError: the port is taken.
    """
    try:
        return socket.create_server((host, port), backlog=64)
    except OSError as error:
        # The error's own text repeats the address.
        why = os.strerror(error.errno) if error.errno else str(error)
        raise CoachPageError(
            f"the coach's page cannot be opened at port {port} ({why}); "
            "end what uses it, or choose another coach.port in the settings"
        ) from None


def address_of(listener: socket.socket) -> str:
    """Where people find it."""
    return f"http://{own_address()}:{listener.getsockname()[1]}"


async def serve(house: House, listener: socket.socket, stop_asked: Callable[[], bool]) -> None:
    """Serve until it is asked to stop."""
    following = asyncio.create_task(house.kiosk.run())
    try:
        await PageServer(house, listener, stop_asked).serve([listener])
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following


class PageServer(Server):
    """Uvicorn, which leaves signals to whoever started it."""

    def __init__(
        self, house: House, listener: socket.socket, stop_asked: Callable[[], bool]
    ) -> None:
        super().__init__(_config(house, listener.getsockname()[1]))
        self._stop_asked = stop_asked

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """None of them."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """Whether to end; asked ten times a second."""
        return self._stop_asked() or await super().on_tick(counter)


def _config(house: House, port: int) -> Config:
    """It says nothing of its own: its lines would hold what was asked for, and by whom."""
    for name in ("uvicorn.error", "uvicorn.access", "uvicorn.asgi", "python_multipart"):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
    return Config(
        build_app(house, port),
        http=GuardedProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=64,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_LAST_WORDS_S,
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
    )
