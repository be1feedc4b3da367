"""Place yourself: footprints, the live silhouette, and the one thing to do now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from station.engine import Reading, Stage
from station.posture.side_view import SideView
from station.reasons import Reason
from station.screen.canvas import Canvas
from station.screen.lasting import AWAY_S, SETTLE_S, Lasting, Settled
from station.screen.mat import draw_empty_mat, draw_on_mat
from station.screen.names import NameTag, nobody_called
from station.screen.picture import Picture
from station.screen.stack import draw_message_card
from station.screen.state import Moment, StateName, Visit
from station.screen.still import StillPicture
from station.screen.troubles import tell_trouble
from station.screen.words import Message, reason_key
from station.signals.press import Press
from station.signals.tell import Tell


@dataclass(frozen=True, eq=False)
class PlacePicture:
    """What to do to stand right. ``view`` is whoever stands there, if they can be drawn.

    ``called`` is who is asked onto the mat, where that is known.
    """

    message: Message
    view: SideView | None = None
    faces_right: bool = True
    called: NameTag | None = None

    @property
    def name(self) -> str | None:
        """One for each thing to do."""
        return f"place-{self.message.value.replace('_', '-')}"

    @property
    def right(self) -> bool:
        """Nothing is left to do but to stand still."""
        return self.message is Message.NO_BASELINE

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface; once it is right, with the ring still empty."""
        if self.right:
            StillPicture(0.0, self.view, self.faces_right, self.called).draw(canvas)
            return
        key = ("place", self.message, self.view is None, self.faces_right, self.called)
        canvas.background(key, self._draw_still)
        if self.view is not None:
            draw_on_mat(canvas, self.view)

    def _draw_still(self, canvas: Canvas) -> None:
        leave = self.message in (Message.LEARNING, Message.MOVED)
        ghost = self.view is None and not leave
        draw_empty_mat(canvas, right=False, ghost=ghost, faces_right=self.faces_right)
        draw_message_card(canvas, self.message, called=self.called)


class PlaceState:
    """Shows how to stand until the athlete does, and says with the lights what is in the way.

    ``called`` gives whose turn it is, where one is called by name.
    """

    def __init__(self, tell: Tell, called: Callable[[], NameTag | None] = nobody_called) -> None:
        self._tell, self._called = tell, called
        self._message = Settled(Message.NOBODY, SETTLE_S)
        self._away = Lasting()
        self._away_s = 0.0

    def enter(self, moment: Moment, visit: Visit) -> None:
        """Say at once what is due."""
        self._message = Settled(message_for(moment.reading), SETTLE_S)
        self._away, self._away_s = Lasting(), 0.0

    def do(self, moment: Moment, visit: Visit) -> None:
        """Follow the reading; the lights go with the words."""
        self._away_s = self._away.step(moment.reading.nobody, moment.time_s)
        self._message.step(message_for(moment.reading), moment.time_s)
        tell_trouble(self._tell, self._message.value)

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """On as soon as they stand still; back to the invitation when they have gone."""
        if moment.press is Press.LONG:
            return StateName.MENU
        if moment.reading.measured:
            return StateName.TEST
        if moment.reading.stage is Stage.STANDING_STILL:
            return StateName.STILL
        return StateName.INVITATION if self._away_s >= AWAY_S else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """What was in the way is so no more."""
        self._tell.calm()

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """The settled words beside the silhouette of this moment."""
        view, message = moment.reading.side_view, self._message.value
        return PlacePicture(message, view, visit.faces_right, self._called())


def message_for(reading: Reading) -> Message:
    """What to ask of whoever is there; the reason says it best."""
    if reading.reason is not None:
        return Message(reason_key(reading.reason))
    if reading.stage is Stage.LEARNING:
        return Message.LEARNING
    missing = Reason.NOBODY if reading.stage is Stage.EMPTY else Reason.NO_BASELINE
    return Message(reason_key(missing))
