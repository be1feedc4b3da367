"""A ring that fills or empties around its seconds: how long it has been held, how long to rest."""

from __future__ import annotations

import math

import pygame

from station.screen.canvas import Canvas
from station.screen.layout import NUMBER
from station.screen.shapes import bar, ring
from station.screen.theme import Colour

_WIDTH = 0.11
_INSIDE = 0.68
"""Of the ring's width is free for its number."""


def ring_area(canvas: Canvas, area: pygame.Rect) -> pygame.Rect:
    """The square at the left of ``area``; what is right of it is for words."""
    side_px = min(area.height, round(area.width * 0.54))
    square = pygame.Rect(area.left, 0, side_px, side_px)
    square.centery = area.centery
    return square


def words_area(canvas: Canvas, area: pygame.Rect) -> pygame.Rect:
    """What is right of the ring."""
    left = ring_area(canvas, area).right + canvas.layout.px(4)
    return pygame.Rect(left, area.top, area.right - left, area.height)


def draw_track(canvas: Canvas, area: pygame.Rect) -> None:
    """The still part: the whole ring."""
    _ring(canvas, area, 1.0, canvas.theme.line)


def draw_fill(
    canvas: Canvas, area: pygame.Rect, share: float, seconds: int, colour: Colour
) -> None:
    """``share`` of the ring from the top on, and the whole seconds inside it."""
    _ring(canvas, area, share, colour)
    square = ring_area(canvas, area)
    canvas.text(
        str(seconds),
        NUMBER,
        canvas.theme.text,
        (square.centerx, square.centery - canvas.layout.px(NUMBER) // 2),
        max_width_px=round(square.width * _INSIDE),
        align="centre",
    )


def draw_mark(canvas: Canvas, area: pygame.Rect, share: float) -> None:
    """A notch across the ring: so much is asked for at least."""
    square = ring_area(canvas, area)
    radius_px = square.width / 2
    angle = 2 * math.pi * share
    out = (math.sin(angle), -math.cos(angle))
    inner, outer = radius_px * (1 - 1.6 * _WIDTH), radius_px
    bar(
        canvas.surface,
        (square.centerx + out[0] * inner, square.centery + out[1] * inner),
        (square.centerx + out[0] * outer, square.centery + out[1] * outer),
        canvas.layout.px(1),
        canvas.theme.text,
    )


def _ring(canvas: Canvas, area: pygame.Rect, share: float, colour: Colour) -> None:
    square = ring_area(canvas, area)
    radius_px = square.width / 2
    ring(canvas.surface, square.center, radius_px, radius_px * _WIDTH, share, colour)
