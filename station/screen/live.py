"""The test: athlete, wall, gap and dowel, where the test stands, the last verdict and its cue."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from station.drills.attempt import Attempt
from station.drills.running import RunningTest
from station.engine import Reading
from station.engine import Stage as EngineStage
from station.hinge.verdict import Outcome
from station.screen.board import Board
from station.screen.canvas import Canvas
from station.screen.figure import draw_figure, draw_outline
from station.screen.lasting import SETTLE_S, Settled
from station.screen.meter import draw_gap_number, draw_meter
from station.screen.place import message_for
from station.screen.room import draw_floor, draw_gap, draw_wall
from station.screen.sketch import draw_ghost
from station.screen.stage import Stage
from station.screen.state import Moment, StateName, Visit
from station.screen.troubles import tell_trouble
from station.screen.words import Message, Words
from station.signals.press import Press
from station.signals.tell import Tell

TestT = TypeVar("TestT", bound=RunningTest)
_LAST_VERDICT_S = 2.0
"""The last verdict can be read for this long before the result comes."""


@dataclass(frozen=True, eq=False)
class LivePicture:
    """What the screen of the test shows.

    ``message`` says why nothing is measured just now; the wall and the count stay meanwhile.
    ``faces_right`` holds also while nobody can be drawn.
    """

    reading: Reading
    board: Board
    faces_right: bool = True
    message: Message | None = None

    @property
    def name(self) -> str | None:
        """What is new about it."""
        last = self.board.last
        number = 0 if last is None else last.repetition.number
        if self.message is not None:
            return f"test-{self.message.value.replace('_', '-')}"
        if self.reading.touching:
            return f"repetition-{number + 1}-touch"
        if last is None:
            return "ready"
        if last.practice:
            return f"repetition-{number}-practice"
        return f"repetition-{number}-{last.outcome.value.lower().replace('_', '-')}"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        board, message = self.board, self.message
        moving = self.reading.stage is EngineStage.REPETITION
        key = ("live", board, moving, message)
        canvas.background(key, lambda blank: board.draw_still(blank, moving, message))
        board.draw_moving(canvas, moving, message)
        if message is None:
            draw_athlete(canvas, self.reading, self.faces_right)
        else:
            _draw_unmeasured(canvas, self.reading, self.faces_right)


def draw_athlete(canvas: Canvas, reading: Reading, faces_right: bool) -> None:
    """Wall, floor and meter, with the athlete between them when there is one to draw."""
    wall_mm, gap_mm = reading.wall_mm, reading.measures.hip_gap_mm
    stage = Stage.fit(canvas.layout.stage, wall_mm or 0.0, faces_right)
    draw_floor(canvas, stage)
    if wall_mm is not None:
        draw_wall(canvas, stage, wall_mm, reading.touching)
    if reading.side_view is not None:
        draw_figure(canvas, stage, reading.side_view)
        if wall_mm is not None and gap_mm is not None:
            draw_gap(canvas, stage, reading.side_view, wall_mm, gap_mm)
    if wall_mm is not None:
        draw_gap_number(canvas, stage, gap_mm, reading.touching)
        draw_meter(canvas, wall_mm, gap_mm, reading.touching, faces_right)


def _draw_unmeasured(canvas: Canvas, reading: Reading, faces_right: bool) -> None:
    """The wall stays; whoever is there is a faint outline on the mat, nobody is a ghost."""
    wall_mm = reading.wall_mm
    stage = Stage.fit(canvas.layout.stage, wall_mm or 0.0, faces_right)
    draw_floor(canvas, stage)
    if wall_mm is not None:
        draw_wall(canvas, stage, wall_mm, False)
    if reading.side_view is None:
        draw_ghost(canvas, stage)
    else:
        draw_outline(canvas, stage.as_seen(), reading.side_view)
    if wall_mm is not None:
        draw_meter(canvas, wall_mm, None, False, faces_right)


class TestState(Generic[TestT]):
    """One athlete's test from the first repetition to the last verdict.

    ``begin`` makes the test; ``on_attempt`` and ``on_over`` hear of every repetition and of the
    end at once, before anything is drawn. ``board_of`` gives the column beside the athlete,
    ``leads_to`` the state that follows, when the end has been told.
    """

    __test__ = False

    def __init__(
        self,
        tell: Tell,
        begin: Callable[[], TestT],
        on_attempt: Callable[[Attempt], None],
        on_over: Callable[[TestT], None],
        board_of: Callable[[TestT], Board],
        words: Words,
        leads_to: Callable[[TestT, Reading], StateName] | None = None,
    ) -> None:
        self._tell, self._begin, self._words = tell, begin, words
        self._on_attempt, self._on_over = on_attempt, on_over
        self._board_of, self._leads_to = board_of, leads_to or result_or_next
        self._measured: Reading | None = None
        self._test: TestT | None = None
        self._forget()

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The athlete stands in place: their test begins."""
        self._forget()
        visit.test = self._test = self._begin()
        self._measured = moment.reading
        self._tell.ready()

    def do(self, moment: Moment, visit: Visit) -> None:
        """The touch first, then the test, then whoever keeps the results."""
        test, reading = self._running, moment.reading
        self._answer_touch(reading, test)
        _skip(test, moment.press)
        attempt = test.step(reading)
        if attempt is not None:
            self._answer(attempt, moment.time_s)
        self._watch_end(test, moment.time_s)
        self._watch_sight(reading, test)

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """On once the last verdict has been read."""
        if moment.press is Press.LONG:
            return StateName.MENU
        return self._leads_to(self._running, moment.reading) if self._end_told else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """Whatever was in the way is so no longer."""
        self._tell.calm()

    def picture(self, moment: Moment, visit: Visit) -> LivePicture:
        """The newest reading; the last good one until a message is due."""
        message = self._message.value
        reading = moment.reading
        if message is None and self._measured is not None:
            reading = self._measured
        return LivePicture(reading, self._board_of(self._running), visit.faces_right, message)

    @property
    def _running(self) -> TestT:
        assert self._test is not None
        return self._test

    def _forget(self) -> None:
        self._over = self._end_told = False
        self._touching = False
        self._verdict_s = -math.inf
        self._measured = None
        self._message: Settled[Message | None] = Settled(None, SETTLE_S)

    def _answer_touch(self, reading: Reading, test: TestT) -> None:
        begins = reading.touching and not self._touching
        self._touching = reading.touching
        if begins and reading.stage is EngineStage.REPETITION and not test.finished:
            self._tell.touch()

    def _answer(self, attempt: Attempt, time_s: float) -> None:
        if not attempt.practice:
            self._verdict_s = time_s
            passed = attempt.outcome is Outcome.PASS
            cue = None if passed else self._words.cue(attempt.repetition.verdict.cue)
            self._tell.outcome(attempt.outcome, cue)
        self._on_attempt(attempt)

    def _watch_end(self, test: TestT, time_s: float) -> None:
        """The end is kept at once, and told when the last verdict has had its time: one signal
        takes the place of another."""
        if not test.finished:
            return
        if not self._over:
            self._over = True
            self._on_over(test)
        if not self._end_told and time_s - self._verdict_s >= _LAST_VERDICT_S:
            self._end_told = True
            self._tell.end()

    def _watch_sight(self, reading: Reading, test: TestT) -> None:
        """Say what is in the way of measuring, but not over the last verdict."""
        if reading.measured:
            self._measured = reading
        if reading.measured or test.finished:
            self._message = Settled(None, SETTLE_S)
        else:
            self._message.step(message_for(reading), reading.time_s)
        tell_trouble(self._tell, self._message.value)


def result_or_next(test: RunningTest, reading: Reading) -> StateName:
    """The result, unless somebody left without one: then whoever comes next."""
    tried = any(not attempt.practice for attempt in test.attempts)
    if tried or not test.left:
        return StateName.RESULT
    if not reading.nobody:
        return StateName.PLACE
    return StateName.THANKS if test.attempts else StateName.INVITATION


def _skip(test: RunningTest, press: Press | None) -> None:
    """The button leads on: out of the practice, out of the test; the coach ends it for good."""
    if press is Press.SHORT:
        test.lead_on()
    elif press is not None:
        test.skip()
