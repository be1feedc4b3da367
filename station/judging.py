"""From a depth frame to the light: engine, then the state of the kiosk; drawing comes later."""

from __future__ import annotations

from typing import Protocol

from station.camera.frame import DepthFrame
from station.engine import Reading
from station.screen.flow import Flow
from station.screen.state import Moment
from station.signals.press import Press


class MeasuresFrames(Protocol):
    """What the judging needs of :class:`station.engine.Engine`."""

    def step(self, frame: DepthFrame) -> Reading:
        """Measure one frame."""
        ...

    def move_wall(self, wall_m: float) -> None:
        """Put the wall elsewhere."""
        ...


class Judging:
    """Takes frames in; light and buzzer have answered when :meth:`take` returns.

    The wall follows the running test, and stands at ``first_wall_m`` while there is none.
    """

    def __init__(self, engine: MeasuresFrames, flow: Flow, first_wall_m: float) -> None:
        self._engine = engine
        self._flow = flow
        self._first_wall_m = first_wall_m
        self._wall_m = first_wall_m
        self._presses: list[Press] = []

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
        wall_m = self._flow.wall_m or self._first_wall_m
        if wall_m != self._wall_m:
            self._wall_m = wall_m
            self._engine.move_wall(wall_m)
        return reading
