"""From a depth frame to the light: engine, drill and signals in a row, the light first."""

from __future__ import annotations

from typing import Protocol

from station.camera.frame import DepthFrame
from station.drills.turns import Turns
from station.engine import Reading, Stage
from station.hinge.verdict import Repetition
from station.signals.signals import Signals


class ReadsFrames(Protocol):
    """What the judging needs of :class:`station.engine.Engine`."""

    def step(self, frame: DepthFrame) -> Reading:
        """Measure one frame."""
        ...


class Judging:
    """Takes frames in and lets light and buzzer answer before anything is drawn."""

    def __init__(self, engine: ReadsFrames, turns: Turns, signals: Signals) -> None:
        self._engine = engine
        self._signals = signals
        self._touching = False
        self.turns = turns
        self.reading: Reading | None = None
        """The last reading; None before the first frame."""

    def take(self, frame: DepthFrame, now_s: float) -> Repetition | None:
        """Judge one frame; return the repetition that was counted with it, if any.

        ``now_s`` is the clock of the signals; the drill goes by the time of the frame.
        """
        reading = self._engine.step(frame)
        counted = self.turns.step(reading)
        if counted is not None:
            self._signals.outcome(counted.verdict.outcome, now_s)
        elif self._touched(reading):
            self._signals.touch(now_s)
        self._touching = reading.touching
        self.reading = reading
        return counted

    def _touched(self, reading: Reading) -> bool:
        """The moment of contact, within a repetition that counts."""
        begins = reading.touching and not self._touching
        return begins and reading.stage is Stage.REPETITION and not self.turns.showing_result
