"""A real kiosk on a camera that goes wrong, watched at every turn."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

import pygame

from station.assembly import open_results
from station.calibration.applied import SetUp
from station.camera.process import CameraProcess
from station.camera.recovery import Recovery, Waits
from station.closing import ClosesItself
from station.config import load_settings
from station.errors import CameraError
from station.feed import Feed
from station.kiosk import Kiosk
from station.opened import Opened
from station.screen.picture import Picture
from station.screen.screen import Screen
from station.screen.trouble import TroublePicture
from station.screen.words import Message, Words
from station.signals.patterns import SignalState
from station.signals.signals import Signals
from station.signals.tell import Tell
from tests.camera.faulty import FAKE_SDK, GARBAGE, HARMLESS, MENDED_BY_HAND, Fault, FaultyCamera

WAITS = Waits(
    silent_s=1.0,
    reopen_s=(0.05, 0.2, 0.4),
    reset_s=(0.1, 0.5),
    exit_s=0.3,
    again_s=3.0,
    steady_s=1.0,
)
"""Three to ten times as fast as in a gym."""
_OPENING_S, _RESETTING_S = 8.0, 10.0
_TRUE_WITHIN_S = 1.0
_SEEN_WITHIN_S = 0.3
"""Until garbage reaches the judging; a light that went on before goes out by itself."""
_WORKS_FOR_S = 0.5
_BOUND_S = 90.0
"""No single fault may keep the station longer from working or ending."""
_SCREEN_PX = (640, 360)


@dataclass(frozen=True)
class Outcome:
    """What came of one fault. ``told_s`` counts from its beginning; ``back_s`` from when its
    cause was gone, or from its beginning where only the station could end it."""

    fault: Fault
    told_s: float | None = None
    back_s: float | None = None
    exit_line: str | None = None
    wrong: tuple[str, ...] = ()
    said: str = ""


class _Watched(Screen):
    """The real screen, which remembers what it was given to draw."""

    shown: Picture | None = None

    def draw(
        self,
        picture: Picture,
        simulated_signals: SignalState | None = None,
        notices: tuple[str, ...] = (),
    ) -> pygame.Surface:
        self.shown = picture
        return super().draw(picture, simulated_signals, notices)


@dataclass
class _Watch:
    """One fault while it is played."""

    fault: Fault
    began_s: float
    climbed: int = 0
    """Failures that were not yet forgotten when it began."""
    told_s: float | None = None
    works_since_s: float | None = None
    wrong: list[str] = field(default_factory=list)

    def say(self, what: str) -> None:
        # What is wrong at one turn is so at the next; the first few tell enough.
        if len(self.wrong) < 3:
            self.wrong.append(what)


class KioskRun(ClosesItself):
    """Use it in ``with``; the fake SDK comes first on the path that the camera's process gets."""

    def __init__(self, camera: FaultyCamera, waits: Waits = WAITS) -> None:
        self._camera = camera
        self._stack = ExitStack()
        sys.path.insert(0, str(FAKE_SDK))
        self._stack.callback(sys.path.remove, str(FAKE_SDK))
        settings = load_settings()
        feed = Feed(
            lambda: CameraProcess(patience_s=_OPENING_S),
            time.monotonic,
            reset_source=lambda: CameraProcess(reset=True, patience_s=_RESETTING_S),
            recovery=Recovery(waits, may_exit=True),
        )
        self._stack.callback(feed.close)
        self.feed, self.signals = feed, Signals(simulate=True)
        tell = self._stack.enter_context(Tell(self.signals))
        results = open_results(None, lambda: feed.serial)
        self._stack.enter_context(results)
        self.screen = _Watched(pygame.Surface(_SCREEN_PX, 0, 32), Words.load())
        self._kiosk = Kiosk(
            Opened.of(settings, feed, tell, results, SetUp(None, str), lambda words: ()),
            self.screen,
            time.monotonic,
        )
        self._captured_s = float("-inf")
        self._was_dark = True

    def close(self) -> None:
        """End the kiosk."""
        self._stack.close()

    def play(self, faults: list[Fault]) -> list[Outcome]:
        """One fault after the other on a working station, until the last or an exit."""
        start = self._until_it_works(_Watch(Fault("", "never"), time.monotonic()))
        outcomes = [] if start.exit_line is None and not start.wrong else [start]
        for fault in faults if not outcomes else ():
            # An athlete at the wall just as it happens: the light to be put out.
            self.signals.touch()
            self._camera.do(fault)
            watch = _Watch(fault, time.monotonic(), self.feed.failures)
            outcomes.append(self._until_it_works(watch))
            if outcomes[-1].exit_line is not None or outcomes[-1].wrong:
                break
        return outcomes

    def _until_it_works(self, watch: _Watch) -> Outcome:
        exit_line = None
        while not self._works(watch):
            try:
                self._turn(watch)
                self.feed.raise_given_up()
            except CameraError as error:
                exit_line = self._ended(watch, error)
                break
            except Exception as error:
                watch.say(f"unhandled {type(error).__name__}: {error}")
                break
            if time.monotonic() - watch.began_s > _BOUND_S:
                watch.say(f"{watch.fault}: neither works nor ends after {_BOUND_S:g} s")
                break
        back_s = None
        if watch.works_since_s is not None and exit_line is None:
            gone_s = watch.fault.value if watch.fault.heals == "time" else 0.0
            back_s = max(0.0, watch.works_since_s - watch.began_s - gone_s)
        if watch.told_s is None and watch.fault.name and watch.fault.name not in NEED_NOT_TELL:
            lasted = watch.fault.heals != "time" or watch.fault.value > _TRUE_WITHIN_S
            if lasted:
                watch.say(f"{watch.fault}: never told")
        return Outcome(watch.fault, watch.told_s, back_s, exit_line, tuple(watch.wrong))

    def _turn(self, watch: _Watch) -> None:
        began_s = time.monotonic()
        turn = self._kiosk.turn()
        if turn.capture_time_s is not None:
            self._captured_s = turn.capture_time_s
        if self.feed.waiting:
            time.sleep(0.03)
        self._check(watch, began_s)

    def _check(self, watch: _Watch, now_s: float) -> None:
        dark, told = (
            not self.signals.state.pass_light,
            isinstance(self.screen.shown, TroublePicture),
        )
        since_s = now_s - watch.began_s
        if now_s - self._captured_s > _TRUE_WITHIN_S and not (dark and told):
            watch.say(f"{watch.fault}: no frame for over a second, {self._sight(dark)}")
        ended = watch.fault.heals != "never" and not self._still_wrong(watch, since_s)
        useless = watch.fault.name and watch.fault.name not in (*GARBAGE, *HARMLESS)
        if useless and not ended and since_s > _TRUE_WITHIN_S and not (dark and told):
            watch.say(f"{watch.fault}: {since_s:.2f} s after it began, {self._sight(dark)}")
        lit, self._was_dark = self._was_dark and not dark, dark
        if watch.fault.name in GARBAGE and not ended and since_s > _SEEN_WITHIN_S and lit:
            watch.say(f"{watch.fault}: a pass light goes on, {since_s:.2f} s into garbage")
        if told and dark and watch.told_s is None and watch.fault.name:
            watch.told_s = time.monotonic() - watch.began_s

    def _still_wrong(self, watch: _Watch, since_s: float) -> bool:
        if watch.fault.heals == "time":
            return since_s < watch.fault.value
        return self._camera.count(watch.fault.heals) < watch.fault.value

    def _sight(self, dark: bool) -> str:
        light = "the light is off" if dark else "THE PASS LIGHT IS ON"
        return f"{light}, the screen shows {type(self.screen.shown).__name__}"

    def _works(self, watch: _Watch) -> bool:
        """Fresh frames, no trouble on the screen, and the fault over, for a while."""
        now_s = time.monotonic()
        shown = self.screen.shown
        healthy = (
            shown is not None
            and not isinstance(shown, TroublePicture)
            and now_s - self._captured_s < 0.3
            and (not watch.fault.name or not self._still_wrong(watch, now_s - watch.began_s))
        )
        if not healthy:
            watch.works_since_s = None
            return False
        if watch.works_since_s is None:
            watch.works_since_s = now_s
        return now_s - watch.works_since_s > _WORKS_FOR_S

    def _ended(self, watch: _Watch, error: CameraError) -> str:
        """A truthful exit: the words are on the screen, the light is out, the code is not 0."""
        line = str(error)
        shown = self.screen.shown
        if not (isinstance(shown, TroublePicture) and shown.message is Message.CAMERA_TROUBLE):
            watch.say(f"ends without words on the screen: {shown}")
        if self.signals.state.pass_light:
            watch.say("ends with the pass light on")
        # What a person has to mend is waited for, unless it joins a climb that is at its end.
        waits = watch.fault.name in MENDED_BY_HAND and not watch.climbed
        if error.exit_code == 0 or "\n" in line or waits or watch.fault.name == "absent":
            watch.say(f"{watch.fault}: ends wrongly: {line}")
        return line


NEED_NOT_TELL = (*GARBAGE, *HARMLESS)
"""Pictures of nothing are told by what they show, and some are nothing at all."""
