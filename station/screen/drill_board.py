"""The column beside the athlete in a drill, be it a warm-up or a screening."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

import pygame

from station.drills.attempt import Attempt
from station.drills.drill import Drill
from station.drills.guide import Beat, TempoBar
from station.drills.pacer import VERDICT_S
from station.drills.run import DrillProgress
from station.hinge.verdict import Outcome
from station.screen import timer_ring
from station.screen.canvas import Canvas
from station.screen.card import PADDING, Cards, draw_message, draw_verdict
from station.screen.drill_head import HEAD, draw_head
from station.screen.layout import BODY, KEY, TITLE
from station.screen.names import NameTag
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack
from station.screen.tempo_track import TempoTrack
from station.screen.words import Message


class _Card(StrEnum):
    """What the lower card shows; one thing at a time, or none of it could be read from 3 m."""

    TEMPO = "tempo"
    HOLD = "hold"
    REST = "rest"
    VERDICT = "verdict"
    TASK = "task"


@dataclass(frozen=True, eq=False)
class DrillBoard:
    """The column of a drill. ``athlete`` is who is screened, None in a warm-up.

    ``practice`` while a screening's repetitions are not judged yet. Boards are equal when their
    still layers are: seconds and the tempo's ball run on over the same one.
    """

    drill: Drill
    progress: DrillProgress
    athlete: NameTag | None = None
    practice: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DrillBoard) and self._still == other._still

    def __hash__(self) -> int:
        return hash(self._still)

    @property
    def last(self) -> Attempt | None:
        """The last repetition."""
        return self.progress.last

    @property
    def _still(self) -> Hashable:
        """All that the still layer shows."""
        now = self.progress
        return (
            (self.drill.name, self.athlete, self.practice),
            (now.outcomes, now.outcomes_of, now.set_number, now.wall_m),
            (now.lesson, now.level, now.last),
            None if now.tempo is None else now.tempo.beat,
            None if now.hold is None else (now.hold.enough, now.hold.whole),
            self._is_resting,
        )

    @property
    def _is_resting(self) -> bool:
        """In a rest, once the last verdict has been read."""
        return self.progress.rest is not None and self.progress.rest.since_s >= VERDICT_S

    def _card(self, moving: bool) -> _Card:
        now = self.progress
        if now.tempo is not None and now.tempo.beat is not Beat.WAIT:
            return _Card.TEMPO
        if moving and now.hold is not None:
            return _Card.HOLD
        if not moving and self._is_resting:
            return _Card.REST
        return _Card.TASK if moving or now.last is None or now.last.practice else _Card.VERDICT

    def draw_still(self, canvas: Canvas, moving: bool, message: Message | None) -> None:
        """How far it is, and below that the message, the guide, the last verdict or the task.

        Who rests need not be seen: nothing is asked of them until it is over.
        """
        cards = Cards.of(canvas.layout, HEAD)
        for area in (cards.count, cards.verdict):
            panel(canvas.surface, area, canvas.layout.px(2), canvas.theme.panel)
        draw_head(canvas, cards, self.drill, self.progress, self.athlete, self.practice)
        card, last = self._card(moving), self.last
        if message is not None and card is not _Card.REST:
            draw_message(canvas, cards, message)
        elif card is _Card.VERDICT and last is not None:
            draw_verdict(canvas, cards, last)
        elif card is _Card.TASK:
            inside = _inside(canvas)
            canvas.block(self._task(canvas), TITLE, canvas.theme.text, inside, centred=True)
        else:
            self._draw_guide(canvas, card)

    def draw_moving(self, canvas: Canvas, moving: bool, message: Message | None) -> None:
        """The tempo's ball, or the seconds of a hold or a rest."""
        now, card, area, theme = self.progress, self._card(moving), _inside(canvas), canvas.theme
        if message is not None and card is not _Card.REST:
            return
        if card is _Card.TEMPO and now.tempo is not None:
            TempoTrack(canvas, area, now.tempo).draw_moving()
        elif card is _Card.HOLD and now.hold is not None:
            asked, held_s = now.hold.asked, now.hold.held_s
            colour = theme.clean if now.hold.enough else theme.body
            share = min(1.0, held_s / asked.most_s)
            timer_ring.draw_fill(canvas, area, share, int(held_s), colour)
            timer_ring.draw_mark(canvas, area, asked.least_s / asked.most_s)
        elif card is _Card.REST and now.rest is not None:
            share = now.rest.left_s / now.rest.whole_s
            left_s = math.ceil(now.rest.left_s)
            timer_ring.draw_fill(canvas, area, share, left_s, theme.body)

    def _draw_guide(self, canvas: Canvas, card: _Card) -> None:
        area, now = _inside(canvas), self.progress
        if now.tempo is not None and card is _Card.TEMPO:
            self._draw_tempo(canvas, now.tempo)
            return
        timer_ring.draw_track(canvas, area)
        words = timer_ring.words_area(canvas, area)
        parts = self._rest_words(canvas) if card is _Card.REST else self._hold_words(canvas)
        draw_stack(canvas, parts, words)

    def _draw_tempo(self, canvas: Canvas, bar: TempoBar) -> None:
        track = TempoTrack(canvas, _inside(canvas), bar)
        track.draw_still()
        if self.last is not None:
            cue = canvas.words.cue(self.last.repetition.verdict.cue)
            canvas.block(cue, BODY, canvas.theme.quiet_text, track.cue)

    def _rest_words(self, canvas: Canvas) -> list[Part]:
        words, theme = canvas.words, canvas.theme
        number, of = self.progress.set_number, self.drill.dose.sets
        return [
            Part(words.get("board", "rest"), KEY, theme.text),
            Part(words.get("board", "next_set", number=number, of=of), BODY, theme.text),
            Part(words.get("board", "stay"), BODY, theme.quiet_text),
        ]

    def _hold_words(self, canvas: Canvas) -> list[Part]:
        words, theme, hold = canvas.words, canvas.theme, self.progress.hold
        assert hold is not None
        least, most = (words.short(each) for each in (hold.asked.least_s, hold.asked.most_s))
        asked = words.get("board", "hold_asked", least=least, most=most)
        key = "hold_whole" if hold.whole else "hold_enough" if hold.enough else "hold"
        return [
            Part(words.get("board", key), KEY, theme.clean if hold.enough else theme.text),
            Part(asked, BODY, theme.quiet_text, one_line=True),
        ]

    def _task(self, canvas: Canvas) -> str:
        """What to do in this repetition: the last cue, or what the drill is about."""
        words, last, lesson = canvas.words, self.last, self.progress.lesson
        if last is not None and (
            not last.practice or self.drill.contrast is not None or _unseen(last)
        ):
            return words.cue(last.repetition.verdict.cue)
        if lesson is not None:
            return words.cue(lesson)
        return words.what_to_do(self.drill) or words.get("board", "begin")


def _unseen(last: Attempt) -> bool:
    return last.outcome is Outcome.NO_VERDICT


def _inside(canvas: Canvas) -> pygame.Rect:
    """The inside of the lower card."""
    return canvas.layout.inside(Cards.of(canvas.layout, HEAD).verdict, PADDING)
