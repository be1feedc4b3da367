"""What was done on each day, for all uses: visits, repetitions and what went wrong in them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from station.results.telling import table

# What decides nothing (practice, or wrong on purpose) is in no statistics.
_TESTS = """
    SELECT t.id, t.started_utc, t.clock_trusted, t.use, t.drill,
        count(r.id) FILTER (WHERE r.outcome IN ('PASS', 'FAULT')) AS judged,
        count(r.id) FILTER (WHERE r.outcome = 'PASS') AS clean,
        count(r.id) FILTER (WHERE r.outcome = 'NO_VERDICT') AS not_judged
    FROM tests t LEFT JOIN repetitions r ON r.test_id = t.id AND NOT r.practice
    GROUP BY t.id ORDER BY t.id
"""
_FAULTS = """
    SELECT r.test_id, f.code, count(*) AS times FROM faults f
    JOIN repetitions r ON r.id = f.repetition_id WHERE NOT r.practice GROUP BY r.test_id, f.code
"""


@dataclass
class Day:
    """One drill on one day; ``date`` (local) is None where the clock was not to be trusted.

    ``judged`` are the repetitions with a verdict, ``faults`` in how many of them each was seen.
    """

    date: date | None
    use: str
    drill: str
    visits: int = 0
    judged: int = 0
    clean: int = 0
    not_judged: int = 0
    faults: Counter[str] = field(default_factory=Counter)


def read_days(results: sqlite3.Connection) -> list[Day]:
    """Every day, the oldest first, those without a date at the end."""
    days: dict[tuple[date | None, str, str], Day] = {}
    of_test: dict[int, Day] = {}
    for row in results.execute(_TESTS):
        on = None
        if row["clock_trusted"]:
            on = datetime.fromisoformat(row["started_utc"]).astimezone().date()
        key = (on, row["use"], row["drill"])
        day = of_test[row["id"]] = days.setdefault(key, Day(*key))
        day.visits += 1
        day.judged += row["judged"]
        day.clean += row["clean"]
        day.not_judged += row["not_judged"]
    for row in results.execute(_FAULTS):
        of_test[row["test_id"]].faults[row["code"]] += row["times"]
    return sorted(
        days.values(), key=lambda day: (day.date is None, day.date or date.min, day.use, day.drill)
    )


def as_json(days: Sequence[Day]) -> list[dict[str, Any]]:
    """For machines."""
    return [
        asdict(day)
        | {
            "date": None if day.date is None else day.date.isoformat(),
            "faults": dict(day.faults.most_common()),
        }
        for day in days
    ]


def as_text(days: Sequence[Day]) -> str:
    """For people."""
    head = ["date", "use", "drill", "visits", "judged", "clean", "not judged", "faults"]
    lines = [
        [
            "date unknown" if day.date is None else day.date.isoformat(),
            day.use,
            day.drill,
            str(day.visits),
            str(day.judged),
            str(day.clean),
            str(day.not_judged),
            ", ".join(f"{code} {times}" for code, times in day.faults.most_common()) or "-",
        ]
        for day in days
    ]
    return table(head, lines)
