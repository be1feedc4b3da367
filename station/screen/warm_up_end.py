"""The end of a warm-up: what was done and the one thing to change. No code, no name; it leaves."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.drills.warm_up import WarmUp, WarmUpResult
from station.screen.canvas import Canvas
from station.screen.layout import BODY, GUTTER_UNITS, KEY, NUMBER, TITLE, Layout
from station.screen.leaving import Leaving
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack
from station.screen.state import Moment, StateName, Visit
from station.signals.tell import Tell

_PADDING = 5.0
_DONE_SHARE = 0.55
_CUE_UNITS = 56.0
_NEXT_TURN_S = 15.0
"""Whoever stays on the mat goes on; a warm-up has no ranking to read."""


@dataclass(frozen=True, eq=False)
class WarmUpEndPicture:
    """What a visit came to."""

    result: WarmUpResult

    @property
    def name(self) -> str | None:
        """There is only one."""
        return "warm-up-end"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface. It stands still, so it is kept whole."""
        canvas.background(("warm-up-end", self.result), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        done_card, cue_card = _cards(canvas.layout)
        for card, parts in ((done_card, self._done(canvas)), (cue_card, self._cue(canvas))):
            panel(canvas.surface, card, canvas.layout.px(2), canvas.theme.panel)
            draw_stack(canvas, parts, canvas.layout.inside(card, _PADDING))

    def _done(self, canvas: Canvas) -> list[Part]:
        """How many were clean, large; what else there is to tell, below."""
        words, theme, result = canvas.words, canvas.theme, self.result
        title = Part(words.title(result.drill), KEY, theme.quiet_text)
        judged = len(result.judged)
        if not judged:
            return [title, Part(words.get("warm_up", "nothing"), TITLE, theme.text)]
        clean = words.get("warm_up", "clean", clean=result.clean, of=judged)
        sets = words.get("warm_up", "sets", sets=result.sets_done, of=result.drill.dose.sets)
        lines = [sets, words.get("warm_up", "in_row", count=result.best_in_row)]
        if result.farthest_m is not None:
            lines.append(words.get("warm_up", "farthest", wall=words.cm(result.farthest_m)))
        return [
            title,
            Part(clean, NUMBER, theme.clean),
            *(Part(line, BODY + 1, theme.text, one_line=True) for line in lines),
        ]

    def _cue(self, canvas: Canvas) -> list[Part]:
        """The cue that was given most; without one, what went well is to go on."""
        words, theme, cue = canvas.words, canvas.theme, self.result.cue
        if cue is None and not self.result.judged:
            return [Part(words.get("thanks", "next"), TITLE, theme.text)]
        return [
            Part(words.get("result", "cues"), BODY + 1, theme.quiet_text),
            Part(words.cue(cue or "pass"), TITLE + 2, theme.text),
        ]


class WarmUpEndState:
    """Shows the end of a warm-up until its visitor has gone, or goes on."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._picture: WarmUpEndPicture | None = None
        self._leaving = Leaving(StateName.INVITATION, _NEXT_TURN_S)

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The last verdict has been read."""
        assert isinstance(visit.test, WarmUp)
        self._picture = WarmUpEndPicture(visit.test.result)
        self._leaving.enter(moment, gone=visit.test.left)

    def do(self, moment: Moment, visit: Visit) -> None:
        """Watch whether anybody is still there, or there again."""
        self._tell.calm()
        self._leaving.do(moment)

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """Back to the invitation, or to the next turn."""
        return self._leaving.next(moment)

    def exit(self, moment: Moment, visit: Visit) -> None:
        """Nothing is left behind."""
        self._picture = None

    def picture(self, moment: Moment, visit: Visit) -> WarmUpEndPicture:
        """What it came to."""
        assert self._picture is not None
        return self._picture


def _cards(layout: Layout) -> tuple[pygame.Rect, pygame.Rect]:
    """What was done, and beside or below it what to change."""
    content, gutter_px = layout.content, layout.px(GUTTER_UNITS)
    if layout.portrait:
        below_px = layout.px(_CUE_UNITS)
        done = pygame.Rect(content.topleft, (content.width, content.height - below_px - gutter_px))
        return done, pygame.Rect(content.left, done.bottom + gutter_px, content.width, below_px)
    done = pygame.Rect(content.topleft, (round(content.width * _DONE_SHARE), content.height))
    left = done.right + gutter_px
    return done, pygame.Rect(left, content.top, content.right - left, content.height)
