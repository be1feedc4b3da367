"""A recording with known truth beside it, and how far the station's measuring is from it."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.camera.recording import RecordingSource
from station.config import Settings
from station.hinge.verdict import Repetition
from station.measure import Session, measure_frames

Floats = NDArray[np.float64]

COLUMNS = {
    "hip_gap_mm": "hip_gap_mm",
    "hip_displacement_mm": "hip_displacement_mm",
    "trunk_inclination_deg": "trunk_deg",
    "hip_flexion_deg": "hip_flexion_deg",
    "knee_flexion_deg": "knee_deg",
    "lumbar_flexion_deg": "lumbar_deg",
    "thoracic_flexion_deg": "thoracic_deg",
    "neck_flexion_deg": "neck_deg",
}
"""The measures and their columns in ``NAME.truth.csv``."""
LIMITS = {
    "hip_gap_mm": 6.0,
    "hip_displacement_mm": 4.0,
    "trunk_inclination_deg": 2.0,
    "knee_flexion_deg": 5.0,
    "lumbar_flexion_deg": 5.0,
    "thoracic_flexion_deg": 5.0,
    "neck_flexion_deg": 6.0,
}
"""Largest mean absolute error allowed over a clip; hip flexion is told but not limited."""
COVERAGE = 0.95
"""Smallest share of the frames with an athlete that must be measured."""
_FAULT_OF = {
    "lumbar": "lumbar_flexion",
    "thoracic": "thoracic_flexion",
    "neck": "neck_extension",
    "squat": "squat",
    "hyper": "lockout_hyperextension",
    "short": "incomplete_lockout",
}


@dataclass(frozen=True)
class TrueRepetition:
    """One repetition as it really was, seconds from the first frame."""

    start_s: float
    end_s: float
    touch_s: float | None
    faults: frozenset[str]


@dataclass(frozen=True, eq=False)
class Clip:
    """One recording and its truth. ``truth`` maps columns to ``(n,)`` arrays, NaN where empty."""

    path: Path
    wall_m: float
    time_s: Floats
    standing: NDArray[np.bool_]
    present: NDArray[np.bool_]
    truth: dict[str, Floats]
    repetitions: tuple[TrueRepetition, ...]


@dataclass(frozen=True, eq=False)
class Paired:
    """The frames with an athlete: (true, found) of each measure, ``(n,)`` each, NaN where the
    station told none; ``coverage`` is the share of them in which it measured at all."""

    measures: dict[str, tuple[Floats, Floats]]
    coverage: float


@dataclass(frozen=True)
class Accuracy:
    """How one clip was measured. ``errors`` are mean absolute errors by measure."""

    name: str
    errors: dict[str, float]
    coverage: float
    misses: tuple[str, ...]
    """One line for every repetition that was not judged exactly."""
    total: int
    extra: int

    @property
    def exact(self) -> int:
        """Repetitions with exactly the true faults."""
        return self.total - len(self.misses)

    @property
    def is_within_limits(self) -> bool:
        """Nothing missed, nothing invented, every error within its limit."""
        small = all(self.errors[name] <= limit for name, limit in LIMITS.items())
        return small and not self.misses and not self.extra and self.coverage >= COVERAGE


def find_clips(folder: Path) -> list[Path]:
    """The recordings of a folder that have truth beside them, by name."""
    found = sorted(folder.glob("*.db3"))
    return [path for path in found if path.with_suffix(".truth.csv").is_file()]


def load_clip(path: Path) -> Clip:
    """The truth beside a recording."""
    with path.with_suffix(".truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    about = json.loads(path.with_suffix(".reps.json").read_text(encoding="utf-8"))
    return Clip(
        path=path,
        wall_m=about["wall_m"],
        time_s=np.array([float(row["t"]) for row in rows]),
        standing=np.array([row["phase"] == "stand" for row in rows]),
        present=np.array([row["present"] == "1" for row in rows]),
        truth={
            name: np.array([float(row[column]) if row[column] else np.nan for row in rows])
            for name, column in COLUMNS.items()
        },
        repetitions=tuple(_true_repetition(told) for told in about["reps"]),
    )


def measure_clip(clip: Clip) -> Session:
    """Run the recording through the station."""
    with RecordingSource(clip.path) as source:
        return measure_frames(source, clip.wall_m, Settings())


def compare(clip: Clip, session: Session) -> Accuracy:
    """Measured against true."""
    paired = pair_frames(clip, session)
    misses, extra = _judge(clip.repetitions, session.repetitions)
    return Accuracy(
        name=clip.path.stem,
        errors={
            name: float(np.nanmean(np.abs(found - true)))
            for name, (true, found) in paired.measures.items()
        },
        coverage=paired.coverage,
        misses=misses,
        total=len(clip.repetitions),
        extra=extra,
    )


def pair_frames(clip: Clip, session: Session) -> Paired:
    """Each frame with an athlete beside the measured frame nearest in time.

    Degrees are taken from their mean over the standing phase, as what a body looks like standing
    is nobody's error.
    """
    time_s = np.array([row.time_s for row in session.rows])
    nearest = np.abs(clip.time_s[:, None] - time_s).argmin(axis=1)
    measured = np.array([row.present for row in session.rows])[nearest]
    measures = {}
    for name, true in clip.truth.items():
        values = [getattr(row.measures, name) for row in session.rows]
        found = np.array([np.nan if v is None else v for v in values])[nearest]
        if name.endswith("_deg"):
            both = np.isfinite(found) & np.isfinite(true) & clip.standing
            zero = (found[both].mean(), true[both].mean()) if both.any() else (np.nan, np.nan)
            found, true = found - zero[0], true - zero[1]
        measures[name] = (true[clip.present], found[clip.present])
    return Paired(measures, float(measured[clip.present].mean()))


def match_repetitions(
    true: tuple[TrueRepetition, ...], found: tuple[Repetition, ...]
) -> tuple[tuple[Repetition | None, ...], int]:
    """What was found of each true repetition, and how many were invented."""
    left = list(found)
    matches = []
    for rep in true:
        middle = (rep.start_s + rep.end_s) / 2
        match = next((r for r in left if r.start_s <= middle <= r.end_s), None)
        if match is not None:
            left.remove(match)
        matches.append(match)
    return tuple(matches), len(left)


def _judge(
    true: tuple[TrueRepetition, ...], found: tuple[Repetition, ...]
) -> tuple[tuple[str, ...], int]:
    """The misses in words, and how many repetitions were invented."""
    matches, invented = match_repetitions(true, found)
    misses = []
    for number, (rep, match) in enumerate(zip(true, matches, strict=True), start=1):
        if match is None:
            misses.append(f"{number}: not found, wanted {_words(rep.faults)}")
            continue
        faults = frozenset(str(fault) for fault in match.verdict.faults)
        if faults != rep.faults or match.verdict.reason is not None:
            told = str(match.verdict.reason or _words(faults))
            misses.append(f"{number}: {told}, wanted {_words(rep.faults)}")
    return tuple(misses), invented


def _words(faults: frozenset[str]) -> str:
    return " + ".join(sorted(faults)) or "clean"


def _true_repetition(told: dict[str, Any]) -> TrueRepetition:
    named = {_FAULT_OF[told[key]] for key in ("kind", "end") if told[key] in _FAULT_OF}
    tap = set() if told["tap"] else {"no_touch"}
    return TrueRepetition(
        start_s=told["t_start"],
        end_s=told["t_end"],
        touch_s=told["t_touch"],
        faults=frozenset(told.get("expected_faults", named | tap)),
    )
