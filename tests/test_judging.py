"""Light before everything: a touch lights at the frame that shows it, a verdict at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from station.camera.frame import DepthFrame, Intrinsics
from station.drills.turns import Turns
from station.engine import Reading, Stage
from station.hinge.verdict import Fault, Outcome, Repetition, Verdict
from station.judging import Judging
from station.posture.measures import Measures
from station.signals.patterns import SignalState
from station.signals.signals import Signals

FRAME = DepthFrame(np.zeros((3, 4), np.uint16), 0.001, Intrinsics(4, 3, 4, 4, 2, 1.5), 0.0, 0)
BLANK = Reading(0.0, Stage.REPETITION, None, Measures(), None, 160.0, 1.0, False, None)
TOUCHING = replace(BLANK, touching=True)


def ended(outcome: Outcome, faults: tuple[Fault, ...] = ()) -> Reading:
    verdict = Verdict(outcome, faults)
    done = Repetition(1, 0.0, 3.0, True, 1.5, -3.0, 1.5, 0.1, 1.4, Measures(), verdict)
    return replace(BLANK, stage=Stage.READY, repetition=done)


class Told:
    """Readings in the order the test tells them."""

    def __init__(self, *readings: Reading) -> None:
        self._readings = iter(readings)

    def step(self, frame: DepthFrame) -> Reading:
        return next(self._readings)


@pytest.fixture
def signals() -> Iterator[Signals]:
    with Signals(simulate=True) as opened:
        yield opened


def states(signals: Signals, *readings: Reading, repetitions: int = 5) -> list[SignalState]:
    judging = Judging(Told(*readings), Turns(repetitions), signals)
    seen = []
    for place in range(len(readings)):
        judging.take(FRAME, place * 0.5)
        seen.append(signals.state)
        # Far enough for every pattern to be over before the next reading.
        for step in range(40):
            signals.update(place * 0.5 + step * 0.05)
    return seen


def test_touch_lights_at_once_and_only_when_it_begins(signals: Signals) -> None:
    seen = states(signals, BLANK, TOUCHING, TOUCHING, BLANK, TOUCHING)
    assert [state.pass_light for state in seen] == [False, True, False, False, True]


def test_verdicts_reach_the_light_with_their_frame(signals: Signals) -> None:
    seen = states(
        signals,
        ended(Outcome.PASS),
        ended(Outcome.FAULT, (Fault.SQUAT,)),
        ended(Outcome.NO_VERDICT),
    )
    assert seen == [
        SignalState(pass_light=True, buzzer=True),
        SignalState(fault_light=True, buzzer=True),
        SignalState(pass_light=True, fault_light=True),
    ]


def test_touching_between_repetitions_lights_nothing(signals: Signals) -> None:
    seen = states(signals, replace(TOUCHING, stage=Stage.READY))
    assert seen == [SignalState()]


def test_nothing_lights_while_a_result_is_shown(signals: Signals) -> None:
    seen = states(signals, ended(Outcome.PASS), BLANK, TOUCHING, repetitions=1)
    assert seen[2] == SignalState()
