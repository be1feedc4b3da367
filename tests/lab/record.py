"""The lab's sessions as RealSense recordings, each with its truth beside it.

NAME.db3, NAME.truth.csv and NAME.reps.json are in the format of the shared clips; the last tells
more than theirs does, and is written last: a recording without it is not finished.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from station.atomic import write_whole
from station.camera.frame import DepthFrame
from station.camera.recorder import RecordingWriter
from station.camera.simulated import intrinsics_of
from station.simulator.expected import Moment
from station.simulator.sensor import View
from station.simulator.timeline import PlannedTimes
from station.simulator.truth import Truth
from tests.lab.expected import TrueOutcome, outcome
from tests.lab.plan import LabSession
from tests.lab.play import LabFrame, faces_of, play
from tests.lab.rehearsal import Rehearsed
from tests.lab.render import DepthCamera, noise_of
from tests.lab.script import script_of

_VERSION = 2
"""To be raised when the same plan gives other frames or other truth, so that all is made anew."""
_COLUMNS = {
    "hip_gap_mm": "hip_gap_mm",
    "hip_displacement_mm": "hip_displacement_mm",
    "trunk_deg": "trunk_inclination_deg",
    "hip_flexion_deg": "hip_flexion_deg",
    "knee_deg": "knee_flexion_deg",
    "lumbar_deg": "lumbar_flexion_deg",
    "thoracic_deg": "thoracic_flexion_deg",
    "neck_deg": "neck_flexion_deg",
}
"""Columns of ``NAME.truth.csv`` and the measures in them."""
_DEEPEST_READING_M = 4.5


@dataclass(frozen=True, eq=False)
class _Moments:
    """What is kept of a session's frames: time, phase and truth of each."""

    time_s: list[float]
    phase: list[str]
    truth: list[Truth | None]


def fingerprint(session: LabSession) -> str:
    """Changes with anything in the plan that changes the recording."""
    return hashlib.sha256(f"{_VERSION} {session!r}".encode()).hexdigest()[:16]


def is_recorded(session: LabSession, folder: Path) -> bool:
    """Whether the folder holds this session, whole and made from this very plan."""
    try:
        told = json.loads((folder / f"{session.name}.reps.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    others = (folder / f"{session.name}{ending}" for ending in (".db3", ".truth.csv"))
    return told.get("plan") == fingerprint(session) and all(path.is_file() for path in others)


def record(session: LabSession, folder: Path) -> Path:
    """Draw every frame of a session and write it down.

    Raises:
        RecordingError: the file cannot be written.
        LabError: a package of the lab is missing.
    """
    path = folder / f"{session.name}.db3"
    told = path.with_suffix(".reps.json")
    told.unlink(missing_ok=True)
    kept = _write_frames(session, path)
    _write_text(path.with_suffix(".truth.csv"), _truth_csv(kept))
    about = json.dumps(_about(session, kept), indent=1)
    _write_text(told, about + "\n")
    return path


def _write_text(target: Path, text: str) -> None:
    def fill(beside: Path) -> None:
        beside.write_text(text, encoding="utf-8")

    write_whole(target, fill)


def record_timed(session: LabSession, folder: Path) -> tuple[str, float]:
    """The same; the session's name and how many seconds it took."""
    started_s = time.monotonic()
    record(session, folder)
    return session.name, time.monotonic() - started_s


def _write_frames(session: LabSession, path: Path) -> _Moments:
    setup = session.camera
    pinhole = setup.pinhole
    camera = DepthCamera(
        View(pinhole, setup.mount),
        session.gym,
        noise_of(setup.noise, _DEEPEST_READING_M),
        session.seed,
    )
    faces, lens = faces_of(session), intrinsics_of(pinhole)
    kept = _Moments([], [], [])
    with RecordingWriter(
        path, lens, pinhole.depth_unit_m, setup.fps, camera_name="Accuracy lab", overwrite=True
    ) as writer:
        for number, frame in enumerate(play(session), start=1):
            depth = camera.depth(frame.vertices_m, faces)
            writer.write(DepthFrame(depth, pinhole.depth_unit_m, lens, frame.time_s, number))
            _keep(kept, frame)
    return kept


def _keep(kept: _Moments, frame: LabFrame) -> None:
    kept.time_s.append(frame.time_s)
    kept.phase.append(frame.phase)
    kept.truth.append(frame.truth)


def _truth_csv(kept: _Moments) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["t", "present", "phase", *_COLUMNS])
    for time_s, phase, truth in zip(kept.time_s, kept.phase, kept.truth, strict=True):
        values = (
            [""] * len(_COLUMNS)
            if truth is None
            else [f"{getattr(truth, name):.3f}" for name in _COLUMNS.values()]
        )
        writer.writerow([f"{time_s:.4f}", int(truth is not None), phase, *values])
    return text.getvalue()


def _about(session: LabSession, kept: _Moments) -> dict[str, Any]:
    """What ``NAME.reps.json`` says; the first keys are those of the shared clips."""
    person, setup, script = session.person, session.camera, script_of(session)
    shape = person.shape
    return {
        "clip": session.name,
        "wall_m": script.standing.wall_m,
        "height_m": shape.height_m,
        "faces": session.facing,
        "fps": setup.fps,
        "camera": {
            "side": -1 if session.facing == "right" else 1,
            "dist": setup.distance_m,
            "height": setup.height_m,
            "pitch": setup.pitch_deg,
        },
        "yaw_deg": session.yaw_deg,
        "half": session.half,
        "plan": fingerprint(session),
        "person": {
            "sex": str(shape.sex),
            "age": shape.age_years,
            "height_m": shape.height_m,
            "bmi": round(script.bmi, 1),
            "clothes": person.clothes,
            "hair": person.hair,
            "arms": person.arms,
        },
        "setup": {name: value for name, value in asdict(setup).items() if name != "pan_deg"},
        "pan_deg": setup.pan_deg,
        "reps": _repetitions(session, kept),
    }


def _repetitions(session: LabSession, kept: _Moments) -> list[dict[str, Any]]:
    moments: list[Moment] = [
        (time_s, truth)
        for time_s, truth in zip(kept.time_s, kept.truth, strict=True)
        if truth is not None
    ]
    script = script_of(session)
    return [
        _repetition(
            number,
            rehearsed,
            times,
            outcome(
                number, times, moments, script.standing.trunk_deg, session.person.shape.height_m
            ),
        )
        for number, (rehearsed, times) in enumerate(
            zip(script.repetitions, script.times, strict=True), start=1
        )
    ]


def _repetition(
    number: int, rehearsed: Rehearsed, times: PlannedTimes, true: TrueOutcome
) -> dict[str, Any]:
    """``kind``, ``size`` and ``end`` are what is done, which may be less than what was asked."""
    done = rehearsed.done
    return {
        "rep": number,
        "kind": str(done.kind),
        "end": str(done.end),
        "t_start": times.start_s,
        "planned_gap_mm": done.gap_mm,
        "t_end": times.end_s,
        "min_gap_mm": round(true.min_gap_mm, 3),
        "tap": true.touch_s is not None,
        "t_touch": true.touch_s,
        "size": done.size,
        "end_deg": done.end_deg,
        "is_as_asked": rehearsed.done == rehearsed.asked,
        "expected_faults": list(true.faults),
        "borderline": list(true.borderline),
        "peaks": {name: round(value, 3) for name, value in true.peaks.items()},
    }
