"""The card that asks somebody onto the mat: two footprints, and a few words beside them."""

from __future__ import annotations

import pygame

from station.screen.canvas import Canvas
from station.screen.layout import GUTTER_UNITS
from station.screen.mat import draw_footprints
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack
from station.screen.stage import Stage
from station.screen.theme import mix

STEP_TEXT = 8.0
_PADDING = (3.5, 1.8)
_ABOVE_TWO = 2.8
"""With a line more, the upper one bears its accents nearer to the edge."""
_PRINTS = 14.0


def draw_step_card(canvas: Canvas, card: pygame.Rect, more: Part | None = None) -> None:
    """ "Step on the mat", and below it one part more."""
    layout, theme = canvas.layout, canvas.theme
    panel(canvas.surface, card, layout.px(2), mix(theme.panel, theme.clean, 0.16))
    beside, above = _PADDING if more is None else (_PADDING[0], _ABOVE_TWO)
    beside_px, above_px = layout.px(beside), layout.px(above)
    inside = card.inflate(-2 * beside_px, -2 * above_px)
    prints = pygame.Rect(inside.topleft, (layout.px(_PRINTS), inside.height))
    sole = Stage(prints.center, prints.width / 300, True, prints)
    draw_footprints(canvas, sole, theme.clean)
    left = prints.right + layout.px(GUTTER_UNITS)
    box = pygame.Rect(left, inside.top, inside.right - left, inside.height)
    parts = [Part(canvas.words.get("invitation", "text"), STEP_TEXT, theme.text)]
    draw_stack(canvas, parts if more is None else [*parts, more], box)
