"""Warm-up: sets and repetitions of a drill for whoever comes, nobody logged in."""

from __future__ import annotations

from collections.abc import Mapping

from station.drills.desk import Desk
from station.drills.drill import Drill
from station.drills.warm_up import WarmUp
from station.engine import Reading
from station.hinge.limits import FaultLimits
from station.results.about import TestAbout, TestEnd, Use
from station.screen.drill_board import DrillBoard
from station.screen.flow import Flow
from station.screen.invitation import InvitationState
from station.screen.live import TestState
from station.screen.place import PlaceState
from station.screen.state import StateName
from station.screen.still import StillState
from station.screen.warm_up_end import WarmUpEndState
from station.uses.around import Around
from station.uses.chosen import chosen_drill


def warm_up_flow(
    around: Around, desk: Desk, drills: Mapping[str, Drill], limits: FaultLimits
) -> Flow:
    """Invitation, the drill that the desk has chosen, and what it came to."""
    tell = around.tell

    def begin() -> WarmUp:
        drill = chosen_drill(desk, drills)
        desk.testing = True
        around.begin(TestAbout(Use.WARM_UP, f"{Use.WARM_UP} {drill.name}", drill.name))
        return WarmUp(drill, limits)

    def over(test: WarmUp) -> None:
        desk.testing = False
        result = test.result
        around.finish(TestEnd(result.height_m, result.farthest_m, result.ending))

    test_state = TestState(
        tell,
        begin,
        around.attempt,
        over,
        lambda test: DrillBoard(test.drill, test.progress),
        around.words,
        _leads_to,
    )
    return Flow(
        {
            StateName.INVITATION: InvitationState(tell, lambda: chosen_drill(desk, drills)),
            StateName.PLACE: PlaceState(tell),
            StateName.STILL: StillState(tell),
            StateName.TEST: test_state,
            StateName.RESULT: WarmUpEndState(tell),
            StateName.MENU: around.menu(),
            StateName.PAIRING: around.pairing(),
        }
    )


def _leads_to(test: WarmUp, reading: Reading) -> StateName:
    """What it came to, where there is anything to tell; else whoever comes next."""
    if test.attempts:
        return StateName.RESULT
    return StateName.INVITATION if reading.nobody else StateName.PLACE
