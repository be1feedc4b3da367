"""Texts below one another: a title, a line more, a detail. All of them always fit."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.screen.canvas import Canvas
from station.screen.layout import BODY, KEY, TITLE
from station.screen.names import NameTag, shortened
from station.screen.shapes import panel
from station.screen.theme import Colour
from station.screen.words import Message

_SPACE_UNITS = 8.0
_STEP = 0.97
_PADDING = 5.0
_LEAST_NAME = 4.5


@dataclass(frozen=True)
class Part:
    """One text, ``units`` high, wrapped as it needs; with ``one_line`` rather smaller."""

    text: str
    units: float
    colour: Colour
    one_line: bool = False


def draw_stack(
    canvas: Canvas, parts: list[Part], area: pygame.Rect, *, from_top: bool = False
) -> pygame.Rect:
    """Draw ``parts`` in the middle of ``area``, or from its top; return what they take up.

    Where they do not fit, all of them shrink alike.
    """
    scale = fitting_scale(canvas, parts, area)
    heights = _heights_px(canvas, parts, area, scale)
    space_px = canvas.layout.px(_SPACE_UNITS * scale)
    whole_px = sum(heights) + space_px * (len(parts) - 1)
    first_top = area.top if from_top else area.top + (area.height - whole_px) // 2
    top = first_top
    for part, height_px in zip(parts, heights, strict=True):
        box = pygame.Rect(area.left, top, area.width, height_px)
        canvas.block(part.text, _units(canvas, part, area, scale), part.colour, box)
        top += height_px + space_px
    return pygame.Rect(area.left, first_top, area.width, whole_px)


def draw_message_card(canvas: Canvas, message: Message, called: NameTag | None = None) -> None:
    """The card beside the room: what to do in a few big words, and one line more.

    Above them who is called, where somebody is.
    """
    theme, layout = canvas.theme, canvas.layout
    panel(canvas.surface, layout.panel, layout.px(2), theme.panel)
    section = f"message.{message}"
    parts = [
        *name_part(canvas, called),
        Part(canvas.words.get(section, "title"), TITLE + 1, theme.text),
        Part(canvas.words.get(section, "text"), BODY + 1, theme.quiet_text),
    ]
    draw_stack(canvas, parts, layout.inside(layout.panel, _PADDING))


def name_part(canvas: Canvas, called: NameTag | None) -> list[Part]:
    """Who is called, on one line above what to do; nothing where nobody is."""
    if called is None:
        return []
    width_px = canvas.layout.inside(canvas.layout.panel, _PADDING).width
    name = shortened(canvas, called.written(canvas), _LEAST_NAME, width_px)
    return [Part(name, KEY, canvas.theme.text, one_line=True)]


def fitting_scale(canvas: Canvas, parts: list[Part], area: pygame.Rect) -> float:
    """The share of their size at which ``parts`` fit ``area``; 1 when they do as they are."""
    scale = 1.0
    while scale > 0.1:
        space_px = canvas.layout.px(_SPACE_UNITS * scale)
        heights = _heights_px(canvas, parts, area, scale)
        if sum(heights) + space_px * (len(parts) - 1) <= area.height:
            break
        scale *= _STEP
    return scale


def _heights_px(canvas: Canvas, parts: list[Part], area: pygame.Rect, scale: float) -> list[int]:
    return [
        canvas.block_height_px(part.text, _units(canvas, part, area, scale), area) for part in parts
    ]


def _units(canvas: Canvas, part: Part, area: pygame.Rect, scale: float) -> float:
    units = part.units * scale
    if not part.one_line:
        return units
    wanted_px = canvas.layout.px(units)
    fitting_px = canvas.lettering.fitting_px(part.text, wanted_px, area.width)
    return fitting_px / canvas.layout.unit_px
