"""Tests that are too old are deleted, for good, while the station goes on writing.

Also those in databases that were set aside damaged: nobody can delete single tests there.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from station.results.aside import laid_aside
from station.results.rows import utc_text
from station.results.shredding import shredding
from station.results.told import told
from station.results.versions import WITH_ATHLETES, version_of

_AT_ONCE = 50
"""So many tests in one transaction, some milliseconds on a memory card."""
_PAUSE_S = 0.1
"""Between two transactions, so that the station finds its turn."""

# A date is believed only where the clock was set when it was written. A row without one is too
# old when a later one is: rows are numbered as they come.
_TOO_OLD = """
    SELECT id FROM {table} WHERE clock_trusted AND {date} < :before
    UNION
    SELECT id FROM {table} WHERE NOT clock_trusted AND id < (
        SELECT max(id) FROM {table} WHERE clock_trusted AND {date} < :before)
"""
_TESTS = _TOO_OLD.format(table="tests", date="started_utc") + " ORDER BY id"
# In this order: an absent athlete belongs to the screening, a group is needed by all of them.
_NAMES = tuple(
    f"DELETE FROM {table} WHERE id IN ({_TOO_OLD.format(table=table, date=date)})"
    + "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {other} WHERE {other}.{key} = {table}.id)"
        for other, key in needed_by
    )
    for table, date, needed_by in (
        ("screenings", "started_utc", [("tests", "screening_id")]),
        ("athletes", "added_utc", [("tests", "athlete_id"), ("turns", "athlete_id")]),
        ("groups", "added_utc", [("athletes", "group_id"), ("screenings", "group_id")]),
    )
)


def delete_older(path: Path, before: datetime, pause: Callable[[float], None] = time.sleep) -> int:
    """Delete the tests begun before a moment, with their repetitions; return how many.

    Screenings, athletes and groups of before that moment to which nothing is left go as well.
    What is deleted is overwritten. Raises :class:`~station.errors.ResultsError`.
    """
    with shredding(path) as results:
        # Looked up once, without the write lock: it reads every test, and none gets old meanwhile.
        old = tests_before(results, before)
        delete_in_turns(results, old, pause)
        results.execute("BEGIN IMMEDIATE")
        delete_names(results, before)
        results.execute("COMMIT")
    return len(old)


def tests_before(results: sqlite3.Connection, before: datetime) -> list[int]:
    """The rows of the tests begun before a moment."""
    found = results.execute(_TESTS, {"before": utc_text(before)})
    return [test_id for (test_id,) in found]


def delete_in_turns(
    results: sqlite3.Connection,
    ids: Sequence[int],
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Delete these tests, by row, and let the station write in between."""
    for first in range(0, len(ids), _AT_ONCE):
        results.execute("BEGIN IMMEDIATE")
        delete_tests(results, ids[first : first + _AT_ONCE])
        results.execute("COMMIT")
        pause(_PAUSE_S)


def delete_tests(results: sqlite3.Connection, ids: Sequence[int]) -> None:
    """These tests, by row."""
    results.executemany("DELETE FROM tests WHERE id = ?", [(test_id,) for test_id in ids])


def delete_names(results: sqlite3.Connection, before: datetime) -> None:
    """Everybody from before a moment of whom there is no test and no turn."""
    if version_of(results) >= WITH_ATHLETES:
        for statement in _NAMES:
            results.execute(statement, {"before": utc_text(before)})


def delete_aside(path: Path, before: datetime, now: datetime) -> int:
    """Delete the damaged databases in which nothing was written since a moment; how many.

    They lie beside the results at ``path``. One that was written by a clock that was ahead counts
    from ``now``. Raises :class:`~station.errors.ResultsError`.
    """
    deleted = 0
    with told(path):
        for files in laid_aside(path):
            written_s = max(file.stat().st_mtime for file in files)
            for file in files:
                if written_s > now.timestamp():
                    os.utime(file, (now.timestamp(), now.timestamp()))
                elif written_s < before.timestamp():
                    file.unlink()
            deleted += written_s < before.timestamp()
    return deleted
