"""The column beside the athlete: where the test stands, the last verdict and its one cue."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.drills.attempt import Attempt
from station.drills.ladder import Phase
from station.drills.walk_up import Progress
from station.hinge.verdict import Outcome
from station.screen.canvas import Canvas
from station.screen.layout import BODY, GUTTER_UNITS, KEY, TITLE, Layout
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack
from station.screen.symbols import empty_place, taken_place, verdict_symbol
from station.screen.theme import mix
from station.screen.words import Message

PADDING = 3.5
CUE = 8.0
_SYMBOL = 11.0
_COUNT = 34.0
_PLACE = 8.4
_PITCH = 9.6
_ABOVE_CUE = 4.5


@dataclass(frozen=True)
class Cards:
    """Where the two cards of the column lie, and what is written where on them."""

    layout: Layout
    count: pygame.Rect
    verdict: pygame.Rect

    @classmethod
    def of(cls, layout: Layout, count_units: float = _COUNT) -> Cards:
        """Count on top, verdict below."""
        area = layout.panel
        count = pygame.Rect(area.topleft, (area.width, layout.px(count_units)))
        top = count.bottom + layout.px(GUTTER_UNITS)
        verdict = pygame.Rect(area.left, top, area.width, area.bottom - top)
        return cls(layout, count, verdict)

    @property
    def title(self) -> pygame.Rect:
        """The line with the level and its wall, a half for each."""
        inside = self.layout.inside(self.count, PADDING)
        return pygame.Rect(inside.topleft, (inside.width, self.layout.px(KEY)))

    @property
    def places(self) -> pygame.Rect:
        """The line with the tries and what they have to come to."""
        inside = self.layout.inside(self.count, PADDING)
        height_px = self.layout.px(_PLACE)
        top = (self.title.bottom + self.best.top - height_px) // 2
        return pygame.Rect(inside.left, top, inside.width, height_px)

    @property
    def best(self) -> pygame.Rect:
        """The line with the best so far."""
        inside = self.layout.inside(self.count, PADDING)
        height_px = self.layout.px(BODY)
        return pygame.Rect(inside.left, inside.bottom - height_px, inside.width, height_px)

    @property
    def cue(self) -> pygame.Rect:
        """Where the cue is written."""
        inside = self.layout.inside(self.verdict, PADDING)
        top = inside.top + self.layout.px(_SYMBOL + _ABOVE_CUE)
        return pygame.Rect(inside.left, top, inside.width, max(1, inside.bottom - top))

    @property
    def word_width_px(self) -> int:
        """How wide the word of the verdict may be, beside its symbol."""
        inside = self.layout.inside(self.verdict, PADDING)
        return inside.width - self.layout.px(_SYMBOL + GUTTER_UNITS)

    def note_width_px(self, places: int) -> int:
        """How wide the words beside so many tries may be."""
        taken_px = places * place_pitch_px(self.layout, self.places, places)
        return self.places.width - taken_px - self.layout.px(1)


def place_pitch_px(layout: Layout, line: pygame.Rect, places: int) -> int:
    """From one try to the next; closer where many are allowed."""
    return min(layout.px(_PITCH), line.width * 6 // 10 // max(places, 1))


@dataclass(frozen=True)
class WalkUpBoard:
    """The column of the walk-up test."""

    progress: Progress

    @property
    def last(self) -> Attempt | None:
        """The last repetition."""
        return self.progress.last

    def draw_still(self, canvas: Canvas, moving: bool, message: Message | None) -> None:
        """Where the test stands, and what to do."""
        draw_cards(canvas, self.progress, moving, message)

    def draw_moving(self, canvas: Canvas, moving: bool, message: Message | None) -> None:
        """Nothing moves here."""


def draw_cards(canvas: Canvas, progress: Progress, moving: bool, message: Message | None) -> None:
    """Where the test stands, and below it the message, the task or the last verdict.

    While the athlete is ``moving`` only the cue of the last verdict stays, as the thing to do:
    the verdict itself would be read as that of the repetition under way.
    """
    cards = Cards.of(canvas.layout)
    for area in (cards.count, cards.verdict):
        panel(canvas.surface, area, canvas.layout.px(2), canvas.theme.panel)
    _draw_count(canvas, cards, progress)
    last = progress.last
    if message is not None:
        draw_message(canvas, cards, message)
    elif last is None or moving or last.practice:
        _draw_task(canvas, cards, last)
    else:
        draw_verdict(canvas, cards, last)


def _draw_count(canvas: Canvas, cards: Cards, progress: Progress) -> None:
    """Practice or level, its tries, and the best so far."""
    words, theme, rules = canvas.words, canvas.theme, progress.rules
    if progress.phase is Phase.PRACTICE:
        number = progress.practised + 1
        left = words.get("live", "practice")
        right = words.get("live", "practice_count", number=number, of=rules.practice)
        note = words.get("live", "practice_note")
        places = rules.practice
    else:
        left = words.get("live", "level", number=progress.level_number)
        right = words.cm(progress.level.wall_m)
        note = words.get("live", "clean_needed", clean=rules.clean_taps)
        places = rules.tries
    draw_pair(canvas, cards.title, KEY, left, right)
    _draw_places(canvas, cards, progress, places)
    anchor = (cards.places.right, cards.places.centery - canvas.layout.px(BODY) // 2)
    width_px = cards.note_width_px(places)
    canvas.text(note, BODY, theme.quiet_text, anchor, max_width_px=width_px, align="right")
    best_m = progress.best_wall_m
    best = words.get("live", "no_gap") if best_m is None else words.cm(best_m)
    draw_pair(canvas, cards.best, BODY, words.get("live", "best"), best, quiet=True)


def draw_pair(
    canvas: Canvas, line: pygame.Rect, units: float, left: str, right: str, *, quiet: bool = False
) -> None:
    """A name at the left end of a line and its value at the right end."""
    theme = canvas.theme
    colour = theme.quiet_text if quiet else theme.text
    value = canvas.text(
        right, units, theme.text, line.topright, max_width_px=line.width // 2, align="right"
    )
    width_px = value.left - line.left - canvas.layout.px(2)
    canvas.text(left, units, colour, line.topleft, max_width_px=width_px)


def _draw_places(canvas: Canvas, cards: Cards, progress: Progress, places: int) -> None:
    """One symbol for each try of this level or practice tap, and the places of those to come."""
    line, theme = cards.places, canvas.theme
    pitch_px = place_pitch_px(canvas.layout, line, places)
    size_px = max(4, min(line.height, round(pitch_px * 0.88)))
    if progress.phase is Phase.PRACTICE:
        symbols = [taken_place(size_px, theme)] * progress.practised
    else:
        symbols = [verdict_symbol(each, size_px, theme) for each in progress.level.outcomes]
    symbols += [empty_place(size_px, theme)] * (places - len(symbols))
    top = line.centery - size_px // 2
    for place, symbol in enumerate(symbols):
        canvas.surface.blit(symbol, (line.left + place * pitch_px, top))


def draw_message(canvas: Canvas, cards: Cards, message: Message) -> None:
    """Why nothing is measured just now, and the way back."""
    section = f"message.{message}"
    parts = [
        Part(canvas.words.get(section, "title"), TITLE, canvas.theme.text),
        Part(canvas.words.get(section, "text"), BODY + 1, canvas.theme.quiet_text),
    ]
    draw_stack(canvas, parts, canvas.layout.inside(cards.verdict, PADDING))


def _draw_task(canvas: Canvas, cards: Cards, last: Attempt | None) -> None:
    """What to do in this repetition: the last cue, in practice what it is about.

    A practice tap is not judged aloud; only one that could not be seen says why.
    """
    words = canvas.words
    if last is None or (last.practice and last.outcome is not Outcome.NO_VERDICT):
        task = words.get("live", "ready")
    else:
        task = words.cue(last.repetition.verdict.cue)
    inside = canvas.layout.inside(cards.verdict, PADDING)
    canvas.block(task, TITLE, canvas.theme.text, inside, centred=True)


def draw_verdict(canvas: Canvas, cards: Cards, last: Attempt) -> None:
    """The last verdict with its symbol, word and one cue."""
    layout, theme, outcome = canvas.layout, canvas.theme, last.outcome
    inside = layout.inside(cards.verdict, PADDING)
    colour = theme.outcome(outcome)
    panel(canvas.surface, cards.verdict, layout.px(2), mix(theme.panel, colour, 0.16))
    size_px = layout.px(_SYMBOL)
    # A pass has its symbol on the left and a fault on the right: told apart by place as well.
    on_right = outcome is Outcome.FAULT
    symbol_left = inside.right - size_px if on_right else inside.left
    canvas.surface.blit(verdict_symbol(outcome, size_px, theme), (symbol_left, inside.top))
    word_width = cards.word_width_px
    word_left = inside.left if on_right else inside.right - word_width
    word_top = inside.top + (size_px - layout.px(KEY)) // 2
    word = canvas.words.outcome(outcome)
    canvas.text(word, KEY, colour, (word_left, word_top), max_width_px=word_width)
    _draw_cue(canvas, cards.cue, last)


def _draw_cue(canvas: Canvas, box: pygame.Rect, last: Attempt) -> None:
    layout, theme, verdict = canvas.layout, canvas.theme, last.repetition.verdict
    if not verdict.back_judged:
        height_px = layout.px(BODY)
        anchor = (box.left, box.bottom - height_px)
        text = canvas.words.get("live", "back_not_judged")
        canvas.text(text, BODY, theme.quiet_text, anchor, max_width_px=box.width)
        box = pygame.Rect(
            box.topleft, (box.width, box.height - height_px - layout.px(GUTTER_UNITS))
        )
    canvas.block(canvas.words.cue(verdict.cue), CUE, theme.text, box)
