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

# What screenings and the warm-up need. A column cannot lose its NOT NULL in SQLite: the repetitions
# are copied to a new table, and the faults, which point to them, as well.
_REPETITION_V1 = """
    id, test_id, number, practice, wall_mm, outcome, reason, cue, back_judged, touched,
    start_s, end_s, touch_s, lower_s, pause_s, rise_s, min_gap_mm, hip_gap_mm,
    hip_displacement_mm, trunk_inclination_deg, hip_flexion_deg, knee_flexion_deg,
    lumbar_flexion_deg, thoracic_flexion_deg, neck_flexion_deg, dowel_head_mm,
    dowel_thoracic_mm, dowel_sacrum_mm
"""
_SECOND: Step = (
    """
    CREATE TABLE groups (
        id INTEGER NOT NULL PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE,
        added_utc TEXT NOT NULL,
        clock_trusted INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE athletes (
        id INTEGER NOT NULL PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        number TEXT NOT NULL,
        position INTEGER,
        added_utc TEXT NOT NULL,
        clock_trusted INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE screenings (
        id INTEGER NOT NULL PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
        drill TEXT NOT NULL,
        wall_mm REAL,
        repetitions INTEGER NOT NULL,
        practice INTEGER NOT NULL,
        seen_in INTEGER NOT NULL,
        started_utc TEXT NOT NULL,
        clock_trusted INTEGER NOT NULL,
        closed_utc TEXT,
        called_athlete_id INTEGER REFERENCES athletes (id) ON DELETE SET NULL,
        tested_last_athlete_id INTEGER REFERENCES athletes (id) ON DELETE SET NULL
    ) STRICT
    """,
    """
    CREATE TABLE turns (
        screening_id INTEGER NOT NULL REFERENCES screenings (id) ON DELETE CASCADE,
        athlete_id INTEGER NOT NULL REFERENCES athletes (id) ON DELETE CASCADE,
        status TEXT NOT NULL,
        PRIMARY KEY (screening_id, athlete_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE forgotten (uid TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID",
    # Walk-ups with wall taps were all that the first version kept.
    "ALTER TABLE tests ADD COLUMN use TEXT NOT NULL DEFAULT 'walk-up'",
    "ALTER TABLE tests ADD COLUMN drill TEXT NOT NULL DEFAULT 'wall-tap'",
    "ALTER TABLE tests ADD COLUMN athlete_id INTEGER REFERENCES athletes (id) ON DELETE CASCADE",
    "ALTER TABLE tests ADD COLUMN screening_id INTEGER"
    " REFERENCES screenings (id) ON DELETE SET NULL",
    "ALTER TABLE tests ADD COLUMN passed INTEGER",
    """
    CREATE TABLE repetitions_2 (
        id INTEGER NOT NULL PRIMARY KEY,
        test_id INTEGER NOT NULL REFERENCES tests (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        practice INTEGER NOT NULL,
        wall_mm REAL,
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
        set_number INTEGER NOT NULL DEFAULT 1,
        held_s REAL,
        arched_deg REAL,
        curve TEXT,
        UNIQUE (test_id, number)
    ) STRICT
    """,
    f"INSERT INTO repetitions_2 ({_REPETITION_V1}) SELECT {_REPETITION_V1} FROM repetitions",
    """
    CREATE TABLE faults_2 (
        repetition_id INTEGER NOT NULL REFERENCES repetitions_2 (id) ON DELETE CASCADE,
        code TEXT NOT NULL,
        PRIMARY KEY (repetition_id, code)
    ) STRICT, WITHOUT ROWID
    """,
    "INSERT INTO faults_2 SELECT repetition_id, code FROM faults",
    "DROP TABLE faults",
    "DROP TABLE repetitions",
    "ALTER TABLE repetitions_2 RENAME TO repetitions",
    "ALTER TABLE faults_2 RENAME TO faults",
    # Whoever deletes a group, an athlete or a screening looks for what belongs to it.
    "CREATE INDEX athletes_of_group ON athletes (group_id)",
    "CREATE INDEX screenings_of_group ON screenings (group_id)",
    "CREATE INDEX turns_of_athlete ON turns (athlete_id)",
    "CREATE INDEX tests_of_athlete ON tests (athlete_id)",
    "CREATE INDEX tests_of_screening ON tests (screening_id)",
)

STEPS: tuple[Step, ...] = (_FIRST, _SECOND)


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
        refuse_unknown(
            path, version, tables, _number(connection, "PRAGMA application_id"), len(steps)
        )
        if version == len(steps):
            return False
        for statement in steps[version]:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {version + 1}")
    return True


def refuse_unknown(
    path: Path, version: int, tables: int, application_id: int, known: int = len(STEPS)
) -> None:
    """Raise ResultsError for the tables of another program or of a newer station."""
    if application_id != APPLICATION_ID and (version or tables):
        raise ResultsError(f"{path} belongs to another program: name another file for the results")
    if version > known:
        raise ResultsError(
            f"{path} was written by a newer station (version {version} of its tables, this one "
            f"knows {known}): update this station, or name another file"
        )


def _number(connection: Connection, query: str) -> int:
    return int(connection.exec_driver_sql(query).scalar_one())
