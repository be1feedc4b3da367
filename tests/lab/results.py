"""What a run of the lab found out, as values and as its one results file (JSON, version 1).

``station bench --report`` reads the file, so the names here are its format.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from station.atomic import write_whole
from tests.lab.extra import LabError

Half = Literal["tuning", "unseen"]


@dataclass(frozen=True)
class Person:
    """Whose body it is and what is on it."""

    sex: str
    age: float
    height_m: float
    bmi: float
    clothes: str
    hair: str
    arms: str


@dataclass(frozen=True)
class Camera:
    """How the session was seen. ``noise`` is the sensor's strength, 1 for a usual D435."""

    width_px: int
    height_px: int
    fps: int
    distance_m: float
    height_m: float
    pitch_deg: float
    roll_deg: float
    noise: float


@dataclass(frozen=True)
class MeasureResult:
    """One measure over the frames of one session: found less true, in the measure's unit.

    ``percentiles`` are the 101 percentiles of the absolute error, so that sessions can be pooled;
    ``pairs`` are some (true, found), evenly spread in time.
    """

    n: int
    mean_abs: float
    bias: float
    p95: float
    sum_abs: float
    percentiles: tuple[float, ...]
    pairs: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class RepetitionResult:
    """One repetition as it was and as it was judged. ``borderline`` holds the faults whose true
    peak is too near to their limit to ask for an answer."""

    number: int
    kind: str
    size: float
    ending: str
    found: bool
    true_faults: tuple[str, ...]
    found_faults: tuple[str, ...]
    borderline: tuple[str, ...]
    reason: str | None
    true_touched: bool
    found_touched: bool | None
    true_min_gap_mm: float
    found_min_gap_mm: float | None
    true_peaks: dict[str, float]
    found_peaks: dict[str, float | None]

    @property
    def is_exact(self) -> bool:
        """Judged, and with exactly the true faults, borderline ones included."""
        return self._is_judged and set(self.found_faults) == set(self.true_faults)

    @property
    def is_right(self) -> bool:
        """Judged, and with exactly the true faults; borderline ones may be there or not."""
        differs = set(self.found_faults) ^ set(self.true_faults)
        return self._is_judged and differs <= set(self.borderline)

    @property
    def is_clean(self) -> bool:
        """Really without a fault."""
        return not self.true_faults

    @property
    def is_wrongly_faulted(self) -> bool:
        """Really clean, and faulted for something that is not borderline."""
        return self.is_clean and bool(set(self.found_faults) - set(self.borderline))

    @property
    def _is_judged(self) -> bool:
        return self.found and self.reason is None


@dataclass(frozen=True)
class SessionResult:
    """One session measured. ``trouble`` is what the station said instead of measuring it."""

    name: str
    half: Half
    person: Person
    camera: Camera
    yaw_deg: float
    wall_cm: float
    coverage: float
    frames_present: int
    measures: dict[str, MeasureResult]
    repetitions: tuple[RepetitionResult, ...]
    invented: int
    trouble: str | None = None


@dataclass(frozen=True)
class RivalSession:
    """What the rival made of the session of the same name."""

    name: str
    measures: dict[str, MeasureResult]
    coverage: float
    ms_per_frame: float


@dataclass(frozen=True)
class Rival:
    """What people would use instead.

    Times are medians over the frames of 848x480, None where there is none: by the clock, and what
    all threads together were busy; ``ours`` are the station's in the same run. ``read_as`` says
    how each measure was read from what the rival tells, ``cannot`` why it has no others.
    """

    name: str
    sessions: tuple[RivalSession, ...]
    ms_per_frame_median: float | None
    busy_ms_per_frame_median: float | None = None
    ours_ms_per_frame_median: float | None = None
    ours_busy_ms_per_frame_median: float | None = None
    read_as: dict[str, str] = field(default_factory=dict)
    cannot: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LabResults:
    """One results file. ``made`` and ``code`` tell the day and the version of the last measuring;
    no version where the code was not under git."""

    version: Literal[1]
    made: str
    sessions: tuple[SessionResult, ...]
    rival: Rival | None = None
    code: str | None = None

    def of_half(self, half: Half) -> tuple[SessionResult, ...]:
        """The sessions of one half, in order."""
        return tuple(session for session in self.sessions if session.half == half)

    def with_sessions(self, measured: tuple[SessionResult, ...]) -> LabResults:
        """The same with these sessions, measured today by this code, in place of those of the same
        name."""
        by_name = {session.name: session for session in (*self.sessions, *measured)}
        ordered = tuple(by_name[name] for name in sorted(by_name))
        return replace(self, sessions=ordered, made=today(), code=code_version())

    def only(self, names: set[str]) -> LabResults:
        """The same with the sessions of these names alone."""
        return replace(self, sessions=tuple(s for s in self.sessions if s.name in names))


_FORMAT = TypeAdapter(LabResults)


def today() -> str:
    """The date a results file carries."""
    return date.today().isoformat()


@lru_cache(maxsize=1)
def code_version() -> str | None:
    """The commit that is measured, with "+" where files differ from it; None without git."""
    git = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty=+"]
    try:
        told = subprocess.run(git, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip() or None


def read_results(path: Path) -> LabResults:
    """What an earlier run left; empty results where there is no file.

    Raises:
        LabError: the file is something else.
    """
    if not path.exists():
        return LabResults(1, today(), ())
    try:
        return _FORMAT.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise LabError(f"{path}: not results of this lab; delete it and measure again") from None


def write_results(path: Path, results: LabResults) -> None:
    """Write the file, whole or not at all."""
    text = _FORMAT.dump_json(results, indent=1)

    def fill(beside: Path) -> None:
        beside.write_bytes(text)

    write_whole(path, fill)
