"""The upper card beside the athlete in a drill: what is done, how many, and how far to go on."""

from __future__ import annotations

import pygame

from station.drills.contrast import Lesson
from station.drills.drill import Drill
from station.drills.run import DrillProgress
from station.hinge.verdict import Outcome
from station.screen.canvas import Canvas
from station.screen.card import PADDING, Cards, draw_pair
from station.screen.layout import BODY, KEY
from station.screen.names import NameTag, draw_name
from station.screen.symbols import empty_place, taken_place, verdict_symbol

HEAD = 40.0
"""The height of the card."""
_TITLE = 12.0
_PLACES = 9.0
_PITCH, _LEAST_PITCH = 9.6, 4.5
_ROWS = 2
_SYMBOL = 0.88
_BEFORE_WALL = 3.0


def draw_head(
    canvas: Canvas,
    cards: Cards,
    drill: Drill,
    progress: DrillProgress,
    athlete: NameTag | None,
    practice: bool,
) -> None:
    """In a screening the ``athlete`` stands in place of the drill, which is everybody's.

    ``practice`` repetitions have a place, but no verdict.
    """
    words, theme = canvas.words, canvas.theme
    inside = canvas.layout.inside(cards.count, PADDING)
    title = pygame.Rect(inside.topleft, (inside.width, canvas.layout.px(_TITLE)))
    if progress.wall_m is not None and athlete is None:
        wall = canvas.text(
            words.cm(progress.wall_m),
            KEY,
            theme.text,
            (title.right, title.centery - canvas.layout.px(KEY) // 2),
            max_width_px=title.width * 2 // 5,
            align="right",
        )
        title.width = wall.left - title.left - canvas.layout.px(_BEFORE_WALL)
    if athlete is None:
        canvas.block(words.title(drill), KEY, theme.text, title, centred=True)
    else:
        draw_name(canvas, athlete.written(canvas), KEY, theme.text, title)
    below = pygame.Rect(0, 0, inside.width, canvas.layout.px(BODY))
    below.bottomleft = inside.bottomleft
    left, right = _below(canvas, drill, progress, athlete, practice)
    draw_pair(canvas, below, BODY, left, right, quiet=True)
    places = pygame.Rect(0, 0, inside.width, canvas.layout.px(_PLACES))
    places.left, places.centery = inside.left, (title.bottom + below.top) // 2
    _draw_places(canvas, places, drill.dose.repetitions, progress.outcomes, practice)


def _below(
    canvas: Canvas, drill: Drill, progress: DrillProgress, athlete: NameTag | None, practice: bool
) -> tuple[str, str]:
    """What stands at either end of the line below the places."""
    words = canvas.words
    if practice:
        return words.get("live", "practice"), words.get("live", "practice_note")
    if progress.lesson is not None:
        number = 1 if progress.lesson is Lesson.ROUND else 2
        return words.get("board", "lesson"), words.get("board", "done", number=number, of=2)
    done = words.get("board", "done", number=len(progress.outcomes), of=drill.dose.repetitions)
    if athlete is not None:
        wall_m = progress.wall_m
        return words.title(drill) if wall_m is None else words.cm(wall_m), done
    left = words.get("board", "set", number=progress.outcomes_of, of=drill.dose.sets)
    level = progress.level
    if level is None:
        return left, done
    if level.farthest:
        return left, words.get("board", "farthest")
    return left, words.get("board", "farther", clean=level.clean_missing)


def _draw_places(
    canvas: Canvas,
    area: pygame.Rect,
    of: int,
    outcomes: tuple[Outcome, ...],
    practice: bool,
) -> None:
    """A place for each repetition of the set, with the verdict of each that is done.

    Of a set too long for that, the last ones only; the line below counts them.
    """
    layout, theme = canvas.layout, canvas.theme
    least_px = layout.px(_LEAST_PITCH)
    rows = 1 if of * least_px <= area.width else _ROWS
    columns = min(-(-of // rows), area.width // least_px)
    outcomes = outcomes[-columns * rows :]
    pitch_px = min(layout.px(_PITCH), area.width // columns)
    size_px = max(4, min(area.height // rows, round(pitch_px * _SYMBOL)))
    for place in range(min(of, columns * rows)):
        row, column = divmod(place, columns)
        symbol = empty_place(size_px, theme)
        if place < len(outcomes):
            outcome = outcomes[place]
            symbol = (
                taken_place(size_px, theme) if practice else verdict_symbol(outcome, size_px, theme)
            )
        middle = area.top + (2 * row + 1) * area.height // (2 * rows)
        canvas.surface.blit(symbol, (area.left + column * pitch_px, middle - size_px // 2))
