"""From any older database to today's tables, step by step; ``PRAGMA user_version`` counts them.

A step that has once been released never changes; a new one is added at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from station.errors import ResultsError

Step = tuple[str, ...]
"""SQL statements that belong together."""

APPLICATION_ID = 0x57544150
""""WTAP" in the head of the file tells the station's databases from other programs'."""

_FIRST: Step = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    """
    CREATE TABLE tests (
        id INTEGER NOT NULL PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        started_utc TEXT NOT NULL,
        clock_trusted INTEGER NOT NULL,
        protocol TEXT NOT NULL,
        rules TEXT,
        app_version TEXT NOT NULL,
        camera_serial TEXT NOT NULL,
        height_mm REAL,
        score_mm REAL,
        ending TEXT,
        finished_utc TEXT
    ) STRICT
    """,
    """
    CREATE TABLE repetitions (
        id INTEGER NOT NULL PRIMARY KEY,
        test_id INTEGER NOT NULL REFERENCES tests (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        practice INTEGER NOT NULL,
        wall_mm REAL NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT,
        cue TEXT NOT NULL,
        back_judged INTEGER NOT NULL,
        touched INTEGER NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        touch_s REAL,
        lower_s REAL NOT NULL,
        pause_s REAL NOT NULL,
        rise_s REAL NOT NULL,
        min_gap_mm REAL,
        hip_gap_mm REAL,
        hip_displacement_mm REAL,
        trunk_inclination_deg REAL,
        hip_flexion_deg REAL,
        knee_flexion_deg REAL,
        lumbar_flexion_deg REAL,
        thoracic_flexion_deg REAL,
        neck_flexion_deg REAL,
        dowel_head_mm REAL,
        dowel_thoracic_mm REAL,
        dowel_sacrum_mm REAL,
        UNIQUE (test_id, number)
    ) STRICT
    """,
    """
    CREATE TABLE faults (
        repetition_id INTEGER NOT NULL REFERENCES repetitions (id) ON DELETE CASCADE,
        code TEXT NOT NULL,
        PRIMARY KEY (repetition_id, code)
    ) STRICT, WITHOUT ROWID
    """,
)

STEPS: tuple[Step, ...] = (_FIRST,)


def upgrade(connection: Connection, path: Path, steps: Sequence[Step] = STEPS) -> None:
    """Take the database through the steps it lacks, each whole or not at all.

    ``path`` is only for the words. Raises :class:`~station.errors.ResultsError` when a newer
    station or another program wrote the file.
    """
    while _one_step(connection, path, steps):
        pass


def _one_step(connection: Connection, path: Path, steps: Sequence[Step]) -> bool:
    """Take one step; False when there is none left."""
    # The transaction takes the write lock at once, so that of two stations one does the step.
    with connection.begin():
        version = _number(connection, "PRAGMA user_version")
        tables = _number(connection, "SELECT count(*) FROM sqlite_master")
        ours = _number(connection, "PRAGMA application_id") == APPLICATION_ID
        if not ours and (version or tables):
            raise ResultsError(
                f"{path} belongs to another program: name another file for the results"
            )
        if version > len(steps):
            raise ResultsError(
                f"{path} was written by a newer station (version {version} of its tables, this "
                f"one knows {len(steps)}): update this station, or name another file"
            )
        if version == len(steps):
            return False
        for statement in steps[version]:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {version + 1}")
    return True


def _number(connection: Connection, query: str) -> int:
    return int(connection.exec_driver_sql(query).scalar_one())
