"""Thank you: the score once more, and the result as a QR code to take along."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.drills.walk_up import TestResult, WalkUpTest
from station.screen.canvas import Canvas
from station.screen.lasting import NEAR_S, Lasting
from station.screen.layout import BODY, GUTTER_UNITS, KEY, TITLE, Layout
from station.screen.picture import Picture
from station.screen.qr import draw_qr
from station.screen.result_text import result_text, share_text
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack
from station.screen.state import Moment, StateName, Visit
from station.signals.press import Press
from station.signals.tell import Tell

ALONE_S = 45.0
"""After this long with nobody there the invitation comes back."""
EMPTY_S = 0.5
"""The mat must have been empty for this long before somebody on it is the next one."""

_SCORE = 18.0
_CODE_CARD = 66.0
_CODE_PADDING = 3.0
_PADDING = 5.0


@dataclass(frozen=True)
class ThanksPicture:
    """``result`` is that of the test which is over; None when there was none."""

    result: TestResult | None = None

    @property
    def name(self) -> str | None:
        """There is only one."""
        return "thanks"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface. It stands still, so it is kept whole."""
        canvas.background(("thanks", self), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        layout = canvas.layout
        words_card, code_card = _cards(layout, self.result is not None)
        panel(canvas.surface, words_card, layout.px(2), canvas.theme.panel)
        draw_stack(canvas, self._parts(canvas), layout.inside(words_card, _PADDING))
        if self.result is not None:
            panel(canvas.surface, code_card, layout.px(2), canvas.theme.panel)
            _draw_code(canvas, self.result, layout.inside(code_card, _CODE_PADDING))

    def _parts(self, canvas: Canvas) -> list[Part]:
        theme, words, result = canvas.theme, canvas.words, self.result
        parts = [Part(words.get("thanks", "title"), TITLE + 1, theme.text)]
        if result is not None and result.score_m is not None:
            parts.append(Part(words.cm(result.score_m), _SCORE, theme.clean, one_line=True))
            share = share_text(result, words)
            if share is not None:
                parts.append(Part(share, BODY + 1, theme.text))
        elif result is not None:
            parts.append(Part(words.get("result", "no_score"), KEY, theme.text))
        return [*parts, Part(words.get("thanks", "next"), BODY, theme.quiet_text)]


class ThanksState:
    """Stays until the next one comes, or for a while with nobody there."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._result: TestResult | None = None
        self._nobody, self._near = Lasting(), Lasting()
        self._nobody_s = self._near_s = 0.0
        self._was_empty = False

    def enter(self, moment: Moment, visit: Visit) -> None:
        """Take the result over."""
        self._result = visit.test.result if isinstance(visit.test, WalkUpTest) else None
        self._nobody, self._near = Lasting(), Lasting()
        self._nobody_s = self._near_s = 0.0
        # Whoever comes now is another one, however soon.
        self._was_empty = moment.reading.nobody

    def do(self, moment: Moment, visit: Visit) -> None:
        """Look out for whoever leaves and for whoever comes."""
        self._tell.calm()
        nobody = moment.reading.nobody
        self._nobody_s = self._nobody.step(nobody, moment.time_s)
        self._near_s = self._near.step(not nobody, moment.time_s)
        self._was_empty = self._was_empty or self._nobody_s >= EMPTY_S

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """To the next one, or back to the invitation."""
        if moment.press is Press.LONG:
            return StateName.MENU
        if moment.press is Press.SHORT or self._nobody_s >= ALONE_S:
            return StateName.INVITATION
        next_one = self._was_empty and self._near_s >= NEAR_S
        return StateName.PLACE if next_one else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """The result belongs to whoever has left."""
        self._result = None

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """Thanks, with the result if there is one."""
        return ThanksPicture(self._result)


def _cards(layout: Layout, with_code: bool) -> tuple[pygame.Rect, pygame.Rect]:
    """The words, and beside or below them the code; without one the words have it all."""
    content, gutter_px = layout.content, layout.px(GUTTER_UNITS)
    if not with_code:
        return content, pygame.Rect(0, 0, 0, 0)
    code_px = layout.px(_CODE_CARD)
    if layout.portrait:
        height_px = content.height - code_px - gutter_px
        top = pygame.Rect(content.topleft, (content.width, height_px))
        below = top.bottom + gutter_px
        return top, pygame.Rect(content.left, below, content.width, content.bottom - below)
    left = pygame.Rect(content.topleft, (content.width - code_px - gutter_px, content.height))
    return left, pygame.Rect(left.right + gutter_px, content.top, code_px, content.height)


def _draw_code(canvas: Canvas, result: TestResult, inside: pygame.Rect) -> None:
    """The code, and below it what it is for."""
    layout, text_px = canvas.layout, canvas.layout.px(BODY)
    box = pygame.Rect(inside.topleft, (inside.width, inside.height - text_px))
    box.height -= layout.px(GUTTER_UNITS)
    square = draw_qr(canvas, result_text(result, canvas.words), box)
    canvas.text(
        canvas.words.get("result", "scan"),
        BODY,
        canvas.theme.text,
        (inside.centerx, square.bottom + layout.px(GUTTER_UNITS)),
        max_width_px=inside.width,
        align="centre",
    )
