"""``station measure``: a recording in, a table per frame, repetitions and a picture out."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from station.asking import Asking
from station.athlete import Athlete
from station.atomic import write_whole
from station.camera.frame import DepthSource
from station.camera.recording import RecordingSource
from station.config import Settings
from station.drills.contrast import OwnRange
from station.drills.drill import Drill
from station.engine import Reading, Stage
from station.errors import ConfigError, SceneError
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Repetition
from station.posture.measures import MEASURES, Measures
from station.reasons import Reason

_DECIMALS = 3


@dataclass(frozen=True)
class Row:
    """One frame of a measured recording."""

    time_s: float
    present: bool
    measures: Measures


@dataclass(frozen=True)
class Session:
    """A whole measured recording.

    ``wall_mm`` is None without a wall. ``limits`` are those it was judged by. ``own_range`` is
    what a contrast drill has learned.
    """

    wall_mm: float | None
    height_mm: float | None
    rows: tuple[Row, ...]
    repetitions: tuple[Repetition, ...]
    limits: FaultLimits = field(default_factory=FaultLimits)
    drill: str | None = None
    own_range: OwnRange | None = None


def measure_recording(
    recording: Path,
    wall_cm: float | None,
    csv: Path | None,
    json: Path | None,
    plot: Path | None,
    settings: Settings,
    drill: Drill | None = None,
) -> None:
    """Measure one recording and write what was asked for.

    Without a ``drill`` plain taps, at ``wall_cm``; with one ``wall_cm`` puts its wall elsewhere.

    Raises :class:`~station.errors.StationError` with one line for a person; then nothing is
    written.
    """
    console = Console(stderr=True)
    wall_m = None if wall_cm is None else wall_cm / 100
    if drill is not None and drill.wall is None and wall_m is not None:
        raise ConfigError(f"the drill {drill.name} has no wall: leave --wall-cm out")
    for target in (csv, json, plot):
        if target is not None:
            _check_folder(target)
    with RecordingSource(recording) as source:
        session = measure_frames(source, wall_m, settings, source.frame_count, console, drill)
    if csv is not None:
        write_whole(csv, lambda path: write_rows(path, session))
    if json is not None:
        write_whole(json, lambda path: write_repetitions(path, session))
    if plot is not None:
        from station.plot import draw_session

        write_whole(plot, lambda path: draw_session(path, session))
    _print_summary(Console(), session)


def measure_frames(
    source: DepthSource,
    wall_m: float | None,
    settings: Settings,
    total: int | None = None,
    console: Console | None = None,
    drill: Drill | None = None,
) -> Session:
    """Run a whole source through the engine, as fast as it delivers.

    Raises SceneError when there was no floor or nobody who could be measured.
    """
    asking = Asking(wall_m, settings.faults.limits(), drill)
    engine = asking.engine
    rows: list[Row] = []
    repetitions: list[Repetition] = []
    stages: Counter[Stage] = Counter()
    reasons: Counter[Reason] = Counter()
    height_mm: float | None = None
    first_s: float | None = None
    had_athlete = False
    first_row = 0
    standing_mm: float | None = None
    with Progress(
        TextColumn("measuring"),
        BarColumn(),
        TextColumn("{task.completed} of {task.total} frames"),
        TimeRemainingColumn(),
        console=console or Console(stderr=True, quiet=True),
        transient=True,
        disable=console is None or not console.is_terminal,
    ) as progress:
        task = progress.add_task("measuring", total=total)
        while (frame := source.read()) is not None:
            first_s = frame.capture_time_s if first_s is None else first_s
            reading = asking.step(frame)
            stages[reading.stage] += 1
            if reading.reason is not None:
                reasons[reading.reason] += 1
            rows.append(_row(reading, first_s))
            athlete = engine.athlete
            if athlete is not None and not had_athlete:
                height_mm = athlete.baseline.height_m * 1000
                standing_mm = athlete.standing_gap_mm
                first_row = len(rows) - _fill_still_second(rows, athlete, first_s)
            elif athlete is not None and standing_mm is not None:
                now_mm = athlete.standing_gap_mm
                if now_mm is not None and now_mm != standing_mm:
                    _move_gaps(rows, first_row, now_mm - standing_mm)
                    standing_mm = now_mm
            had_athlete = athlete is not None
            if reading.repetition is not None:
                repetitions.append(_shifted(reading.repetition, first_s))
            progress.advance(task)
    if rows:
        lost = engine.finish()
        if lost is not None and first_s is not None:
            repetitions.append(_shifted(lost, first_s))
    if height_mm is None:
        raise _nobody(stages, reasons)
    return Session(
        wall_mm=None if asking.wall_m is None else asking.wall_m * 1000,
        height_mm=height_mm,
        rows=tuple(rows),
        repetitions=tuple(repetitions),
        limits=asking.limits,
        drill=None if drill is None else drill.name,
        own_range=asking.own_range,
    )


def _row(reading: Reading, first_s: float) -> Row:
    measured = reading.stage in (Stage.READY, Stage.REPETITION)
    return Row(reading.time_s - first_s, measured, reading.measures)


def _fill_still_second(rows: list[Row], athlete: Athlete, first_s: float) -> int:
    """The baseline is known at the end of the still second; its frames were measured all along.

    Returns how many rows now belong to the athlete.
    """
    by_time = {round(time_s - first_s, 6): m for time_s, m in athlete.read_still_second()}
    filled = 0
    for i in range(len(rows) - 1, -1, -1):
        found = by_time.get(round(rows[i].time_s, 6))
        if found is None:
            break
        rows[i] = Row(rows[i].time_s, True, found)
        filled += 1
    return filled


def _move_gaps(rows: list[Row], first_row: int, by_mm: float) -> None:
    """The first bend showed how the athlete is turned, and so where the wall is for the rows
    before it as well. The last row has its gap from before the bend was understood, too."""
    for i in range(first_row, len(rows)):
        gap_mm = rows[i].measures.hip_gap_mm
        if gap_mm is not None:
            measures = replace(rows[i].measures, hip_gap_mm=gap_mm + by_mm)
            rows[i] = Row(rows[i].time_s, rows[i].present, measures)


def _shifted(repetition: Repetition, first_s: float) -> Repetition:
    """Times from the recording's first frame."""
    touch_s = None if repetition.touch_s is None else repetition.touch_s - first_s
    return replace(
        repetition,
        start_s=repetition.start_s - first_s,
        end_s=repetition.end_s - first_s,
        touch_s=touch_s,
    )


def _nobody(stages: Counter[Stage], reasons: Counter[Reason]) -> SceneError:
    """Why no athlete could be measured, in one line."""
    advice = {
        Reason.OUT_OF_VIEW: "the athlete is never whole in view; step back from the camera or"
        " raise it until head and feet are in the picture",
        Reason.ONE_AT_A_TIME: "more than one person on the mat; one at a time",
        Reason.TURN_SIDE_ON: "the athlete never stands side-on to the camera",
        Reason.NOT_A_PERSON: "what stands on the mat is not human-shaped, or is hidden too much",
        Reason.TOO_FEW_PIXELS: "dark clothes or strong light leave too few depth readings on the"
        " athlete; try lighter clothes and shade",
        Reason.CAMERA_MOVED: "the camera is moved until the end; fix it firmly and record again",
        Reason.NO_BASELINE: "nobody stands still and upright for a second before the repetitions",
    }
    reasons.pop(Reason.NOBODY, None)
    if reasons:
        reason = reasons.most_common(1)[0][0]
        return SceneError(f"nobody could be measured: {advice.get(reason, str(reason))}")
    if stages and set(stages) == {Stage.LEARNING}:
        return SceneError(
            "the recording is too short: it needs half a second of empty mat and then an athlete"
        )
    return SceneError(
        "nobody in view: the mat stays empty; record an athlete who walks in, stands still for a"
        " second and then taps"
    )


def write_rows(path: Path, session: Session) -> None:
    """``FRAMES.csv``: one row per frame, empty where not measurable."""
    names = [m.name for m in MEASURES]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["t_s", "present", *names])
        for row in session.rows:
            values = [_text(getattr(row.measures, name)) for name in names]
            writer.writerow([f"{row.time_s:.4f}", int(row.present), *values])


def write_repetitions(path: Path, session: Session) -> None:
    """``REPS.json``: what happened, repetition by repetition."""
    content: dict[str, Any] = {
        "wall_mm": _number(session.wall_mm),
        "height_mm": _number(session.height_mm),
        "reps": [_repetition(r) for r in session.repetitions],
    }
    if session.drill is not None:
        content["drill"] = session.drill
        for told, done in zip(content["reps"], session.repetitions, strict=True):
            told["held_s"] = _number(done.held_s)
    if session.own_range is not None:
        content["own_range"] = {
            "round_deg": _number(session.own_range.round_deg),
            "arch_deg": _number(session.own_range.arch_deg),
        }
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _repetition(r: Repetition) -> dict[str, Any]:
    peaks = {
        f"peak_{field.name}": _number(getattr(r.peaks, field.name))
        for field in fields(Measures)
        if field.name != "hip_gap_mm"
    }
    return {
        "start_s": _number(r.start_s),
        "end_s": _number(r.end_s),
        "touched": r.touched,
        "touch_s": _number(r.touch_s),
        "min_gap_mm": _number(r.min_gap_mm),
        "verdict": str(r.verdict.outcome),
        "faults": [str(fault) for fault in r.verdict.faults],
        "hints": [str(hint) for hint in r.verdict.hints],
        "reason": None if r.verdict.reason is None else str(r.verdict.reason),
        "back_judged": r.verdict.back_judged,
        "cue": r.verdict.cue,
        "lower_s": _number(r.lower_s),
        "pause_s": _number(r.pause_s),
        "rise_s": _number(r.rise_s),
        **peaks,
    }


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, _DECIMALS)


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:.{_DECIMALS}f}"


def _check_folder(target: Path) -> None:
    if not target.parent.is_dir():
        raise SceneError(f"cannot write {target}: the folder {target.parent} does not exist")


def _print_summary(console: Console, session: Session) -> None:
    for r in session.repetitions:
        faults = ", ".join(r.verdict.faults) or (str(r.verdict.reason) if r.verdict.reason else "")
        touched = f"touch {r.touch_s:.2f} s" if r.touch_s is not None else "no touch"
        reached = f"{touched:13s}  gap {r.min_gap_mm:6.1f} mm"
        if session.wall_mm is None:
            reached = f"hips back {r.peaks.hip_displacement_mm or 0.0:6.1f} mm"
        console.print(
            f"{r.number:3d}  {r.start_s:6.2f}-{r.end_s:6.2f} s  {reached}"
            f"  {r.verdict.outcome} {faults}",
            highlight=False,
            soft_wrap=True,
        )
    if not session.repetitions:
        console.print("an athlete was measured, but there was no repetition", highlight=False)
