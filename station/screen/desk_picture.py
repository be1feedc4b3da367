"""What a screening waits for when nobody is called: words, and the way to the coach's page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pygame

from station.screen.canvas import Canvas
from station.screen.layout import BODY, GUTTER_UNITS, TITLE, Layout
from station.screen.names import shortened, writable
from station.screen.qr import draw_qr
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack

_PADDING = 5.0
_CODE_CARD = 60.0
_CODE_PADDING = 3.0
_LEAST_GROUP = 4.8


class Waiting(StrEnum):
    """Why nobody is called; the value is the section's end in ``config/cues``."""

    ALL_TESTED = "all_tested"
    NO_SCREENING = "no_screening"
    NO_GROUP = "no_group"
    EMPTY_GROUP = "empty_group"


@dataclass(frozen=True)
class DeskPicture:
    """``address`` is that of the coach's page; None while there is none."""

    waiting: Waiting
    address: str | None = None
    group: str = ""
    done: int = 0
    absent: int = 0

    @property
    def name(self) -> str | None:
        """One for each reason."""
        return f"desk-{self.waiting.value.replace('_', '-')}"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface. It stands still, so it is kept whole."""
        canvas.background(("desk", self), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        layout = canvas.layout
        words_card, code_card = words_and_code(layout, with_code=self.address is not None)
        panel(canvas.surface, words_card, layout.px(2), canvas.theme.panel)
        inside = layout.inside(words_card, _PADDING)
        draw_stack(canvas, self._parts(canvas, inside.width), inside)
        if self.address is not None:
            draw_code(canvas, self.address, code_card)

    def _parts(self, canvas: Canvas, width_px: int) -> list[Part]:
        theme, words, section = canvas.theme, canvas.words, f"next_up.{self.waiting}"
        values = {"done": self.done, "absent": self.absent}
        parts = [
            Part(words.get(section, "title"), TITLE, theme.text),
            Part(words.get(section, "text", **values), BODY + 1, theme.text),
            Part(words.get(section, "hint"), BODY, theme.quiet_text),
        ]
        if group := writable(canvas, self.group):
            group = shortened(canvas, group, _LEAST_GROUP, width_px)
            parts.insert(0, Part(group, BODY, theme.quiet_text, one_line=True))
        if self.address is not None:
            parts.append(Part(self.address, BODY + 0.5, theme.text, one_line=True))
        return parts


def words_and_code(layout: Layout, *, with_code: bool) -> tuple[pygame.Rect, pygame.Rect]:
    """The words, and beside or below them the code; without one the words have it all."""
    content, gutter_px = layout.content, layout.px(GUTTER_UNITS)
    if not with_code:
        return content, pygame.Rect(0, 0, 0, 0)
    code_px = layout.px(_CODE_CARD)
    if layout.portrait:
        top = pygame.Rect(content.topleft, (content.width, content.height - code_px - gutter_px))
        below = top.bottom + gutter_px
        return top, pygame.Rect(content.left, below, content.width, content.bottom - below)
    left = pygame.Rect(content.topleft, (content.width - code_px - gutter_px, content.height))
    return left, pygame.Rect(left.right + gutter_px, content.top, code_px, content.height)


def draw_code(canvas: Canvas, address: str, card: pygame.Rect) -> None:
    """Where the coach's page is, for the camera of a phone."""
    panel(canvas.surface, card, canvas.layout.px(2), canvas.theme.panel)
    draw_qr(canvas, address, canvas.layout.inside(card, _CODE_PADDING))
