"""From the rows of the results to what a report tells."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from station.drills.attempt import CurvePoint
from station.drills.screening import Status
from station.errors import ResultsError, UnknownNameError, one_line
from station.hinge.judge import CUE_ORDER
from station.hinge.verdict import Fault, Outcome
from station.posture.measures import MEASURES, Measures
from station.reasons import Reason
from station.results.finding import opened
from station.results.report.values import (
    AthleteRecord,
    GroupRecord,
    KeptRepetition,
    KeptTest,
    Member,
)

LATEST = "latest"
_TOLD_UID = 8
_ATHLETE = """
    SELECT athletes.id, athletes.uid, athletes.name, athletes.number, groups.name AS group_name
    FROM athletes JOIN groups ON groups.id = athletes.group_id WHERE athletes.uid = ?
"""
_SCREENING = """
    SELECT screenings.*, groups.name AS group_name
    FROM screenings JOIN groups ON groups.id = screenings.group_id WHERE screenings.uid = ?
"""
_SCREENINGS = """
    SELECT screenings.* FROM screenings JOIN groups ON groups.id = screenings.group_id
    WHERE groups.uid = ? ORDER BY screenings.id DESC
"""
# As in the roster; who has left the group since comes last.
_TURNS = """
    SELECT athletes.id, athletes.uid, athletes.name, athletes.number, turns.status
    FROM turns JOIN athletes ON athletes.id = turns.athlete_id WHERE turns.screening_id = ?
    ORDER BY athletes.position IS NULL, athletes.position, athletes.id
"""
# Rows are numbered as they come; dates are only as good as the clock was.
_TESTS = """
    SELECT tests.*, screenings.uid AS screening_uid, screenings.repetitions AS asked,
        screenings.seen_in
    FROM tests LEFT JOIN screenings ON screenings.id = tests.screening_id
    WHERE tests.athlete_id = ? AND tests.finished_utc IS NOT NULL ORDER BY tests.id
"""
_REPETITIONS = "SELECT * FROM repetitions WHERE test_id = ? ORDER BY number"
_FAULTS = """
    SELECT faults.repetition_id, faults.code FROM faults
    JOIN repetitions ON repetitions.id = faults.repetition_id WHERE repetitions.test_id = ?
"""


def read_athlete(path: Path, uid: str) -> AthleteRecord:
    """An athlete and every test that counts.

    Raises :class:`~station.errors.ResultsError`: the results cannot be read, or have no athlete
    of this ``uid``.
    """
    with _results(path) as results:
        found = results.execute(_ATHLETE, (uid,)).fetchone()
        if found is None:
            raise ResultsError(f"{path} has no such athlete: deleted meanwhile?")
        tests = tuple(_counted(results, found["id"], curves=True))
        return AthleteRecord(uid, found["name"], found["number"], found["group_name"], tests)


def read_group(path: Path, screening_uid: str) -> GroupRecord:
    """A screening with everybody who was in it, and their last test of the same drill before.

    Raises :class:`~station.errors.ResultsError`: the results cannot be read, or have no screening
    of this uid.
    """
    with _results(path) as results:
        found = results.execute(_SCREENING, (screening_uid,)).fetchone()
        if found is None:
            raise ResultsError(f"{path} has no such screening: deleted meanwhile?")
        turns = results.execute(_TURNS, (found["id"],)).fetchall()
        return GroupRecord(
            group=found["group_name"],
            drill=found["drill"],
            wall_mm=found["wall_mm"],
            asked=found["repetitions"],
            practice=found["practice"],
            seen_in=found["seen_in"],
            started=datetime.fromisoformat(found["started_utc"]),
            clock_trusted=bool(found["clock_trusted"]),
            closed=found["closed_utc"] is not None,
            members=tuple(_member(results, turn, screening_uid, found["drill"]) for turn in turns),
        )


def find_screening(path: Path, group_uid: str, wanted: str = LATEST) -> str:
    """The uid of a group's newest screening, or of the one whose uid begins as ``wanted``.

    Raises :class:`~station.errors.ResultsError` when the results cannot be read or have none of
    it, :class:`~station.errors.UnknownNameError` with those it has when this one is not clear.
    """
    with _results(path) as results:
        rows = results.execute(_SCREENINGS, (group_uid,)).fetchall()
    if not rows:
        raise ResultsError(f"{path} has no screening of this group yet")
    found = [row["uid"] for row in rows if wanted == LATEST or row["uid"].startswith(wanted)]
    if not found or (wanted != LATEST and len(found) > 1):
        there = ", ".join(
            f"{row['uid'][:_TOLD_UID]} ({row['started_utc'][:10]} {row['drill']})" for row in rows
        )
        raise UnknownNameError(
            f"the group has no one screening {one_line(wanted, 60)}; it has: {there}"
        )
    return str(found[0])


@contextmanager
def _results(path: Path) -> Iterator[sqlite3.Connection]:
    """The results, and what nobody understands in them as one line."""
    try:
        with opened(path) as results:
            yield results
    except ValueError as error:
        raise ResultsError(
            f"{path} holds a test that this station does not understand: update it ({error})"
        ) from error


def _member(
    results: sqlite3.Connection, turn: sqlite3.Row, screening_uid: str, drill: str
) -> Member:
    counted = _counted(results, turn["id"], curves=False)
    tests = [test for test in counted if test.drill == drill]
    places = [at for at, test in enumerate(tests) if test.screening_uid == screening_uid]
    now = tests[places[0]] if places else None
    earlier = tests[: places[0]] if places else []
    return Member(
        turn["uid"],
        turn["name"],
        turn["number"],
        Status(turn["status"]),
        now,
        earlier[-1] if earlier else None,
    )


def _counted(results: sqlite3.Connection, athlete_id: int, *, curves: bool) -> Iterator[KeptTest]:
    """Of each screening the last test, with how many came before it; in the order of the tests."""
    rows = results.execute(_TESTS, (athlete_id,)).fetchall()
    # Where the screening is not kept any more, each test stands for itself.
    of_one = [row["screening_uid"] or row["uid"] for row in rows]
    for at, (row, one) in enumerate(zip(rows, of_one, strict=True)):
        if one not in of_one[at + 1 :]:
            yield replace(_test(results, row, curves=curves), redone=of_one[:at].count(one))


def _test(results: sqlite3.Connection, row: sqlite3.Row, *, curves: bool) -> KeptTest:
    codes: dict[int, list[Fault]] = {}
    for found in results.execute(_FAULTS, (row["id"],)):
        codes.setdefault(found["repetition_id"], []).append(Fault(found["code"]))
    kept = [
        _repetition(each, codes.get(each["id"], ()), _curve(each["curve"]) if curves else ())
        for each in results.execute(_REPETITIONS, (row["id"],))
    ]
    parts = {
        practice: tuple(replace(each, number=number) for number, each in enumerate(part, 1))
        for practice, part in groupby(sorted(kept, key=_is_practice), _is_practice)
    }
    return KeptTest(
        uid=row["uid"],
        screening_uid=row["screening_uid"],
        drill=row["drill"],
        started=datetime.fromisoformat(row["started_utc"]),
        clock_trusted=bool(row["clock_trusted"]),
        height_mm=row["height_mm"],
        ending=row["ending"],
        passed=None if row["passed"] is None else bool(row["passed"]),
        asked=row["asked"],
        seen_in=row["seen_in"],
        tries=parts.get(False, ()),
        practice=parts.get(True, ()),
    )


def _is_practice(repetition: KeptRepetition) -> bool:
    return repetition.practice


def _repetition(
    row: sqlite3.Row, faults: Sequence[Fault], curve: tuple[CurvePoint, ...]
) -> KeptRepetition:
    return KeptRepetition(
        number=row["number"],
        practice=bool(row["practice"]),
        outcome=Outcome(row["outcome"]),
        reason=None if row["reason"] is None else Reason(row["reason"]),
        faults=tuple(fault for fault in CUE_ORDER if fault in faults),
        cue=row["cue"],
        back_judged=bool(row["back_judged"]),
        wall_mm=row["wall_mm"],
        touched=bool(row["touched"]),
        min_gap_mm=row["min_gap_mm"],
        lower_s=row["lower_s"],
        pause_s=row["pause_s"],
        rise_s=row["rise_s"],
        peaks=Measures(**{measure.name: row[measure.name] for measure in MEASURES}),
        arched_deg=row["arched_deg"],
        held_s=row["held_s"],
        curve=curve,
    )


def _curve(text: str | None) -> tuple[CurvePoint, ...]:
    """The course of a repetition, kept as a JSON list of rows.

    Raises :class:`ValueError` where it is something else.
    """
    if text is None:
        return ()
    rows = json.loads(text)
    if not isinstance(rows, list) or not all(map(_is_point, rows)):
        raise ValueError("the course of a repetition is no list of numbers")
    return tuple(CurvePoint(*row) for row in rows)


def _is_point(row: object) -> bool:
    return (
        isinstance(row, list)
        and len(row) == len(fields(CurvePoint))
        and isinstance(row[0], int | float)
        and all(value is None or isinstance(value, int | float) for value in row)
    )
