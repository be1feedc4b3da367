"""The database, plain and synchronous: what has returned is on the disk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, event, select, update
from sqlalchemy.dialects.sqlite import insert

from station.drills.attempt import Attempt
from station.drills.roster import Group
from station.drills.screening import ScreeningState
from station.errors import ResultsDamagedError
from station.results.about import TestEnd, Use
from station.results.aside import set_aside
from station.results.busy import BUSY_S
from station.results.keeping import id_of, is_forgotten, put_group, put_screening
from station.results.migrations import STEPS, Step, upgrade
from station.results.rows import TestStart, finish_row, repetition_row, start_row
from station.results.schema import athletes, faults, repetitions, screenings, tests
from station.results.told import told


class Store:
    """One open database; :meth:`open` makes it. To be used by the thread that opened it.

    Every method that writes commits, may be called again with the same values to no effect, and
    raises :class:`~station.errors.ResultsError`; after an error the store is to be closed.
    """

    def __init__(self, path: Path, connection: Connection, aside: Path | None) -> None:
        self.path = path
        self.set_aside = aside
        """Where a damaged database went that stood here before."""
        self._connection = connection
        self._file = _identity(path)

    @classmethod
    def open(cls, path: Path, steps: Sequence[Step] = STEPS) -> Store:
        """Open the database, make or upgrade it; its folder is made as well.

        A damaged file is set aside and a new one begun. One of a newer station or of another
        program, or what was never a database, is left as it is: ResultsError.
        """
        path = path.absolute()
        with told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                return cls(path, _open(path, steps), None)
            except ResultsDamagedError:
                aside = set_aside(path)
                return cls(path, _open(path, steps), aside)

    @property
    def in_place(self) -> bool:
        """False once the file was deleted or replaced: what is written now would be lost."""
        return _identity(self.path) == self._file

    def keep_group(self, group: Group, now: datetime, *, clock_trusted: bool) -> None:
        """Keep a roster as it is now; who is not in it any more becomes a former member."""
        with told(self.path), self._connection.begin():
            put_group(self._connection, group, now, clock_trusted=clock_trusted, whole=True)

    def keep_screening(self, state: ScreeningState, now: datetime, *, clock_trusted: bool) -> None:
        """Keep a screening as it is now, and of its group whoever is not known yet."""
        with told(self.path), self._connection.begin():
            put_group(self._connection, state.group, now, clock_trusted=clock_trusted)
            put_screening(self._connection, state, now, clock_trusted=clock_trusted)

    def begin_test(self, start: TestStart) -> int | None:
        """Keep that a test has begun; return its id. A test is known by its ``uid``.

        None, and nothing is kept, when its athlete or the test itself was deleted meanwhile.
        """
        with told(self.path), self._connection.begin():
            test_id = id_of(self._connection, tests, start.uid)
            if test_id is not None or self._is_deleted(start):
                return test_id
            row = start_row(
                start,
                id_of(self._connection, athletes, start.about.athlete_uid),
                id_of(self._connection, screenings, start.about.screening_uid),
            )
            new = insert(tests).returning(tests.c.id)
            return int(self._connection.execute(new, row).scalar_one())

    def add_repetition(self, test_id: int, attempt: Attempt, number: int) -> None:
        """Keep one repetition; ``number`` counts from 1 within the test.

        Its course only of an athlete, whose report shows it: of passers-by nobody would look at
        it, and it takes five times the room of all the rest.
        """
        new = (
            insert(repetitions)
            .on_conflict_do_nothing(index_elements=["test_id", "number"])
            .returning(repetitions.c.id)
        )
        whose = select(tests.c.athlete_id).where(tests.c.id == test_id)
        with told(self.path), self._connection.begin():
            with_curve = self._connection.execute(whose).scalar() is not None
            row = repetition_row(test_id, attempt, number, with_curve=with_curve)
            repetition_id = self._connection.execute(new, row).scalar()
            codes = [fault.value for fault in attempt.repetition.verdict.faults]
            if repetition_id is not None and codes:
                self._connection.execute(
                    insert(faults),
                    [{"repetition_id": repetition_id, "code": code} for code in codes],
                )

    def finish_test(self, test_id: int, end: TestEnd, finished: datetime) -> None:
        """Keep what a test came to."""
        row = finish_row(end, finished)
        with told(self.path), self._connection.begin():
            self._connection.execute(update(tests).where(tests.c.id == test_id), row)

    def scores(self) -> list[float]:
        """The scores in metres of all finished walk-up tests that have one, oldest first."""
        finished = (
            select(tests.c.score_mm)
            .where(tests.c.use == Use.WALK_UP.value)
            .where(tests.c.finished_utc.is_not(None), tests.c.score_mm.is_not(None))
            .order_by(tests.c.id)
        )
        with told(self.path), self._connection.begin():
            return [score_mm / 1000 for score_mm in self._connection.execute(finished).scalars()]

    def _is_deleted(self, start: TestStart) -> bool:
        here, athlete_uid = self._connection, start.about.athlete_uid
        if is_forgotten(here, start.uid):
            return True
        if athlete_uid is None or id_of(here, athletes, athlete_uid) is not None:
            return False
        if start.screening is not None:
            # A damaged database was set aside in the middle of a screening.
            put_group(here, start.screening.group, start.started, clock_trusted=start.clock_trusted)
            put_screening(here, start.screening, start.started, clock_trusted=start.clock_trusted)
        return id_of(here, athletes, athlete_uid) is None

    def close(self) -> None:
        """Let go of the file; calling it twice is harmless."""
        with told(self.path):
            self._connection.close()


def _open(path: Path, steps: Sequence[Step]) -> Connection:
    # The last connection to close takes the journal away; where it is left, the power was cut.
    cut_off = path.with_name(f"{path.name}-wal").exists()
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path),
        poolclass=NullPool,
        # Somebody's numbers have no place in an error's words, which go to the log.
        hide_parameters=True,
        json_serializer=partial(json.dumps, separators=(",", ":")),
    )
    event.listen(engine, "begin", _begin)
    with told(path):
        connection = engine.connect()
        try:
            upgrade(connection, path, steps)
            if cut_off:
                _check(connection, path)
            _write_ahead(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    # Without isolation_level the driver begins nothing by itself, and CREATE TABLE can be undone.
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * BUSY_S)}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # A name that was corrected is gone from the file.
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    # With the write lock at once: a lock taken later can fail at once, whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _write_ahead(connection: Connection) -> None:
    """Only once the file is known to be the station's: this writes into its head."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    # Past SQLAlchemy, which would begin a transaction, within which this cannot be changed.
    # Where the file system cannot do WAL it stays as it was, which is slower and as safe.
    raw.execute("PRAGMA journal_mode = WAL")


def _check(connection: Connection, path: Path) -> None:
    with connection.begin():
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise ResultsDamagedError(f"{path} is damaged ({found})")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
