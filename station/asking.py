"""An engine that is told what a drill asks for, for whole recordings."""

from __future__ import annotations

import sys
from dataclasses import replace

from station.camera.frame import DepthFrame
from station.drills.asked import Asked
from station.drills.contrast import OwnRange
from station.drills.drill import Dose, Drill, Wall
from station.drills.run import DrillRun
from station.engine import Engine, Reading
from station.hinge.limits import FaultLimits


class Asking:
    """Judges a recording by a drill; without one by plain taps at ``wall_m``.

    With a drill ``wall_m`` puts its wall elsewhere. It stands where it stood while recording, and
    all of the recording is measured: a drill's levels and sets are for who stands there.
    """

    def __init__(self, wall_m: float | None, limits: FaultLimits, drill: Drill | None) -> None:
        self.engine = Engine(wall_m or 0.0, limits)
        self._station = limits
        self._asked = Asked(wall_m)
        self._run: DrillRun | None = None
        if drill is not None:
            wall = drill.wall if wall_m is None else Wall(distance_m=wall_m)
            all_of_it = Dose(repetitions=sys.maxsize, sets=1, rest_s=0.0)
            self._run = DrillRun(replace(drill, wall=wall, levels=None, dose=all_of_it), limits)
            self._tell(self._run.asked)

    @property
    def wall_m(self) -> float | None:
        """Where the wall stands, as far as it is known; None without one."""
        return self._asked.wall_m

    @property
    def limits(self) -> FaultLimits:
        """What repetitions are judged by now."""
        return self._station if self._asked.task is None else self._asked.task.limits

    @property
    def own_range(self) -> OwnRange | None:
        """What a contrast drill has learned."""
        return None if self._run is None else self._run.own_range

    def step(self, frame: DepthFrame) -> Reading:
        """Measure one frame; its repetition is judged as the drill says."""
        reading = self.engine.step(frame)
        run, athlete = self._run, self.engine.athlete
        if run is None:
            return reading
        if athlete is not None:
            # In the very frame that ends the still second, whose gaps are filled in afterwards.
            run.meet(athlete.baseline.height_m)
        attempt = run.step(reading)
        self._tell(run.asked)
        return reading if attempt is None else replace(reading, repetition=attempt.repetition)

    def _tell(self, asked: Asked) -> None:
        if asked != self._asked:
            self._asked = asked
            self.engine.move_wall(asked.wall_m)
            self.engine.ask(asked.task)
