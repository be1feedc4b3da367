"""The screen after a session: one row for each repetition, the totals, the one thing to change."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame

from station.drills.walk_up import Summary
from station.hinge.verdict import Outcome, Repetition
from station.screen.canvas import Canvas
from station.screen.layout import BODY, GUTTER_UNITS, KEY
from station.screen.shapes import panel
from station.screen.symbols import verdict_symbol
from station.screen.theme import Colour

_HEAD = 12.0
_FOOT = 13.0
_ROW = 10.6
_ROW_TWO_LINES = 19.0
_LEAST_ROW = 8.6
"""Rows get closer down to this before they are set in two columns."""
_FOOT_TWO_LINES = 24.0
_PADDING = 3.0
_SHRINK = 0.85
"""Rather than smaller than this share, a row says less."""
_NUMBER = 8.5
_SYMBOL = 6.6
_GAP = 25.0


@dataclass(frozen=True, eq=False)
class ResultPicture:
    """What the result screen shows."""

    summary: Summary


def draw_result(canvas: Canvas, picture: ResultPicture) -> None:
    """Draw over whatever was on the surface. A result stands still, so it is kept whole."""
    summary = picture.summary
    canvas.background(("result", summary), lambda blank: _draw_all(blank, summary))


def _draw_all(canvas: Canvas, summary: Summary) -> None:
    layout, content = canvas.layout, canvas.layout.content
    _draw_head(canvas, summary, pygame.Rect(content.topleft, (content.width, layout.px(_HEAD))))
    top = content.top + layout.px(_HEAD + GUTTER_UNITS)
    bottom = content.bottom
    if summary.top_cue is not None:
        foot_units = _FOOT_TWO_LINES if layout.portrait else _FOOT
        foot = pygame.Rect(content.left, 0, content.width, layout.px(foot_units))
        foot.bottom = content.bottom
        _draw_foot(canvas, summary.top_cue, foot)
        bottom = foot.top - layout.px(GUTTER_UNITS)
    _draw_rows(canvas, summary, pygame.Rect(content.left, top, content.width, bottom - top))


def _draw_head(canvas: Canvas, summary: Summary, area: pygame.Rect) -> None:
    layout, words = canvas.layout, canvas.words
    done = len(summary.repetitions)
    text = (
        words.get("result", "title", clean=summary.clean, done=done)
        if done
        else words.get("result", "nothing")
    )
    title = canvas.text(text, _HEAD - 2, canvas.theme.text, area.topleft, max_width_px=area.width)
    if summary.best_clean_gap_mm is None:
        return
    best = words.get("result", "best_gap", gap_cm=_centimetres(abs(summary.best_clean_gap_mm)))
    room_px = area.right - title.right - layout.px(6)
    if room_px > layout.px(40):
        anchor = (area.right, title.bottom - layout.px(BODY))
        canvas.text(
            best, BODY, canvas.theme.quiet_text, anchor, max_width_px=room_px, align="right"
        )


def _draw_foot(canvas: Canvas, cue: str, area: pygame.Rect) -> None:
    layout = canvas.layout
    panel(canvas.surface, area, layout.px(2), canvas.theme.panel)
    padding = layout.px(_PADDING)
    text = canvas.words.get("result", "next_cue", cue=canvas.words.cue(cue))
    inside = area.inflate(-2 * padding, -padding)
    canvas.block(text, KEY, canvas.theme.text, inside, centred=True)


def _draw_rows(canvas: Canvas, summary: Summary, area: pygame.Rect) -> None:
    layout = canvas.layout
    count = len(summary.repetitions)
    if count == 0:
        return
    row_px = layout.px(_ROW_TWO_LINES if layout.portrait else _ROW)
    columns = 1 if count * layout.px(_LEAST_ROW) <= area.height else 2
    per_column = -(-count // columns)
    row_px = min(row_px, area.height // per_column)
    gutter_px = layout.px(GUTTER_UNITS)
    width_px = (area.width - gutter_px * (columns - 1)) // columns
    for place, done in enumerate(summary.repetitions):
        column, row = divmod(place, per_column)
        left = area.left + column * (width_px + gutter_px)
        box = pygame.Rect(left, area.top + row * row_px, width_px, row_px)
        if columns > 1 or (layout.portrait and row_px < layout.px(_ROW_TWO_LINES * 0.9)):
            _draw_short_row(canvas, place + 1, done, box)
        elif layout.portrait:
            _draw_double_row(canvas, place + 1, done, box)
        else:
            _draw_row(canvas, place + 1, done, box)


def _draw_row(canvas: Canvas, number: int, done: Repetition, box: pygame.Rect) -> None:
    """Number, symbol, gap and what was seen, side by side."""
    line = _Line.start(canvas, number, done, box, box.height)
    gap_px = canvas.layout.px(_GAP)
    line.text(_gap(canvas, done), canvas.theme.text, line.left_px, gap_px)
    left_px = line.left_px + gap_px + canvas.layout.px(_PADDING)
    line.seen(done, left_px)


def _draw_short_row(canvas: Canvas, number: int, done: Repetition, box: pygame.Rect) -> None:
    """Number, symbol and what was seen: for many repetitions."""
    line = _Line.start(canvas, number, done, box, box.height)
    line.seen(done, line.left_px)


def _draw_double_row(canvas: Canvas, number: int, done: Repetition, box: pygame.Rect) -> None:
    """Number, symbol and gap, with what was seen below them: for a narrow screen."""
    line = _Line.start(canvas, number, done, box, round(box.height * 0.56))
    line.text(_gap(canvas, done), canvas.theme.text, line.left_px)
    below = replace(line, top_px=line.top_px + round(box.height * 0.38))
    below.seen(done, below.left_px)


@dataclass(frozen=True, eq=False)
class _Line:
    """One line of a row, after its number and symbol."""

    canvas: Canvas
    units: float
    top_px: int
    left_px: int
    right_px: int

    @classmethod
    def start(
        cls, canvas: Canvas, number: int, done: Repetition, box: pygame.Rect, line_px: int
    ) -> _Line:
        """Draw the row's card, number and symbol."""
        layout, theme = canvas.layout, canvas.theme
        card = pygame.Rect(box.topleft, (box.width, box.height - max(1, box.height // 12)))
        panel(canvas.surface, card, layout.px(1), theme.panel)
        padding_px = layout.px(_PADDING)
        line_px = min(line_px, card.height)
        capital_px = min(layout.px(BODY), round(line_px * 0.62))
        top_px = card.top + (line_px - capital_px) // 2
        line = cls(
            canvas,
            capital_px / layout.unit_px,
            top_px,
            card.left + padding_px,
            card.right - padding_px,
        )
        line.text(str(number), theme.quiet_text, line.left_px, layout.px(_NUMBER))
        symbol_px = min(layout.px(_SYMBOL), round(line_px * 0.84))
        symbol = verdict_symbol(done.verdict.outcome, symbol_px, theme)
        symbol_left_px = line.left_px + layout.px(_NUMBER + 1)
        canvas.surface.blit(symbol, (symbol_left_px, top_px + (capital_px - symbol_px) // 2))
        return replace(line, left_px=symbol_left_px + symbol_px + padding_px)

    def text(self, text: str, colour: Colour, left_px: int, width_px: int | None = None) -> None:
        """Write from ``left_px``, over ``width_px`` or up to the end of the row."""
        if width_px is None:
            width_px = self.right_px - left_px
        anchor = (left_px, self.top_px)
        self.canvas.text(text, self.units, colour, anchor, max_width_px=width_px)

    def seen(self, done: Repetition, left_px: int) -> None:
        """Write what was seen; where not all of it fits, the first and how many more."""
        first, *others = self.canvas.words.seen(done)
        text = ", ".join([first, *others])
        small_px = self.canvas.layout.px(self.units * _SHRINK)
        if others and self.canvas.lettering.width_px(text, small_px) > self.right_px - left_px:
            text = f"{first} +{len(others)}"
        self.text(text, self.canvas.theme.outcome(done.verdict.outcome), left_px)


def _gap(canvas: Canvas, done: Repetition) -> str:
    if done.touched:
        return canvas.words.get("result", "touched")
    if done.verdict.outcome is Outcome.NO_VERDICT:
        return canvas.words.get("live", "no_gap")
    return canvas.words.get("result", "gap_short", gap_cm=_centimetres(done.min_gap_mm))


def _centimetres(millimetres: float) -> str:
    return f"{millimetres / 10:.1f}"
