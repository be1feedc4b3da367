"""Follows a repetition while it is under way: its lowest point, and its course in a few numbers."""

from __future__ import annotations

from dataclasses import replace

from station.drills.attempt import Attempt, CurvePoint
from station.engine import Reading, Stage
from station.hinge.verdict import Repetition

MOST_POINTS = 64
"""No more of anybody's movement is kept (the project's rule on privacy)."""
_FIRST_STEP_S = 0.05
_LEAD_IN_S = 1.5


class Trace:
    """Takes readings in; :meth:`attempt` ends one repetition and begins the next."""

    def __init__(self) -> None:
        self._lowest: Reading | None = None
        self._lowest_mm = self._next_s = float("-inf")
        self._points: list[CurvePoint] = []
        self._step_s = _FIRST_STEP_S
        self._moving = False

    def step(self, reading: Reading) -> None:
        """One frame; those of a repetition and of the moment before leave a trace."""
        back_mm = reading.measures.hip_displacement_mm
        if not reading.measured or back_mm is None:
            return
        if reading.stage is Stage.READY and not self._moving:
            # A repetition is known as one only when it has gone some way.
            self._points = [p for p in self._points if p.t_s > reading.time_s - _LEAD_IN_S]
        elif back_mm > self._lowest_mm:
            self._moving = True
            self._lowest, self._lowest_mm = reading, back_mm
        if reading.time_s >= self._next_s:
            self._add(reading)

    def attempt(
        self,
        repetition: Repetition,
        wall_m: float | None,
        *,
        practice: bool = False,
        set_number: int = 1,
    ) -> Attempt:
        """The repetition that has just ended, with what was seen of it."""
        lowest = None if self._lowest is None else self._lowest.side_view
        curve = tuple(
            replace(point, t_s=round(point.t_s - repetition.start_s, 3))
            for point in self._points
            if point.t_s >= repetition.start_s
        )
        self._forget()
        return Attempt(repetition, wall_m, practice, set_number, lowest, curve)

    def _add(self, reading: Reading) -> None:
        measures = reading.measures
        self._points.append(
            CurvePoint(
                reading.time_s,
                measures.hip_gap_mm,
                measures.hip_displacement_mm,
                measures.trunk_inclination_deg,
                measures.lumbar_flexion_deg,
            )
        )
        if len(self._points) > MOST_POINTS:
            # A long one is kept as a whole, at half the rate.
            del self._points[1::2]
            self._step_s *= 2
        self._next_s = self._points[-1].t_s + self._step_s

    def _forget(self) -> None:
        self._lowest = None
        self._lowest_mm = self._next_s = float("-inf")
        self._points = []
        self._step_s = _FIRST_STEP_S
        self._moving = False
