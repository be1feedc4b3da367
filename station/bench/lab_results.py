"""What the accuracy lab (``make lab``) found out, read from its results file.

The lab writes it, in tests/lab; only this module knows its form here. Nothing in the file is
trusted: a wrong one is refused in one line.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from station.errors import LabResultsError, one_line
from station.hinge.verdict import Fault
from station.posture.measures import MEASURES

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=0)]
_KNOWN_MEASURES = frozenset(measure.name for measure in MEASURES)
_KNOWN_FAULTS = frozenset(fault.value for fault in Fault)


class _Told(BaseModel):
    """Numbers are numbers and finite; what a later lab tells besides is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False, strict=True)


class Person(_Told):
    """One body. Two sessions of the same body may differ in clothes, hair and arms."""

    sex: str
    age: float
    height_m: Positive
    bmi: Positive
    clothes: str
    hair: str
    arms: str

    @property
    def body(self) -> tuple[str, float, float, float]:
        """What stays when the clothes change."""
        return self.sex, self.age, self.height_m, self.bmi


class Camera(_Told):
    """How a session was seen. ``noise`` is the strength of the sensor's, 1 an ordinary D435."""

    width_px: Annotated[int, Field(gt=0)]
    height_px: Annotated[int, Field(gt=0)]
    fps: Positive
    distance_m: Positive
    height_m: float
    pitch_deg: float
    roll_deg: float
    noise: float | str


class Errors(_Told):
    """One measure over the frames of one session; ``bias`` is found less true.

    ``percentiles`` are the 101 percentiles of the absolute error, so that sessions can be pooled;
    ``pairs`` are (true, found) of some frames.
    """

    n: Annotated[int, Field(gt=0)]
    mean_abs: Annotated[float, Field(ge=0)]
    bias: float
    percentiles: Annotated[tuple[float, ...], Field(min_length=101, max_length=101)]
    pairs: Annotated[tuple[tuple[float, float], ...], Field(min_length=1)]


class Repetition(_Told):
    """One repetition as it was and as it was judged; what belongs to a judgement is None or
    empty where it was not found.

    ``true_peaks`` maps each fault to how far it went, in its direction; ``borderline`` holds the
    faults whose true peak is nearer to their limit than the lab allows the station to err.
    """

    number: int
    found: bool
    true_faults: tuple[str, ...]
    found_faults: tuple[str, ...]
    borderline: tuple[str, ...] = ()
    reason: str | None
    true_touched: bool
    found_touched: bool | None
    true_min_gap_mm: float
    true_peaks: dict[str, float]

    @field_validator("true_faults", "found_faults", "borderline")
    @classmethod
    def _known(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            if code not in _KNOWN_FAULTS:
                raise ValueError(f"{code!r} is not one of the station's faults")
        return codes


def _known_measures(measures: dict[str, Errors]) -> dict[str, Errors]:
    for name in measures:
        if name not in _KNOWN_MEASURES:
            raise ValueError(f"{name!r} is not one of the station's measures")
    return measures


class LabSession(_Told):
    """One visit: one body, one camera, some repetitions; coverage is of frames with an athlete.

    ``trouble`` is what the station said instead of measuring anything.
    """

    name: str
    half: Literal["tuning", "unseen"]
    person: Person
    camera: Camera
    yaw_deg: float
    wall_cm: float
    coverage: Share
    frames_present: Count
    measures: dict[str, Errors]
    repetitions: tuple[Repetition, ...]
    invented: Count
    trouble: str | None = None

    _measures = field_validator("measures")(_known_measures)


class RivalSession(_Told):
    """What the rival made of the session of the same name."""

    name: str
    measures: dict[str, Errors]
    coverage: Share
    ms_per_frame: Positive

    _measures = field_validator("measures")(_known_measures)


class Rival(_Told):
    """What people would use instead.

    Times are medians over frames of 848x480, its own and the station's in the same run; None where
    none were timed. ``cannot`` says of a measure why it has none.
    """

    name: str
    sessions: tuple[RivalSession, ...]
    ms_per_frame_median: Positive | None
    ours_ms_per_frame_median: Positive | None = None
    cannot: dict[str, str] = {}

    @property
    def times_slower(self) -> float | None:
        """Than the station in the same run."""
        theirs, ours = self.ms_per_frame_median, self.ours_ms_per_frame_median
        return theirs / ours if theirs and ours else None


class LabResults(_Told):
    """One run of the lab. ``code`` names the version that was measured, where it is known."""

    version: Literal[1]
    made: str
    code: str | None = None
    sessions: tuple[LabSession, ...]
    rival: Rival | None = None

    @property
    def unseen(self) -> tuple[LabSession, ...]:
        """The half that was never used for tuning: the one that counts."""
        return tuple(session for session in self.sessions if session.half == "unseen")

    @property
    def tuning(self) -> tuple[LabSession, ...]:
        """The other half."""
        return tuple(session for session in self.sessions if session.half == "tuning")


def read_lab_results(file: Path) -> LabResults:
    """Read what the lab wrote.

    Raises :class:`~station.errors.LabResultsError` with one line that names what is wrong.
    """
    try:
        text = file.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise LabResultsError(f"{file}: cannot be read: {why}; `make lab` makes one") from error
    try:
        results = LabResults.model_validate_json(text)
    except ValidationError as error:
        raise LabResultsError(f"{file}: not results of the lab: {_complaint(error)}") from error
    if not results.unseen:
        raise LabResultsError(f"{file}: holds no session of the unseen half; let `make lab` end")
    return results


def _complaint(error: ValidationError) -> str:
    """Where the first mistake is, and what."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return one_line(f"{place}: {first['msg']}" if place else first["msg"])


def pooled(errors: list[Errors], of: Callable[[Errors], float]) -> float:
    """The mean of a number over all frames of several sessions, each by how many it has."""
    frames = sum(each.n for each in errors)
    return sum(of(each) * each.n for each in errors) / frames
