"""The states of a screening with a real desk, walked through by readings of the test's own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from station.config.drills import load_drill
from station.drills.attempt import Attempt
from station.drills.desk import Desk
from station.engine import Reading, Stage
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Verdict
from station.results.about import TestAbout, TestEnd
from station.screen.flow import Flow
from station.screen.menu import MenuState
from station.screen.pairing import PairingState
from station.screen.pairing_picture import PairingFace, PairingView
from station.screen.state import Moment, StateName
from station.screen.words import Words
from station.signals.press import Press
from station.signals.signals import Signals
from station.signals.tell import Tell
from station.uses.around import Around
from station.uses.screening import screening_flow
from tests.drills.made_groups import DRILLS
from tests.screen import puppet
from tests.screen.visiting import EMPTY, FRAME_S, ready, still, unplaced


@dataclass
class Heard:
    """What a store would hear."""

    begun: list[TestAbout] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    ends: list[TestEnd] = field(default_factory=list)

    def begin(self, about: TestAbout) -> None:
        self.begun.append(about)

    def attempt(self, attempt: Attempt) -> None:
        self.attempts.append(attempt)

    def finish(self, end: TestEnd) -> None:
        self.ends.append(end)


class Walk:
    """Somebody before a station with an open screening at ``desk``; at ``first`` it sees this."""

    def __init__(self, desk: Desk, first: Reading = EMPTY) -> None:
        self.desk, self.heard = desk, Heard()
        self.passed: dict[str, bool | None] = {}
        tell, off = Tell(Signals(simulate=True)), PairingView(PairingFace.OFF)
        around = Around(
            Words.load(),
            tell,
            (self.heard,),
            lambda: MenuState(tell, list, list),
            lambda: PairingState(tell, lambda: off, lambda shown: None),
        )
        drills = {name: load_drill(name).drill for name in DRILLS}
        self.flow: Flow = screening_flow(
            around,
            desk,
            drills,
            FaultLimits(),
            self.passed,
            lambda: None,
            lambda result: False,
        )
        self._time_s, self._number = 0.0, 0
        self.sees(first, 1.0)

    @property
    def name(self) -> StateName:
        return self.flow.name

    @property
    def called(self) -> str | None:
        screening = self.desk.screening
        called = None if screening is None else screening.called
        return None if called is None else called.name

    def sees(self, reading: Reading, for_s: float = FRAME_S, press: Press | None = None) -> None:
        """This, frame by frame."""
        for _ in range(max(1, round(for_s / FRAME_S))):
            self._time_s += FRAME_S
            now = replace(reading, time_s=self._time_s)
            self.flow.take(Moment(self._time_s, now, press))
            self.flow.picture()
            press = None

    def comes(self) -> None:
        """Onto the mat, until the test has begun."""
        self.sees(unplaced(), 1.0)
        self.sees(still(), 1.0)
        self.sees(standing())

    def does(self, *verdicts: Verdict) -> None:
        """Repetition after repetition."""
        for verdict in verdicts:
            self._number += 1
            self.sees(replace(standing(), stage=Stage.REPETITION), 0.5)
            self.sees(replace(standing(), repetition=puppet.repetition(self._number, verdict)))
            self.sees(standing(), 0.5)

    def leaves(self) -> None:
        """Off the mat, for as long as a result is shown."""
        self.sees(EMPTY, 7.0)


def standing() -> Reading:
    """Ready, with the height that the body has."""
    return replace(ready(), height_m=puppet.HEIGHT_M)
