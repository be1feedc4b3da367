"""What ``station calibrate`` found out about one set-up, and how it is kept."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from station.atomic import write_whole
from station.errors import CalibrationError, one_line

SCHEMA: Literal[1] = 1
_MOST_BYTES = 100_000
"""A calibration has a few hundred; whatever is larger is something else."""
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
"""A clock that is not set says 1970 at worst; what lies outside is in no other time zone a date."""


class Calibration(BaseModel):
    """One set-up: which camera, how it looks at which floor, and how right it measures there.

    ``up`` is the unit vector away from the floor in the camera's frame (x right, y down, z
    away), ``camera_height_m`` the lens's height above it. ``floor_residual_mm`` is the root mean
    square distance of the floor's pixels from that plane, ``unread_share`` the share of the empty
    picture's pixels without a reading. ``mat_distance_m`` is how far the athlete's heels stand
    from the lens along the floor. ``gap_offset_mm`` is what the hip gap read while hips touched a
    real wall (0: exact; below: the station sees the hips too far back), ``gap_spread_mm`` the
    spread of those taps. ``made`` is only as good as ``clock_trusted`` says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    schema_version: Literal[1] = SCHEMA
    camera_serial: Annotated[str, StringConstraints(max_length=32, pattern="^[ -~]*$")]
    made: AwareDatetime = Field(ge=_EARLIEST, lt=_LATEST)
    clock_trusted: bool
    up: tuple[float, float, float]
    camera_height_m: float = Field(gt=0.0, le=3.0)
    floor_residual_mm: float = Field(ge=0.0, le=1000.0)
    unread_share: float = Field(ge=0.0, le=1.0)
    mat_distance_m: float = Field(gt=0.5, le=6.0)
    gap_offset_mm: float = Field(ge=-100.0, le=100.0)
    gap_spread_mm: float = Field(ge=0.0, le=100.0)

    @model_validator(mode="after")
    def _up_is_a_direction(self) -> Self:
        if not math.isclose(math.hypot(*self.up), 1.0, abs_tol=1e-3):
            raise ValueError("up must be a direction of length 1")
        return self


def load_calibration(file: Path) -> Calibration | None:
    """The calibration kept in ``file``; None when there is none yet.

    Raises:
        CalibrationError: the file cannot be read, or is not one; the message says what to do.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CalibrationError(f"{file}: cannot be read ({error.strerror})") from None
    if len(content) > _MOST_BYTES:
        raise CalibrationError(f"{file}: not a calibration (too large); run station calibrate")
    try:
        return Calibration.model_validate_json(content, strict=True)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_context=False)[0]
        key = ".".join(str(part) for part in detail["loc"]) or "the file"
        words = one_line(f"{one_line(key, 80)}: {detail['msg']}", 200)
        raise CalibrationError(
            f"{file}: not a calibration of this station ({words}); run station calibrate"
        ) from None


def save_calibration(calibration: Calibration, file: Path) -> None:
    """Keep ``calibration`` in ``file``, whole or not at all, also if the power fails.

    Raises:
        CalibrationError: the folder cannot be written.
    """
    text = calibration.model_dump_json(indent=2) + "\n"
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, lambda beside: _write(beside, text), durable=True)
    except OSError as error:
        raise CalibrationError(f"{file}: cannot be written ({error.strerror})") from None


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
