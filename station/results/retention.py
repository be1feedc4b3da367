"""Tests that are too old are deleted, for good, while the station goes on writing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from station.results.busy import BUSY_S
from station.results.rows import utc_text
from station.results.told import told

_AT_ONCE = 50
"""So many tests in one transaction, some milliseconds on a memory card."""
_PAUSE_S = 0.1
"""Between two transactions, so that the station finds its turn."""

# A date is believed only where the clock was set when it was written. A test without one is too
# old when a later one is: rows are numbered as they come.
_TOO_OLD = """
    SELECT id FROM tests WHERE clock_trusted AND started_utc < :before
    UNION
    SELECT id FROM tests WHERE NOT clock_trusted AND id < (
        SELECT max(id) FROM tests WHERE clock_trusted AND started_utc < :before)
    ORDER BY id LIMIT :most
"""


def delete_older(path: Path, before: datetime, pause: Callable[[float], None] = time.sleep) -> int:
    """Delete the tests begun before a moment, with their repetitions; return how many.

    What is deleted is overwritten. Raises :class:`~station.errors.ResultsError`.
    """
    with told(path), closing(_connect(path)) as results:
        deleted = 0
        while gone := _delete_some(results, before):
            deleted += gone
            pause(_PAUSE_S)
        if deleted:
            # Or the journal would still hold it. Refused while somebody reads; then next time.
            results.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return deleted


def _delete_some(results: sqlite3.Connection, before: datetime) -> int:
    results.execute("BEGIN IMMEDIATE")
    found = results.execute(_TOO_OLD, {"before": utc_text(before), "most": _AT_ONCE}).fetchall()
    results.executemany("DELETE FROM tests WHERE id = ?", found)
    results.execute("COMMIT")
    return len(found)


def _connect(path: Path) -> sqlite3.Connection:
    # The file is there: it was checked a moment ago, and is not to be made by this.
    name = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(name, uri=True, timeout=BUSY_S, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection
