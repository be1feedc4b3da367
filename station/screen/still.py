"""Stand still: a ring fills while the baseline is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from station.engine import Stage
from station.posture.side_view import SideView
from station.screen.canvas import Canvas
from station.screen.lasting import AWAY_S, SETTLE_S, Lasting
from station.screen.layout import BODY, TITLE
from station.screen.mat import draw_empty_mat, draw_on_mat
from station.screen.names import NameTag, nobody_called
from station.screen.picture import Picture
from station.screen.shapes import panel, ring
from station.screen.stack import Part, draw_stack, name_part
from station.screen.state import Moment, StateName, Visit
from station.screen.theme import mix
from station.screen.words import Message
from station.signals.press import Press
from station.signals.tell import Tell

_RING, _RING_BELOW_NAME = 32.0, 24.0
_RING_WIDTH = 5.5
_PADDING = 5.0
_GAP = 4.0
_NAMED_SHARE = 0.6
"""The ring in a picture that is kept is this far round."""


@dataclass(frozen=True, eq=False)
class StillPicture:
    """How much of the still second is there, 0 to 1, and who stands there."""

    progress: float
    view: SideView | None = None
    faces_right: bool = True
    called: NameTag | None = None

    @property
    def name(self) -> str | None:
        """New once the ring is well on its way."""
        return "still" if self.progress >= _NAMED_SHARE else None

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        canvas.background(("still", self.faces_right, self.called), self._draw_still)
        area, theme = self._ring_area(canvas), canvas.theme
        width_px = canvas.layout.px(_RING_WIDTH)
        track = mix(theme.panel, theme.clean, 0.35)
        ring(canvas.surface, area.center, area.width / 2, width_px, 1.0, track)
        ring(canvas.surface, area.center, area.width / 2, width_px, self.progress, theme.clean)
        if self.view is not None:
            draw_on_mat(canvas, self.view)

    def _draw_still(self, canvas: Canvas) -> None:
        theme, layout, card = canvas.theme, canvas.layout, canvas.layout.panel
        draw_empty_mat(canvas, right=True, ghost=False, faces_right=self.faces_right)
        panel(canvas.surface, card, layout.px(2), mix(theme.panel, theme.clean, 0.16))
        section = f"message.{Message.NO_BASELINE}"
        parts = [
            *name_part(canvas, self.called),
            Part(canvas.words.get(section, "title"), TITLE, theme.clean),
            Part(canvas.words.get(section, "text"), BODY, theme.quiet_text),
        ]
        inside = _inside(canvas)
        inside.height = self._ring_area(canvas).top - layout.px(_GAP) - inside.top
        draw_stack(canvas, parts, inside, from_top=True)

    def _ring_area(self, canvas: Canvas) -> pygame.Rect:
        """The ring's square, at the foot of the card and in its middle."""
        inside = _inside(canvas)
        size_px = canvas.layout.px(_RING if self.called is None else _RING_BELOW_NAME)
        area = pygame.Rect(0, 0, size_px, size_px)
        area.midbottom = inside.midbottom
        return area


class StillState:
    """Shows the still second go by; ``called`` as in :class:`~station.screen.place.PlaceState`."""

    def __init__(self, tell: Tell, called: Callable[[], NameTag | None] = nobody_called) -> None:
        self._tell, self._called = tell, called
        self._progress = 0.0
        self._placing, self._away = Lasting(), Lasting()
        self._placing_s = self._away_s = 0.0

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The ring begins where the baseline is."""
        self._progress = moment.reading.baseline_progress
        self._placing, self._away = Lasting(), Lasting()
        self._placing_s = self._away_s = 0.0

    def do(self, moment: Moment, visit: Visit) -> None:
        """Follow the reading; a stumble of the measuring leaves the ring as it was."""
        self._tell.calm()
        stage, time_s = moment.reading.stage, moment.time_s
        if stage is Stage.STANDING_STILL:
            self._progress = moment.reading.baseline_progress
        self._placing_s = self._placing.step(stage is Stage.PLACING, time_s)
        self._away_s = self._away.step(moment.reading.nobody, time_s)

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """On with the baseline taken; back when they move or have gone."""
        if moment.press is Press.LONG:
            return StateName.MENU
        if moment.reading.measured:
            return StateName.TEST
        if self._placing_s >= SETTLE_S:
            return StateName.PLACE
        return StateName.INVITATION if self._away_s >= AWAY_S else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """Nothing is left behind."""

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """The ring beside the silhouette of this moment."""
        view = moment.reading.side_view
        return StillPicture(self._progress, view, visit.faces_right, self._called())


def _inside(canvas: Canvas) -> pygame.Rect:
    return canvas.layout.inside(canvas.layout.panel, _PADDING)
