"""A station for the coach's page: the real socket and desk in a loop, with no camera before it."""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from station.coach.house import House
from station.coach.link import KioskEnd
from station.coach.messages import DrillName, Live, Snapshot, Use
from station.coach.server import make_server, open_house, open_listener
from station.coach.telling import serve_coach, snapshot_of
from station.config import Settings, load_settings
from station.drills.desk import Desk
from station.drills.roster import Athlete, Group
from station.drills.screening import Protocol, ScreeningState
from station.screen.words import Words
from tests.waiting import until

TURN_S = 1 / 60
DRILLS = (
    DrillName("wall-tap", "Wall tap"),
    DrillName("tempo-hinge", "Tempo hinge"),
)
STANDING = Live(
    count=1,
    of=3,
    gap_mm=84.0,
    wall_mm=100.0,
    outline=((-90, 0), (-120, 900), (-60, 1500), (20, 1780), (120, 1500), (90, 900), (60, 0)),
)


class Kept:
    """Remembers what the desk had kept, as the results would."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []

    def keep_group(self, group: Group) -> None:
        self.done.append(("group", group.name))

    def keep_screening(self, state: ScreeningState) -> None:
        self.done.append(("screening", str(state.called)))

    def delete_athlete(self, uid: str) -> None:
        self.done.append(("delete athlete", uid))

    def delete_group(self, uid: str) -> None:
        self.done.append(("delete group", uid))


class Station(threading.Thread):
    """The kiosk's loop as far as a coach sees it."""

    def __init__(self, file: Path, groups: tuple[Group, ...], use: Use, language: str) -> None:
        super().__init__(daemon=True)
        self._end = KioskEnd(file, time.monotonic)
        self._words = Words.load(language)
        self._language = language
        uids = itertools.count(1)
        self.kept = Kept()
        self.use = use
        self.desk = Desk(
            groups,
            None,
            tuple(each.name for each in DRILLS),
            self.kept,
            lambda: f"made-{next(uids)}",
            Protocol("wall-tap", 0.1),
        )
        self.live: Live | None = STANDING
        self.pairing = False
        self.frozen = False
        self.ended = False

    @property
    def pin(self) -> str:
        """What its screen shows to be typed; "" for none."""
        return "" if self._end.code is None else self._end.code.pin

    @property
    def url(self) -> str:
        """And where to."""
        return "" if self._end.code is None else self._end.code.url

    @property
    def watching(self) -> int:
        """How many follow the live view."""
        return self._end.watching

    def run(self) -> None:
        """Turn after turn."""
        while not self.ended:
            if not self.frozen:
                self._end.pairing(open=self.pairing)
                serve_coach(self._end, self.desk, self._words, self._snapshot)
            time.sleep(TURN_S)
        self._end.close()

    def _snapshot(self) -> Snapshot:
        return snapshot_of(
            self.desk,
            self._words,
            use=self.use,
            state="test",
            language=self._language,  # type: ignore[arg-type]
            message=self._words.get("message.nobody", "title"),
            drills=DRILLS,
            live=self.live,
        )


@dataclass(eq=False)
class Served:
    """A station and its page, in this process; ``lines`` is all that was logged."""

    station: Station
    house: House
    port: int
    results_file: Path
    loop: asyncio.AbstractEventLoop = field(repr=False)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def show_pin(self) -> str:
        """Let the station's screen show the pairing; the PIN there."""
        self.station.pairing = True
        until(lambda: self.station.pin)
        return self.station.pin


def team(count: int = 3, uid: str = "g1", name: str = "U15") -> Group:
    """A group with some names that are hard on pages."""
    names = ("Jörg Müller", "Siobhán O'Neill", "<script>alert(1)</script>", "Ärzu Öztürk-Straßer")
    athletes = [
        Athlete(f"{uid}-a{at}", names[at % 4] + (f" {at}" if at > 3 else ""), str(at + 1))
        for at in range(count)
    ]
    return Group(uid, name, tuple(athletes))


@contextmanager
def served(
    folder: Path,
    *,
    groups: tuple[Group, ...] = (),
    use: Use = "screening",
    language: str = "en",
) -> Iterator[Served]:
    """A station with its page, ready to be asked, on any free port of this machine."""
    settings: Settings = load_settings()
    file, results_file = folder / "coach.sock", folder / "results.db"
    with ExitStack() as stack:
        listener = stack.enter_context(closing(open_listener("127.0.0.1", 0)))
        house = open_house(settings, file, results_file)
        station = Station(file, groups, use, language)
        station.start()
        stack.callback(_end, station)
        loop = stack.enter_context(_serving(house, listener))
        until(lambda: house.kiosk.snapshot is not None)
        yield Served(station, house, listener.getsockname()[1], results_file, loop)


def _end(station: Station) -> None:
    station.ended = True
    station.join(5)


@contextmanager
def _serving(house: House, listener: socket.socket) -> Iterator[asyncio.AbstractEventLoop]:
    """The page's own process, as a thread."""
    server = make_server(house, listener)
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        following = asyncio.create_task(house.kiosk.run())
        await server.serve([listener])
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield loop
    finally:
        server.should_exit = True
        thread.join(10)
