"""One visitor's whole visit: simulated frames through engine, states, light and buzzer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from gpiozero.pins.mock import MockPin

from station.camera.frame import DepthFrame
from station.camera.simulated import SimulatedSource
from station.drills.attempt import Attempt
from station.drills.ladder import LadderRules
from station.drills.walk_up import TestResult, WalkUpTest
from station.engine import Engine, Reading
from station.judging import Judging
from station.screen.card import WalkUpBoard
from station.screen.flow import Flow
from station.screen.invitation import InvitationState
from station.screen.live import TestState
from station.screen.place import PlaceState
from station.screen.result import ResultState
from station.screen.state import StateName
from station.screen.still import StillState
from station.screen.thanks import ThanksState
from station.screen.words import Words
from station.signals.patterns import Pattern, SignalState
from station.signals.signals import Signals
from station.signals.tell import Tell
from station.simulator.sensor import d435
from station.simulator.sessions import PLANS
from station.simulator.shape import ArmStyle, AthleteShape
from station.simulator.story import Story, Timing

RULES = LadderRules(practice=1, step_m=0.04, limit_share=0.12)
"""One practice tap, long steps and an early limit: the same rules in fewer frames."""
TIMING = Timing(empty_s=0.7, walk_s=1.3, turn_s=0.4, still_s=1.5, end_s=2.2)
STANDS_S = TIMING.empty_s + TIMING.walk_s + TIMING.turn_s
ATHLETE = AthleteShape(1.74, 0.4, arms=ArmStyle.CROSSED)
_READS_S = 7.5


def visit(*levels: str, practice: str = "clean", reads_s: float = _READS_S) -> Story:
    """A visitor who does at each wall what the words of ``levels`` say."""
    plans = []
    for level, names in enumerate((practice, *levels)):
        farther_mm = 1000 * RULES.step_m * max(0, level - 1)
        for name in names.split():
            plan = PLANS[name]
            plans.append(replace(plan, gap_mm=plan.gap_mm - farther_mm, rest_s=0.8))
    plans[-1] = replace(plans[-1], rest_s=reads_s)
    return Story(
        athlete=ATHLETE,
        camera=d435(424),
        wall_m=RULES.first_wall_m,
        plans=tuple(plans),
        fps=20.0,
        timing=TIMING,
        seed=4,
    )


@dataclass
class Told:
    """Everything that happened, with its second of the story."""

    states: list[tuple[float, StateName]] = field(default_factory=list)
    attempts: list[tuple[float, Attempt]] = field(default_factory=list)
    touches: list[float] = field(default_factory=list)
    results: list[tuple[float, TestResult]] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    begun: int = 0
    pass_light: list[bool] = field(default_factory=list)
    fault_light: list[bool] = field(default_factory=list)
    signals: list[tuple[float, SignalState]] = field(default_factory=list)

    @property
    def order(self) -> list[StateName]:
        """The states by name."""
        return [name for _, name in self.states]

    def lit_s(self, lamp: str, after_s: float = 0.0) -> float:
        """When a lamp is first on after a moment."""
        return next(t for t, state in self.signals if t >= after_s and getattr(state, lamp))

    def entered_s(self, name: StateName) -> float:
        """When a state was first entered."""
        return next(time_s for time_s, entered in self.states if entered is name)

    @property
    def outcomes(self) -> list[str]:
        """Practice taps in brackets, then PASS, FAULT or NO_VERDICT with its reason."""
        return [_word(attempt) for _, attempt in self.attempts]


def frames_of(story: Story, until_s: float = math.inf) -> list[DepthFrame]:
    """The frames of a story before a second."""
    frames = iter(SimulatedSource(story).read, None)
    return list(takewhile(lambda frame: frame.capture_time_s < until_s, frames))


def played(story: Story, change: Callable[[DepthFrame], DepthFrame | None] | None = None) -> Told:
    """Play a story; ``change`` may alter frames or drop them (None)."""
    return watched(iter(SimulatedSource(story).read, None), change)


def watched(
    frames: Iterable[DepthFrame], change: Callable[[DepthFrame], DepthFrame | None] | None = None
) -> Told:
    """The same for any frames."""
    told = Told()
    signals = Signals(simulate=True)
    with Tell(signals) as tell:
        judging, flow = _station(tell, told)
        touching = False
        for frame in frames:
            tell.update(frame.capture_time_s)
            seen = frame if change is None else change(frame)
            told.signals.append((frame.capture_time_s, tell.state))
            if seen is None:
                tell.stale()
                continue
            reading = judging.take(seen)
            told.readings.append(reading)
            if not told.states or told.states[-1][1] is not flow.name:
                told.states.append((reading.time_s, flow.name))
            if reading.touching and not touching and flow.name is StateName.TEST:
                told.touches.append(reading.time_s)
            touching = reading.touching
        told.pass_light = _history(signals.pins.pass_light.pin)
        told.fault_light = _history(signals.pins.fault_light.pin)
    return told


def lamp(patterns: Sequence[Pattern], which: str) -> list[bool]:
    """The whole history of a lamp when these patterns have been played one after the other."""
    pulses = sum(len(getattr(pattern, which)) for pattern in patterns)
    return [False] + [True, False] * pulses


def _station(tell: Tell, told: Told) -> tuple[Judging, Flow]:
    now_s = [0.0]

    def begin() -> WalkUpTest:
        told.begun += 1
        return WalkUpTest(RULES)

    class Clocked(Judging):
        """Knows the second of the story for those who are told."""

        def take(self, frame: DepthFrame) -> Reading:
            now_s[0] = frame.capture_time_s
            return super().take(frame)

    flow = Flow(
        {
            StateName.INVITATION: InvitationState(tell),
            StateName.PLACE: PlaceState(tell),
            StateName.STILL: StillState(tell),
            StateName.TEST: TestState(
                tell,
                begin,
                lambda attempt: told.attempts.append((now_s[0], attempt)),
                lambda test: told.results.append((now_s[0], test.result)),
                lambda test: WalkUpBoard(test.progress),
                Words.load(),
            ),
            StateName.RESULT: ResultState(tell, lambda result: None),
            StateName.THANKS: ThanksState(tell),
        }
    )
    return Clocked(Engine(RULES.first_wall_m), flow, RULES.first_wall_m), flow


def _history(pin: MockPin) -> list[bool]:
    """Every state the pin has had, in order."""
    return [bool(change.state) for change in pin.states]


def _word(attempt: Attempt) -> str:
    verdict = attempt.repetition.verdict
    word = str(verdict.outcome) if verdict.reason is None else f"{verdict.outcome} {verdict.reason}"
    if verdict.faults:
        word = " ".join(str(fault) for fault in verdict.faults)
    return f"({word})" if attempt.practice else word
