"""How the running station is, as a small file for others: ``station status``, doctor, publisher.

Nothing in it is about a person: no height, no angle, no score.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from station.atomic import write_whole
from station.errors import HealthError
from station.feed import STALE_S
from station.service.log import Said

SCHEMA: Literal[1] = 1
STOPPED = "stopped"
"""The last state of a station that ended in order."""
SILENT_S = 10.0
"""A file older than this was left by a station that hangs or was killed."""
_MOST_BYTES = 100_000
Lamp = Literal["pass", "fault", "both", "off"]


@dataclass(frozen=True)
class Health:
    """One moment of the running station; what is not known is None.

    ``started_utc`` is reckoned back from ``written_utc``, so a clock that was set since the
    start corrects it. ``written_s`` is the same moment in seconds since the computer started,
    which no clock change moves. ``state`` is the kiosk's, or "stopped". ``trouble`` is why nobody
    can be tested now, ``results_trouble`` why results are not kept. ``frames_per_second`` is
    that of the last seconds. Visits, tests, repetitions and ``kept`` count since the start.
    """

    station: str
    version: str
    state: str
    started_utc: datetime
    written_utc: datetime
    clock_trusted: bool
    uptime_s: float
    written_s: float
    camera: str
    camera_serial: str
    trouble: str | None
    frame_age_s: float | None
    frames_per_second: float
    lamp: Lamp
    pins_simulated: bool
    kept: int
    results_trouble: str | None
    disk_full: bool
    visits: int
    tests: int
    repetitions: int
    calibration_age_days: float | None
    watchdog: bool
    errors: tuple[Said, ...] = ()
    schema_version: Literal[1] = SCHEMA

    @property
    def why_no_test(self) -> str | None:
        """Why nobody can be tested now, also while that has no words of its own yet."""
        silent = self.frame_age_s is None or self.frame_age_s > STALE_S
        return self.trouble or ("the camera sends no fresh picture" if silent else None)

    @property
    def troubles(self) -> tuple[str, ...]:
        """Every reason why this station is not well; empty when it is."""
        return tuple(line for line in (self.why_no_test, self.results_trouble) if line)


_FILE = TypeAdapter(Health)


def write_health(health: Health, file: Path) -> None:
    """Put ``health`` in its place, whole, readable by every user.

    Raises:
        OSError: the folder cannot be written.
    """
    content = _FILE.dump_json(health, indent=1) + b"\n"

    def write(beside: Path) -> None:
        beside.write_bytes(content)
        # Also where the station's umask keeps everything else to itself.
        beside.chmod(0o644)

    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, write)


def read_health(file: Path) -> Health | None:
    """What the station wrote last; None when there is no file.

    Raises:
        HealthError: the file cannot be read or is of another station's version.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HealthError(f"{file}: cannot be read ({error.strerror})") from None
    try:
        return _FILE.validate_json(content)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
        raise HealthError(
            f"{file}: not of this version ({place or 'no JSON'}); restart the station"
        ) from None


def is_silent(health: Health, now_s: float | None = None) -> bool:
    """Whether nothing was heard of the station for too long; ``now_s`` is :func:`time.monotonic`.

    A file left from before the computer was started anew is silent, too.
    """
    now_s = time.monotonic() if now_s is None else now_s
    # Written after now_s was asked for, at most.
    return not -1.0 <= now_s - health.written_s <= SILENT_S


def utc_now() -> datetime:
    """The wall clock, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
