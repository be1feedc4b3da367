"""The best and the worst repetition side by side: outline, wall, and the dowel on the back."""

from __future__ import annotations

import pygame

from station.drills.attempt import Attempt
from station.drills.walk_up import TestResult
from station.posture.side_view import SideView
from station.screen.canvas import Canvas
from station.screen.figure import draw_figure
from station.screen.layout import GUTTER_UNITS
from station.screen.room import draw_floor, draw_wall
from station.screen.shapes import panel
from station.screen.stage import Stage
from station.screen.symbols import verdict_symbol

LABEL = 4.0
_SYMBOL = 5.4
_PADDING = 2.5
_SPARE_MM = 40.0


def draw_best_and_worst(canvas: Canvas, result: TestResult, area: pygame.Rect) -> None:
    """Two cards with figures of one scale; where there is only one, it has all the room."""
    words = canvas.words
    wanted = (
        (words.get("result", "best"), result.best),
        (words.get("result", "worst"), result.worst),
    )
    shown = [(label, attempt) for label, attempt in wanted if attempt is not None]
    reach_mm = _reach_mm([attempt.side_view for _, attempt in shown])
    if not shown:
        panel(canvas.surface, area, canvas.layout.px(2), canvas.theme.panel)
    for (label, attempt), card in zip(shown, figure_cards(canvas, area, len(shown)), strict=True):
        _draw_attempt(canvas, label, attempt, card, reach_mm)


def figure_cards(canvas: Canvas, area: pygame.Rect, count: int) -> list[pygame.Rect]:
    """``area`` cut into cards beside one another."""
    gutter_px = canvas.layout.px(GUTTER_UNITS)
    width_px = (area.width - gutter_px * (count - 1)) // max(count, 1)
    return [
        pygame.Rect(area.left + place * (width_px + gutter_px), area.top, width_px, area.height)
        for place in range(count)
    ]


def label_width_px(canvas: Canvas, card: pygame.Rect) -> int:
    """How wide the words beside the symbol may be."""
    layout = canvas.layout
    return card.width - layout.px(2 * _PADDING) - layout.px(_SYMBOL) - layout.px(1.5)


def _draw_attempt(
    canvas: Canvas,
    label: str,
    attempt: Attempt,
    card: pygame.Rect,
    reach_mm: tuple[float, float],
) -> None:
    """One repetition at its lowest, under its label."""
    layout = canvas.layout
    panel(canvas.surface, card, layout.px(2), canvas.theme.panel)
    inside = layout.inside(card, _PADDING)
    symbol_px = layout.px(_SYMBOL)
    canvas.surface.blit(verdict_symbol(attempt.outcome, symbol_px, canvas.theme), inside.topleft)
    left = inside.left + symbol_px + layout.px(1.5)
    anchor = (left, inside.top + (symbol_px - layout.px(LABEL)) // 2)
    width_px = label_width_px(canvas, card)
    canvas.text(label, LABEL, canvas.theme.text, anchor, max_width_px=width_px)
    view = attempt.side_view
    if view is None:
        return
    top = inside.top + symbol_px + layout.px(GUTTER_UNITS)
    area = pygame.Rect(inside.left, top, inside.width, inside.bottom - top)
    wall_mm = None if attempt.wall_m is None else 1000 * attempt.wall_m
    stage = Stage.around(area, wall_mm or 0.0, view.faces_right, reach_mm)
    draw_floor(canvas, stage)
    if wall_mm is not None:
        draw_wall(canvas, stage, wall_mm, False)
    draw_figure(canvas, stage, view)


def _reach_mm(views: list[SideView | None]) -> tuple[float, float]:
    """How far ahead and up the outlines reach, all of them."""
    outlines = [view.outline_mm for view in views if view is not None and len(view.outline_mm)]
    ahead_mm = max((float(outline[:, 0].max()) for outline in outlines), default=0.0)
    up_mm = max((float(outline[:, 1].max()) for outline in outlines), default=0.0)
    return ahead_mm + _SPARE_MM, up_mm + _SPARE_MM
