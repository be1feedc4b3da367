"""Lets a coach's phone in: shows the number while somebody stands at the station."""

from __future__ import annotations

import math
from collections.abc import Callable

from station.screen.lasting import Lasting
from station.screen.pairing_picture import PairingFace, PairingPicture, PairingView
from station.screen.picture import Picture
from station.screen.state import Moment, StateName, Visit
from station.signals.press import Press
from station.signals.tell import Tell

CLOSES_AFTER_S = 120.0
TOLD_S = 4.0
"""That a phone is in can be read for this long."""
ANSWERS_S = 1.5
"""The page gets this long to make a number."""
_WAITING = PairingView(PairingFace.WAITING)
_NOT_RUNNING = PairingView(PairingFace.NOT_RUNNING)


class PairingState:
    """``pairing`` gives what is known now, None while the page does not answer.

    ``show`` hears that the screen shows the pairing, and that it does no more: the number holds
    only in between, and only a phone that came in then is told as paired.
    """

    def __init__(
        self,
        tell: Tell,
        pairing: Callable[[], PairingView | None],
        show: Callable[[bool], None],
    ) -> None:
        self._tell, self._pairing, self._show = tell, pairing, show
        self._view = _WAITING
        self._began_s = 0.0
        self._paired = Lasting()
        self._paired_s = 0.0

    def enter(self, moment: Moment, visit: Visit) -> None:
        """Somebody stands here and wants a number."""
        self._began_s, self._view = moment.time_s, _WAITING
        self._paired, self._paired_s = Lasting(), 0.0
        self._show(True)

    def do(self, moment: Moment, visit: Visit) -> None:
        """Follow what the page says."""
        self._tell.calm()
        if self._view.face is not PairingFace.PAIRED:
            answers = moment.time_s - self._began_s < ANSWERS_S
            self._view = self._pairing() or (_WAITING if answers else _NOT_RUNNING)
        is_paired = self._view.face is PairingFace.PAIRED
        self._paired_s = self._paired.step(is_paired, moment.time_s)

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """Back when a phone is in, when nobody wants it any more, or after two minutes."""
        held = moment.press is Press.LONG
        over = self._left_s(moment) <= 0 or self._paired_s >= TOLD_S
        return StateName.INVITATION if held or over else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """The number holds no more."""
        self._show(False)

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """The pairing as it stands."""
        return PairingPicture(self._view, math.ceil(self._left_s(moment)))

    def _left_s(self, moment: Moment) -> float:
        return self._began_s + CLOSES_AFTER_S - moment.time_s
