"""Puts a station together: the states and what they tell, remember and ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from station.config import Settings
from station.drills.attempt import Attempt
from station.drills.ladder import LadderRules
from station.drills.standing import Standing
from station.drills.walk_up import TestResult, WalkUpTest
from station.errors import PinsError
from station.places import backups_dir
from station.results.about import TestEnd, walk_up
from station.results.clock import clock_is_trusted
from station.results.results import Results
from station.screen.card import WalkUpBoard
from station.screen.flow import Flow
from station.screen.invitation import InvitationState
from station.screen.live import TestState
from station.screen.menu import MenuAction, MenuState
from station.screen.place import PlaceState
from station.screen.result import ResultState
from station.screen.state import StateName
from station.screen.still import StillState
from station.screen.thanks import ThanksState
from station.screen.words import Words
from station.signals.pins import PinNumbers
from station.signals.quiet import QuietHours
from station.signals.signals import Signals
from station.signals.speaker import Speaker
from station.signals.speech import Speech
from station.signals.tell import Tell


class Listener(Protocol):
    """Whoever wants to hear of tests: the store, the narrator."""

    def begin(self) -> None:
        """A test begins."""
        ...

    def attempt(self, attempt: Attempt) -> None:
        """A repetition is over."""
        ...

    def finish(self, result: TestResult) -> None:
        """The test is over."""
        ...


class KeptWalkUps:
    """Remembers the walk-up tests it hears of."""

    def __init__(self, results: Results, rules: LadderRules) -> None:
        self._results = results
        self._about = walk_up(rules)

    def begin(self) -> None:
        """A test begins."""
        self._results.begin(self._about)

    def attempt(self, attempt: Attempt) -> None:
        """A repetition is over."""
        self._results.attempt(attempt)

    def finish(self, result: TestResult) -> None:
        """The test is over."""
        self._results.finish(TestEnd(result.height_m, result.score_m, result.ending))


def open_tell(
    settings: Settings, *, simulate_gpio: bool, may_simulate: bool = False, sound: bool = True
) -> Tell:
    """Light, buzzer, loudspeaker and speech as the settings want them.

    Simulated pins with ``simulate_gpio``; with ``may_simulate`` where there are no real ones.
    Without ``sound``, or at volume 0, only light and buzzer. Raises PinsError where there are no
    pins and none may be simulated.
    """
    volume = settings.sound.volume
    with ExitStack() as opened:
        # Both may start a program, which must happen before the pins are open.
        speech = speaker = None
        if sound and volume and settings.sound.speech:
            speech = Speech.open(settings.screen.language, volume)
        if speech is not None:
            opened.callback(speech.close)
        if sound and volume:
            speaker = Speaker.open(volume)
        if speaker is not None:
            opened.callback(speaker.close)
        signals = _open_signals(settings, simulate_gpio, may_simulate)
        opened.pop_all()
    return Tell(signals, speaker, speech, QuietHours.parse(settings.sound.quiet_hours))


def _open_signals(settings: Settings, simulate: bool, may_simulate: bool) -> Signals:
    pins, volume = settings.pins, settings.sound.volume
    numbers = PinNumbers(pins.pass_light, pins.fault_light, pins.buzzer, pins.button)
    try:
        return Signals(numbers, simulate=simulate, volume=volume)
    except PinsError:
        if not may_simulate:
            raise
        return Signals(numbers, simulate=True, volume=volume)


def open_results(
    settings: Settings, *, keep: bool, file: Path | None, camera: Callable[[], str]
) -> Results:
    """The store of results; one that keeps nothing unless ``keep``."""
    path = None
    if keep:
        path = file or settings.results.path()
    return Results(
        path,
        app_version=version("wall-tap-station"),
        camera_serial=camera,
        now=lambda: datetime.now(UTC),
        clock_is_trusted=clock_is_trusted,
        copies=backups_dir(),
    )


def build_flow(
    settings: Settings,
    words: Words,
    tell: Tell,
    *,
    listeners: Sequence[Listener],
    standing: Callable[[TestResult], Standing | None],
    facts: Callable[[], list[tuple[str, str]]],
    actions: Sequence[MenuAction],
) -> Flow:
    """The states of the walk-up test; ``listeners`` hear of every test in the order given."""
    rules = settings.test.rules()

    def begin() -> WalkUpTest:
        for listener in listeners:
            listener.begin()
        return WalkUpTest(rules)

    def attempt(done: Attempt) -> None:
        for listener in listeners:
            listener.attempt(done)

    def finish(test: WalkUpTest) -> None:
        for listener in listeners:
            listener.finish(test.result)

    return Flow(
        {
            StateName.INVITATION: InvitationState(tell),
            StateName.PLACE: PlaceState(tell),
            StateName.STILL: StillState(tell),
            StateName.TEST: TestState(
                tell, begin, attempt, finish, lambda test: WalkUpBoard(test.progress), words
            ),
            StateName.RESULT: ResultState(tell, standing),
            StateName.THANKS: ThanksState(tell),
            StateName.MENU: MenuState(tell, facts, actions),
        }
    )
