"""The cards of the result: the score, what to change, and the code to take away."""

from __future__ import annotations

import pygame

from station.drills.ladder import Ending
from station.drills.standing import Standing
from station.drills.walk_up import TestResult
from station.screen.canvas import Canvas
from station.screen.layout import BODY, KEY, NUMBER, Layout
from station.screen.qr import LIGHT, draw_qr
from station.screen.result_text import share_text
from station.screen.shapes import disc, panel
from station.screen.stack import Part, draw_stack
from station.screen.words import Words

CAPTION = 3.5
SMALL = 4.0
MEANING = 4.2
CUE = 5.0
_PADDING = 3.5
_BELOW_NUMBER = 5.0
_BEFORE_UNIT = 1.5
_BELOW_HEADING = 3.0
_BETWEEN_CUES = 4.5
_DOT = 4.0
_CODE_INSET = 0.6
_MEANING_PITCH = 7.2


def draw_score(
    canvas: Canvas, result: TestResult, standing: Standing | None, card: pygame.Rect
) -> None:
    """The score, and below it what it means; without one, how to get one."""
    words, theme, inside = canvas.words, canvas.theme, _card(canvas, card)
    if result.score_m is None:
        parts = [
            Part(words.get("result", "no_score"), KEY, theme.text),
            Part(words.get("result", "no_score_todo"), BODY, theme.quiet_text),
        ]
        draw_stack(canvas, parts, inside)
        return
    below = _draw_number(canvas, words.cm(result.score_m), inside)
    for line, text in enumerate(_meanings(words, result, standing)):
        colour = theme.quiet_text if line else theme.text
        anchor = (below.left, below.top + line * canvas.layout.px(_MEANING_PITCH))
        canvas.text(text, MEANING, colour, anchor, max_width_px=below.width)


def _meanings(words: Words, result: TestResult, standing: Standing | None) -> list[str]:
    """What a score means, the most important first."""
    share = share_text(result, words)
    texts = [] if share is None else [share]
    if standing is not None:
        texts.append(words.get("result", "place", rank=standing.rank, of=standing.of))
    if result.ending is Ending.LIMIT:
        texts.append(words.get("result", "limit"))
    return texts


def _draw_number(canvas: Canvas, text: str, inside: pygame.Rect) -> pygame.Rect:
    """The number large and its unit small, on one line; return what is free below them."""
    layout, colour = canvas.layout, canvas.theme.clean
    value, _, unit = text.partition(" ")
    whole_px = number_width_px(canvas, text)
    scale = min(1.0, inside.width / whole_px)
    width_px = inside.width
    number = canvas.text(value, NUMBER * scale, colour, inside.topleft, max_width_px=width_px)
    unit_px = layout.px(KEY * scale)
    anchor = (number.right + layout.px(_BEFORE_UNIT), number.bottom - unit_px)
    canvas.text(unit, KEY * scale, colour, anchor, max_width_px=max(1, inside.right - anchor[0]))
    top = number.bottom + layout.px(_BELOW_NUMBER)
    return pygame.Rect(inside.left, top, inside.width, inside.bottom - top)


def number_width_px(canvas: Canvas, text: str) -> int:
    """How wide the score is at its full size, its unit included."""
    layout, lettering = canvas.layout, canvas.lettering
    value, _, unit = text.partition(" ")
    number_px = lettering.width_px(value, layout.px(NUMBER))
    return number_px + layout.px(_BEFORE_UNIT) + lettering.width_px(unit, layout.px(KEY))


def draw_cues(canvas: Canvas, result: TestResult, card: pygame.Rect) -> None:
    """The one or two things to change, or what else there is to say."""
    layout, words, theme, inside = canvas.layout, canvas.words, canvas.theme, _card(canvas, card)
    heading = words.get("result", "cues")
    width_px = inside.width
    canvas.text(heading, SMALL, theme.quiet_text, inside.topleft, max_width_px=width_px)
    top = inside.top + layout.px(SMALL + _BELOW_HEADING)
    cues = _cues(words, result)
    below = pygame.Rect(inside.left, top, width_px, inside.bottom - top)
    for cue, box in zip(cues, cue_boxes(layout, below, len(cues)), strict=True):
        # The dot stands at the middle of the first line's capitals.
        centre = (below.left + layout.px(1), box.top + layout.px(CUE) // 2)
        disc(canvas.surface, centre, layout.px(1), theme.clean)
        canvas.block(cue, CUE, theme.text, box)


def _cues(words: Words, result: TestResult) -> list[str]:
    """What to change. Without a fault: go on like this, be seen, or make a first try."""
    if result.cues:
        return [words.cue(cue) for cue in result.cues]
    if result.score_m is not None:
        return [words.cue("pass")]
    if result.tries:
        return [words.cue(result.tries[-1].repetition.verdict.cue)]
    return [words.get("live", "ready")]


def cue_boxes(layout: Layout, area: pygame.Rect, count: int) -> list[pygame.Rect]:
    """The places of the cues, each beside its dot."""
    left, space_px = area.left + layout.px(_DOT), layout.px(_BETWEEN_CUES)
    height_px = (area.height - space_px * (count - 1)) // count
    return [
        pygame.Rect(left, area.top + place * (height_px + space_px), area.right - left, height_px)
        for place in range(count)
    ]


def draw_code(canvas: Canvas, text: str, place: pygame.Rect) -> None:
    """The QR code on a light card, with a line below it."""
    layout = canvas.layout
    card = pygame.Rect(place.topleft, (place.width, place.width))
    panel(canvas.surface, card, layout.px(2), LIGHT)
    # So far inside that the square code does not reach into the round corners.
    draw_qr(canvas, text, layout.inside(card, _CODE_INSET))
    canvas.text(
        canvas.words.get("result", "scan"),
        CAPTION,
        canvas.theme.quiet_text,
        (place.centerx, place.bottom - layout.px(CAPTION)),
        max_width_px=place.width,
        align="centre",
    )


def _card(canvas: Canvas, card: pygame.Rect) -> pygame.Rect:
    """Draw a card; return its inside."""
    panel(canvas.surface, card, canvas.layout.px(2), canvas.theme.panel)
    return canvas.layout.inside(card, _PADDING)
