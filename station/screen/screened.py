"""Shows one athlete's result in a screening, until they have gone and the next one is called."""

from __future__ import annotations

from collections.abc import Callable

from station.drills.desk import Desk
from station.drills.screening_test import ScreeningResult, ScreeningTest
from station.screen.lasting import Lasting
from station.screen.line_up import tag_at
from station.screen.screened_picture import ScreenedPicture
from station.screen.state import Moment, StateName, Visit
from station.signals.press import Press
from station.signals.tell import Tell

SHOWN_S = 4.0
"""Everybody gets to see it for this long, also after the athlete has gone."""
GONE_S = 1.0
STAYS_S = 30.0
"""Whoever stays sees who is next after this; once more themselves, without a verdict, sooner."""
STAYS_UNJUDGED_S = 8.0


class ScreenedState:
    """The result of a screening's test; ``before`` says how it was last time, None for nobody's.

    Who is next is up to the invitation of the screening, which calls them. It hears by ``left``
    that the athlete has gone: the next one in the queue may stand there before they are called.
    """

    def __init__(
        self,
        tell: Tell,
        desk: Desk,
        before: Callable[[ScreeningResult], str | None],
        left: Callable[[], None],
    ) -> None:
        self._tell, self._desk, self._before, self._left = tell, desk, before, left
        self._picture: ScreenedPicture | None = None
        self._since_s = 0.0
        self._turn = 0
        self._empty, self._gone = Lasting(), False

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The test is over and its last verdict has been read."""
        assert isinstance(visit.test, ScreeningTest)
        result = visit.test.result
        self._picture = ScreenedPicture(
            result, tag_at(self._desk, result.athlete), self._before(result)
        )
        self._since_s, self._turn = moment.time_s, self._desk.turn
        self._empty, self._gone = Lasting(), False

    def do(self, moment: Moment, visit: Visit) -> None:
        """Watch whether the athlete is still there."""
        self._tell.calm()
        if self._empty.step(moment.reading.nobody, moment.time_s) >= GONE_S:
            self._gone = True
            self._left()

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """To whoever is next, once it was seen, or when the coach wants it."""
        if moment.press is Press.LONG:
            return StateName.MENU
        shown_s = moment.time_s - self._since_s
        gone = self._gone and shown_s >= SHOWN_S
        stays = shown_s >= self._stays_s
        asked = moment.press is Press.SHORT or self._decided
        return StateName.INVITATION if gone or stays or asked else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """The result belongs to whoever has left."""
        self._picture = None

    def picture(self, moment: Moment, visit: Visit) -> ScreenedPicture:
        """The result."""
        assert self._picture is not None
        return self._picture

    @property
    def _decided(self) -> bool:
        """Whether the coach has called somebody meanwhile, or closed the screening."""
        return self._desk.turn != self._turn or self._desk.screening is None

    @property
    def _stays_s(self) -> float:
        assert self._picture is not None
        return STAYS_UNJUDGED_S if self._picture.result.passed is None else STAYS_S
