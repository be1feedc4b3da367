"""What a station tells others of its tests: what was asked and how it went, nothing of a body.

Every message is a JSON object of schema 1. One repetition:

    {"schema": 1, "kind": "repetition", "id": "TEST-3", "test": "TEST", "number": 3,
     "practice": false, "wall_mm": 100.0, "outcome": "FAULT", "reason": null,
     "faults": ["squat"], "cue": "squat", "touched": true, "use": "walk-up",
     "drill": "wall-tap", "app_version": "0.1.0",
     "test_started_utc": "2026-11-21T18:30:05.250+00:00", "clock_trusted": true}

One finished test:

    {"schema": 1, "kind": "test", "id": "TEST-end", "test": "TEST", "protocol": "walk-up ...",
     "ending": "level_not_clean", "score_mm": 125.0, "use": "walk-up", "drill": "wall-tap",
     "app_version": "0.1.0", "test_started_utc": "...", "test_finished_utc": "...",
     "clock_trusted": true}

``id`` is the same however often a message comes: whoever keeps them drops the second one. Numbers
count from 1 within the test; a gap is a repetition that was not kept. ``score_mm`` is the wall.
``wall_mm`` is null in drills without a wall. Who was tested is never told, not even by a number.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

SCHEMA = 1

_TESTS = """
    SELECT id, uid, started_utc, clock_trusted, protocol, app_version, score_mm, ending,
           finished_utc, use, drill
    FROM tests WHERE id >= ? ORDER BY id
"""
_REPETITIONS = """
    SELECT id, number, practice, wall_mm, outcome, reason, cue, touched
    FROM repetitions WHERE test_id = ? AND number > ? ORDER BY number
"""
_FAULTS = "SELECT code FROM faults WHERE repetition_id = ? ORDER BY code"


@dataclass(frozen=True)
class News:
    """One message; ``number`` is the repetition's, None for the end of the test."""

    id: str
    number: int | None
    payload: str


@dataclass(frozen=True)
class TestRow:
    """A test as the database has it; ``values`` are the columns read."""

    __test__ = False

    id: int
    uid: str
    finished: bool
    values: sqlite3.Row


def tests_from(results: sqlite3.Connection, first_id: int) -> Iterator[TestRow]:
    """The tests from a row on, in the order in which they began."""
    for row in results.execute(_TESTS, (first_id,)):
        yield TestRow(row["id"], row["uid"], row["finished_utc"] is not None, row)


def news_of(
    results: sqlite3.Connection, test: TestRow, after: int, *, ended: bool
) -> Iterator[News]:
    """The messages of a test beyond repetition ``after``, and its end unless ``ended``."""
    for row in results.execute(_REPETITIONS, (test.id, after)):
        faults = [code for (code,) in results.execute(_FAULTS, (row["id"],))]
        yield _repetition(test, row, faults)
    if test.finished and not ended:
        yield _end(test)


def _repetition(test: TestRow, row: sqlite3.Row, faults: list[str]) -> News:
    message = {
        "schema": SCHEMA,
        "kind": "repetition",
        "id": f"{test.uid}-{row['number']}",
        "test": test.uid,
        "number": row["number"],
        "practice": bool(row["practice"]),
        "wall_mm": row["wall_mm"],
        "outcome": row["outcome"],
        "reason": row["reason"],
        "faults": faults,
        "cue": row["cue"],
        "touched": bool(row["touched"]),
        **_about(test),
    }
    return News(f"{test.uid}-{row['number']}", row["number"], json.dumps(message))


def _end(test: TestRow) -> News:
    message = {
        "schema": SCHEMA,
        "kind": "test",
        "id": f"{test.uid}-end",
        "test": test.uid,
        "protocol": test.values["protocol"],
        "ending": test.values["ending"],
        "score_mm": test.values["score_mm"],
        "test_finished_utc": test.values["finished_utc"],
        **_about(test),
    }
    return News(f"{test.uid}-end", None, json.dumps(message))


def _about(test: TestRow) -> dict[str, object]:
    return {
        "use": test.values["use"],
        "drill": test.values["drill"],
        "app_version": test.values["app_version"],
        "test_started_utc": test.values["started_utc"],
        "clock_trusted": bool(test.values["clock_trusted"]),
    }
