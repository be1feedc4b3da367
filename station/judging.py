"""From a depth frame to the light: engine, then the state of the kiosk; drawing comes later."""

from __future__ import annotations

from typing import Protocol

from station.camera.frame import DepthFrame
from station.drills.asked import Asked
from station.engine import Reading
from station.hinge.task import Task
from station.screen.flow import Flow
from station.screen.state import Moment
from station.signals.press import Press


class MeasuresFrames(Protocol):
    """What the judging needs of :class:`station.engine.Engine`."""

    def step(self, frame: DepthFrame) -> Reading:
        """Measure one frame."""
        ...

    def move_wall(self, wall_m: float | None) -> None:
        """Put the wall elsewhere, or take it away."""
        ...

    def ask(self, task: Task | None) -> None:
        """Ask for something else than plain taps, or for those again."""
        ...


class Judging:
    """Takes frames in; light and buzzer have answered when :meth:`take` returns.

    Wall and task follow the running test; while there is none, the wall stands at
    ``first_wall_m`` for plain taps.
    """

    def __init__(self, engine: MeasuresFrames, flow: Flow, first_wall_m: float) -> None:
        self._engine = engine
        self._flow = flow
        self._between_tests = self._asked = Asked(first_wall_m)
        self._presses: list[Press] = []

    def follow(self, flow: Flow) -> None:
        """Other states from now on; the scene and whoever stands there stay known."""
        self._flow = flow

    def press(self, press: Press) -> None:
        """Somebody asks for something; the state hears of it with the next frame."""
        self._presses.append(press)

    def forget_presses(self) -> None:
        """No frame has come for a while: who pressed at a dead screen meant something else."""
        self._presses.clear()

    def take(self, frame: DepthFrame) -> Reading:
        """Judge one frame."""
        reading = self._engine.step(frame)
        press = self._presses.pop(0) if self._presses else None
        self._flow.take(Moment(reading.time_s, reading, press))
        self._tell(self._flow.asked or self._between_tests)
        return reading

    def _tell(self, asked: Asked) -> None:
        before, self._asked = self._asked, asked
        if asked.wall_m != before.wall_m:
            self._engine.move_wall(asked.wall_m)
        if asked.task != before.task:
            self._engine.ask(asked.task)
