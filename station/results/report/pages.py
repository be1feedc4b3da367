"""The pages: each whole in one file that needs nothing else, neither the net nor a script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from station.drills.screening import Status
from station.hinge.limits import FaultLimits
from station.results.report import charts
from station.results.report.change import Change, Difference, change, depth_measure
from station.results.report.error_limits import LAB, MEAN_ERROR, TIMES_MEAN_ERROR, least_change
from station.results.report.judged_by import JudgedBy, judged_by
from station.results.report.reading import read_athlete, read_group
from station.results.report.tables import (
    FAULTS_OF,
    MARKS,
    Column,
    Row,
    allowed,
    fault_map,
    group_map,
    repetition_columns,
)
from station.results.report.values import AthleteRecord, GroupRecord, KeptTest, Member, same_wall
from station.results.report.wording import (
    by_words,
    difference_words,
    drill_title,
    measure_name,
    own_range_words,
    quantity,
    verdict_sentence,
    verdict_word,
    wall_words,
    when,
)
from station.screen.words import Words

_STYLE = files("station.results.report").joinpath("page/report.css").read_text(encoding="utf-8")
STYLE_HASH = f"sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}"
"""Of the one style block of every report, for a page's ``style-src``; there is no other style."""
PAGE_POLICY = f"default-src 'none'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy under which a report looks as it should."""

_DISTRIBUTED = (
    "lumbar_flexion_deg",
    "thoracic_flexion_deg",
    "neck_flexion_deg",
    "knee_flexion_deg",
    "trunk_inclination_deg",
)


@dataclass(frozen=True)
class DrillPart:
    """All that an athlete's page tells of one drill; ``test`` is the newest one."""

    test: KeptTest
    tests: tuple[KeptTest, ...]
    by: JudgedBy
    change: Change
    columns: tuple[Column, ...]
    fault_map: tuple[tuple[str, ...], tuple[Row, ...]]
    depth: str
    courses: tuple[Markup, ...]
    progress: tuple[Markup, ...]


@dataclass(frozen=True)
class Definition:
    """One line of what the numbers mean."""

    measure: str
    allowed: str
    mean_error: float
    least_change: float


def athlete_page(
    path: Path, athlete_uid: str, words: Words, limits: FaultLimits | None = None
) -> str:
    """The report of an athlete, from the results at ``path``: a part for each drill.

    ``limits`` are the station's own, which the drill's stand over. Raises
    :class:`~station.errors.ResultsError` with one line.
    """
    return athlete_html(read_athlete(path, athlete_uid), words, limits or FaultLimits())


def group_page(
    path: Path, screening_uid: str, words: Words, limits: FaultLimits | None = None
) -> str:
    """The report of a group's screening; as :func:`athlete_page`."""
    return group_html(read_group(path, screening_uid), words, limits or FaultLimits())


def athlete_html(record: AthleteRecord, words: Words, limits: FaultLimits) -> str:
    """The page of what is told of an athlete; the drill of the newest test comes first."""
    by_drill: dict[str, list[KeptTest]] = {}
    for test in record.tests:
        by_drill.setdefault(test.drill, []).append(test)
    newest_first = sorted(by_drill.values(), key=lambda t: record.tests.index(t[-1]), reverse=True)
    parts = [_drill_part(tuple(tests), words, limits) for tests in newest_first]
    return _fill(
        "athlete.html.j2",
        words,
        record=record,
        parts=parts,
        # What is allowed may differ between drills and stands in the table of each.
        definitions=_definitions(record.tests, None),
    )


def group_html(record: GroupRecord, words: Words, limits: FaultLimits) -> str:
    """The page of what is told of a screening."""
    by = judged_by(record.drill, limits)
    tests = tuple(member.test for member in record.members if member.test is not None)
    depth = depth_measure(tests) if tests else "hip_displacement_mm"
    return _fill(
        "group.html.j2",
        words,
        record=record,
        by=by,
        tests=tests,
        depth=depth,
        wall_mm=_wall_mm(record, tests),
        counts=_counts(record.members),
        changes={m.uid: change(m.before, m.test) for m in record.members if m.test is not None},
        told=_told,
        map=group_map(record.members, words),
        pictures=_distributions(tests, depth, by, words),
        definitions=_definitions(tests, by),
    )


def _drill_part(tests: tuple[KeptTest, ...], words: Words, limits: FaultLimits) -> DrillPart:
    test, before = tests[-1], tests[-2] if len(tests) > 1 else None
    by = judged_by(test.drill, limits, test)
    depth = depth_measure(tests)
    through = "hip_gap_mm" if test.wall_mm is not None else "hip_displacement_mm"
    lumbar = "lumbar_flexion_deg"
    return DrillPart(
        test=test,
        tests=tests,
        by=by,
        change=change(before, test),
        columns=repetition_columns(test, by, words),
        fault_map=fault_map(tests, words),
        depth=depth,
        courses=_pictures(charts.course(test, name, by, words) for name in (through, lumbar)),
        progress=_pictures(charts.progress(tests, name, by, words) for name in (depth, lumbar)),
    )


def _told(change: Change, test: KeptTest) -> tuple[Difference, ...]:
    """In a group's table only changes of what is at fault or was the last time."""
    seen = set(test.seen) | set(change.before.seen if change.before is not None else ())
    return tuple(each for each in change.changed if seen.intersection(FAULTS_OF[each.measure]))


def _wall_mm(record: GroupRecord, tests: Sequence[KeptTest]) -> float | None:
    """The wall of everybody; None where there was none, or each had one of their own."""
    if record.wall_mm is None and same_wall(tuple(tests)):
        return next(test.wall_mm for test in tests if test.tries)
    return record.wall_mm


def _pictures(drawn: Iterable[str | None]) -> tuple[Markup, ...]:
    """Drawn by this program alone; no name reaches them but a drill's, which is escaped there."""
    return tuple(Markup(svg) for svg in drawn if svg is not None)


def _distributions(
    tests: Sequence[KeptTest], depth: str, by: JudgedBy, words: Words
) -> tuple[Markup, ...]:
    def limit(measure: str) -> float | None:
        return None if measure == "hip_displacement_mm" else by.limit(FAULTS_OF[measure][0])

    return _pictures(
        charts.distribution(tests, measure, limit(measure), words)
        for measure in (depth, *_DISTRIBUTED)
    )


def _counts(members: Sequence[Member]) -> dict[str, int]:
    """How many of the group are what; who has a test is not counted by status."""
    verdicts = [member.test.passed for member in members if member.test is not None]
    without = [member.status for member in members if member.test is None]
    return {
        "in_group": len(members),
        "tested": len(verdicts),
        "passed": verdicts.count(True),
        "not_passed": verdicts.count(False),
        "not_judged": verdicts.count(None),
        **{
            status.value: without.count(status)
            for status in (Status.ABSENT, Status.SKIPPED, Status.WAITING)
        },
    }


def _definitions(tests: Sequence[KeptTest], by: JudgedBy | None) -> tuple[Definition, ...]:
    """Without a wall there is no gap to it."""
    walls = any(test.wall_mm is not None for test in tests)
    return tuple(
        Definition(name, "" if by is None else allowed(name, by), error, least_change(name))
        for name, error in MEAN_ERROR.items()
        if walls or name != "hip_gap_mm"
    )


def _fill(template: str, words: Words, **values: object) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            values,
            words=words,
            t=lambda key, **values: words.get("report", key, **values),
            style=Markup(_STYLE),
            lab=LAB,
            times=TIMES_MEAN_ERROR,
            marks=MARKS,
            today=date.today().isoformat(),
            version=version("wall-tap-station"),
        )
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """What the pages are filled in with; its templates are read once."""
    environment = Environment(
        loader=PackageLoader("station.results.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "by_words": by_words,
        "difference_words": difference_words,
        "drill_title": drill_title,
        "measure_name": measure_name,
        "own_range_words": own_range_words,
        "quantity": quantity,
        "verdict_sentence": verdict_sentence,
        "verdict_word": verdict_word,
        "wall_words": wall_words,
        "when": when,
    }
    return environment
