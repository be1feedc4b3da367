"""Scene, posture and hinge in a row: depth frames in, readings and repetitions out.

The same engine runs under the kiosk, ``station measure``, ``station bench`` and the tests.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, partial

from station.athlete import Athlete
from station.camera.frame import DepthFrame
from station.hinge.judge import Tempo
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Repetition
from station.posture.baseline import Baseline, take_baseline
from station.posture.measures import Measures
from station.posture.side_view import SideView, plain_view
from station.posture.standing import StandingStill
from station.reasons import Reason
from station.scene.feet import FeetAverage
from station.scene.scene import Scene, SceneView, Sight
from station.scene.silhouette import Silhouette


class Stage(StrEnum):
    """How far the station is with whoever stands in front of it."""

    LEARNING = "learning"
    """The empty scene is being learned."""
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
    wall_mm: float
    baseline_progress: float
    touching: bool
    repetition: Repetition | None

    @cached_property
    def side_view(self) -> SideView | None:
        """The athlete for the screens; made when first asked for, as not every frame is drawn."""
        return None if self.draw is None else self.draw()

    @property
    def present(self) -> bool:
        """Somebody on the mat is being measured."""
        return self.draw is not None


class Engine:
    """From depth frames to readings, for one station; feed it frames in order of time.

    ``wall_m`` is the wall's distance behind the heels. Raises
    :class:`~station.errors.SceneError` when the scene has no plausible floor.
    """

    def __init__(
        self, wall_m: float, limits: FaultLimits | None = None, tempo: Tempo | None = None
    ) -> None:
        self._wall_mm = wall_m * 1000
        self._limits = limits or FaultLimits()
        self._tempo = tempo
        self._scene = Scene()
        self._placing = _Placing()
        self._athlete: Athlete | None = None
        self._unseen_since_s: float | None = None
        self.room_seconds: dict[str, float] = {}
        """What the last frame cost in each room, for ``station bench``."""

    @property
    def athlete(self) -> Athlete | None:
        """The athlete being measured, once there is a baseline."""
        return self._athlete

    def step(self, frame: DepthFrame) -> Reading:
        """Understand one frame."""
        started = time.perf_counter()
        view = self._scene.look(frame)
        self.room_seconds = {"scene": time.perf_counter() - started}
        if view.sight is Sight.LEARNING:
            return self._nothing(frame, Stage.LEARNING, None)
        if view.silhouette is None:
            return self._without_athlete(frame, view)
        if self._athlete is None:
            return self._place(frame, view, view.silhouette)
        return self._measure(frame, self._athlete, view, view.silhouette)

    def finish(self) -> Repetition | None:
        """The source is over: a repetition still under way ends without a verdict."""
        repetition = self._athlete.lose(Reason.LOST) if self._athlete is not None else None
        self._start_over()
        return repetition

    def _measure(
        self, frame: DepthFrame, athlete: Athlete, view: SceneView, silhouette: Silhouette
    ) -> Reading:
        seen = athlete.step(frame, silhouette)
        self.room_seconds |= athlete.room_seconds
        if seen.reason is not None:
            return self._unseen(frame, seen.reason)
        self._unseen_since_s = None
        stage = Stage.REPETITION if athlete.in_repetition else Stage.READY
        reading = Reading(
            time_s=frame.capture_time_s,
            stage=stage,
            reason=None,
            measures=seen.measures,
            draw=seen.draw,
            wall_mm=self._wall_mm,
            baseline_progress=1.0,
            touching=seen.touching,
            repetition=seen.repetition,
        )
        if seen.moved_away and not athlete.in_repetition:
            self._take_again(frame, view, silhouette, athlete)
        else:
            self._placing = _Placing()
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
            frame.intrinsics,
            self._wall_mm,
            self._limits,
            self._tempo,
            before,
        )
        self._placing = _Placing()

    def _without_athlete(self, frame: DepthFrame, view: SceneView) -> Reading:
        reason = {
            Sight.EMPTY: Reason.NOBODY,
            Sight.SEVERAL: Reason.ONE_AT_A_TIME,
            Sight.CUT_OFF: Reason.OUT_OF_VIEW,
        }[view.sight]
        if self._athlete is not None:
            return self._unseen(frame, Reason.LOST if reason is Reason.NOBODY else reason)
        self._placing = _Placing()
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
        repetition = self._athlete.lose(reason)
        self._start_over()
        return replace(reading, repetition=repetition)

    def _start_over(self) -> None:
        self._athlete = None
        self._placing = _Placing()
        self._unseen_since_s = None
        self._scene.release_plane()

    def _nothing(self, frame: DepthFrame, stage: Stage, reason: Reason | None) -> Reading:
        return Reading(
            time_s=frame.capture_time_s,
            stage=stage,
            reason=reason,
            measures=Measures(),
            draw=None,
            wall_mm=self._wall_mm,
            baseline_progress=0.0,
            touching=False,
            repetition=None,
        )


_GIVE_UP_S = 0.4
"""A stumble of the measuring shorter than this does not end anything."""
_WALKED_M = 0.15


class _Placing:
    """Somebody is on the mat but has no baseline yet: wait until they stand still, side-on."""

    def __init__(self) -> None:
        self._still: StandingStill | None = None
        self._seen: Silhouette | None = None
        self._feet: FeetAverage | None = None
        self._feet_x_m = 0.0

    @property
    def progress(self) -> float:
        """How much of the still second is there, 0 to 1."""
        return self._still.progress if self._still is not None else 0.0

    @property
    def feet(self) -> FeetAverage:
        """The running average of the feet; only after a first step."""
        assert self._feet is not None
        return self._feet

    def still_window(self) -> list[tuple[float, Silhouette]]:
        """The silhouettes of the still second, with their times."""
        return self._still.window() if self._still is not None else []

    def step(
        self, frame: DepthFrame, view: SceneView, silhouette: Silhouette
    ) -> Baseline | Reason | None:
        """Take in one frame; a baseline, or why there is none yet."""
        assert view.blob is not None
        moved_plane = self._seen is None or self._seen.plane is not silhouette.plane
        if self._still is None or moved_plane:
            self._still = StandingStill()
        walked = abs(view.blob.x_m - self._feet_x_m) > _WALKED_M
        if self._feet is None or moved_plane or walked:
            self._feet = FeetAverage(silhouette.plane, view.blob.x_m)
            self._feet_x_m = view.blob.x_m
        self._seen = silhouette
        self._feet.add(frame)
        average = self._still.add(silhouette, frame.capture_time_s)
        if average is None:
            return Reason.NO_BASELINE
        feet = self._feet.feet()
        if feet is None:
            return Reason.OUT_OF_VIEW
        found = take_baseline(average, feet, silhouette.plane)
        if isinstance(found, Reason):
            self._still = StandingStill()
        return found
