"""One athlete from their baseline on: shape, measures, wall, repetitions."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from station.camera.frame import DepthFrame, Intrinsics
from station.feet_watch import FeetWatch
from station.hinge.history import Sample
from station.hinge.repetitions import RepetitionWatch
from station.hinge.task import Task
from station.hinge.verdict import Repetition
from station.hinge.wall import WallTouch
from station.posture.baseline import Baseline, turned, with_heels
from station.posture.measures import Measures
from station.posture.rest import RestZero
from station.posture.shape import Shape, ShapeReader
from station.posture.side_view import SideView, measured_view
from station.posture.yaw import YawEstimate
from station.reasons import Reason
from station.scene.feet import FeetAverage
from station.scene.heels import HeelsAverage
from station.scene.side_plane import SidePlane
from station.scene.silhouette import Silhouette

_YAW_STEP_DEG = 0.5
"""For how long after the still second heels are averaged on, and how often they are looked at."""
_STILL_READINGS = 8


@dataclass(frozen=True, eq=False)
class AthleteView:
    """What one frame says of the athlete; ``reason`` is set when it says nothing."""

    reason: Reason | None = None
    measures: Measures = field(default_factory=Measures)
    draw: Callable[[], SideView] | None = None
    touching: bool = False
    repetition: Repetition | None = None
    moved_away: bool = False
    """The feet have left their place: a new baseline is due."""


class Athlete:
    """Measures one athlete against their baseline, frame by frame.

    ``still_window`` are the silhouettes of the still second; what they read on average is zero.
    """

    def __init__(
        self,
        baseline: Baseline,
        side: SidePlane,
        still_window: list[tuple[float, Silhouette]],
        feet: FeetAverage,
        heels: HeelsAverage,
        intrinsics: Intrinsics,
        wall_mm: float | None,
        task: Task,
        repetitions_before: int = 0,
    ) -> None:
        self._pitch_mm = 1000 * baseline.plane.distance_m / intrinsics.fx_px
        self._baseline = baseline
        still_s = still_window[-1][0] if still_window else math.inf
        self._feet = FeetWatch(feet, heels, still_s, task.limits.feet_moved_mm)
        self._wall_mm = wall_mm
        self._gap_offset_mm = 0.0
        self._reader = ShapeReader(baseline, self._pitch_mm)
        self._yaw = YawEstimate(baseline, side)
        self._still_window = still_window
        self._rest = RestZero()
        self._wall = WallTouch()
        self._watch = RepetitionWatch(baseline.height_m, task, repetitions_before)
        self.room_seconds: dict[str, float] = {}
        self._learn_rest()

    @property
    def baseline(self) -> Baseline:
        """The baseline in force."""
        return self._baseline

    @property
    def standing_gap_mm(self) -> float | None:
        """The gap to the wall while standing, as far as the athlete's turn is known by now."""
        if self._wall_mm is None:
            return None
        baseline = self._baseline
        standing_mm = (baseline.rear_x_m - baseline.heel_x_m) * 1000
        if not baseline.heels_seen:
            standing_mm -= self._feet.zero_mm
        return self._wall_mm + standing_mm - self._gap_offset_mm

    @property
    def repetitions(self) -> int:
        """How many repetitions this athlete has done."""
        return self._watch.repetitions

    @property
    def in_repetition(self) -> bool:
        """Whether a repetition is under way."""
        return self._watch.in_repetition

    def move_wall(self, wall_mm: float | None) -> None:
        """Put the wall at another distance behind the heels, or take it away."""
        self._wall_mm = wall_mm
        if wall_mm is None:
            self._wall.release()

    def ask(self, task: Task) -> None:
        """Judge by another task from now on."""
        self._feet.feet_moved_mm = task.limits.feet_moved_mm
        self._watch.ask(task)

    def correct_gap(self, offset_mm: float) -> None:
        """Take ``offset_mm`` off every gap: what this station reads where hips touch a wall."""
        self._gap_offset_mm = offset_mm

    def read_still_second(self) -> list[tuple[float, Measures]]:
        """The measures of every frame of the still second, for a table that misses nothing."""
        reader = ShapeReader(self._baseline, self._pitch_mm)
        found = []
        for time_s, silhouette in self._still_window:
            shape = reader.read(silhouette, time_s)
            if isinstance(shape, Shape):
                found.append((time_s, self._finished(shape)))
        return found

    def is_dear(self, time_s: float) -> bool:
        """Whether the frame of this time will cost much: the feet are due for a look."""
        return self._feet.is_due(time_s)

    def step(
        self, frame: DepthFrame, silhouette: Silhouette, *, spare: bool = False
    ) -> AthleteView:
        """Take in one frame; ``spare`` says that it has cost much already."""
        time_s = frame.capture_time_s
        started = time.perf_counter()
        shape = self._reader.read(silhouette, time_s)
        self.room_seconds = {"posture": time.perf_counter() - started, "hinge": 0.0}
        if isinstance(shape, Reason):
            return AthleteView(reason=shape)
        baseline = self._baseline
        if not self.in_repetition:
            self._rest.add(shape.measures, time_s)
        measures = self._finished(shape)
        feet = self._feet.step(frame, baseline, in_repetition=self.in_repetition, spare=spare)
        if feet.heels is not None:
            self._baseline = with_heels(baseline, feet.heels)
        measured = time.perf_counter()
        new_touch = self._wall.step(measures.hip_gap_mm, time_s)
        sample = Sample(time_s, measures, self._trunk_change(measures), self._feet.shift_mm)
        repetition = self._watch.step(sample, new_touch)
        judged = time.perf_counter()
        # Last of all: a new yaw lays the baseline anew for the frames to come.
        self._follow_yaw(shape, silhouette, time_s, spare)
        posture_s = measured - started + time.perf_counter() - judged
        self.room_seconds = {"posture": posture_s, "hinge": judged - measured}
        return AthleteView(
            measures=measures,
            draw=partial(measured_view, baseline, shape, silhouette),
            touching=self._wall.touching,
            repetition=repetition,
            moved_away=feet.moved_away,
        )

    def lose(self, reason: Reason) -> Repetition | None:
        """The athlete is gone: a repetition under way ends without a verdict."""
        self._wall.release()
        return self._watch.lose(reason)

    def _learn_rest(self) -> None:
        every = max(1, len(self._still_window) // _STILL_READINGS)
        reader = ShapeReader(self._baseline, self._pitch_mm)
        shapes = [reader.read(silhouette, time) for time, silhouette in self._still_window[::every]]
        still = [shape.measures for shape in shapes if isinstance(shape, Shape)]
        self._rest.learn_still(still, every)

    def _finished(self, shape: Shape) -> Measures:
        """Measures over the own rest, with the gap to the wall."""
        measures = self._rest.apply(shape.measures, self._baseline.trunk_deg)
        back_mm, standing_mm = measures.hip_displacement_mm, self.standing_gap_mm
        if back_mm is None or standing_mm is None:
            return measures
        return replace(measures, hip_gap_mm=standing_mm - self._rest.hips_mm - back_mm)

    def _trunk_change(self, measures: Measures) -> float | None:
        trunk_deg = measures.trunk_inclination_deg
        return None if trunk_deg is None else trunk_deg - self._baseline.trunk_deg

    def _follow_yaw(self, shape: Shape, silhouette: Silhouette, time_s: float, spare: bool) -> None:
        if self._yaw.is_settled or self._feet.have_moved:
            return
        body = shape.fit.body
        self._yaw.add(self._baseline, body.skin_m, body.normals, silhouette, time_s)
        yaw_deg = self._yaw.yaw_deg
        if yaw_deg is None or abs(yaw_deg - self._baseline.plane.yaw_deg) < _YAW_STEP_DEG:
            return
        # It takes as long as half a frame: not in one that has looked at the feet as well.
        if spare or self._feet.has_looked(time_s):
            return
        again = turned(self._baseline, yaw_deg)
        if isinstance(again, Baseline):
            self._baseline = again
            self._reader.lay_anew(again)
