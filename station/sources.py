"""Which depth source the kiosk runs on, first and after each interruption."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path

from station.camera.choose import SourceChoice, open_source
from station.camera.frame import DepthFrame, DepthSource
from station.camera.process import CameraProcess
from station.camera.recording import RecordingSource
from station.camera.simulated import SimulatedSource
from station.config import Settings
from station.errors import CameraError


class Sources:
    """Opens the camera, the simulated athlete or a recording, and always the same kind again.

    A camera that is lost comes back as a camera: only at the start may ``auto`` settle for the
    simulated athlete. Each simulated athlete is another one, in front of the wall of the
    settings. With ``realtime`` stories and recordings run by the clock, otherwise as fast as
    they are asked.
    """

    def __init__(
        self, settings: Settings, choice: SourceChoice, recording: Path | None, *, realtime: bool
    ) -> None:
        self._serial = settings.camera.serial
        self._use = settings.station.use
        self._wall_m = _first_wall_m(settings)
        self._recording = recording
        self._realtime = realtime
        self._choice = choice
        self._seeds = itertools.count(1)

    @property
    def is_recording(self) -> bool:
        """True when a recording plays."""
        return self._recording is not None

    @property
    def is_simulated(self) -> bool:
        """True when the athlete is simulated; for ``auto`` known after :meth:`open_first`."""
        return not self.is_recording and self._choice == "simulated"

    @property
    def is_camera(self) -> bool:
        """True when a real camera is asked for or was found."""
        return not (self.is_recording or self.is_simulated)

    def open_first(self, *, must_open: bool) -> DepthSource | None:
        """Open the source and settle what ``auto`` means.

        Returns None for a camera that cannot be opened (yet), unless ``must_open``: then its
        :class:`~station.errors.CameraError` is raised.
        """
        try:
            opened = self.open_again()
            if must_open and isinstance(opened, CameraProcess):
                opened.wait_until_open()
        except CameraError:
            if must_open:
                raise
            self._choice = "camera"
            return None
        if self._choice == "auto":
            self._choice = "simulated" if isinstance(opened, SimulatedSource) else "camera"
        return opened

    def open_again(self) -> DepthSource:
        """Open the same kind of source as before; a camera goes on opening by itself."""
        if self._recording is not None:
            played = RecordingSource(self._recording)
            return InRealTime(played, time.monotonic, time.sleep) if self._realtime else played
        if self._choice == "camera":
            return CameraProcess(self._serial)
        return open_source(
            self._choice,
            self._serial,
            session=self._use,
            wall_m=self._wall_m,
            seed=next(self._seeds),
            realtime=self._realtime,
        )

    def reset_camera(self) -> DepthSource:
        """Reset the camera, then open it; like :meth:`open_again` without waiting for it."""
        return CameraProcess(self._serial, reset=True)


def _first_wall_m(settings: Settings) -> float:
    """Where the first wall stands, as far as the settings tell; a drill's own is as near."""
    asked_cm = {
        "walk-up": settings.test.first_wall_cm,
        "screening": settings.screening.wall_cm,
        "warm-up": settings.warm_up.wall_cm,
    }[settings.station.use]
    return (asked_cm or settings.test.first_wall_cm) / 100


class InRealTime:
    """A recording that delivers its frames by the clock, at the pace they were taken."""

    def __init__(
        self,
        source: DepthSource,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._source, self._clock, self._sleep = source, clock, sleep
        self._offset_s: float | None = None

    @property
    def description(self) -> str:
        """The recording's own."""
        return self._source.description

    @property
    def serial(self) -> str:
        """The recording's own."""
        return self._source.serial

    @property
    def is_live(self) -> bool:
        """True: frames come by the clock."""
        return True

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        """The next frame, when its time has come; None at the end."""
        frame = self._source.read(timeout_s)
        if frame is None:
            return None
        if self._offset_s is None:
            self._offset_s = self._clock() - frame.capture_time_s
        early_s = frame.capture_time_s + self._offset_s - self._clock()
        if early_s > 0:
            self._sleep(early_s)
        return frame

    def close(self) -> None:
        """Close the recording."""
        self._source.close()
