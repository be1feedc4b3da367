"""What every state of the kiosk is: enter, do, next, exit; and what it is told each turn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from station.drills.running import RunningTest
from station.engine import Reading
from station.screen.picture import Picture
from station.signals.press import Press


class StateName(StrEnum):
    """The states by name; only a state's ``next`` names another."""

    INVITATION = "invitation"
    PLACE = "place"
    STILL = "still"
    TEST = "test"
    RESULT = "result"
    THANKS = "thanks"
    MENU = "menu"
    PAIRING = "pairing"


@dataclass(eq=False)
class Visit:
    """What is known of whoever is in front of the station; a new one for every athlete."""

    test: RunningTest | None = None
    faces_right: bool = True


@dataclass(frozen=True, eq=False)
class Moment:
    """One turn: the newest reading and the button. Time is that of the readings, in seconds."""

    time_s: float
    reading: Reading
    press: Press | None = None


class State(Protocol):
    """One state. ``do`` is called once per frame before anything is drawn, for the lights."""

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The state begins."""
        ...

    def do(self, moment: Moment, visit: Visit) -> None:
        """One frame in this state."""
        ...

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """The state to go to; None to stay."""
        ...

    def exit(self, moment: Moment, visit: Visit) -> None:
        """The state ends."""
        ...

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """What to show now."""
        ...
