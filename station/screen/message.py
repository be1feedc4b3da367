"""The screen that asks for something: step in, turn side-on, stand still, check the camera."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.engine import Reading
from station.screen.canvas import Canvas
from station.screen.figure import draw_figure
from station.screen.layout import BODY, GUTTER_UNITS, HERO, TITLE
from station.screen.meter import draw_meter
from station.screen.room import draw_floor, draw_ghost, draw_wall
from station.screen.shapes import panel, ring
from station.screen.stage import Stage
from station.screen.theme import Colour
from station.screen.words import Message

_RING = 34.0
_RING_WIDTH = 5.0
_SPACE = 7.0
_PADDING = 5.0


@dataclass(frozen=True, eq=False)
class MessagePicture:
    """What a message screen shows.

    ``reading`` brings the athlete, still without a wall, or, when nobody can be drawn, a ghost
    that shows how to stand; without a reading the words have the whole screen. ``detail`` is
    added in smaller letters, such as the line of a camera error. ``progress`` (0 to 1) draws a
    ring.
    """

    message: Message
    reading: Reading | None = None
    detail: str | None = None
    progress: float | None = None
    faces_right: bool = True


def draw_message(canvas: Canvas, picture: MessagePicture) -> None:
    """Draw over whatever was on the surface."""
    reading = picture.reading
    card = canvas.layout.content if reading is None else canvas.layout.panel
    key = ("message", picture.message, picture.detail, picture.progress is None, reading is None)
    canvas.background(key, lambda blank: _draw_words(blank, picture, card))
    if picture.progress is not None:
        _draw_ring(canvas, _inside(canvas, card), picture.progress)
    if reading is None:
        return
    if reading.side_view is None:
        _draw_empty_room(canvas, reading, picture)
    else:
        stage = Stage.centred(canvas.layout.stage, reading.wall_mm)
        draw_floor(canvas, stage)
        draw_figure(canvas, stage, reading.side_view)


def _draw_empty_room(canvas: Canvas, reading: Reading, picture: MessagePicture) -> None:
    stage = Stage.fit(canvas.layout.stage, reading.wall_mm, picture.faces_right)
    if picture.message is not Message.LEARNING:
        draw_ghost(canvas, stage)
    draw_floor(canvas, stage)
    draw_wall(canvas, stage, reading.wall_mm, False)
    draw_meter(canvas, reading.wall_mm, None, False, picture.faces_right)


def _inside(canvas: Canvas, card: pygame.Rect) -> pygame.Rect:
    padding_px = 2 * canvas.layout.px(_PADDING)
    return card.inflate(-padding_px, -padding_px)


def _draw_words(canvas: Canvas, picture: MessagePicture, card: pygame.Rect) -> None:
    layout, theme = canvas.layout, canvas.theme
    panel(canvas.surface, card, layout.px(2), theme.panel)
    text_area = _inside(canvas, card)
    if picture.progress is not None:
        text_area.height -= layout.px(_RING) + layout.px(GUTTER_UNITS)
    title = canvas.words.get(f"message.{picture.message}", "title")
    text = canvas.words.get(f"message.{picture.message}", "text")
    parts: list[tuple[str, float, Colour]] = [
        (title, HERO - 1 if picture.reading is None else TITLE + 1, theme.text),
        (text, BODY + 1, theme.quiet_text),
    ]
    if picture.detail:
        parts.append((picture.detail, BODY, theme.fault))
    _draw_parts(canvas, parts, text_area)


def _draw_parts(canvas: Canvas, parts: list[tuple[str, float, Colour]], area: pygame.Rect) -> None:
    """Blocks of text below one another, together in the middle of ``area``."""
    space_px = canvas.layout.px(_SPACE)
    share_px = (area.height - space_px * (len(parts) - 1)) // len(parts)
    box = pygame.Rect(area.topleft, (area.width, share_px))
    heights = [canvas.block_height_px(text, units, box) for text, units, _ in parts]
    top = area.top + (area.height - sum(heights) - space_px * (len(parts) - 1)) // 2
    for (text, units, colour), height_px in zip(parts, heights, strict=True):
        canvas.block(text, units, colour, pygame.Rect(area.left, top, area.width, share_px))
        top += height_px + space_px


def _draw_ring(canvas: Canvas, inside: pygame.Rect, progress: float) -> None:
    theme, radius_px = canvas.theme, canvas.layout.px(_RING) / 2
    centre = (inside.left + radius_px, inside.bottom - radius_px)
    width_px = canvas.layout.px(_RING_WIDTH)
    ring(canvas.surface, centre, radius_px, width_px, 1.0, theme.line)
    ring(canvas.surface, centre, radius_px, width_px, progress, theme.clean)
