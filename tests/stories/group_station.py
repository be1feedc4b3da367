"""A coach's station with a group: the whole kiosk, without a window, on a clock of frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pygame

from station.calibration.applied import SetUp
from station.camera.frame import DepthFrame
from station.camera.simulated import SimulatedSource
from station.closing import ClosesItself
from station.config import load_settings
from station.drills.commands import Command, StartScreening
from station.drills.roster import Athlete
from station.errors import CameraError
from station.feed import Feed
from station.kiosk import Kiosk
from station.opened import Opened
from station.results.results import Results
from station.screen.menu import MenuPicture
from station.screen.next_up_picture import NextUpPicture
from station.screen.picture import Picture
from station.screen.screen import Screen
from station.screen.state import StateName
from station.screen.words import Words
from station.signals.patterns import SignalState
from station.signals.press import Press
from station.signals.signals import Signals
from station.signals.tell import Tell
from station.simulator.story import Story
from tests.drills.made_groups import TEAM_OF_20
from tests.stories.group import MEMBERS, WALL_CM, Pace, story_of

TODAY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
LEARNED_S = 1.0
"""The empty room is known by then."""
_EMPTY_FRAME_S = 0.4
"""An empty room need not be looked at often; after half a second a camera would be too silent."""
_SIZE_PX = (1280, 720)
_MOST_TURNS = 5_000


class Mat(ClosesItself):
    """One camera for all who come one after the other; between them it sees the empty room."""

    description, serial, is_live = "D435", "0815", False

    def __init__(self, story: Story) -> None:
        self._frame_s = 1 / story.fps
        self._frames: Iterator[DepthFrame] = iter(())
        self._last = SimulatedSource(story).read()
        self._began_s = self.time_s = 0.0
        self.free = True
        self.trouble: CameraError | None = None

    def send(self, story: Story) -> None:
        """Somebody comes."""
        self._frames = iter(SimulatedSource(story).read, None)
        self._began_s = self.time_s + self._frame_s
        self.free = False

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        """The next frame; once somebody has left, the last one again and again."""
        if self.trouble is not None:
            self.time_s += _EMPTY_FRAME_S
            raise self.trouble
        frame = next(self._frames, None)
        if frame is not None:
            self._last = frame
            self.time_s = self._began_s + frame.capture_time_s
        else:
            self.free = True
            self.time_s += _EMPTY_FRAME_S
        assert self._last is not None
        return replace(self._last, capture_time_s=self.time_s)

    def close(self) -> None:
        """Nobody comes any more."""
        self._frames = iter(())


class Glance(Screen):
    """Draws a picture only when it shows something for the first time, and hands it to ``kept``."""

    def __init__(self, kept: Callable[[str, pygame.Surface], object]) -> None:
        super().__init__(pygame.Surface(_SIZE_PX, 0, 32), Words.load("de"))
        self._kept, self._seen = kept, set[tuple[str, object]]()
        self.picture: Picture | None = None

    def draw(
        self,
        picture: Picture,
        simulated_signals: SignalState | None = None,
        notices: tuple[str, ...] = (),
    ) -> pygame.Surface:
        """Everybody's own call is a new one."""
        self.picture = picture
        called = picture.called if isinstance(picture, NextUpPicture) else None
        if picture.name is None or (picture.name, called) in self._seen:
            return self._display
        self._seen.add((picture.name, called))
        surface = super().draw(picture, simulated_signals, notices)
        self._kept(picture.name, surface)
        return surface


@dataclass(frozen=True)
class Call:
    """Somebody is called, at this second of the station."""

    name: str
    time_s: float


class GroupStation(ClosesItself):
    """A station on ``database``, switched on at ``began``; ``kept`` gets its pictures."""

    def __init__(
        self,
        database: Path,
        pace: Pace,
        began: datetime = TODAY,
        kept: Callable[[str, pygame.Surface], object] = lambda name, surface: None,
    ) -> None:
        self.database, self._pace, self._stack = database, pace, ExitStack()
        self.mat = mat = Mat(story_of(MEMBERS[TEAM_OF_20[0]], (), pace, WALL_CM / 100))
        tell = self._stack.enter_context(Tell(Signals(simulate=True)))
        results = Results(
            database,
            app_version="test",
            camera_serial=lambda: mat.serial,
            now=lambda: began + timedelta(seconds=mat.time_s),
            clock_is_trusted=lambda: True,
        )
        self.results = self._stack.enter_context(results)
        feed = Feed(lambda: mat, lambda: mat.time_s, mat)
        self._stack.callback(feed.close)
        opened = Opened.of(
            load_settings(),
            feed,
            tell,
            results,
            SetUp(None, str),
            lambda words: (),
            results_file=database,
        )
        self.desk, self._screen = opened.desk, Glance(kept)
        self.kiosk = Kiosk(opened, self._screen, lambda: mat.time_s)
        self.calls: list[Call] = []
        self.heard: Callable[[Call], object] = lambda call: None

    def close(self) -> None:
        """Switched off in peace."""
        self._stack.close()

    @property
    def called(self) -> str | None:
        """Who is called."""
        screening = self.desk.screening
        called: Athlete | None = None if screening is None else screening.called
        return None if called is None else called.name

    @property
    def waits(self) -> bool:
        """Nobody is there, and the screen looks out for whoever comes."""
        invites = self.kiosk.flow.name is StateName.INVITATION and self.mat.time_s > LEARNED_S
        return self.mat.free and invites

    def start(self) -> None:
        """The coach begins a screening of the one group there is."""
        (team,), pace = self.desk.groups, self._pace
        self.take(StartScreening(team.uid, "wall-tap", WALL_CM, pace.repetitions, pace.practice))

    def take(self, command: Command) -> None:
        """The coach asks for this on the phone."""
        assert self.desk.take(command) is None

    def choose(self, key: str, **values: str) -> None:
        """The coach chooses a line of the menu with the button."""
        wanted = self._screen.words.get("menu", key, **values)
        self.turn(Press.LONG)
        for _ in range(20):
            menu = self._screen.picture
            assert isinstance(menu, MenuPicture)
            if ("", *menu.labels)[menu.chosen] == wanted:
                self.turn(Press.LONG)
                return
            self.turn(Press.SHORT)
        raise AssertionError(f"the menu has no {wanted}")

    def send(self, name: str, does: tuple[str, ...]) -> None:
        """Somebody goes to the mat."""
        self.mat.send(story_of(MEMBERS[name], does, self._pace, WALL_CM / 100))

    def turn(self, press: Press | None = None) -> None:
        """One frame."""
        self.kiosk.turn(() if press is None else (press,))
        if self.called is not None and (not self.calls or self.calls[-1].name != self.called):
            self.calls.append(Call(self.called, self.mat.time_s))
            self.heard(self.calls[-1])

    def until(self, so: Callable[[], bool]) -> None:
        """Frame after frame until it is so."""
        for _ in range(_MOST_TURNS):
            if so():
                return
            self.turn()
        raise AssertionError(f"still {self.kiosk.flow.name}, {self.called} is called")
