"""The repetitions of a screening's test: a symbol for each, and in words what was seen."""

from __future__ import annotations

import pygame

from station.drills.attempt import Attempt
from station.screen.canvas import Canvas
from station.screen.layout import BODY
from station.screen.shapes import panel
from station.screen.symbols import verdict_symbol

_PADDING = 3.5
_PITCH = 17.0
_LEAST_PITCH = 8.0
_SYMBOL = 8.0
_BESIDE = 3.0
_SEEN = 5.5
_LEAST_SEEN = 4.1
"""Rather than smaller, a line says less."""


def draw_repetitions(canvas: Canvas, tries: tuple[Attempt, ...], card: pygame.Rect) -> None:
    """In order; of very many the last ones, with a line for those before."""
    layout = canvas.layout
    panel(canvas.surface, card, layout.px(2), canvas.theme.panel)
    inside = layout.inside(card, _PADDING)
    lines = max(1, inside.height // layout.px(_LEAST_PITCH))
    earlier = 0 if len(tries) <= lines else len(tries) - lines + 1
    rows = min(len(tries), lines)
    pitch_px = min(layout.px(_PITCH), inside.height // max(rows, 1))
    row = pygame.Rect(inside.left, 0, inside.width, pitch_px)
    row.top = inside.top + (inside.height - rows * pitch_px) // 2
    if earlier:
        _draw_earlier(canvas, earlier, row)
        row = row.move(0, pitch_px)
    for attempt in tries[earlier:]:
        _draw_one(canvas, attempt, row)
        row = row.move(0, pitch_px)


def _draw_earlier(canvas: Canvas, count: int, row: pygame.Rect) -> None:
    text = canvas.words.get("result", "earlier", count=count)
    anchor = (row.left, row.centery - canvas.layout.px(BODY) // 2)
    canvas.text(text, BODY, canvas.theme.quiet_text, anchor, max_width_px=row.width)


def _draw_one(canvas: Canvas, attempt: Attempt, row: pygame.Rect) -> None:
    layout = canvas.layout
    size_px = min(layout.px(_SYMBOL), round(row.height * 0.85))
    symbol = verdict_symbol(attempt.outcome, size_px, canvas.theme)
    canvas.surface.blit(symbol, (row.left, row.centery - size_px // 2))
    left = row.left + size_px + layout.px(_BESIDE)
    # Letters reach beyond the lines' own height, above and below.
    box = pygame.Rect(left, 0, row.right - left, round(row.height * 0.7))
    box.centery = row.centery
    seen = _fitting(canvas, canvas.words.seen(attempt.repetition), box)
    canvas.block(seen, _SEEN, canvas.theme.text, box, centred=True)


def _fitting(canvas: Canvas, texts: list[str], box: pygame.Rect) -> str:
    """All of them; where they would be too small, the first and how many more."""
    whole = ", ".join(texts)
    wanted_px, least_px = canvas.layout.px(_SEEN), canvas.layout.px(_LEAST_SEEN)
    if canvas.lettering.wrap(whole, wanted_px, *box.size)[1] >= least_px or len(texts) == 1:
        return whole
    return f"{texts[0]} +{len(texts) - 1}"
