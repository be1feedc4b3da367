"""One athlete's result in a screening, read by the whole team: kind, clear, no body's numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pygame

from station.drills.attempt import Attempt
from station.drills.ladder import Ending
from station.drills.screening_test import ScreeningResult
from station.hinge.verdict import Outcome, Reason
from station.screen.canvas import Canvas
from station.screen.layout import BODY, GUTTER_UNITS, KEY, TITLE, Layout
from station.screen.names import NameTag, draw_name
from station.screen.screened_list import draw_repetitions
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack
from station.screen.symbols import verdict_symbol
from station.screen.theme import mix
from station.screen.words import Words, reason_key

_PADDING = 3.5
_HEADER = 19.0
_TALL_HEADER = 36.0
_COUNT = 6.0
_COUNT_SHARE = 0.34
_VERDICT_SHARE = 0.52
_TALL_VERDICT_SHARE = 0.55
_SYMBOL = 12.0
_BELOW_SYMBOL = 5.0


@dataclass(frozen=True)
class ScreenedPlaces:
    """The name above, below it what it comes to and the repetitions."""

    header: pygame.Rect
    verdict: pygame.Rect
    repetitions: pygame.Rect

    @classmethod
    def of(cls, layout: Layout) -> ScreenedPlaces:
        """All on one grid of gutters."""
        area, gutter_px, tall = layout.content, layout.px(GUTTER_UNITS), layout.portrait
        header_px = layout.px(_TALL_HEADER if tall else _HEADER)
        header = pygame.Rect(area.topleft, (area.width, header_px))
        top = header.bottom + gutter_px
        below = pygame.Rect(area.left, top, area.width, area.bottom - top)
        verdict, repetitions = below.copy(), below.copy()
        if tall:
            verdict.height = round(below.height * _TALL_VERDICT_SHARE)
            repetitions.height -= verdict.height + gutter_px
            repetitions.bottom = below.bottom
        else:
            verdict.width = round(below.width * _VERDICT_SHARE)
            repetitions.width -= verdict.width + gutter_px
            repetitions.right = below.right
        return cls(header, verdict, repetitions)


@dataclass(frozen=True, eq=False)
class ScreenedPicture:
    """What one athlete's test came to; ``before`` says in words how it was last time."""

    result: ScreeningResult
    called: NameTag
    before: str | None = None

    @property
    def name(self) -> str | None:
        """One for each way it can come out."""
        passed = {True: "clean", False: "practise", None: "again"}[self.result.passed]
        return f"screened-{passed}"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface. A result stands still, so it is kept whole."""
        canvas.background(("screened", self), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        places = ScreenedPlaces.of(canvas.layout)
        self._draw_header(canvas, places.header)
        self._draw_verdict(canvas, places.verdict)
        draw_repetitions(canvas, _tries(self.result), places.repetitions)

    def _draw_header(self, canvas: Canvas, card: pygame.Rect) -> None:
        """The name, and how many were clean, where that is something to be told."""
        layout, theme, result = canvas.layout, canvas.theme, self.result
        panel(canvas.surface, card, layout.px(2), theme.panel)
        inside = layout.inside(card, _PADDING)
        name = inside.copy()
        clean, of = sum(each.outcome is Outcome.PASS for each in result.judged), len(result.judged)
        if clean and result.passed is not None:
            text = canvas.words.get("screened", "clean_of", clean=clean, of=of)
            count_px, units_px = round(inside.width * _COUNT_SHARE), layout.px(_COUNT)
            anchor = (inside.right, inside.centery - units_px // 2)
            if layout.portrait:
                anchor = (inside.left, inside.bottom - units_px)
                name.height -= units_px + layout.px(GUTTER_UNITS)
                canvas.text(text, _COUNT, theme.quiet_text, anchor, max_width_px=inside.width)
            else:
                name.width -= count_px + layout.px(GUTTER_UNITS)
                quiet = theme.quiet_text
                canvas.text(text, _COUNT, quiet, anchor, max_width_px=count_px, align="right")
        draw_name(canvas, self.called.written(canvas), TITLE + 1, theme.text, name)

    def _draw_verdict(self, canvas: Canvas, card: pygame.Rect) -> None:
        """What it comes to. Who is not clean sees no cross here, but what to do."""
        layout, theme, passed = canvas.layout, canvas.theme, self.result.passed
        tint = theme.clean if passed else theme.not_judged
        ground = theme.panel if passed is False else mix(theme.panel, tint, 0.16)
        panel(canvas.surface, card, layout.px(2), ground)
        inside = layout.inside(card, _PADDING)
        if passed is not False:
            outcome = Outcome.PASS if passed else Outcome.NO_VERDICT
            symbol_px = layout.px(_SYMBOL)
            symbol = verdict_symbol(outcome, symbol_px, theme)
            canvas.surface.blit(symbol, inside.topleft)
            cut_px = symbol_px + layout.px(_BELOW_SYMBOL)
            inside = pygame.Rect(
                inside.left, inside.top + cut_px, inside.width, inside.height - cut_px
            )
        draw_stack(canvas, self._parts(canvas), inside, from_top=passed is not False)

    def _parts(self, canvas: Canvas) -> list[Part]:
        words, theme, result = canvas.words, canvas.theme, self.result
        if result.passed:
            parts = [
                Part(words.get("screened", "clean"), TITLE + 2, theme.clean),
                Part(_cue_when_clean(result, words), KEY, theme.text),
            ]
        elif result.passed is False:
            parts = [
                Part(words.get("screened", "next_step"), BODY, theme.quiet_text),
                Part(words.cue(result.cues[0]), TITLE, theme.text),
                Part(_counted(result, words), BODY + 0.5, theme.text),
            ]
        else:
            parts = [
                Part(words.get("screened", "again"), TITLE + 1, theme.text),
                Part(why_not_judged(result, words), BODY + 1, theme.quiet_text),
            ]
            if cue := _cue_to_be_seen(result):
                parts.append(Part(words.cue(cue), KEY, theme.text))
        if self.before:
            parts.append(Part(self.before, BODY, theme.quiet_text))
        return parts


def why_not_judged(result: ScreeningResult, words: Words) -> str:
    """Why there is no verdict: it ended early, or the commonest reason of what was not seen."""
    if result.ending is not Ending.DONE:
        return words.get("screened", "not_finished")
    reason = reason_key(_commonest_reason(result))
    return words.get("screened", "not_judged", reason=words.get("reason", reason))


def _commonest_reason(result: ScreeningResult) -> Reason:
    """A back that was not seen is one, too."""
    verdicts = [attempt.repetition.verdict for attempt in _tries(result)]
    reasons = [verdict.reason for verdict in verdicts if verdict.reason is not None]
    hidden = [Reason.BACK_HIDDEN for verdict in verdicts if not verdict.back_judged]
    counted = Counter(reasons or hidden)
    return counted.most_common(1)[0][0] if counted else Reason.BACK_HIDDEN


def _cue_to_be_seen(result: ScreeningResult) -> str | None:
    """What to do differently so that it can be judged."""
    if result.ending is not Ending.DONE:
        return None
    return reason_key(_commonest_reason(result))


def _cue_when_clean(result: ScreeningResult, words: Words) -> str:
    """What was seen too seldom to count is for next time."""
    if result.cues:
        return words.get("result", "next_cue", cue=words.cue(result.cues[0]))
    return words.cue("pass")


def _counted(result: ScreeningResult, words: Words) -> str:
    """What counted most, and in how many repetitions it was seen; one thing at a time."""
    fault, of = result.faults[0], len(result.judged)
    told, seen = words.get("fault", fault), result.counted[fault]
    return words.get("screened", "seen_in", fault=told, seen=seen, of=of)


def _tries(result: ScreeningResult) -> tuple[Attempt, ...]:
    """What was to be judged, whether it could be or not."""
    return tuple(attempt for attempt in result.attempts if not attempt.practice)
