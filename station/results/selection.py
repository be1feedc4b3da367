"""Tests and their repetitions out of the database, as a person asks for them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from station.results.about import Use
from station.results.columns import REPETITION_FIELDS, TEST_FIELDS
from station.results.rows import utc_text
from station.results.schema import CURVE

_DECIMALS = 3
"""A thousandth of a millimetre: what is beyond is noise."""

_TESTS = """
    SELECT t.id, t.uid AS test, t.started_utc AS test_started_utc, t.clock_trusted, t.use,
        t.drill, t.protocol, g.name AS "group", a.name AS athlete, a.number AS athlete_number,
        s.uid AS screening,
        EXISTS (
            SELECT 1 FROM tests AS later WHERE later.athlete_id = t.athlete_id
            AND later.screening_id = t.screening_id AND later.id > t.id
            AND later.finished_utc IS NOT NULL
        ) AS redone,
        t.height_mm, t.score_mm, t.passed, t.ending, t.finished_utc AS test_finished_utc,
        t.app_version, t.camera_serial, t.rules
    FROM tests t LEFT JOIN athletes a ON a.id = t.athlete_id
    LEFT JOIN groups g ON g.id = a.group_id LEFT JOIN screenings s ON s.id = t.screening_id
    WHERE (:group_id IS NULL OR g.id = :group_id) AND (:athlete_id IS NULL OR a.id = :athlete_id)
    AND (:test_id IS NULL OR t.id = :test_id) AND (:use IS NULL OR t.use = :use)
    AND (:since IS NULL OR (t.clock_trusted AND t.started_utc >= :since))
    ORDER BY t.id
"""
_REPETITIONS = """
    SELECT r.*, r.set_number AS "set", (
        SELECT group_concat(code, ' ') FROM (
            SELECT code FROM faults WHERE repetition_id = r.id ORDER BY code)
    ) AS faults
    FROM repetitions r WHERE r.test_id = ? ORDER BY r.number
"""

Values = dict[str, Any]
"""By the names of the fields in :mod:`station.results.columns`."""


@dataclass(frozen=True)
class Selection:
    """Which tests; None is any. ``since`` leaves out those whose date cannot be trusted."""

    group_id: int | None = None
    athlete_id: int | None = None
    test_id: int | None = None
    use: Use | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Test:
    """A test with its repetitions."""

    __test__ = False

    values: Values
    rules: Values | None
    repetitions: list[Values]
    """Each with its ``curve`` besides the fields."""


def selected(results: sqlite3.Connection, which: Selection) -> Iterator[Test]:
    """The tests, in the order in which they began."""
    asked = {
        "group_id": which.group_id,
        "athlete_id": which.athlete_id,
        "test_id": which.test_id,
        "use": None if which.use is None else which.use.value,
        "since": None if which.since is None else utc_text(which.since),
    }
    for row in results.execute(_TESTS, asked):
        yield Test(
            values={field.name: _value(row[field.name], field.kind) for field in TEST_FIELDS},
            rules=None if row["rules"] is None else json.loads(row["rules"]),
            repetitions=[_repetition(each) for each in results.execute(_REPETITIONS, (row["id"],))],
        )


def undated(results: sqlite3.Connection) -> int:
    """How many tests have no date that can be trusted."""
    query = "SELECT count(*) FROM tests WHERE NOT clock_trusted"
    return int(results.execute(query).fetchone()[0])


def _repetition(row: sqlite3.Row) -> Values:
    values = {field.name: _value(row[field.name], field.kind) for field in REPETITION_FIELDS}
    points = None if row["curve"] is None else json.loads(row["curve"])
    curve = None if points is None else [dict(zip(CURVE, each, strict=True)) for each in points]
    return values | {"curve": curve}


def _value(stored: Any, kind: str) -> Any:
    if kind == "array":
        return stored.split() if stored else []
    if stored is None:
        return None
    if kind == "boolean":
        return bool(stored)
    return round(stored, _DECIMALS) if kind == "number" else stored
