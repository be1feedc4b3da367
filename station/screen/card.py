"""The right-hand column: the count, the verdict and its one cue."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.drills.walk_up import Summary
from station.hinge.verdict import Outcome, Repetition
from station.screen.canvas import Canvas
from station.screen.layout import BODY, GUTTER_UNITS, HERO, KEY, TITLE, Layout
from station.screen.shapes import panel
from station.screen.symbols import empty_place, verdict_symbol
from station.screen.theme import mix

_SYMBOL = 12.0
_PADDING = 3.5
_COUNT = 27.0
_CUE = 8.0
_ABOVE_CUE = 4.5


@dataclass(frozen=True)
class Cards:
    """Where the two cards of the column lie."""

    count: pygame.Rect
    verdict: pygame.Rect

    @classmethod
    def of(cls, layout: Layout) -> Cards:
        """Count on top, verdict below."""
        area = layout.panel
        count = pygame.Rect(area.topleft, (area.width, layout.px(_COUNT)))
        top = count.bottom + layout.px(GUTTER_UNITS)
        verdict = pygame.Rect(area.left, top, area.width, area.bottom - top)
        return cls(count, verdict)


def draw_cards(canvas: Canvas, summary: Summary, moving: bool) -> None:
    """The count and the last verdict, each on its card.

    While the athlete is ``moving`` only the cue of the last verdict stays, as the thing to do:
    the verdict itself would be read as that of the repetition under way.
    """
    cards = Cards.of(canvas.layout)
    for area in (cards.count, cards.verdict):
        panel(canvas.surface, area, canvas.layout.px(2), canvas.theme.panel)
    _draw_count(canvas, summary)
    last = summary.repetitions[-1] if summary.repetitions else None
    if last is None or moving:
        _draw_task(canvas, last)
    else:
        _draw_verdict(canvas, last)


def _draw_count(canvas: Canvas, summary: Summary) -> None:
    """How many were clean, of how many, and one symbol for each repetition."""
    layout, theme = canvas.layout, canvas.theme
    inside = _inside(layout, Cards.of(layout).count)
    number = canvas.text(
        str(summary.clean), HERO, theme.text, inside.topleft, max_width_px=inside.width // 2
    )
    left = number.right + layout.px(3)
    done = len(summary.repetitions)
    words = canvas.words
    canvas.text(
        words.get("live", "clean_taps", done=done) if done else words.get("live", "none_yet"),
        BODY,
        theme.quiet_text,
        (left, number.bottom - layout.px(BODY)),
        max_width_px=inside.right - left,
    )
    _draw_places(canvas, summary, inside)


def _draw_places(canvas: Canvas, summary: Summary, inside: pygame.Rect) -> None:
    layout = canvas.layout
    to_come = max(0, summary.asked - summary.judged)
    places = len(summary.repetitions) + to_come
    pitch_px = min(layout.px(6.6), inside.width // max(places, 1))
    size_px = max(4, round(pitch_px * 0.82))
    symbols = [
        verdict_symbol(done.verdict.outcome, size_px, canvas.theme) for done in summary.repetitions
    ] + [empty_place(size_px, canvas.theme)] * to_come
    for place, symbol in enumerate(symbols):
        canvas.surface.blit(symbol, (inside.left + place * pitch_px, inside.bottom - size_px))


def _draw_task(canvas: Canvas, last: Repetition | None) -> None:
    """What to do in this repetition: the last cue, before the first one what it is about."""
    words = canvas.words
    task = words.get("live", "ready") if last is None else words.cue(last.verdict.cue)
    inside = _inside(canvas.layout, Cards.of(canvas.layout).verdict)
    canvas.block(task, TITLE, canvas.theme.text, inside, centred=True)


def _draw_verdict(canvas: Canvas, last: Repetition) -> None:
    """The last verdict with its symbol, word and one cue."""
    layout, theme = canvas.layout, canvas.theme
    area = Cards.of(layout).verdict
    inside = _inside(layout, area)
    outcome = last.verdict.outcome
    colour = theme.outcome(outcome)
    panel(canvas.surface, area, layout.px(2), mix(theme.panel, colour, 0.16))
    size_px = layout.px(_SYMBOL)
    # A pass has its symbol on the left and a fault on the right: told apart by place as well.
    on_right = outcome is Outcome.FAULT
    symbol_left = inside.right - size_px if on_right else inside.left
    canvas.surface.blit(verdict_symbol(outcome, size_px, theme), (symbol_left, inside.top))
    word_width = word_width_px(layout)
    word_left = inside.left if on_right else inside.right - word_width
    word_top = inside.top + (size_px - layout.px(KEY)) // 2
    word = canvas.words.outcome(outcome)
    canvas.text(word, KEY, colour, (word_left, word_top), max_width_px=word_width)
    _draw_cue(canvas, last)


def _draw_cue(canvas: Canvas, last: Repetition) -> None:
    layout, theme = canvas.layout, canvas.theme
    box = cue_box(layout)
    if not last.verdict.back_judged:
        height_px = layout.px(BODY)
        anchor = (box.left, box.bottom - height_px)
        text = canvas.words.get("live", "back_not_judged")
        canvas.text(text, BODY, theme.quiet_text, anchor, max_width_px=box.width)
        box.height -= height_px + layout.px(GUTTER_UNITS)
    canvas.block(canvas.words.cue(last.verdict.cue), _CUE, theme.text, box)


def cue_box(layout: Layout) -> pygame.Rect:
    """Where the cue is written."""
    inside = _inside(layout, Cards.of(layout).verdict)
    top = inside.top + layout.px(_SYMBOL + _ABOVE_CUE)
    return pygame.Rect(inside.left, top, inside.width, max(1, inside.bottom - top))


def word_width_px(layout: Layout) -> int:
    """How wide the word of the verdict may be, beside its symbol."""
    inside = _inside(layout, Cards.of(layout).verdict)
    return inside.width - layout.px(_SYMBOL + GUTTER_UNITS)


def _inside(layout: Layout, area: pygame.Rect) -> pygame.Rect:
    padding = 2 * layout.px(_PADDING)
    return area.inflate(-padding, -padding)
