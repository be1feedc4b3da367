"""The invitation: a moving figure shows a tap, and a few words that can be read from 5 m."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pygame

from station.drills.drill import Drill
from station.engine import Stage as EngineStage
from station.screen.canvas import Canvas
from station.screen.lasting import NEAR_S, Lasting
from station.screen.layout import BODY, GUTTER_UNITS, KEY, Layout
from station.screen.mat import room_area
from station.screen.picture import Picture
from station.screen.place import message_for
from station.screen.room import draw_floor, draw_wall
from station.screen.sketch import TAP, Cycle, hinge_at, sketch, wall_mm
from station.screen.stack import Part, draw_message_card, draw_stack
from station.screen.stage import Stage
from station.screen.state import Moment, StateName, Visit
from station.screen.step_card import draw_step_card
from station.screen.troubles import tell_trouble
from station.screen.words import Message
from station.signals.press import Press
from station.signals.tell import Tell

FAR_TITLE = 12.0
"""35 mm on a 24-inch screen: 7 mm for each of 5 m."""
_BELOW_LINE = 0.3
"""Letters such as p reach this share of a capital below their line."""
_STEP_CARD = 25.5
_TOUCHING = 0.998
_SHOWN_HOLD_S = 4.0


@dataclass(frozen=True)
class InvitationPicture:
    """The figure ``elapsed_s`` into its taps, or into the repetitions of today's ``drill``.

    While the room is being learned ``asks`` says so, beside the empty room.
    """

    elapsed_s: float = 0.0
    asks: Message | None = None
    drill: Drill | None = None

    @property
    def name(self) -> str | None:
        """The room, the figure, and the figure at the wall."""
        if self.asks is not None:
            return self.asks.value.replace("_", "-")
        return "invitation-tap" if self.touching else "invitation"

    @property
    def touching(self) -> bool:
        """The figure is at the wall."""
        return self.has_wall and self.asks is None and self._hinge > _TOUCHING

    @property
    def has_wall(self) -> bool:
        """There is a wall to touch."""
        return self.drill is None or self.drill.wall is not None

    @property
    def _hinge(self) -> float:
        return hinge_at(self.elapsed_s, _cycle_of(self.drill))

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        drill = None if self.drill is None else (self.drill.name, self.has_wall)
        canvas.background(("invitation", self.asks, drill), self._draw_still)
        stage = Stage.fit(room_area(canvas.layout), wall_mm(), True)
        if self.has_wall:
            draw_wall(canvas, stage, wall_mm(), self.touching)
        if self.asks is None:
            sketch(self._hinge).draw(canvas, stage)

    def _draw_still(self, canvas: Canvas) -> None:
        draw_floor(canvas, Stage.fit(room_area(canvas.layout), wall_mm(), True))
        if self.asks is None:
            _draw_invitation(canvas, self.drill)
        else:
            draw_message_card(canvas, self.asks)


class InvitationState:
    """Waits for somebody; ``today`` tells what a warm-up is about just now."""

    def __init__(self, tell: Tell, today: Callable[[], Drill] | None = None) -> None:
        self._tell, self._today = tell, today
        self._began_s = 0.0
        self._near = Lasting()
        self._near_s = 0.0

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The figure begins a tap."""
        self._began_s = moment.time_s
        self._near, self._near_s = Lasting(), 0.0

    def do(self, moment: Moment, visit: Visit) -> None:
        """Look out for somebody."""
        tell_trouble(self._tell, asked_of(moment))
        self._near_s = self._near.step(not moment.reading.nobody, moment.time_s)

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """On as soon as somebody steps near, or asks for it."""
        if moment.press is not None:
            return StateName.PLACE if moment.press is Press.SHORT else StateName.MENU
        return StateName.PLACE if self._near_s >= NEAR_S else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """Nothing is left behind."""

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """The figure where it is in its tap by now."""
        drill = None if self._today is None else self._today()
        return InvitationPicture(moment.time_s - self._began_s, asked_of(moment), drill)


def asked_of(moment: Moment) -> Message | None:
    """What is asked for while the room is being learned, or learned anew."""
    learning = moment.reading.stage is EngineStage.LEARNING
    return message_for(moment.reading) if learning else None


def title_area(layout: Layout) -> pygame.Rect:
    """Where the invitation itself is written."""
    area = layout.panel.copy()
    area.height -= layout.px(_STEP_CARD + GUTTER_UNITS + _BELOW_LINE * FAR_TITLE)
    return area


def _cycle_of(drill: Drill | None) -> Cycle:
    """The figure keeps the drill's tempo and holds a hold, only not as long."""
    if drill is not None and drill.tempo is not None:
        tempo = drill.tempo
        return Cycle(TAP.stand_s, tempo.lower_s, tempo.pause_s, tempo.rise_s)
    if drill is not None and drill.hold is not None:
        return replace(TAP, hold_s=_SHOWN_HOLD_S)
    return TAP


def _parts(canvas: Canvas, drill: Drill | None) -> list[Part]:
    theme, words = canvas.theme, canvas.words
    if drill is None:
        return [Part(words.get("invitation", "title"), FAR_TITLE, theme.text)]
    what_to_do = words.what_to_do(drill)
    return [
        Part(words.get("warm_up", "today"), BODY + 1, theme.quiet_text),
        Part(words.title(drill), FAR_TITLE, theme.text),
        *([Part(what_to_do, KEY, theme.quiet_text)] if what_to_do else []),
    ]


def _draw_invitation(canvas: Canvas, drill: Drill | None) -> None:
    layout = canvas.layout
    draw_stack(canvas, _parts(canvas, drill), title_area(layout))
    card = layout.panel.copy()
    card.height = layout.px(_STEP_CARD)
    card.bottom = layout.panel.bottom
    draw_step_card(canvas, card)
