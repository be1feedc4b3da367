"""``station coach``: serves the coach's page on the gym's network, where the settings ask for it.

A process of its own, because the kiosk has no network on purpose. It reads the results, never
writes, and asks the kiosk for everything else.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from contextlib import suppress
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

_KEEP_ALIVE_S = 5
_LAST_WORDS_S = 1
_log = logging.getLogger(__name__)


def run_coach(settings: Settings) -> int:
    """Serve until asked to end; return the exit code.

    Raises:
        CoachPageError: the port is taken.
    """
    if not settings.coach.enabled:
        _log.info("coach.enabled = false in the settings: there is no coach's page")
        return 0
    listener = open_listener("0.0.0.0", settings.coach.port)
    house = open_house(settings, places.coach_socket(), settings.results.path())
    _log.info("the coach's page is at %s", address_of(listener))
    asyncio.run(serve(house, listener))
    return 0


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
        raise CoachPageError(
            f"the coach's page cannot be opened at port {port} ({error.strerror}); "
            "end what uses it, or choose another coach.port in the settings"
        ) from None


def address_of(listener: socket.socket) -> str:
    """Where people find it."""
    return f"http://{own_address()}:{listener.getsockname()[1]}"


async def serve(house: House, listener: socket.socket) -> None:
    """Serve until a signal comes."""
    server = make_server(house, listener)
    following = asyncio.create_task(house.kiosk.run())
    try:
        await server.serve([listener])
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following


def make_server(house: House, listener: socket.socket) -> Server:
    """Uvicorn, which says nothing: its lines would hold what was asked for, and by whom."""
    for name in ("uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
    return Server(
        Config(
            build_app(house, listener.getsockname()[1]),
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
    )
