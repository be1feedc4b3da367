"""What is wrong with the station itself, over the whole screen: the words have it to themselves."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.screen.canvas import Canvas
from station.screen.layout import BODY, TITLE
from station.screen.shapes import Point, disc, panel, polygon, strokes
from station.screen.stack import Part, draw_stack
from station.screen.words import Message

_SIGN = 16.0
_PADDING = 6.0
_GAP = 6.0
_TRIANGLE: tuple[Point, ...] = ((0.0, -0.36), (0.40, 0.34), (-0.40, 0.34))
_STEM: tuple[Point, ...] = ((0.0, -0.13), (0.0, 0.10))
_DOT: Point = (0.0, 0.27)


@dataclass(frozen=True)
class TroublePicture:
    """Camera trouble, no fresh picture, no floor in view; or that the station is only starting.

    ``detail`` comes below the title: the cause and what to do, such as of a camera error.
    ``step`` is what the station does about it just now, instead of the message's own text.
    """

    message: Message
    detail: str | None = None
    step: str | None = None

    @property
    def name(self) -> str | None:
        """One for each message."""
        return self.message.value.replace("_", "-")

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface. It stands still, so it is kept whole."""
        canvas.background(("trouble", self), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        theme, section = canvas.theme, f"message.{self.message}"
        detail = [Part(self.detail, BODY + 1, theme.fault)] if self.detail else []
        parts = [
            Part(canvas.words.get(section, "title"), TITLE + 1, theme.text),
            *detail,
            Part(self.step or canvas.words.get(section, "text"), BODY + 1, theme.quiet_text),
        ]
        draw_warning_card(canvas, parts, sign=self.message is not Message.STARTING)


def draw_warning_card(canvas: Canvas, parts: list[Part], *, sign: bool = True) -> None:
    """Texts over the whole screen, below a warning sign."""
    layout, card = canvas.layout, canvas.layout.content
    panel(canvas.surface, card, layout.px(2), canvas.theme.panel)
    inside = layout.inside(card, _PADDING)
    if not sign:
        draw_stack(canvas, parts, inside)
        return
    size_px, gap_px = layout.px(_SIGN), layout.px(_GAP)
    below = inside.top + size_px + gap_px
    box = pygame.Rect(inside.left, below, inside.width, inside.bottom - below)
    texts = draw_stack(canvas, parts, box)
    area = pygame.Rect(0, 0, size_px, size_px)
    area.bottomleft = (texts.left, texts.top - gap_px)
    _draw_warning(canvas, area)


def _draw_warning(canvas: Canvas, area: pygame.Rect) -> None:
    """A triangle with an exclamation mark: told from a verdict by its shape."""
    surface, theme = canvas.surface, canvas.theme

    def placed(points: tuple[Point, ...]) -> list[Point]:
        return [(area.centerx + x * area.width, area.centery + y * area.height) for x, y in points]

    corners = placed(_TRIANGLE)
    polygon(surface, corners, theme.fault)
    strokes(surface, [[*corners, corners[0]]], area.width * 0.18, theme.fault)
    strokes(surface, [placed(_STEM)], area.width * 0.10, theme.panel)
    disc(surface, placed((_DOT,))[0], area.width * 0.06, theme.panel)
