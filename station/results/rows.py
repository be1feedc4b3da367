"""From the values of a test to rows of the tables."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from station.drills.attempt import Attempt, CurvePoint
from station.drills.screening import ScreeningState
from station.drills.trace import MOST_POINTS
from station.results.about import TestAbout, TestEnd
from station.results.schema import CURVE

Row = dict[str, object]


@dataclass(frozen=True)
class TestStart:
    """What is known of a test when it begins. ``uid`` names it for ever and everywhere.

    ``screening`` is the one that the test belongs to, should a database begun anew not know it.
    """

    __test__ = False

    uid: str
    started: datetime
    clock_trusted: bool
    about: TestAbout
    app_version: str
    camera_serial: str
    screening: ScreeningState | None = None


def start_row(start: TestStart, athlete_id: int | None, screening_id: int | None) -> Row:
    """The row of ``tests`` at the beginning."""
    about = start.about
    return {
        "uid": start.uid,
        "started_utc": utc_text(start.started),
        "clock_trusted": start.clock_trusted,
        "protocol": about.protocol,
        "rules": None if about.rules is None else asdict(about.rules),
        "app_version": start.app_version,
        "camera_serial": start.camera_serial,
        "use": about.use.value,
        "drill": about.drill,
        "athlete_id": athlete_id,
        "screening_id": screening_id,
    }


def finish_row(end: TestEnd, finished: datetime) -> Row:
    """What the end of a test adds to its row."""
    return {
        "height_mm": mm(end.height_m),
        "score_mm": mm(end.score_m),
        "ending": end.ending.value,
        "finished_utc": utc_text(finished),
        "passed": end.passed,
    }


def repetition_row(test_id: int, attempt: Attempt, number: int, *, with_curve: bool) -> Row:
    """The row of ``repetitions``; what is not a number becomes NULL."""
    repetition, verdict = attempt.repetition, attempt.repetition.verdict
    return {
        "test_id": test_id,
        "number": number,
        "practice": attempt.practice,
        "wall_mm": mm(attempt.wall_m),
        "outcome": verdict.outcome.value,
        "reason": None if verdict.reason is None else verdict.reason.value,
        "cue": verdict.cue,
        "back_judged": bool(verdict.back_judged),
        "touched": bool(repetition.touched),
        "start_s": _number(repetition.start_s),
        "end_s": _number(repetition.end_s),
        "touch_s": _number(repetition.touch_s),
        "lower_s": _number(repetition.lower_s),
        "pause_s": _number(repetition.pause_s),
        "rise_s": _number(repetition.rise_s),
        "min_gap_mm": _number(repetition.min_gap_mm),
        **{name: _number(peak) for name, peak in asdict(repetition.peaks).items()},
        "set_number": attempt.set_number,
        "held_s": _number(repetition.held_s),
        "arched_deg": _number(repetition.arched_deg),
        "curve": _curve(attempt) if with_curve else None,
    }


def utc_text(moment: datetime) -> str:
    """ISO 8601 to the millisecond in UTC; a time without zone is taken as local."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def mm(length_m: float | None) -> float | None:
    """Millimetres to a tenth, so that 10 cm and twice 2.5 cm is the same wall as 15 cm."""
    length = _number(length_m)
    return None if length is None else round(1000 * length, 1)


def _number(value: float | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None


def _curve(attempt: Attempt) -> list[list[float | None]] | None:
    return [_point(point) for point in attempt.curve[:MOST_POINTS]] or None


def _point(point: CurvePoint) -> list[float | None]:
    """Milliseconds, and tenths of a millimetre and of a degree: what is beyond is noise."""
    numbers = [_number(getattr(point, name)) for name in CURVE]
    return [
        None if number is None else round(number, 3 if name == "t_s" else 1)
        for name, number in zip(CURVE, numbers, strict=True)
    ]
