"""What every state of the kiosk does alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from station.drills.ladder import LadderRules
from station.drills.running import RunningTest
from station.drills.walk_up import WalkUpTest
from station.screen.card import WalkUpBoard
from station.screen.invitation import InvitationState
from station.screen.live import TestState
from station.screen.menu import MenuState
from station.screen.next_up import NextUpState
from station.screen.pairing import PairingState
from station.screen.place import PlaceState
from station.screen.result import ResultState
from station.screen.screened import ScreenedState
from station.screen.state import State, StateName, Visit
from station.screen.still import StillState
from station.screen.thanks import ThanksState
from station.screen.words import Words
from station.signals.patterns import DARK, Trouble
from station.signals.signals import Signals
from station.signals.tell import Tell
from tests.drills.made_groups import screened
from tests.screen import puppet
from tests.screen.screenings import TAP
from tests.screen.visiting import EMPTY, Story, ready


def states(tell: Tell) -> dict[StateName, State]:
    test = TestState(
        tell,
        lambda: WalkUpTest(LadderRules()),
        lambda _: None,
        lambda _: None,
        lambda test: WalkUpBoard(test.progress),
        Words.load(),
    )
    return {
        StateName.INVITATION: InvitationState(tell),
        StateName.PLACE: PlaceState(tell),
        StateName.STILL: StillState(tell),
        StateName.TEST: test,
        StateName.RESULT: ResultState(tell, lambda _: None),
        StateName.THANKS: ThanksState(tell),
        StateName.MENU: MenuState(tell, list, list),
        StateName.PAIRING: PairingState(tell, lambda: None, lambda _: None),
    }


def of_a_screening(tell: Tell) -> dict[StateName, State]:
    """Those that only a screening has."""
    desk, _ = screened("Ana", "Ben")
    return {
        StateName.INVITATION: NextUpState(tell, desk, lambda _: TAP, lambda: None),
        StateName.RESULT: ScreenedState(tell, desk, lambda _: None, lambda: None),
    }


EVERY = [
    *((states, name, WalkUpTest(LadderRules())) for name in StateName),
    *(
        (of_a_screening, name, puppet.screened(puppet.VERDICTS[:1] * 3))
        for name in (StateName.INVITATION, StateName.RESULT)
    ),
]


@pytest.mark.parametrize(
    ("made", "name", "test"), EVERY, ids=[f"{made.__name__}-{name}" for made, name, _ in EVERY]
)
def test_a_trouble_that_is_over_is_calmed(
    made: Callable[[Tell], dict[StateName, State]], name: StateName, test: RunningTest
) -> None:
    """The kiosk tells of the camera over every state; the state puts it out again."""
    signals = Signals(simulate=True)
    with Tell(signals) as tell:
        seen = EMPTY if name is StateName.INVITATION else ready()
        visit = Visit(test)
        state = made(tell)[name]
        Story([(0.0, seen)]).play(state, 0.5, visit)
        tell.trouble(Trouble.CAMERA)
        Story([(0.0, seen)]).play(state, 0.2, visit)
        # What began is played to its end, and does not begin again.
        now_s, lit = 10.0, []
        for _ in range(2000):
            now_s += 0.05
            tell.update(now_s)
            lit.append(tell.state.fault_light)
        assert not any(lit[200:])
        assert tell.state == DARK.at(0.0)
