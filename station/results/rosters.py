"""Groups and the open screening, read back at the start of the station. Changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from station.drills.roster import Athlete, Group
from station.drills.screening import Protocol, ScreeningState, Status
from station.results.readonly import is_there, read_only
from station.results.versions import WITH_ATHLETES, check_version

_GROUPS = "SELECT id, uid, name FROM groups ORDER BY id"
_MEMBERS = """
    SELECT uid, name, number FROM athletes
    WHERE group_id = ? AND position IS NOT NULL ORDER BY position, id
"""
_FORMER = (
    "SELECT uid, name, number FROM athletes WHERE group_id = ? AND position IS NULL ORDER BY id"
)
_OPEN = """
    SELECT s.*, g.uid AS group_uid, g.name AS group_name, c.uid AS called, l.uid AS tested_last
    FROM screenings s JOIN groups g ON g.id = s.group_id
    LEFT JOIN athletes c ON c.id = s.called_athlete_id
    LEFT JOIN athletes l ON l.id = s.tested_last_athlete_id
    WHERE s.closed_utc IS NULL ORDER BY s.id DESC LIMIT 1
"""
_TURNS = """
    SELECT a.uid, t.status FROM turns t JOIN athletes a ON a.id = t.athlete_id
    WHERE t.screening_id = ?
"""


_PASSED = """
    SELECT a.uid, t.passed FROM tests t
    JOIN athletes a ON a.id = t.athlete_id
    JOIN screenings s ON s.id = t.screening_id
    WHERE s.uid = ? AND t.passed IS NOT NULL ORDER BY t.id
"""


_BEFORE = """
    SELECT a.uid, t.passed FROM screenings now
    JOIN screenings s ON s.id < now.id AND s.drill = now.drill
    JOIN tests t ON t.screening_id = s.id
    JOIN athletes a ON a.id = t.athlete_id
    WHERE now.uid = :screening AND t.passed IS NOT NULL ORDER BY t.id
"""


def load_groups(path: Path) -> tuple[Group, ...]:
    """Every group with its present and former members; none where there are no results yet.

    Raises :class:`~station.errors.ResultsError` when they cannot be read.
    """
    if not is_there(path):
        return ()
    with read_only(path) as results:
        if check_version(results, path) < WITH_ATHLETES:
            return ()
        return tuple(
            _group(results, row["id"], row["uid"], row["name"])
            for row in results.execute(_GROUPS).fetchall()
        )


def load_screening(path: Path) -> ScreeningState | None:
    """The newest screening that is not closed, to go on with; None when there is none.

    Raises :class:`~station.errors.ResultsError` when the results cannot be read.
    """
    if not is_there(path):
        return None
    with read_only(path) as results:
        if check_version(results, path) < WITH_ATHLETES:
            return None
        found = results.execute(_OPEN).fetchone()
        return None if found is None else _state(results, found)


def load_passed(path: Path, screening_uid: str) -> dict[str, bool]:
    """What each athlete's last judged test of a screening came to, by the athlete's uid.

    Raises :class:`~station.errors.ResultsError` when the results cannot be read.
    """
    if not is_there(path):
        return {}
    with read_only(path) as results:
        if check_version(results, path) < WITH_ATHLETES:
            return {}
        return {uid: bool(passed) for uid, passed in results.execute(_PASSED, (screening_uid,))}


def load_passed_before(path: Path, screening_uid: str) -> dict[str, bool]:
    """What each athlete's last judged test by the same drill came to before this screening.

    Raises :class:`~station.errors.ResultsError` when the results cannot be read.
    """
    if not is_there(path):
        return {}
    with read_only(path) as results:
        if check_version(results, path) < WITH_ATHLETES:
            return {}
        found = results.execute(_BEFORE, {"screening": screening_uid})
        return {uid: bool(passed) for uid, passed in found}


def _group(results: sqlite3.Connection, group_id: int, uid: str, name: str) -> Group:
    members, former = (
        tuple(Athlete(*row) for row in results.execute(query, (group_id,)))
        for query in (_MEMBERS, _FORMER)
    )
    return Group(uid, name, members, former)


def _state(results: sqlite3.Connection, found: sqlite3.Row) -> ScreeningState:
    group = _group(results, found["group_id"], found["group_uid"], found["group_name"])
    turns = {row["uid"]: row["status"] for row in results.execute(_TURNS, (found["id"],))}
    wall_mm = found["wall_mm"]
    return ScreeningState(
        uid=found["uid"],
        group=group,
        protocol=Protocol(
            drill=found["drill"],
            wall_m=None if wall_mm is None else wall_mm / 1000,
            repetitions=found["repetitions"],
            practice=found["practice"],
            seen_in=found["seen_in"],
        ),
        statuses={each.uid: Status(turns.get(each.uid, Status.WAITING)) for each in group.athletes},
        called=found["called"],
        tested_last=found["tested_last"],
    )
