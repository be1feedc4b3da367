"""A recorded session, measured as ``station measure`` does, beside its truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.errors import SceneError
from station.hinge.verdict import Repetition
from station.measure import Session
from station.posture.measures import MEASURES
from tests.lab.results import Camera, MeasureResult, Person, RepetitionResult, SessionResult
from tests.recordings.clip import (
    Clip,
    Floats,
    load_clip,
    match_repetitions,
    measure_clip,
    pair_frames,
)

_MOST_PAIRS = 60
_DIGITS = 3


def score(recording: Path) -> SessionResult:
    """Measure one recording that has its truth beside it."""
    clip = load_clip(recording)
    about = json.loads(recording.with_suffix(".reps.json").read_text(encoding="utf-8"))
    try:
        return scored(clip, measure_clip(clip), about)
    except SceneError as error:
        # Nobody could be measured: the worst result there is, not the end of the run.
        nothing = Session(clip.wall_m * 1000, None, (), ())
        return scored(clip, nothing, about, trouble=str(error))


def scored(
    clip: Clip, session: Session, about: dict[str, Any], trouble: str | None = None
) -> SessionResult:
    """What was measured of a clip against what ``about``, its ``reps.json``, and its truth say."""
    matches, invented = match_repetitions(clip.repetitions, session.repetitions)
    measures: dict[str, MeasureResult] = {}
    coverage = 0.0
    if session.rows:
        paired = pair_frames(clip, session)
        coverage = paired.coverage
        for name, (true, found) in paired.measures.items():
            result = compare_measure(true, found)
            if result is not None:
                measures[name] = result
    return SessionResult(
        name=clip.path.stem,
        half=about["half"],
        person=Person(**about["person"]),
        camera=Camera(**about["setup"]),
        yaw_deg=about["yaw_deg"],
        wall_cm=round(100 * clip.wall_m, 2),
        coverage=coverage,
        frames_present=int(clip.present.sum()),
        measures=measures,
        repetitions=tuple(
            _repetition(told, match) for told, match in zip(about["reps"], matches, strict=True)
        ),
        invented=invented,
        trouble=trouble,
    )


def compare_measure(true: Floats, found: Floats) -> MeasureResult | None:
    """Two ``(n,)`` arrays, NaN where there is none; None where they never meet."""
    both = np.isfinite(true) & np.isfinite(found)
    if not both.any():
        return None
    true, found = true[both], found[both]
    errors = found - true
    size = np.abs(errors)
    percentiles = np.percentile(size, np.arange(101))
    return MeasureResult(
        n=len(errors),
        mean_abs=_rounded(size.mean()),
        bias=_rounded(errors.mean()),
        p95=_rounded(percentiles[95]),
        sum_abs=_rounded(size.sum()),
        percentiles=tuple(_rounded(value) for value in percentiles),
        pairs=tuple(
            (_rounded(true[i]), _rounded(found[i])) for i in _spread(len(errors), _MOST_PAIRS)
        ),
    )


def _repetition(told: dict[str, Any], match: Repetition | None) -> RepetitionResult:
    verdict = None if match is None else match.verdict
    peaks: dict[str, float | None] = {}
    if match is not None:
        for measure in MEASURES:
            value = getattr(match.peaks, measure.name)
            peaks[measure.name] = None if value is None else _rounded(value)
    return RepetitionResult(
        number=told["rep"],
        kind=told["kind"],
        size=told["size"],
        ending=told["end"],
        found=match is not None,
        true_faults=tuple(sorted(told["expected_faults"])),
        found_faults=() if verdict is None else tuple(sorted(str(f) for f in verdict.faults)),
        borderline=tuple(told["borderline"]),
        reason=None if verdict is None or verdict.reason is None else str(verdict.reason),
        true_touched=told["tap"],
        found_touched=None if match is None else match.touched,
        true_min_gap_mm=told["min_gap_mm"],
        found_min_gap_mm=_finite(match.min_gap_mm) if match is not None else None,
        true_peaks=told["peaks"],
        found_peaks=peaks,
    )


def _spread(count: int, most: int) -> NDArray[np.int64]:
    """At most ``most`` places among ``count``, evenly spread."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _rounded(value: float) -> float:
    return round(float(value), _DIGITS)


def _finite(value: float) -> float | None:
    return _rounded(value) if np.isfinite(value) else None
