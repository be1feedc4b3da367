"""Tests that are too old are deleted, for good, while the station goes on writing.

Also those in databases that were set aside damaged: nobody can delete single tests there.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from station.results.aside import laid_aside
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
    ORDER BY id
"""


def delete_older(path: Path, before: datetime, pause: Callable[[float], None] = time.sleep) -> int:
    """Delete the tests begun before a moment, with their repetitions; return how many.

    What is deleted is overwritten. Raises :class:`~station.errors.ResultsError`.
    """
    with told(path), closing(_connect(path)) as results:
        # Looked up once, without the write lock: it reads every test, and none gets old meanwhile.
        old = results.execute(_TOO_OLD, {"before": utc_text(before)}).fetchall()
        for first in range(0, len(old), _AT_ONCE):
            results.execute("BEGIN IMMEDIATE")
            results.executemany("DELETE FROM tests WHERE id = ?", old[first : first + _AT_ONCE])
            results.execute("COMMIT")
            pause(_PAUSE_S)
        # Or the journal would still hold them. Refused while somebody reads; then next time.
        results.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(old)


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


def _connect(path: Path) -> sqlite3.Connection:
    # The file is there: it was checked a moment ago, and is not to be made by this.
    name = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(name, uri=True, timeout=BUSY_S, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection
