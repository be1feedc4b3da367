"""The tempo bar: a way down, along the bottom and up again, and a ball that moves along it.

Its parts are as long as they last, so that the ball moves at one speed. Above it stands what to do
now, in one word.
"""

from __future__ import annotations

import pygame

from station.drills.guide import Beat, TempoBar
from station.screen.canvas import Canvas
from station.screen.layout import BODY, NUMBER, TITLE
from station.screen.lettering import Align
from station.screen.shapes import Point, disc, strokes

_WORD = 11.0
_CUE = 5.5
_ABOVE_TRACK, _BELOW_TRACK = 4.0, 4.5
_BALL = 2.9
_LINE = 1.5
_CORNER = 0.62
"""Of a slanted part's width its corner is free for words."""


class TempoTrack:
    """Where the parts of the tempo bar lie in an area; draws its still and its moving parts."""

    def __init__(self, canvas: Canvas, area: pygame.Rect, bar: TempoBar) -> None:
        self._canvas, self._bar, layout = canvas, bar, canvas.layout
        self.word = pygame.Rect(area.topleft, (area.width, layout.px(_WORD)))
        self.cue = pygame.Rect(area.left, 0, area.width, layout.px(_CUE))
        self.cue.bottom = area.bottom
        ball_px, top = layout.px(_BALL), self.word.bottom + layout.px(_ABOVE_TRACK)
        height_px = max(1, self.cue.top - layout.px(_BELOW_TRACK) - top)
        self.track = pygame.Rect(area.left + ball_px, top, area.width - 2 * ball_px, height_px)

    def draw_still(self) -> None:
        """The word of this part, the whole way and its seconds."""
        canvas, bar = self._canvas, self._bar
        word = canvas.words.get("tempo", bar.beat)
        beside_px = 0 if bar.beat is Beat.OVER else canvas.layout.px(NUMBER)
        top = self.word.top + (self.word.height - canvas.layout.px(TITLE)) // 2
        anchor = (self.word.left, top)
        canvas.text(
            word, TITLE, canvas.theme.text, anchor, max_width_px=self.word.width - beside_px
        )
        self._line(0.0, bar.whole_s, canvas.theme.line)
        at_s = 0.0
        for _, part_s in bar.parts:
            self._draw_seconds(at_s, part_s)
            at_s += part_s

    def draw_moving(self) -> None:
        """The count or what is left of this part, the way that is done, and the ball."""
        canvas, bar = self._canvas, self._bar
        number = bar.count or -int(-bar.left_s // 1)
        if number:
            canvas.text(
                str(number),
                _WORD,
                canvas.theme.clean if bar.count else canvas.theme.text,
                self.word.topright,
                max_width_px=canvas.layout.px(NUMBER),
                align="right",
            )
        self._line(0.0, bar.at_s, canvas.theme.clean)
        disc(canvas.surface, self.at(bar.at_s), canvas.layout.px(_BALL), canvas.theme.text)

    def at(self, at_s: float) -> Point:
        """Where the ball is so many seconds along the way."""
        tempo, track = self._bar.tempo, self.track
        down = min(1.0, at_s / tempo.lower_s)
        up = max(0.0, at_s - tempo.lower_s - tempo.pause_s) / tempo.rise_s
        x = track.left + track.width * at_s / self._bar.whole_s
        return x, track.top + track.height * (down - up)

    def _line(self, from_s: float, to_s: float, colour: tuple[int, int, int]) -> None:
        tempo = self._bar.tempo
        corners = (tempo.lower_s, tempo.lower_s + tempo.pause_s)
        times_s = [from_s, *(each for each in corners if from_s < each < to_s), to_s]
        points = [self.at(each) for each in times_s]
        strokes(self._canvas.surface, [points], self._canvas.layout.px(_LINE), colour)

    def _draw_seconds(self, from_s: float, part_s: float) -> None:
        """How long a part takes, in the corner that its line leaves free."""
        canvas, layout = self._canvas, self._canvas.layout
        text = canvas.words.get("tempo", "seconds", seconds=canvas.words.short(part_s))
        (left, from_y), (right, to_y) = self.at(from_s), self.at(from_s + part_s)
        top = self.track.bottom - layout.px(BODY)
        align: Align = "left"
        x, room = left, _CORNER
        if to_y < from_y:
            align, x = "right", right
        elif to_y == from_y:
            align, x, room = "centre", (left + right) / 2, 1.0
            top -= layout.px(_BALL + _LINE)
        width_px = max(1, round((right - left) * room))
        colour = canvas.theme.quiet_text
        canvas.text(text, BODY, colour, (round(x), top), max_width_px=width_px, align=align)
