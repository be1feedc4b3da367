"""When a result gives way: to whoever has walked away, whoever comes, or whoever stays for more."""

from __future__ import annotations

from station.screen.lasting import NEAR_S, Lasting
from station.screen.state import Moment, StateName
from station.signals.press import Press

_SHOWN_S = 6.0
_GONE_S = 1.0
NEXT_TURN_S = 60.0


class Leaving:
    """Watches who is in front of a result; ``gone_to`` is the state that follows who has left.

    Whoever stays for ``next_turn_s`` gets another turn.
    """

    def __init__(self, gone_to: StateName, next_turn_s: float = NEXT_TURN_S) -> None:
        self._gone_to, self._next_turn_s = gone_to, next_turn_s
        self._since_s = 0.0
        self._empty, self._near = Lasting(), Lasting()
        self._empty_s = self._near_s = 0.0
        self._was_gone = False

    def enter(self, moment: Moment, *, gone: bool) -> None:
        """The result is shown from now on; ``gone``: to nobody, they have left already."""
        self._since_s = moment.time_s
        self._empty, self._near = Lasting(), Lasting()
        self._empty_s = self._near_s = 0.0
        self._was_gone = gone

    def do(self, moment: Moment) -> None:
        """Watch whether anybody is still there, or there again."""
        self._empty_s = self._empty.step(moment.reading.nobody, moment.time_s)
        self._near_s = self._near.step(not moment.reading.nobody, moment.time_s)
        self._was_gone = self._was_gone or self._empty_s >= _GONE_S

    def next(self, moment: Moment) -> StateName | None:
        """Where to go; None while the result stays."""
        shown_s = moment.time_s - self._since_s
        if moment.press is not None:
            return StateName.PLACE if moment.press is Press.SHORT else StateName.MENU
        if shown_s < _SHOWN_S:
            return None
        if self._empty_s >= _GONE_S:
            return self._gone_to
        # Who comes after the athlete has gone is the next one in the queue.
        next_one = self._was_gone and self._near_s >= NEAR_S
        stays = shown_s >= self._next_turn_s and self._empty_s == 0
        return StateName.PLACE if next_one or stays else None
