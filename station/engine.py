"""Scene, posture and hinge in a row: depth frames in, readings and repetitions out.

The same engine runs under the kiosk, ``station measure``, ``station bench`` and the tests.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, partial

from station.athlete import Athlete
from station.camera.frame import DepthFrame
from station.hinge.judge import no_verdict
from station.hinge.limits import FaultLimits
from station.hinge.task import Task
from station.hinge.verdict import Repetition
from station.placing import Placing
from station.posture.baseline import Baseline
from station.posture.measures import Measures
from station.posture.side_view import SideView, plain_view
from station.reasons import Reason
from station.scene.floor import FloorPlane
from station.scene.scene import Scene, SceneView, Sight
from station.scene.silhouette import Silhouette


class Stage(StrEnum):
    """How far the station is with whoever stands in front of it."""

    LEARNING = "learning"
    """The empty scene is being learned; anew, if ``Reading.reason`` says the camera was moved."""
    EMPTY = "empty"
    """Nobody on the mat."""
    PLACING = "placing"
    """Somebody is there but not yet measurable; ``Reading.reason`` says why."""
    STANDING_STILL = "standing still"
    """In place; the baseline is being taken."""
    READY = "ready"
    """Baseline taken, between repetitions."""
    REPETITION = "repetition"
    """Inside a repetition."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What the station knows after one frame.

    ``baseline_progress`` runs from 0 to 1 while standing still. ``repetition`` is set on the one
    frame at which a repetition ended. ``touching`` follows the wall contact at once, before any
    verdict.
    """

    time_s: float
    stage: Stage
    reason: Reason | None
    measures: Measures
    draw: Callable[[], SideView] | None
    wall_mm: float | None
    """Behind the heels, to be drawn with the athlete: where hips that touch appear to be. None
    where the drill asks for no wall."""
    baseline_progress: float
    touching: bool
    repetition: Repetition | None
    height_m: float | None = None
    """Body height, once there is a baseline."""

    @cached_property
    def side_view(self) -> SideView | None:
        """The athlete for the screens; made when first asked for, as not every frame is drawn."""
        return None if self.draw is None else self.draw()

    @property
    def present(self) -> bool:
        """Somebody on the mat can be drawn."""
        return self.draw is not None

    @property
    def nobody(self) -> bool:
        """Nobody is known to be there: the mat is empty, or the room is still being learned."""
        return self.stage in (Stage.EMPTY, Stage.LEARNING)

    @property
    def measured(self) -> bool:
        """Somebody has a baseline and is measured against it."""
        return self.stage in (Stage.READY, Stage.REPETITION)


class Engine:
    """From depth frames to readings, for one station; feed it frames in order of time.

    ``wall_m`` is the wall's distance behind the heels. Asks for plain taps within ``limits``
    until :meth:`ask` asks for something else. Raises :class:`~station.errors.SceneError` when the
    scene has no plausible floor.
    """

    def __init__(self, wall_m: float, limits: FaultLimits | None = None) -> None:
        self._wall_mm: float | None = wall_m * 1000
        self._gap_offset_mm = 0.0
        self._plain = self._task = Task(limits or FaultLimits())
        self._scene = Scene()
        self._placing = Placing()
        self._athlete: Athlete | None = None
        self._unseen_since_s: float | None = None
        self._time_s = math.inf
        self._was_touching = False
        self.room_seconds: dict[str, float] = {}
        """What the last frame cost in each room, for ``station bench``."""

    @property
    def athlete(self) -> Athlete | None:
        """The athlete being measured, once there is a baseline."""
        return self._athlete

    @property
    def floor(self) -> FloorPlane | None:
        """The floor as learned last; None before the first time."""
        return self._scene.floor

    @property
    def _drawn_wall_mm(self) -> float | None:
        return None if self._wall_mm is None else self._wall_mm - self._gap_offset_mm

    def step(self, frame: DepthFrame) -> Reading:
        """Understand one frame."""
        lost = self._lose_over_a_gap(frame.capture_time_s)
        reading = self._understand(frame)
        return reading if lost is None else replace(reading, repetition=lost)

    def _lose_over_a_gap(self, time_s: float) -> Repetition | None:
        """What happened while no frames came nobody saw; the scene itself is still known."""
        gap_s, self._time_s = time_s - self._time_s, time_s
        return self.finish() if gap_s > _LONGEST_GAP_S else None

    def _understand(self, frame: DepthFrame) -> Reading:
        started = time.perf_counter()
        dear = self._athlete is not None and self._athlete.is_dear(frame.capture_time_s)
        view = self._scene.look(frame, dear=dear)
        self.room_seconds = {"scene": time.perf_counter() - started}
        if view.sight is Sight.LEARNING:
            return self._nothing(frame, Stage.LEARNING, None)
        if view.sight is Sight.MOVED:
            return self._camera_moved(frame)
        if view.silhouette is None:
            return self._without_athlete(frame, view)
        if self._athlete is None:
            return self._place(frame, view, view.silhouette)
        return self._measure(frame, self._athlete, view, view.silhouette)

    def move_wall(self, wall_m: float | None) -> None:
        """From the next frame on: another distance behind the heels, or no wall at all."""
        self._wall_mm = None if wall_m is None else wall_m * 1000
        if self._athlete is not None:
            self._athlete.move_wall(self._wall_mm)

    def ask(self, task: Task | None) -> None:
        """From the next frame on: what is asked of a repetition, that under way included.

        None asks for plain taps again.
        """
        self._task = task or self._plain
        if self._athlete is not None:
            self._athlete.ask(self._task)

    def correct_gap(self, offset_mm: float) -> None:
        """From the next frame on take ``offset_mm`` off every gap: what it reads at a contact."""
        self._gap_offset_mm = offset_mm
        if self._athlete is not None:
            self._athlete.correct_gap(offset_mm)

    def finish(self) -> Repetition | None:
        """The source is over: a repetition still under way ends without a verdict."""
        repetition = self._athlete.lose(Reason.LOST) if self._athlete is not None else None
        self._start_over()
        return repetition

    def _measure(
        self, frame: DepthFrame, athlete: Athlete, view: SceneView, silhouette: Silhouette
    ) -> Reading:
        seen = athlete.step(frame, silhouette, spare=view.dear)
        self.room_seconds |= athlete.room_seconds
        if seen.reason is not None:
            return self._unseen(frame, seen.reason)
        # A bump is noticed within half a second; what is told meanwhile must not hang on it.
        tells = seen.repetition is not None or (seen.touching and not self._was_touching)
        if tells and self._scene.has_moved(frame):
            return self._camera_moved(frame, seen.repetition)
        self._was_touching = seen.touching
        self._unseen_since_s = None
        stage = Stage.REPETITION if athlete.in_repetition else Stage.READY
        reading = Reading(
            time_s=frame.capture_time_s,
            stage=stage,
            reason=None,
            measures=seen.measures,
            draw=seen.draw,
            wall_mm=self._drawn_wall_mm,
            baseline_progress=1.0,
            touching=seen.touching,
            repetition=seen.repetition,
            height_m=athlete.baseline.height_m,
        )
        if seen.moved_away and not athlete.in_repetition:
            self._take_again(frame, view, silhouette, athlete)
        else:
            self._placing = Placing()
        return reading

    def _take_again(
        self, frame: DepthFrame, view: SceneView, silhouette: Silhouette, athlete: Athlete
    ) -> None:
        """The feet stand elsewhere: a new baseline as soon as there is a still second there."""
        found = self._placing.step(frame, view, silhouette)
        if isinstance(found, Baseline):
            self._begin(frame, silhouette, found, athlete.repetitions)

    def _place(self, frame: DepthFrame, view: SceneView, silhouette: Silhouette) -> Reading:
        found = self._placing.step(frame, view, silhouette)
        if isinstance(found, Baseline):
            self._begin(frame, silhouette, found, 0)
            found = None
        progress = 1.0 if self._athlete is not None else self._placing.progress
        if found is Reason.TOO_FEW_PIXELS:
            progress = 0.0
        stage = Stage.STANDING_STILL if progress > 0.25 else Stage.PLACING
        return replace(
            self._nothing(frame, stage, found),
            draw=partial(plain_view, silhouette),
            baseline_progress=progress,
        )

    def _begin(
        self, frame: DepthFrame, silhouette: Silhouette, baseline: Baseline, before: int
    ) -> None:
        """From this baseline on the athlete is measured; ``before`` repetitions are done."""
        self._scene.lock_plane()
        self._athlete = Athlete(
            baseline,
            silhouette.plane,
            self._placing.still_window(),
            self._placing.feet,
            self._placing.heels,
            frame.intrinsics,
            self._wall_mm,
            self._task,
            before,
        )
        self._athlete.correct_gap(self._gap_offset_mm)
        self._placing = Placing()

    def _without_athlete(self, frame: DepthFrame, view: SceneView) -> Reading:
        reason = {
            Sight.EMPTY: Reason.NOBODY,
            Sight.SEVERAL: Reason.ONE_AT_A_TIME,
            Sight.CUT_OFF: Reason.OUT_OF_VIEW,
            Sight.UNREADABLE: Reason.TOO_FEW_PIXELS,
        }[view.sight]
        if self._athlete is not None:
            return self._unseen(frame, Reason.LOST if reason is Reason.NOBODY else reason)
        self._placing = Placing(too_dark=reason is Reason.TOO_FEW_PIXELS)
        stage = Stage.EMPTY if reason is Reason.NOBODY else Stage.PLACING
        return self._nothing(frame, stage, reason)

    def _unseen(self, frame: DepthFrame, reason: Reason) -> Reading:
        """The athlete cannot be measured now; after a short while they are given up."""
        assert self._athlete is not None
        if self._unseen_since_s is None:
            self._unseen_since_s = frame.capture_time_s
        reading = self._nothing(frame, Stage.PLACING, reason)
        if frame.capture_time_s - self._unseen_since_s < _GIVE_UP_S:
            return reading
        if self._scene.has_moved(frame):
            return self._camera_moved(frame)
        repetition = self._athlete.lose(reason)
        self._start_over()
        return replace(reading, repetition=repetition)

    def _camera_moved(self, frame: DepthFrame, ended: Repetition | None = None) -> Reading:
        """The scene is wrong: nobody is judged until it is learned anew.

        ``ended`` is a repetition that ended on this very frame.
        """
        repetition = None
        if ended is not None:
            repetition = replace(ended, verdict=no_verdict(Reason.CAMERA_MOVED))
        elif self._athlete is not None:
            repetition = self._athlete.lose(Reason.CAMERA_MOVED)
        self._start_over()
        reading = self._nothing(frame, Stage.LEARNING, Reason.CAMERA_MOVED)
        return replace(reading, repetition=repetition)

    def _start_over(self) -> None:
        self._athlete = None
        self._was_touching = False
        self._placing = Placing()
        self._unseen_since_s = None
        self._scene.release_plane()

    def _nothing(self, frame: DepthFrame, stage: Stage, reason: Reason | None) -> Reading:
        return Reading(
            time_s=frame.capture_time_s,
            stage=stage,
            reason=reason,
            measures=Measures(),
            draw=None,
            wall_mm=self._drawn_wall_mm,
            baseline_progress=0.0,
            touching=False,
            repetition=None,
        )


_LONGEST_GAP_S = 0.5
"""A camera silent for longer may have missed a turning point, or another athlete."""
_GIVE_UP_S = 0.4
"""A stumble of the measuring shorter than this does not end anything."""
