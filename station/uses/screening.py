"""Screening: a group, one after the other, each asked for the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from station.drills.desk import Desk
from station.drills.drill import Drill
from station.drills.screening import Protocol
from station.drills.screening_test import ScreeningResult, ScreeningTest
from station.engine import Reading
from station.hinge.limits import FaultLimits
from station.results.about import TestAbout, TestEnd, Use
from station.screen.drill_board import DrillBoard
from station.screen.flow import Flow
from station.screen.line_up import called_at, tag_at
from station.screen.live import TestState, result_or_next
from station.screen.next_up import NextUpState
from station.screen.picture import Picture
from station.screen.place import PlaceState
from station.screen.screened import ScreenedState
from station.screen.state import Moment, State, StateName, Visit
from station.screen.still import StillState
from station.uses.around import Around


def screening_flow(
    around: Around,
    desk: Desk,
    drills: Mapping[str, Drill],
    limits: FaultLimits,
    passed: dict[str, bool | None],
    page_address: Callable[[], str | None],
    is_better: Callable[[ScreeningResult], bool],
) -> Flow:
    """Who is next, their test, their result, and who is next again.

    ``passed`` takes what each athlete came to; ``page_address`` tells that of the coach's page,
    ``is_better`` who has passed and had not the last time.
    """
    tell, called = around.tell, Called(around, desk, drills, limits, passed)

    def before(result: ScreeningResult) -> str | None:
        # The whole team reads it: what was better last time is for the report.
        return around.words.get("screened", "better") if is_better(result) else None

    name = partial(called_at, desk)
    next_up = NextUpState(tell, desk, drills.__getitem__, page_address)
    test_state = TestState(
        tell, called.begin, around.attempt, called.over, called.board, around.words, called.leads_to
    )
    return Flow(
        {
            StateName.INVITATION: next_up,
            StateName.PLACE: WhileCalled(PlaceState(tell, name), desk),
            StateName.STILL: WhileCalled(StillState(tell, name), desk),
            StateName.TEST: test_state,
            StateName.RESULT: ScreenedState(tell, desk, before, next_up.mat_was_left),
            StateName.MENU: around.menu(),
            StateName.PAIRING: around.pairing(),
        }
    )


class WhileCalled:
    """A state on the way to a test, for as long as the same athlete is called.

    Another one is called from the phone in the meantime, or nobody: whoever stands there is not
    tested under that name.
    """

    def __init__(self, state: State, desk: Desk) -> None:
        self._state, self._desk = state, desk
        self._turn = desk.turn

    def enter(self, moment: Moment, visit: Visit) -> None:
        """The state begins."""
        self._turn = self._desk.turn
        self._state.enter(moment, visit)

    def do(self, moment: Moment, visit: Visit) -> None:
        """One frame in this state."""
        self._state.do(moment, visit)

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """Back to who is next when the call has changed."""
        screening = self._desk.screening
        if screening is None or screening.called is None or self._desk.turn != self._turn:
            return StateName.INVITATION
        return self._state.next(moment, visit)

    def exit(self, moment: Moment, visit: Visit) -> None:
        """The state ends."""
        self._state.exit(moment, visit)

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """What the state shows."""
        return self._state.picture(moment, visit)


class Called:
    """Begins and ends the test of whoever is called, for the state that runs it.

    Whoever could not be judged, or left in the middle, stays called: they may go again at once, or
    a coach skips them.
    """

    def __init__(
        self,
        around: Around,
        desk: Desk,
        drills: Mapping[str, Drill],
        limits: FaultLimits,
        passed: dict[str, bool | None],
    ) -> None:
        self._around, self._desk, self._drills, self._limits = around, desk, drills, limits
        self._passed = passed
        self._turn = desk.turn

    def begin(self) -> ScreeningTest:
        """The test of the called one."""
        desk, screening = self._desk, self._desk.screening
        assert screening is not None and screening.called is not None
        state, athlete, turn = screening.state, screening.called, desk.turn
        self._turn = turn
        desk.testing = True
        self._around.begin(
            TestAbout(
                Use.SCREENING,
                protocol_line(state.protocol),
                state.protocol.drill,
                state.protocol,
                athlete.uid,
                state.uid,
            )
        )
        drill = self._drills[state.protocol.drill]
        return ScreeningTest(
            athlete, drill, state.protocol, self._limits, lambda: desk.turn == turn
        )

    def over(self, test: ScreeningTest) -> None:
        """What came of it is kept, and the desk knows who is done."""
        result = test.result
        self._desk.testing = False
        self._around.finish(TestEnd(result.height_m, None, result.ending, result.passed))
        if result.passed is not None:
            self._passed[test.athlete.uid] = result.passed
            self._desk.done(test.athlete.uid)

    def board(self, test: ScreeningTest) -> DrillBoard:
        """The column beside the athlete."""
        progress = test.progress
        athlete = tag_at(self._desk, test.athlete)
        return DrillBoard(test.drill, progress.drill, athlete, progress.practising)

    def leads_to(self, test: ScreeningTest, reading: Reading) -> StateName:
        """Their result; whoever is called now when a coach ended it, or when there is none."""
        judged = any(not attempt.practice for attempt in test.attempts)
        ended = self._desk.turn != self._turn and test.result.passed is None
        return result_or_next(test, reading) if judged and not ended else StateName.INVITATION


def protocol_line(protocol: Protocol) -> str:
    """Such as ``screening wall-tap 10.0 cm, 3 repetitions, counts in 2``."""
    wall = "" if protocol.wall_m is None else f" {100 * protocol.wall_m:.1f} cm"
    return (
        f"{Use.SCREENING} {protocol.drill}{wall}, {protocol.repetitions} repetitions, "
        f"counts in {protocol.seen_in}"
    )
