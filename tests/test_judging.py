"""Light before everything, one press at a time, and a wall that follows the test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from station.camera.frame import DepthFrame, Intrinsics
from station.drills.asked import Asked
from station.drills.ladder import LadderRules
from station.drills.walk_up import WalkUpTest
from station.engine import Reading, Stage
from station.hinge.task import Task
from station.judging import Judging
from station.posture.measures import Measures
from station.screen.canvas import Canvas
from station.screen.flow import Flow
from station.screen.state import Moment, StateName, Visit
from station.signals.press import Press

FRAME = DepthFrame(np.zeros((3, 4), np.uint16), 0.001, Intrinsics(4, 3, 4, 4, 2, 1.5), 0.0, 0)
BLANK = Reading(0.0, Stage.READY, None, Measures(), None, 100.0, 1.0, False, None)


class Told:
    """An engine that reads nothing and remembers what it was told."""

    def __init__(self) -> None:
        self.walls_m: list[float | None] = []
        self.tasks: list[Task | None] = []

    def step(self, frame: DepthFrame) -> Reading:
        return replace(BLANK, time_s=frame.capture_time_s)

    def move_wall(self, wall_m: float | None) -> None:
        self.walls_m.append(wall_m)

    def ask(self, task: Task | None) -> None:
        self.tasks.append(task)


class Blank:
    """The picture of a state that shows nothing."""

    name = None

    def draw(self, canvas: Canvas) -> None:
        raise AssertionError("nothing is drawn here")


class Scripted:
    """A state that goes on when ``decide`` says so, and tells what it was asked."""

    def __init__(self, log: list[str], name: str, decide: Callable[[Moment], StateName | None]):
        self._log, self._name, self._decide = log, name, decide

    def enter(self, moment: Moment, visit: Visit) -> None:
        self._log.append(f"enter {self._name}")

    def do(self, moment: Moment, visit: Visit) -> None:
        self._log.append(f"do {self._name}" + (f" {moment.press}" if moment.press else ""))

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        return self._decide(moment)

    def exit(self, moment: Moment, visit: Visit) -> None:
        self._log.append(f"exit {self._name}")

    def picture(self, moment: Moment, visit: Visit) -> Blank:
        return Blank()


def frame_at(time_s: float) -> DepthFrame:
    return replace(FRAME, capture_time_s=time_s)


def test_a_state_is_entered_does_and_is_left_in_order() -> None:
    log: list[str] = []
    flow = Flow(
        {
            StateName.INVITATION: Scripted(
                log, "a", lambda m: StateName.PLACE if m.time_s >= 1 else None
            ),
            StateName.PLACE: Scripted(log, "b", lambda m: None),
        }
    )
    assert flow.picture() is None
    judging = Judging(Told(), flow, 0.10)
    for time_s in (0.0, 1.0, 2.0):
        judging.take(frame_at(time_s))
    assert log == ["enter a", "do a", "do a", "exit a", "enter b", "do b"]
    assert flow.name is StateName.PLACE
    assert flow.picture() is not None


def test_every_press_is_heard_once_and_in_order() -> None:
    log: list[str] = []
    flow = Flow({StateName.INVITATION: Scripted(log, "a", lambda m: None)})
    judging = Judging(Told(), flow, 0.10)
    judging.press(Press.SHORT)
    judging.press(Press.LONG)
    for time_s in (0.0, 0.1, 0.2):
        judging.take(frame_at(time_s))
    assert log == ["enter a", "do a short", "do a long", "do a"]


def test_the_wall_follows_the_test_and_comes_back() -> None:
    flow = Flow({StateName.INVITATION: Scripted([], "a", lambda m: None)})
    engine = Told()
    judging = Judging(engine, flow, 0.10)
    judging.take(frame_at(0.0))
    flow.visit.test = WalkUpTest(LadderRules(first_wall_m=0.15))
    judging.take(frame_at(0.1))
    judging.take(frame_at(0.2))
    flow.visit.test = None
    judging.take(frame_at(0.3))
    assert engine.walls_m == [0.15, 0.10]


def test_a_drill_is_asked_of_the_engine_once_and_taken_back() -> None:
    class OfDrill(WalkUpTest):
        """A test that asks for a task of its own, without a wall."""

        task = Task(wall=False)

        @property
        def asked(self) -> Asked:
            return Asked(None, self.task)

    flow = Flow({StateName.INVITATION: Scripted([], "a", lambda m: None)})
    engine = Told()
    judging = Judging(engine, flow, 0.10)
    flow.visit.test = OfDrill(LadderRules())
    judging.take(frame_at(0.0))
    judging.take(frame_at(0.1))
    flow.visit.test = None
    judging.take(frame_at(0.2))
    assert engine.tasks == [OfDrill.task, None]
    assert engine.walls_m == [None, 0.10]


def test_somebody_new_gets_a_new_visit() -> None:
    steps = {1.0: StateName.PLACE, 2.0: StateName.STILL, 3.0: StateName.PLACE, 4.0: StateName.TEST}
    steps[5.0] = StateName.PLACE
    state = Scripted([], "any", lambda m: steps.get(m.time_s))
    flow = Flow(dict.fromkeys(StateName, state))
    visits = []
    judging = Judging(Told(), flow, 0.10)
    for time_s in (0.0, 1.0, 2.0, 3.0, 4.0, 5.0):
        judging.take(frame_at(time_s))
        visits.append(flow.visit)
    first, placed, still, again, tested, new = visits
    assert placed is still is again is tested
    assert first is not placed
    assert new is not tested
