"""From depth frames to the steps of a set-up: the same engine that judges later on."""

from __future__ import annotations

from station.athlete import Athlete
from station.camera.frame import DepthFrame
from station.drills.setting_up import Refusal, SettingUp, Step
from station.engine import Engine, Reading, Stage
from station.errors import SceneError
from station.reasons import Reason
from station.scene.flaws import SIZE_PX, Flaw
from station.scene.quality import QualityWatch

_PATIENCE_S = 15.0
"""Time to leave the mat; who has not by then is told."""
_AWAY_S = 2.0


class Calibrator:
    """Takes frames in and moves ``steps`` on; ``wall_m`` is the board behind the heels.

    ``size_px`` is the picture the station measures in; another one is refused.
    """

    def __init__(self, wall_m: float, size_px: tuple[int, int] = SIZE_PX) -> None:
        self.steps = SettingUp()
        self.reading: Reading | None = None
        self.wall_m, self._size_px = wall_m, size_px
        self._engine = Engine(wall_m)
        self._watch = QualityWatch()
        self._empty_since_s: float | None = None
        self._athlete: Athlete | None = None
        self._seen_s = 0.0

    @property
    def looking_progress(self) -> float:
        """How much of the look at the empty scene is done, 0 to 1."""
        return self._watch.progress

    def take(self, frame: DepthFrame) -> None:
        """One frame, in whichever step it comes."""
        step = self.steps.step
        if step is Step.EMPTY:
            self._look(frame)
            return
        self._empty_since_s = None
        if step in (Step.STAND, Step.TAPS):
            try:
                self.reading = self._engine.step(frame)
            except SceneError:
                self.steps.refuse(Flaw.NO_FLOOR)
                return
            self._follow(self.reading)

    def _look(self, frame: DepthFrame) -> None:
        if self._empty_since_s is None:
            self._empty_since_s = frame.capture_time_s
            self._watch = QualityWatch()
            if (frame.intrinsics.width_px, frame.intrinsics.height_px) != self._size_px:
                self.steps.refuse(Flaw.WRONG_PICTURE)
                return
        if not self._watch.add(frame):
            return
        watch, self._watch = self._watch, QualityWatch()
        if watch.moving():
            if frame.capture_time_s - self._empty_since_s > _PATIENCE_S:
                self.steps.refuse(Refusal.MOVING)
            return
        try:
            self.steps.saw_scene(watch.quality())
        except SceneError:
            self.steps.refuse(Flaw.NO_FLOOR)
        self._engine, self._athlete, self.reading = Engine(self.wall_m), None, None

    def _follow(self, reading: Reading) -> None:
        """Tell the steps what the reading means to them."""
        if reading.reason is Reason.CAMERA_MOVED:
            self.steps.refuse(Refusal.CAMERA_MOVED)
            return
        if reading.stage is not Stage.EMPTY:
            self._seen_s = reading.time_s
        elif reading.time_s - self._seen_s > _AWAY_S:
            self.steps.left()
        athlete = self._engine.athlete
        if athlete is not self._athlete:
            self._athlete = athlete
            if athlete is not None:
                self._stood(athlete)
        if reading.repetition is not None:
            self.steps.tapped(reading.repetition)

    def _stood(self, athlete: Athlete) -> None:
        self.steps.stood(athlete.baseline.plane.distance_m)
        if self.steps.step is Step.STAND:
            # Not the right place: measure the next still second, wherever that is.
            self._engine.finish()
            self._athlete = None
