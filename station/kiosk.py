"""The loop that ties the rooms: newest frame, judge, light, picture, and again."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from station.camera.choose import SourceChoice
from station.config import Settings
from station.demo import run_demo
from station.drills.turns import Turns
from station.engine import Engine
from station.errors import PinsError
from station.feed import Feed
from station.judging import Judging
from station.screen.message import MessagePicture
from station.screen.picture import Director, Picture
from station.screen.result import ResultPicture
from station.screen.screen import Screen
from station.screen.theme import theme_named
from station.screen.window import Window
from station.screen.words import Message, Words
from station.signals.pins import PinNumbers
from station.signals.signals import Signals
from station.sources import Sources

_IDLE_S = 0.03
"""A turn of the loop without a source to wait on; short enough for the lights' rhythm."""
_ENCORE_S = 6.0
"""How long the result of a story or recording stays before it starts again."""
_DEMO_DIR = Path(".run") / "screens"


def run_kiosk(
    settings: Settings,
    *,
    source: SourceChoice,
    recording: Path | None,
    simulate_gpio: bool,
    windowed: bool,
    headless: bool,
    out_dir: Path | None,
) -> int:
    """Run the station until it is asked to quit; return the exit code.

    ``headless`` runs one session without a screen, told in text, with the pictures written to
    ``out_dir`` (default ``.run/screens``). A simulated or recorded athlete may go without real
    pins, announced on the screen; with a camera that takes ``simulate_gpio``.

    Raises:
        StationError: no screen, no pins, a bad recording; headless also: no camera.
    """
    words = Words.load()
    sources = Sources(settings, source, recording, realtime=not headless)
    with ExitStack() as stack:
        feed = Feed(sources.open_again, time.monotonic, sources.open_first(must_open=headless))
        stack.callback(feed.close)
        signals = _open_signals(settings, simulate_gpio, may_simulate=not sources.is_camera)
        stack.enter_context(signals)
        notices = _notices(words, sources, signals)
        for notice in notices:
            _say(notice)
        if headless:
            judging = _judging(settings, signals)
            return run_demo(feed, judging, signals, words, notices, out_dir or _DEMO_DIR)
        stop_asked = stack.enter_context(_stop_by_signal())
        window = Window(windowed=windowed or not settings.screen.fullscreen)
        stack.enter_context(window)
        _say(f"display driver {window.driver}")
        screen = Screen(window.surface, words, theme_named(settings.screen.theme), notices)
        kiosk = Kiosk(settings, feed, signals, screen, time.monotonic)
        while not (stop_asked() or window.wants_to_quit()):
            kiosk.turn()
            window.flip()
            if feed.waiting or feed.ended:
                time.sleep(_IDLE_S)
    return 0


class Kiosk:
    """One turn of the loop after the other; a new source gets a new engine.

    The session goes on when a camera comes back (its frames keep the time of this computer), and
    starts anew with a new story or recording. ``clock`` gives monotonic seconds.
    """

    def __init__(
        self,
        settings: Settings,
        feed: Feed,
        signals: Signals,
        screen: Screen,
        clock: Callable[[], float],
    ) -> None:
        self._settings, self._feed, self._signals = settings, feed, signals
        self._screen, self._clock = screen, clock
        self._director = Director()
        self._judging = _judging(settings, signals)
        self._judged_source = feed.opened
        self._ended_s: float | None = None

    def turn(self) -> None:
        """Wait for a frame, let the lights answer, then draw."""
        feed = self._feed
        if not feed.ended:
            frame = feed.next()
            if feed.opened != self._judged_source:
                self._judging = _judging(self._settings, self._signals, self._judging.turns)
                self._judged_source = feed.opened
            if frame is not None:
                self._judging.take(frame, self._clock())
        now_s = self._clock()
        if feed.trouble or feed.stale:
            self._signals.stale()
        self._signals.update(now_s)
        lamps = self._signals.state if self._signals.simulated else None
        self._screen.draw(self._picture(), lamps)
        if feed.ended:
            self._encore(now_s)

    def _picture(self) -> Picture:
        if self._feed.trouble:
            return MessagePicture(Message.CAMERA_TROUBLE, detail=self._feed.trouble)
        if self._feed.ended:
            return ResultPicture(self._judging.turns.summary)
        if self._feed.stale:
            return MessagePicture(Message.NO_PICTURE)
        if self._judging.reading is None:
            return MessagePicture(Message.STARTING)
        return self._director.choose(self._judging.reading, self._judging.turns)

    def _encore(self, now_s: float) -> None:
        """Start the story or recording again once its result has been shown."""
        if self._ended_s is None:
            self._ended_s = now_s
        elif now_s - self._ended_s >= _ENCORE_S:
            self._ended_s = None
            self._feed.restart()
            self._judging = _judging(self._settings, self._signals)


def _judging(settings: Settings, signals: Signals, turns: Turns | None = None) -> Judging:
    engine = Engine(settings.wall.distance_cm / 100, settings.faults.limits())
    return Judging(engine, turns or Turns(settings.session.repetitions), signals)


def _open_signals(settings: Settings, simulate: bool, *, may_simulate: bool) -> Signals:
    """The real light and buzzer; simulated ones when asked for, or for a simulated athlete."""
    pins = PinNumbers(settings.pins.pass_light, settings.pins.fault_light, settings.pins.buzzer)
    muted = not settings.sound.buzzer
    try:
        return Signals(pins, simulate=simulate, muted=muted)
    except PinsError:
        if not may_simulate:
            raise
        return Signals(pins, simulate=True, muted=muted)


def _notices(words: Words, sources: Sources, signals: Signals) -> tuple[str, ...]:
    """The words of the banner: everything that is not real."""
    notices = []
    if sources.is_simulated:
        notices.append(words.get("banner", "simulated_athlete"))
    if sources.is_recording:
        notices.append(words.get("banner", "recording"))
    if signals.simulated:
        notices.append(words.get("banner", "simulated_gpio"))
    return tuple(notices)


@contextmanager
def _stop_by_signal() -> Iterator[Callable[[], bool]]:
    """Turn SIGTERM and Ctrl-C into a question the loop can ask, so that it ends in order."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    # systemd sends it when the display starts on the same console; it means nothing here.
    before[signal.SIGHUP] = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: str) -> None:
    print(f"station: {text}", file=sys.stderr, flush=True)
