"""Walk-up: whoever comes finds out how far they can tap."""

from __future__ import annotations

from collections.abc import Callable

from station.drills.ladder import LadderRules
from station.drills.standing import Standing
from station.drills.walk_up import TestResult, WalkUpTest
from station.results.about import TestEnd, walk_up
from station.screen.card import WalkUpBoard
from station.screen.flow import Flow
from station.screen.invitation import InvitationState
from station.screen.live import TestState
from station.screen.place import PlaceState
from station.screen.result import ResultState
from station.screen.state import StateName
from station.screen.still import StillState
from station.screen.thanks import ThanksState
from station.uses.around import Around


def walk_up_flow(
    around: Around, rules: LadderRules, standing: Callable[[TestResult], Standing | None]
) -> Flow:
    """Invitation, test, result and thanks; ``standing`` says where a result stands."""
    tell = around.tell

    def begin() -> WalkUpTest:
        around.begin(walk_up(rules))
        return WalkUpTest(rules)

    def over(test: WalkUpTest) -> None:
        result = test.result
        around.finish(TestEnd(result.height_m, result.score_m, result.ending))

    test_state = TestState(
        tell, begin, around.attempt, over, lambda test: WalkUpBoard(test.progress), around.words
    )
    return Flow(
        {
            StateName.INVITATION: InvitationState(tell),
            StateName.PLACE: PlaceState(tell),
            StateName.STILL: StillState(tell),
            StateName.TEST: test_state,
            StateName.RESULT: ResultState(tell, standing),
            StateName.THANKS: ThanksState(tell),
            StateName.MENU: around.menu(),
            StateName.PAIRING: around.pairing(),
        }
    )
