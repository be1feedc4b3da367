"""A station for the coach's page: the real socket and desk in a loop, with no camera before it."""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from station.coach.house import House
from station.coach.link import KioskEnd
from station.coach.messages import DrillName, Live, Snapshot
from station.coach.pairing import PinPairing
from station.coach.server import open_house, open_listener, serve
from station.coach.sessions import Sessions
from station.coach.telling import serve_coach, snapshot_of
from station.config import Settings, load_settings
from station.config.schema import UseName
from station.drills.desk import Desk
from station.drills.roster import Athlete, Group
from station.drills.screening import Protocol, ScreeningState
from station.screen.words import Words
from tests.waiting import until

TURN_S = 1 / 250
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

    def __init__(self, file: Path, groups: tuple[Group, ...], use: UseName, language: str) -> None:
        super().__init__(daemon=True)
        self._end = KioskEnd(file, time.monotonic)
        self._words = Words.load(language)
        self._language = language
        uids = itertools.count(1)
        self.use = use
        self._groups, self._uids = groups, uids
        self.pairing = False
        self.ended = False
        self.begin_afresh()

    def begin_afresh(self) -> None:
        """The groups it began with, and nothing going on."""
        self.kept = Kept()
        self.live: Live | None = STANDING
        self.desk = Desk(
            self._groups,
            None,
            tuple(each.name for each in DRILLS),
            self.kept,
            lambda: f"made-{next(self._uids)}",
            Protocol("wall-tap", 0.1),
        )

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
    """A station and its page, in this process. ``now_s`` is the clock of sessions and tries."""

    station: Station
    house: House
    port: int
    results_file: Path
    now_s: float = 0.0

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def begin_afresh(self) -> None:
        """Nobody signed in, no wrong tries, nothing going on at the station."""
        self.begin_station_afresh()
        self.hide_pin()
        self.now_s = 0.0
        self.house.sessions = Sessions(lambda: self.now_s)
        self.house.pins = PinPairing(lambda: self.now_s, self.house.pins.shown)
        self.house.kiosk.on_pairing = self.house.pins.screen

    def begin_station_afresh(self) -> None:
        """Only the station; the page knows of it."""
        self.station.begin_afresh()
        groups = self.station.desk.groups
        until(lambda: self.house.kiosk.groups == groups)

    def hide_pin(self) -> None:
        """The station's screen shows something else again."""
        self.station.pairing = False
        until(lambda: not self.house.pins.open)

    def show_pin(self) -> str:
        """Let the station's screen show the pairing; the PIN there."""
        self.station.pairing = True
        until(lambda: self.house.pins.pin and self.station.pin == self.house.pins.pin)
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
    use: UseName = "screening",
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
        stack.enter_context(serving(house, listener))
        until(lambda: house.kiosk.snapshot is not None)
        running = Served(station, house, listener.getsockname()[1], results_file)
        running.begin_afresh()
        yield running


def _end(station: Station) -> None:
    station.ended = True
    station.join(5)


@contextmanager
def serving(house: House, listener: socket.socket) -> Iterator[None]:
    """The page's own process, as a thread."""
    ended = threading.Event()
    thread = threading.Thread(
        target=lambda: asyncio.run(serve(house, listener, ended.is_set)), daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(10)
