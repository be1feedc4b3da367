"""Calls the athletes of a screening, one after the other, until somebody steps on the mat."""

from __future__ import annotations

from collections.abc import Callable

from station.drills.commands import NextAthlete
from station.drills.desk import Desk
from station.drills.drill import Drill
from station.drills.screening import ScreeningState
from station.screen.desk_picture import DeskPicture, Waiting
from station.screen.invitation import InvitationPicture, asked_of
from station.screen.lasting import NEAR_S, Lasting
from station.screen.line_up import LineUp
from station.screen.next_up_picture import NextUpPicture
from station.screen.picture import Picture
from station.screen.state import Moment, StateName, Visit
from station.screen.troubles import tell_trouble
from station.signals.press import Press
from station.signals.tell import Tell

FRESH_S = 1.2
"""A name that has just come up stands out for this long."""
READ_S = 3.0
"""Whoever is called without having left the mat has this long to see it."""
EMPTY_S = 0.5
"""The mat must have been empty for this long before somebody on it is another one."""


class NextUpState:
    """The invitation of a screening: who is next, or what a coach can do while nobody is.

    ``address`` gives that of the coach's page, None while there is none; ``drill_named`` the drill
    of this name. Whoever is called is asked onto the mat; where another one still stands there,
    only once they have left, or when somebody presses the button.
    """

    def __init__(
        self,
        tell: Tell,
        desk: Desk,
        drill_named: Callable[[str], Drill],
        address: Callable[[], str | None],
    ) -> None:
        self._tell, self._desk = tell, desk
        self._drill_named, self._address = drill_named, address
        self._line_up: LineUp | None = None
        self._told: ScreeningState | None = None
        self._began_s = self._called_s = 0.0
        self._near, self._nobody = Lasting(), Lasting()
        self._near_s = 0.0
        self._was_empty = True
        self._placed: str | None = None
        self._left = True

    def mat_was_left(self) -> None:
        """Whoever was asked onto the mat has left it; who stands there now may be the next one."""
        self._left = True

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The figure begins, and the name stands out."""
        self._began_s = self._called_s = moment.time_s
        self._near, self._nobody, self._near_s = Lasting(), Lasting(), 0.0
        self._was_empty = moment.reading.nobody
        self._line_up = self._now()

    def do(self, moment: Moment, visit: Visit) -> None:
        """Look out for somebody, and for what the coach decides."""
        tell_trouble(self._tell, asked_of(moment))
        nobody = moment.reading.nobody
        self._near_s = self._near.step(not nobody, moment.time_s)
        self._was_empty |= self._nobody.step(nobody, moment.time_s) >= EMPTY_S
        before, self._line_up = self._line_up, self._now()
        if _uid(before) != _uid(self._line_up):
            self._called_s = moment.time_s

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """On as soon as the called one steps near, or somebody asks for it."""
        if moment.press is Press.LONG:
            return StateName.MENU
        if _uid(self._line_up) is None:
            return None
        near = self._near_s >= NEAR_S and self._may_be_called_one(moment.time_s)
        return StateName.PLACE if near or moment.press is Press.SHORT else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """Remember who was asked onto the mat."""
        if moment.press is not Press.LONG:
            self._placed, self._left = _uid(self._line_up), False

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """The name beside the figure; or why there is none."""
        elapsed_s, line_up = moment.time_s - self._began_s, self._line_up
        asks = asked_of(moment)
        if asks is not None:
            return InvitationPicture(elapsed_s, asks)
        if line_up is None:
            waiting = Waiting.NO_SCREENING if self._desk.offers() else Waiting.NO_GROUP
            return DeskPicture(waiting, self._address())
        if line_up.called is None:
            waiting = Waiting.ALL_TESTED if line_up.of + line_up.absent else Waiting.EMPTY_GROUP
            counts = line_up.done, line_up.absent
            return DeskPicture(waiting, self._address(), line_up.group, *counts)
        drill = self._drill_named(line_up.drill)
        fresh = moment.time_s - self._called_s < FRESH_S
        return NextUpPicture(line_up, line_up.called, drill, elapsed_s, fresh)

    def _now(self) -> LineUp | None:
        """How it stands; between two athletes the next one is called."""
        screening = self._desk.screening
        if screening is None:
            return None
        if screening.called is None and not screening.finished:
            self._desk.take(NextAthlete())
        if self._line_up is None or screening.state is not self._told:
            self._told = screening.state
            return LineUp.of_screening(screening)
        return self._line_up

    def _may_be_called_one(self, time_s: float) -> bool:
        """Not somebody who still stands there from the turn before.

        Whoever stands there already when they are called has time to see it, and to leave if they
        are somebody else, such as the coach who has just begun the screening.
        """
        if self._was_empty:
            return True
        is_new = self._left or _uid(self._line_up) == self._placed
        return is_new and time_s - self._called_s >= READ_S


def _uid(line_up: LineUp | None) -> str | None:
    return None if line_up is None else line_up.uid
