"""The lab's rival: BlazePose full on clean colour pictures of the bodies the station measures.

It gets every advantage that is not a different method: pictures without noise or blur in soft
light, the camera's and the athlete's true place (see ``rival_measures``), video mode with its own
smoothing, its own standing mean as zero, and, measure by measure, whichever way of reading its
landmarks is best, times the one factor that brings it nearest the truth of the very frames it is
judged on. The station gets none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from station.simulator.sensor import View
from tests.lab.extra import LabError
from tests.lab.plan import LabSession
from tests.lab.record import is_recorded
from tests.lab.results import Rival, RivalSession, read_results, write_results
from tests.lab.rival_measures import CANNOT, MEASURED, Floats, SagittalPlane, Way, readings
from tests.lab.rival_tables import show_rival
from tests.lab.rival_watch import Watched, watch
from tests.lab.score import compare_measure
from tests.recordings.clip import Clip, load_clip

NAME = "BlazePose full, mediapipe 0.10.21"


@dataclass(frozen=True, eq=False)
class Seen:
    """One session beside its truth, over the pictures with an athlete: ``(n,)`` arrays, NaN where
    the rival found nobody. Degrees are changes from the standing mean, found and true alike."""

    name: str
    true: dict[str, Floats]
    found: dict[str, dict[Way, Floats]]
    coverage: float
    watched: Watched


@dataclass(frozen=True)
class Chosen:
    """The way of reading a measure that suits the rival best, and the factor on it.

    ``plain_error`` is the least mean absolute error, of all ways, without any factor.
    """

    way: Way
    factor: float
    plain_error: float


def run_rival(chosen: Sequence[LabSession], results: Path, console: Console) -> None:
    """Show the rival the unseen sessions among ``chosen``; answers are kept beside ``results``.

    Raises:
        LabError: one of them is not recorded yet, or the rival cannot run.
    """
    unseen = [session for session in chosen if session.half == "unseen"]
    if not unseen:
        console.print("the rival is shown the unseen half only, of which nothing is chosen")
        return
    clips = results.parent / "clips"
    for session in unseen:
        if not is_recorded(session, clips):
            raise LabError(f"{session.name} is not recorded: run `python -m tests.lab record`")
    told = Console(stderr=True)
    seen = []
    for session in track(unseen, "rival", console=told):
        clip = load_clip(clips / f"{session.name}.db3")
        watched = watch(session, clip, results.parent / "landmarks")
        seen.append(compare_rival(session, clip, watched))
    rival = rival_of(seen)
    write_results(results, replace(read_results(results), rival=rival))
    show_rival(console, read_results(results))


def compare_rival(session: LabSession, clip: Clip, watched: Watched) -> Seen:
    """Every picture beside the truth of its moment."""
    view = View(session.camera.pinhole, session.camera.mount)
    plane = SagittalPlane((session.spot_m, 0.0), session.facing_deg)
    read = [readings(marks, view, plane) for marks in watched.landmarks()]
    nearest = np.abs(watched.time_s[:, None] - clip.time_s).argmin(axis=1)
    present, standing = clip.present[nearest], clip.standing[nearest]
    true: dict[str, Floats] = {}
    found: dict[str, dict[Way, Floats]] = {}
    for name in MEASURED:
        values = clip.truth[name][nearest]
        true[name] = (values - _mean(values[standing]) * name.endswith("_deg"))[present]
        found[name] = {}
        for way in Way:
            answer = np.array([one[way][name] for one in read])
            found[name][way] = (answer - _mean(answer[standing]))[present]
    is_found = np.isfinite(found["trunk_inclination_deg"][Way.IMAGE_BOTH])
    return Seen(session.name, true, found, float(is_found.mean()), watched)


def rival_of(seen: Sequence[Seen]) -> Rival:
    """Errors and times of all sessions, each measure read in the way that suits it best."""
    choices = {name: choose(name, seen) for name in MEASURED}
    sessions = []
    for one in seen:
        measures = {}
        for name, choice in choices.items():
            found = choice.factor * one.found[name][choice.way]
            result = compare_measure(one.true[name], found)
            if result is not None:
                measures[name] = result
        took_ms = float(np.median(one.watched.took_ms))
        sessions.append(RivalSession(one.name, measures, one.coverage, round(took_ms, 2)))
    timed = [one.watched for one in seen if len(one.watched.ours_ms)]
    return Rival(
        name=NAME,
        sessions=tuple(sessions),
        ms_per_frame_median=_median([one.took_ms for one in timed]),
        busy_ms_per_frame_median=_median([one.busy_ms for one in timed]),
        ours_ms_per_frame_median=_median([one.ours_ms for one in timed]),
        ours_busy_ms_per_frame_median=_median([one.ours_busy_ms for one in timed]),
        read_as={
            name: f"{c.way}, times {c.factor:.2f}; without a factor {c.plain_error:.1f} at best"
            for name, c in choices.items()
        },
        cannot=CANNOT,
    )


def choose(name: str, seen: Sequence[Seen]) -> Chosen:
    """The way and the factor with the smallest mean absolute error over all pictures."""
    true = np.concatenate([one.true[name] for one in seen])
    best, least, plain = Way.IMAGE_BOTH, np.inf, np.inf
    best_times = 1.0
    for way in Way:
        found = np.concatenate([one.found[name][way] for one in seen])
        both = np.isfinite(true) & np.isfinite(found)
        if not both.any():
            continue
        factor = best_factor(true[both], found[both])
        plain = min(plain, float(np.abs(found[both] - true[both]).mean()))
        error = float(np.abs(factor * found[both] - true[both]).mean())
        if error < least:
            best, best_times, least = way, factor, error
    return Chosen(best, best_times, plain)


def best_factor(true: Floats, found: Floats) -> float:
    """The factor on ``found`` with the least mean absolute error: the median of ``true / found``
    weighted by the size of ``found``."""
    some = found != 0
    ratio, weight = true[some] / found[some], np.abs(found[some])
    order = np.argsort(ratio)
    share = np.cumsum(weight[order])
    return float(ratio[order][np.searchsorted(share, share[-1] / 2)])


def _mean(values: Floats) -> float:
    there = values[np.isfinite(values)]
    return float(there.mean()) if len(there) else float("nan")


def _median(values: list[Floats]) -> float | None:
    return round(float(np.median(np.concatenate(values))), 3) if values else None
