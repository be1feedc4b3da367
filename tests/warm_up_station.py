"""The warm-up as the kiosk runs it, without screen and camera, on a clock of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gpiozero.pins.mock import MockFactory

from station.camera.frame import DepthFrame
from station.config.drills import load_drill
from station.drills.attempt import Attempt
from station.drills.commands import ChooseDrill
from station.drills.desk import Desk
from station.drills.drill import Drill
from station.drills.screening import Protocol
from station.engine import Reading
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault, Outcome
from station.judging import Judging, MeasuresFrames
from station.results.about import TestAbout, TestEnd
from station.results.results import Results
from station.screen.menu import MenuState
from station.screen.pairing import PairingState
from station.screen.state import StateName
from station.screen.words import Words
from station.signals.quiet import QuietHours
from station.signals.signals import Signals
from station.signals.tell import Tell
from station.uses.around import Around
from station.uses.chosen import chosen_drill
from station.uses.warm_up import warm_up_flow

STARTS = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
"""So that midnight and the quiet hours fall into a day of eight hours."""
QUIET = QuietHours.parse("22:00-07:00")
FIRST_WALL_M = 0.10


def time_of_day(now_s: float) -> datetime:
    """So long after the station was switched on."""
    return STARTS + timedelta(seconds=now_s)


@dataclass(frozen=True)
class Told:
    """One repetition as the station told it."""

    time_s: float
    outcome: Outcome
    faults: frozenset[Fault]
    wall_m: float | None
    set_number: int


@dataclass
class Listening:
    """Hears of every test, beside the store."""

    now_s: float = 0.0
    begun_s: list[float] = field(default_factory=list)
    tests: list[list[Told]] = field(default_factory=list)

    def begin(self, about: TestAbout) -> None:
        """A visit begins."""
        self.begun_s.append(self.now_s)
        self.tests.append([])

    def attempt(self, attempt: Attempt) -> None:
        """A repetition is over."""
        verdict, faults = attempt.repetition.verdict, attempt.repetition.verdict.faults
        self.tests[-1].append(
            Told(
                self.now_s,
                verdict.outcome,
                frozenset(faults),
                attempt.wall_m,
                attempt.set_number,
            )
        )

    def finish(self, end: TestEnd) -> None:
        """The visit is over."""


class WarmUpStation:
    """States, lights and store around an engine. Time is that of the frames."""

    def __init__(self, folder: Path, engine: MeasuresFrames, drills: Iterable[str]) -> None:
        self.file, self.listening = folder / "results.db", Listening()
        self.words = Words.load()
        self._drills = {name: load_drill(name).drill for name in drills}
        self.results = Results(
            self.file,
            app_version="0",
            camera_serial=lambda: "0815",
            now=self.utc,
            clock_is_trusted=lambda: True,
        )
        self._signals = Signals(simulate=True)
        self.tell = Tell(self._signals, None, None, QUIET, self.utc)
        first = next(iter(self._drills))
        self._desk = Desk((), None, self._drills, self.results, str, Protocol(first))
        heard = (self.results, self.listening)
        around = Around(
            self.words,
            self.tell,
            heard,
            lambda: MenuState(self.tell, list, list),
            lambda: PairingState(self.tell, lambda: None, lambda shown: None),
        )
        self.flow = warm_up_flow(around, self._desk, self._drills, FaultLimits())
        self._judging = Judging(engine, self.flow, FIRST_WALL_M)

    @property
    def drill(self) -> Drill:
        """What is asked for."""
        return chosen_drill(self._desk, self._drills)

    @property
    def is_testing(self) -> bool:
        """Whether a repetition would count now."""
        test = self.flow.visit.test
        return self.flow.name is StateName.TEST and test is not None and not test.finished

    def choose(self, drill: str) -> None:
        """The coach chooses another one."""
        assert self._desk.take(ChooseDrill(drill)) is None

    def take(self, frame: DepthFrame) -> Reading:
        """One turn of the loop, but for the picture."""
        self.listening.now_s = frame.capture_time_s
        reading = self._judging.take(frame)
        self.tell.update(frame.capture_time_s)
        return reading

    def utc(self) -> datetime:
        """The time of the day."""
        return time_of_day(self.listening.now_s)

    def tidy(self) -> None:
        """All is written; the simulated pins forget what they noted, as real ones would."""
        assert self.results.flush(60), self.results.trouble
        factory = self._signals.pins.factory
        assert isinstance(factory, MockFactory)
        for pin in factory.pins.values():
            pin.clear_states()
