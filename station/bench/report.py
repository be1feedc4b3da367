"""``station bench --report``: one page that says how good the station is, on whom, against what."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from rich.console import Console

from station.bench import charts, what_limits
from station.bench.detection import Curve, curves_of
from station.bench.findings import (
    ASKED,
    EXACT_ASKED,
    NOTHING,
    Confusion,
    Criterion,
    MeasureFinding,
    confusion_of,
    criteria_of,
    is_exact,
    is_judged,
    measure_finding,
    repetitions_of,
)
from station.bench.lab_results import LabResults, LabSession, read_lab_results
from station.bench.other_causes import Shown, causes
from station.bench.rooms import (
    BUDGET_MS,
    BUDGET_P99_MS,
    TOGETHER,
    RoomTimes,
    time_rooms,
    two_taps,
)
from station.bench.what_limits import MODES, USUAL, floors
from station.bench.wording import fault_words, quantity, short_name, unit_of
from station.hinge.verdict import Fault
from station.page_file import check_page, write_page
from station.posture.measures import MEASURES

TIMES_FASTER_ASKED = 15.0
_WORST = 5
_OF_DRILLS = (Fault.TEMPO, Fault.TOO_SHALLOW, Fault.DOWEL_LOST)


@dataclass(frozen=True)
class Row:
    """One measure of the headline table; ``rival`` None where it has nothing to say."""

    unseen: MeasureFinding
    tuning: MeasureFinding | None
    rival: MeasureFinding | None
    why_no_rival: str


@dataclass(frozen=True)
class Accuracy:
    """All that the page says of one run of the lab."""

    results: LabResults
    rows: tuple[Row, ...]
    criteria: tuple[Criterion, ...]
    curves: tuple[Curve, ...]
    confusion: Confusion
    worst: tuple[tuple[LabSession, str, float], ...]

    @property
    def exact(self) -> tuple[int, int]:
        """Repetitions of the unseen half judged exactly, of how many."""
        done = repetitions_of(self.results.unseen)
        return sum(is_exact(repetition) for repetition in done), len(done)

    @property
    def not_judged(self) -> int:
        """Found, and told that they cannot be judged."""
        done = repetitions_of(self.results.unseen)
        return sum(r.found and not is_judged(r) for r in done)

    def bodies(self, sessions: Sequence[LabSession]) -> int:
        """How many different bodies there were."""
        return len({session.person.body for session in sessions})

    @property
    def shared_bodies(self) -> int:
        """How many bodies of the unseen half stood in the tuning half too."""
        unseen, tuning = self.results.unseen, self.results.tuning
        return len({s.person.body for s in unseen} & {s.person.body for s in tuning})

    @property
    def times_faster(self) -> float | None:
        """Than the rival, timed in the same run; None where either was not."""
        rival = self.results.rival
        return rival.times_slower if rival else None

    @property
    def missed(self) -> tuple[str, ...]:
        """What was asked of the unseen half and was not met, in a few words each."""
        measures = (short_name(row.unseen.name).lower() for row in self.rows if not row.unseen.met)
        return (*measures, *(each.short for each in self.criteria if each.met is False))

    @property
    def untried(self) -> tuple[str, ...]:
        """Faults that no repetition of the unseen half had, but for those of drills: the lab taps
        a wall."""
        had = {fault for each in repetitions_of(self.results.unseen) for fault in each.true_faults}
        had |= {fault.value for fault in _OF_DRILLS}
        return tuple(words for code, words in fault_words().items() if code not in had)


def run_report(page: Path, lab: Path | None, frames: int) -> int:
    """Write ``page`` from a live run of ``frames`` frames and, if given, the lab's results.

    Raises :class:`~station.errors.StationError` with one line; then nothing is written.
    """
    results = None if lab is None else read_lab_results(lab)
    check_page(page)
    console = Console()
    times = time_rooms(two_taps(console), frames)
    write_page(page, page_of(times, results))
    console.print(f"{page}: open it in a browser", highlight=False, markup=False)
    return 0


def page_of(times: RoomTimes, results: LabResults | None) -> str:
    """The whole page as HTML that needs nothing else."""
    environment = _environment()
    accuracy = None if results is None else accuracy_of(results)
    return environment.get_template("page.html.j2").render(
        style=Markup(environment.get_template("page.css").render()),
        accuracy=accuracy,
        pictures=None if accuracy is None else _pictures(accuracy),
        times=times,
        together=TOGETHER,
        budget=(BUDGET_MS, BUDGET_P99_MS),
        exact_asked=EXACT_ASKED,
        times_faster_asked=TIMES_FASTER_ASKED,
        definitions=MEASURES,
        ruler=what_limits,
        modes=MODES,
        usual=USUAL,
        floors=floors(),
        asked=ASKED,
        causes=causes(),
        shown=tuple(Shown),
        faults=fault_words(),
        nothing=NOTHING,
        version=version("wall-tap-station"),
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        today=date.today().isoformat(),
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """What the page is filled in with; its templates are read once."""
    environment = Environment(
        loader=PackageLoader("station.bench", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"short": short_name, "unit": unit_of, "quantity": quantity}
    return environment


def accuracy_of(results: LabResults) -> Accuracy:
    """Everything worked out of the lab's results; what counts is the unseen half."""
    unseen = results.unseen
    return Accuracy(
        results,
        tuple(row for name in ASKED if (row := _row(name, results)) is not None),
        criteria_of(unseen),
        curves_of(repetitions_of(unseen)),
        confusion_of(repetitions_of(unseen)),
        _worst(unseen),
    )


def _row(name: str, results: LabResults) -> Row | None:
    unseen = measure_finding(name, results.unseen, _frames(results.unseen))
    if unseen is None:
        return None
    names = {session.name for session in results.unseen}
    rivals = results.rival.sessions if results.rival else ()
    cannot = results.rival.cannot if results.rival else {}
    same = [session for session in rivals if session.name in names]
    rival = measure_finding(name, same, _frames(results.unseen))
    tuning = measure_finding(name, results.tuning, _frames(results.tuning))
    why_none = f"cannot: {cannot[name]}" if name in cannot else "not measured"
    return Row(unseen, tuning, rival, why_none)


def _frames(sessions: Sequence[LabSession]) -> int:
    return sum(session.frames_present for session in sessions)


def _worst(sessions: Sequence[LabSession]) -> tuple[tuple[LabSession, str, float], ...]:
    """The sessions farthest off: each with its worst measure, and how many times what is asked."""
    off = [
        (session, name, session.measures[name].mean_abs / asked)
        for session in sessions
        for name, asked in ASKED.items()
        if name in session.measures
    ]
    worst: dict[str, tuple[LabSession, str, float]] = {}
    for session, name, times in sorted(off, key=lambda told: -told[2]):
        worst.setdefault(session.name, (session, name, times))
    return tuple(worst.values())[:_WORST]


@dataclass(frozen=True)
class Pictures:
    """Every picture of the page, as text that is safe to stand in it."""

    bland_altman: tuple[Markup, ...]
    by_factor: tuple[tuple[str, tuple[Markup, ...]], ...]
    detection: tuple[Markup, ...]


def _pictures(accuracy: Accuracy) -> Pictures:
    """Drawn by this program alone: names from the results file reach them as text of the drawing,
    which escapes it."""
    unseen = accuracy.results.unseen
    names = [row.unseen.name for row in accuracy.rows]
    halves = [names[:4], names[4:]]
    return Pictures(
        tuple(Markup(charts.bland_altman(name, unseen)) for name in names),
        tuple(
            (
                factor.title,
                tuple(Markup(charts.error_by(factor, half, unseen)) for half in halves if half),
            )
            for factor in charts.FACTORS
        ),
        tuple(Markup(charts.detection(curve)) for curve in accuracy.curves),
    )
