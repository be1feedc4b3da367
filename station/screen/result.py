"""The result of a test: the score, what was seen, what to change, and a code to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from station.drills.ladder import Ending
from station.drills.standing import Standing
from station.drills.walk_up import TestResult, WalkUpTest
from station.screen.canvas import Canvas
from station.screen.lasting import NEAR_S, Lasting
from station.screen.result_cards import draw_code, draw_cues, draw_score
from station.screen.result_figures import draw_best_and_worst
from station.screen.result_places import ResultPlaces
from station.screen.result_text import result_text
from station.screen.result_tries import draw_tries
from station.screen.state import Moment, StateName, Visit
from station.signals.press import Press
from station.signals.tell import Tell

_SHOWN_S = 6.0
_GONE_S = 1.0
_NEXT_TURN_S = 60.0


@dataclass(frozen=True, eq=False)
class ResultPicture:
    """What the result screen shows; without a ``standing`` it says nothing about others."""

    result: TestResult
    standing: Standing | None = None

    @property
    def name(self) -> str | None:
        """What is new about it."""
        return "result"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface. A result stands still, so it is kept whole."""
        key = ("result", self.result, self.standing)
        canvas.background(key, lambda blank: _draw_all(blank, self.result, self.standing))


class ResultState:
    """Shows what the test came to; ``standing`` says where it stands among this station's."""

    def __init__(self, tell: Tell, standing: Callable[[TestResult], Standing | None]) -> None:
        self._tell, self._standing_of = tell, standing
        self._picture: ResultPicture | None = None
        self._since_s = 0.0
        self._empty, self._near = Lasting(), Lasting()
        self._empty_s = self._near_s = 0.0
        self._was_gone = False

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The test is over and its last verdict has been read."""
        assert isinstance(visit.test, WalkUpTest)
        result = visit.test.result
        self._picture = ResultPicture(result, self._standing_of(result))
        self._since_s = moment.time_s
        self._empty, self._near = Lasting(), Lasting()
        self._empty_s = self._near_s = 0.0
        self._was_gone = result.ending is Ending.LEFT

    def do(self, moment: Moment, visit: Visit) -> None:
        """Watch whether anybody is still there, or there again."""
        self._tell.calm()
        self._empty_s = self._empty.step(moment.reading.nobody, moment.time_s)
        self._near_s = self._near.step(not moment.reading.nobody, moment.time_s)
        self._was_gone = self._was_gone or self._empty_s >= _GONE_S

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """Thanks to whoever has walked away; a turn for whoever stays, comes or asks for it."""
        shown_s = moment.time_s - self._since_s
        if moment.press is not None:
            return StateName.PLACE if moment.press is Press.SHORT else StateName.MENU
        if shown_s < _SHOWN_S:
            return None
        if self._empty_s >= _GONE_S:
            return StateName.THANKS
        # Who comes after the athlete has gone is the next one in the queue.
        next_one = self._was_gone and self._near_s >= NEAR_S
        stays = shown_s >= _NEXT_TURN_S and self._empty_s == 0
        return StateName.PLACE if next_one or stays else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """Nothing to put away."""

    def picture(self, moment: Moment, visit: Visit) -> ResultPicture:
        """The result."""
        assert self._picture is not None
        return self._picture


def _draw_all(canvas: Canvas, result: TestResult, standing: Standing | None) -> None:
    places = ResultPlaces.of(canvas.layout)
    draw_score(canvas, result, standing, places.score)
    draw_best_and_worst(canvas, result, places.figures)
    draw_code(canvas, result_text(result, canvas.words), places.code)
    draw_cues(canvas, result, places.cues)
    draw_tries(canvas, result.tries, places.tries)
