"""What the kiosk tells the outside after every picture: systemd, the health file, the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from station.calibration.applied import SetUp
from station.closing import ClosesItself
from station.config import Settings
from station.drills.attempt import Attempt
from station.feed import Feed
from station.places import health_file
from station.results.about import TestAbout, TestEnd
from station.results.clock import clock_is_trusted
from station.results.results import Results
from station.screen.state import StateName
from station.service.health import STOPPED, Health, Lamp, utc_now, write_health
from station.service.log import recent_errors
from station.service.notify import Service
from station.signals.tell import Tell
from station.turn import Turn

_log = logging.getLogger(__name__)

_EVERY_S = 2.0


class Counts:
    """How often the station was used since its start; never by whom, or how well."""

    def __init__(self) -> None:
        self.visits = self.tests = self.repetitions = 0
        self._state = StateName.INVITATION

    def begin(self, about: TestAbout) -> None:
        """A test begins."""
        self.tests += 1

    def attempt(self, attempt: Attempt) -> None:
        """A repetition is over."""
        self.repetitions += 1

    def finish(self, end: TestEnd) -> None:
        """The test is over; it was counted when it began."""

    def state(self, name: StateName) -> None:
        """The state of this turn; somebody new on the mat is a visit."""
        if name is StateName.PLACE and self._state not in (StateName.PLACE, StateName.STILL):
            self.visits += 1
        self._state = name


class Vitals(ClosesItself):
    """Call :meth:`after` once per turn, when the picture is shown; close it at the end.

    The health file is written every two seconds, without waiting for the disk. Nothing here
    raises: who cannot be told misses something, the athlete does not.
    """

    def __init__(
        self,
        settings: Settings,
        feed: Feed,
        tell: Tell,
        results: Results,
        counts: Counts,
        set_up: SetUp,
        *,
        service: Service | None = None,
        file: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._settings, self._feed, self._tell, self._results = settings, feed, tell, results
        self._counts, self._set_up, self._clock, self._now = counts, set_up, clock, now
        self._service = service or Service()
        self._file = file or health_file()
        # Looked up once: it reads a file.
        self._version = version("wall-tap-station")
        self._started_s = clock()
        self._written_s = float("-inf")
        self._fresh_s: float | None = None
        self._frames = 0
        self._last: Turn | None = None
        self._trouble: str | None = None
        self._notice: str | None = None
        self._writable = True

    def after(self, turn: Turn) -> None:
        """The picture of this turn is on the screen."""
        self._service.ready()
        if turn.honest:
            self._service.beat()
        self._last = turn
        self._counts.state(turn.state)
        if turn.capture_time_s is not None:
            self._frames += 1
        # The end of a recording stays on the screen for a while, and that is no silence.
        if turn.capture_time_s is not None or self._feed.ended:
            self._fresh_s = turn.judged_s
        if self._clock() - self._written_s >= _EVERY_S:
            self._log_results()
            self._service.status(turn.trouble or f"{turn.state}; {self._feed.description}")
            self._write(turn.state)

    def close(self) -> None:
        """The station ends: told before anything is closed."""
        self._service.stopping()
        self._write(STOPPED)

    def _write(self, state: str) -> None:
        health = self._health(state)
        self._written_s, self._frames = health.written_s, 0
        try:
            write_health(health, self._file)
        except OSError as error:
            if self._writable:
                _log.warning("%s cannot be written (%s)", self._file, error.strerror)
            self._writable = False
        else:
            self._writable = True

    def _health(self, state: str) -> Health:
        now_s, now = self._clock(), self._now()
        uptime_s = now_s - self._started_s
        since_s = min(now_s - self._written_s, uptime_s)
        trusted = clock_is_trusted()
        made = self._set_up.made if trusted else None
        calibrated_days = None if made is None else round((now - made) / timedelta(days=1), 2)
        return Health(
            station=self._settings.station.name,
            version=self._version,
            state=state,
            started_utc=now - timedelta(seconds=round(uptime_s)),
            written_utc=now,
            clock_trusted=trusted,
            uptime_s=round(uptime_s, 1),
            written_s=round(now_s, 3),
            camera=self._feed.description,
            camera_serial=self._feed.serial,
            trouble=self._last.trouble if self._last else None,
            frame_age_s=None if self._fresh_s is None else round(now_s - self._fresh_s, 3),
            frames_per_second=round(self._frames / since_s, 1) if since_s > 0 else 0.0,
            lamp=self._lamp(),
            pins_simulated=self._tell.simulated,
            kept=self._results.kept,
            results_trouble=self._results.trouble,
            disk_full=self._results.disk_full,
            visits=self._counts.visits,
            tests=self._counts.tests,
            repetitions=self._counts.repetitions,
            calibration_age_days=calibrated_days,
            watchdog=self._service.watched,
            errors=recent_errors(),
        )

    def _lamp(self) -> Lamp:
        light = self._tell.state
        if light.pass_light and light.fault_light:
            return "both"
        return "pass" if light.pass_light else "fault" if light.fault_light else "off"

    def _log_results(self) -> None:
        """That results are not kept, or are again: once each, as the line counts what waits."""
        trouble, notice = self._results.trouble, self._results.notice
        if trouble is not None and self._trouble is None:
            _log.error("%s", trouble)
        elif trouble is None and self._trouble is not None:
            _log.info("results are kept again")
        if notice is not None and notice != self._notice:
            _log.warning("%s", notice)
        self._trouble, self._notice = trouble, notice
