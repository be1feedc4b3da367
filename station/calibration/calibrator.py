"""From depth frames to the steps of a set-up: the same engine that judges later on."""

from __future__ import annotations

from station.athlete import Athlete
from station.camera.frame import DepthFrame
from station.drills.setting_up import Refusal, SettingUp, Step
from station.engine import Engine, Reading
from station.errors import SceneError
from station.reasons import Reason
from station.scene.flaws import SIZE_PX, Flaw
from station.scene.quality import QualityWatch

_PATIENCE_S = 15.0
"""Time to leave the mat; who has not by then is told."""


class Calibrator:
    """Takes frames in and moves ``steps`` on; ``wall_m`` is the board behind the heels.

    ``size_px`` is the picture the station measures in; another one is refused.
    """

    def __init__(self, wall_m: float, size_px: tuple[int, int] = SIZE_PX) -> None:
        self.steps = SettingUp()
        self.reading: Reading | None = None
        self.wall_m, self._size_px = wall_m, size_px
        self._engine = Engine(wall_m)
        self._look: QualityWatch | None = None
        self._look_since_s = 0.0
        self._athlete: Athlete | None = None

    @property
    def looking_progress(self) -> float:
        """How much of the look at the empty scene is done, 0 to 1."""
        return 0.0 if self._look is None else self._look.progress

    def take(self, frame: DepthFrame) -> None:
        """One frame, in whichever step it comes."""
        step = self.steps.step
        if step is not Step.EMPTY:
            self._look = None
        elif self._look is None:
            self._begin_look(frame)
        if self._look is not None:
            self._look_on(self._look, frame)
        elif step in (Step.STAND, Step.TAPS):
            try:
                self.reading = self._engine.step(frame)
            except SceneError:
                self.steps.refuse(Flaw.NO_FLOOR)
                return
            self._follow(self.reading)

    def _begin_look(self, frame: DepthFrame) -> None:
        if (frame.intrinsics.width_px, frame.intrinsics.height_px) != self._size_px:
            self.steps.refuse(Flaw.WRONG_PICTURE)
            return
        self._look, self._look_since_s = QualityWatch(), frame.capture_time_s

    def _look_on(self, look: QualityWatch, frame: DepthFrame) -> None:
        if not look.add(frame):
            return
        if look.moving():
            self._look = QualityWatch()
            if frame.capture_time_s - self._look_since_s > _PATIENCE_S:
                self.steps.refuse(Refusal.MOVING)
            return
        self._look = None
        try:
            self.steps.saw_scene(look.quality())
        except SceneError:
            self.steps.refuse(Flaw.NO_FLOOR)
        self._engine, self._athlete, self.reading = Engine(self.wall_m), None, None

    def _follow(self, reading: Reading) -> None:
        """Tell the steps what the reading means to them."""
        if reading.reason is Reason.CAMERA_MOVED:
            self.steps.refuse(Refusal.CAMERA_MOVED)
            return
        athlete = self._engine.athlete
        if athlete is not self._athlete:
            self._athlete = athlete
            if athlete is None:
                self.steps.lost()
            else:
                self._stood(athlete)
        if reading.repetition is not None:
            self.steps.tapped(reading.repetition)

    def _stood(self, athlete: Athlete) -> None:
        self.steps.stood(athlete.baseline.plane.distance_m)
        if self.steps.step is Step.STAND:
            # Not the right place: measure the next still second, wherever that is.
            self._engine.finish()
            self._athlete = None
