"""The list of tries: wall, verdict, gap and what was seen, a line for each."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.drills.attempt import Attempt
from station.hinge.verdict import Fault, Outcome
from station.screen.canvas import Canvas
from station.screen.layout import Layout
from station.screen.shapes import panel
from station.screen.symbols import verdict_symbol
from station.screen.words import Words

LINE = 3.8
_LEAST_PITCH = 5.8
_PITCH = 7.2
_SYMBOL = 5.0
_PADDING = 3.0
_WALL = 20.0
_GAP = 20.0
_SHRINK = 0.8
"""Rather than smaller than this share, a line says less."""


@dataclass(frozen=True)
class TriesPlaces:
    """The columns of the list inside its card, and how many lines there is room for.

    The rectangles are those of the first line. On a tall screen there is no column for the gap:
    ``gap`` is None and a missed wall is told with what was seen.
    """

    inside: pygame.Rect
    wall: pygame.Rect
    symbol: pygame.Rect
    gap: pygame.Rect | None
    seen: pygame.Rect
    lines: int
    pitch_px: int

    @classmethod
    def of(cls, layout: Layout, card: pygame.Rect) -> TriesPlaces:
        """Cut up a card."""
        inside = layout.inside(card, _PADDING)
        height_px, space_px = layout.px(LINE), layout.px(2)
        wall = pygame.Rect(inside.left, inside.top, layout.px(_WALL), height_px)
        symbol = pygame.Rect(wall.right + space_px, inside.top, layout.px(_SYMBOL), height_px)
        left, gap = symbol.right + space_px, None
        if not layout.portrait:
            gap = pygame.Rect(left, inside.top, layout.px(_GAP), height_px)
            left = gap.right + space_px
        seen = pygame.Rect(left, inside.top, inside.right - left, height_px)
        below_px = max(0, inside.height - height_px)
        lines = 1 + below_px // layout.px(_LEAST_PITCH)
        pitch_px = min(layout.px(_PITCH), below_px // max(lines - 1, 1))
        return cls(inside, wall, symbol, gap, seen, lines, pitch_px)


def draw_tries(canvas: Canvas, tries: tuple[Attempt, ...], card: pygame.Rect) -> None:
    """The tries in order; where not all have room, the last ones, and the others as symbols."""
    panel(canvas.surface, card, canvas.layout.px(2), canvas.theme.panel)
    places = TriesPlaces.of(canvas.layout, card)
    earlier: tuple[Attempt, ...] = ()
    if len(tries) > places.lines:
        kept = places.lines - 1
        earlier, tries = tries[:-kept], tries[-kept:]
    line = 0
    if earlier:
        _draw_earlier(canvas, places, earlier)
        line = 1
    for attempt in tries:
        _draw_try(canvas, places, attempt, line * places.pitch_px)
        line += 1


def _draw_try(canvas: Canvas, places: TriesPlaces, attempt: Attempt, down_px: int) -> None:
    words, theme = canvas.words, canvas.theme
    wall = words.get("live", "no_gap") if attempt.wall_m is None else words.cm(attempt.wall_m)
    _write(canvas, wall, places.wall.move(0, down_px), theme.text)
    _put_symbol(canvas, attempt.outcome, places.symbol.move(0, down_px))
    seen = words.seen(attempt.repetition)
    if places.gap is not None:
        _write(canvas, gap_text(words, attempt), places.gap.move(0, down_px), theme.text)
    elif Fault.NO_TOUCH in attempt.repetition.verdict.faults:
        seen = [f"{gap_text(words, attempt)}, {seen[0]}", *seen[1:]]
    text = _fitting(canvas, seen, places.seen.width)
    _write(canvas, text, places.seen.move(0, down_px), theme.outcome(attempt.outcome))


def _draw_earlier(canvas: Canvas, places: TriesPlaces, earlier: tuple[Attempt, ...]) -> None:
    """The tries there is no line for: how many, and their symbols as far as they have room."""
    text = canvas.words.get("result", "earlier", count=len(earlier))
    _write(canvas, text, places.wall, canvas.theme.quiet_text)
    place = places.symbol
    room = (places.inside.right - place.left) // (place.width + canvas.layout.px(1))
    for attempt in earlier[-room:]:
        _put_symbol(canvas, attempt.outcome, place)
        place = place.move(place.width + canvas.layout.px(1), 0)


def _put_symbol(canvas: Canvas, outcome: Outcome, place: pygame.Rect) -> None:
    size_px = place.width
    top = place.centery - size_px // 2
    canvas.surface.blit(verdict_symbol(outcome, size_px, canvas.theme), (place.left, top))


def _write(canvas: Canvas, text: str, place: pygame.Rect, colour: tuple[int, int, int]) -> None:
    canvas.text(text, LINE, colour, place.topleft, max_width_px=place.width)


def gap_text(words: Words, attempt: Attempt) -> str:
    """How near the hips came to the wall."""
    done = attempt.repetition
    if done.touched:
        return words.get("result", "touched")
    if attempt.outcome is Outcome.NO_VERDICT:
        return words.get("live", "no_gap")
    return words.cm(done.min_gap_mm / 1000)


def _fitting(canvas: Canvas, texts: list[str], width_px: int) -> str:
    """All texts; where they do not fit, the first and how many more."""
    first, *others = texts
    whole = ", ".join(texts)
    small_px = canvas.layout.px(LINE * _SHRINK)
    if others and canvas.lettering.width_px(whole, small_px) > width_px:
        return f"{first} +{len(others)}"
    return whole
