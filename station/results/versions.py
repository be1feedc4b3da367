"""Which version of the tables a database has; whoever only reads does not bring it up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from station.results.migrations import refuse_unknown

WITH_ATHLETES = 2
"""From this version on there are groups, athletes and screenings."""


def version_of(connection: sqlite3.Connection) -> int:
    """0 before there are any tables."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_version(connection: sqlite3.Connection, path: Path) -> int:
    """The version, which this station knows; else ResultsError."""
    version = version_of(connection)
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    refuse_unknown(path, version, tables, application)
    return version
