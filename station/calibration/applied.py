"""What the running station makes of its calibration: the offset of the gap, and when it is void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np

from station.calibration.kept import Calibration, load_calibration
from station.camera.frame import DepthFrame
from station.engine import Engine, Reading
from station.errors import CalibrationError
from station.hinge.task import Task
from station.scene.aim import tilt_deg
from station.scene.floor import FloorPlane
from station.screen.words import Words

MOST_TILT_DEG = 1.0
MOST_SHIFT_M = 0.015
"""The same camera finds the same floor again within 0.1 degrees and 3 mm."""


class SetUp:
    """The calibration kept in ``file``, compared with every floor the station learns.

    ``serial`` is that of the open camera. Without a ``file`` (a simulated or recorded athlete)
    nothing is compared, corrected or told. A damaged file is in :attr:`trouble`, for the log.
    """

    def __init__(self, file: Path | None, serial: Callable[[], str]) -> None:
        self._file, self._serial = file, serial
        self._floor: FloorPlane | None = None
        self._compared_for = ""
        self._kept: Calibration | None = None
        self.trouble: str | None = None
        self.moved = False
        try:
            self._kept = None if file is None else load_calibration(file)
        except CalibrationError as error:
            self.trouble = str(error)

    @property
    def made(self) -> datetime | None:
        """When this camera was set up; None where it was not, or where the date is not sure."""
        kept = self._of_this_camera()
        return kept.made if kept is not None and kept.clock_trusted else None

    def follow(self, engine: Engine) -> None:
        """Correct the gap as long as the camera hangs as it did when it was set up.

        Cheap while the floor stays the one learned; ask after every frame.
        """
        serial = self._serial()
        if engine.floor is self._floor and serial == self._compared_for:
            return
        self._floor, self._compared_for = engine.floor, serial
        kept = self._of_this_camera()
        self.moved = kept is not None and self._floor is not None and _apart(kept, self._floor)
        engine.correct_gap(0.0 if kept is None or self.moved else kept.gap_offset_mm)

    def notices(self) -> tuple[str, ...]:
        """Keys of the banner's words."""
        if self.trouble is not None:
            return ("set_up_damaged",)
        return ("moved_since",) if self.moved else ()

    def facts(self, words: Words) -> list[tuple[str, str]]:
        """For the coach menu; nothing where there is no camera to set up."""
        if self._file is None:
            return []
        return [(words.get("menu", "set_up"), self._fact(words))]

    def _fact(self, words: Words) -> str:
        kept = self._of_this_camera()
        if self.trouble is not None:
            return words.get("menu", "set_up_damaged")
        if kept is None:
            return words.get("menu", "set_up_never")
        if self.moved:
            return words.get("menu", "set_up_moved")
        if not kept.clock_trusted:
            return words.get("menu", "set_up_undated")
        return kept.made.astimezone().date().isoformat()

    def _of_this_camera(self) -> Calibration | None:
        kept = self._kept
        return kept if kept is not None and kept.camera_serial == self._serial() else None


class SetUpEngine:
    """The engine of a running station; its gap is right as far as the set-up can tell."""

    def __init__(self, engine: Engine, set_up: SetUp) -> None:
        self._engine, self._set_up = engine, set_up

    def step(self, frame: DepthFrame) -> Reading:
        """Measure one frame."""
        reading = self._engine.step(frame)
        self._set_up.follow(self._engine)
        return reading

    def move_wall(self, wall_m: float | None) -> None:
        """Put the wall elsewhere, or take it away."""
        self._engine.move_wall(wall_m)

    def ask(self, task: Task | None) -> None:
        """Ask for something else than plain taps, or for those again."""
        self._engine.ask(task)


def _apart(kept: Calibration, floor: FloorPlane) -> bool:
    up = np.asarray(kept.up)
    shift_m = abs(kept.camera_height_m - floor.camera_height_m)
    return tilt_deg(up / np.linalg.norm(up), floor.up) > MOST_TILT_DEG or shift_m > MOST_SHIFT_M
