"""The real kiosk on simulated athletes, who come when they are sent, and the real page."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue

import pygame

from station.assembly import open_results
from station.calibration.applied import SetUp
from station.camera.frame import DepthFrame
from station.camera.simulated import SimulatedSource
from station.closing import ClosesItself
from station.coach.house import House
from station.coach.server import open_house, open_listener
from station.config import Settings, load_settings
from station.feed import Feed
from station.kiosk import Kiosk
from station.opened import Opened
from station.screen.menu import MenuPicture
from station.screen.screen import Screen
from station.screen.state import StateName
from station.screen.words import Words
from station.signals.press import Press
from station.signals.signals import Signals
from station.signals.tell import Tell
from station.simulator.sensor import d435
from station.simulator.sessions import PLANS
from station.simulator.shape import AthleteShape
from station.simulator.story import Story, Timing
from tests.coach.station_at_work import serving
from tests.waiting import until

WALL_M = 0.10
_FPS = 20.0
_READS_S = 2.5
_IDLE_S = 0.1
"""Between two looks at an empty mat: as seldom as the station still takes for a fresh picture."""


def athlete(*names: str, height_m: float = 1.74) -> Story:
    """Somebody who comes, does these repetitions, reads the result and leaves."""
    plans = [replace(PLANS[name], rest_s=0.8) for name in names]
    plans[-1] = replace(plans[-1], rest_s=_READS_S)
    return Story(
        athlete=AthleteShape(height_m, 0.4),
        camera=d435(424),
        wall_m=WALL_M,
        plans=tuple(plans),
        fps=_FPS,
        timing=Timing(empty_s=0.7, walk_s=1.3, turn_s=0.4, still_s=1.5, end_s=1.5),
        seed=4,
    )


class Visitors(ClosesItself):
    """An empty mat by the clock, and whoever is sent as fast as the station can look."""

    description, serial, is_live = "simulated athletes", "", True

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Story] = SimpleQueue()
        self._here: SimulatedSource | None = None
        self._empty = next(iter(SimulatedSource(athlete("clean")).read, None))
        self._now_s = self._came_s = 0.0

    def send(self, story: Story) -> None:
        """Let somebody come, after those who were sent before."""
        self._waiting.put(story)

    @property
    def gone(self) -> bool:
        """Whether everybody who was sent has left again."""
        return self._here is None and self._waiting.empty()

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        """The next frame; there is always one."""
        frame = None if self._here is None else self._here.read()
        if frame is not None:
            self._now_s = self._came_s + frame.capture_time_s
            return replace(frame, capture_time_s=self._now_s)
        self._here = None
        try:
            self._here = SimulatedSource(self._waiting.get_nowait())
        except Empty:
            time.sleep(_IDLE_S)
        self._now_s += _IDLE_S
        self._came_s = self._now_s + 1 / _FPS
        assert self._empty is not None
        return replace(self._empty, capture_time_s=self._now_s)

    def close(self) -> None:
        """Nobody comes any more."""


class RealStation(threading.Thread):
    """The kiosk's own loop. ``pairing`` asks it, by its button, to show the number."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        super().__init__(daemon=True)
        self._settings, self._folder = settings, folder
        self.visitors = Visitors()
        self.pairing = self.ended = False
        self.kiosk: Kiosk | None = None
        self.opened: Opened | None = None
        self.trouble: BaseException | None = None

    @property
    def pin(self) -> str:
        """What the screen shows to be typed."""
        phone = None if self.opened is None else self.opened.phone
        return "" if phone is None or phone.end.code is None else phone.end.code.pin

    def run(self) -> None:
        """Turn after turn; what goes wrong is told to the test."""
        try:
            with ExitStack() as stack:
                self._loop(stack)
        except BaseException as error:
            self.trouble = error

    def _loop(self, stack: ExitStack) -> None:
        tell = stack.enter_context(Tell(Signals(simulate=True)))
        results_file = self._folder / "results.db"
        results = stack.enter_context(open_results(results_file, lambda: ""))
        feed = stack.enter_context(closing(Feed(lambda: self.visitors, time.monotonic)))
        self.opened = Opened.of(
            self._settings,
            feed,
            tell,
            results,
            SetUp(None, str),
            lambda words: (),
            results_file=results_file,
            coach_socket=self._folder / "coach.sock",
        )
        stack.callback(self.opened.close)
        screen = Screen(pygame.Surface((640, 360), 0, 32), Words.load())
        self.kiosk = Kiosk(self.opened, screen, time.monotonic)
        while not self.ended:
            self.kiosk.turn(self._presses(self.kiosk))

    def _presses(self, kiosk: Kiosk) -> list[Press]:
        """What somebody at the button does who wants the number, or no more."""
        showing = kiosk.flow.name is StateName.PAIRING
        if self.pairing == showing:
            return []
        picture = kiosk.flow.picture()
        if isinstance(picture, MenuPicture) and picture.chosen:
            wanted = kiosk.screen.words.get("menu", "phone")
            return [Press.LONG if picture.labels[picture.chosen - 1] == wanted else Press.SHORT]
        return [Press.SHORT if isinstance(picture, MenuPicture) else Press.LONG]


@dataclass(eq=False)
class RealServed:
    """A real station and its page."""

    station: RealStation
    house: House
    port: int

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def show_pin(self) -> str:
        """Hold the button and choose the phone; the PIN on the screen."""
        self.station.pairing = True
        until(lambda: self.house.pins.pin and self.station.pin == self.house.pins.pin, 20)
        return self.station.pin

    def hide_pin(self) -> None:
        """Back to whoever is next."""
        self.station.pairing = False
        until(lambda: not self.house.pins.open)


@contextmanager
def really_served(folder: Path) -> Iterator[RealServed]:
    """A station for screenings, and its page, ready to be asked."""
    settings = load_settings()
    settings = settings.model_copy(
        update={"station": settings.station.model_copy(update={"use": "screening"})}
    )
    with ExitStack() as stack:
        listener = stack.enter_context(closing(open_listener("127.0.0.1", 0)))
        house = open_house(settings, folder / "coach.sock", folder / "results.db")
        station = RealStation(settings, folder)
        station.start()
        stack.callback(_end, station)
        stack.enter_context(serving(house, listener))
        until(lambda: house.kiosk.snapshot is not None, 30)
        yield RealServed(station, house, listener.getsockname()[1])


def _end(station: RealStation) -> None:
    station.ended = True
    station.join(20)
    if station.trouble is not None:
        raise station.trouble
