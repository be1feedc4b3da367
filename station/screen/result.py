"""The result of a test: the score, what was seen, what to change, and a code to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from station.drills.standing import Standing
from station.drills.walk_up import TestResult, WalkUpTest
from station.screen.canvas import Canvas
from station.screen.leaving import Leaving
from station.screen.result_cards import draw_code, draw_cues, draw_score
from station.screen.result_figures import draw_best_and_worst
from station.screen.result_places import ResultPlaces
from station.screen.result_text import result_text
from station.screen.result_tries import draw_tries
from station.screen.state import Moment, StateName, Visit
from station.signals.tell import Tell


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
        self._leaving = Leaving(StateName.THANKS)

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The test is over and its last verdict has been read."""
        assert isinstance(visit.test, WalkUpTest)
        result = visit.test.result
        self._picture = ResultPicture(result, self._standing_of(result))
        self._leaving.enter(moment, gone=visit.test.left)

    def do(self, moment: Moment, visit: Visit) -> None:
        """Watch whether anybody is still there, or there again."""
        self._tell.calm()
        self._leaving.do(moment)

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """Thanks to whoever has walked away; a turn for whoever stays, comes or asks for it."""
        return self._leaving.next(moment)

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
