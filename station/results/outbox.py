"""What waits for the broker, in an SQLite file of its own: nothing is lost, nothing out of order.

A message enters together with the note that it did, in one transaction, and leaves when the
broker has acknowledged it. So each arrives at least once, in order; only its ``id`` tells that it
came twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from station.errors import ResultsDamagedError, ResultsError
from station.results.aside import set_aside
from station.results.migrations import STEPS
from station.results.published import News, news_of, tests_from
from station.results.readonly import is_there, read_only
from station.results.told import told
from station.results.versions import check_version

LIMIT = 10_000
"""So many messages wait here, some megabytes; the others wait in the results themselves."""
_LOOK_BACK = 20
"""The newest tests are looked at each time: two stations may write into one database."""

_VERSION = 1
_TABLES = (
    "CREATE TABLE messages (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,"
    " payload TEXT NOT NULL) STRICT",
    # What has been taken of each test. A hundred tests a day are 3 MB a year; never deleted, so
    # that results that come back from a copy are not told twice.
    "CREATE TABLE progress (uid TEXT PRIMARY KEY, number INTEGER NOT NULL, ended INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID",
    # The newest test looked at. When it is not in its row any more, the results were deleted,
    # replaced or restored, row numbers mean nothing, and all tests are compared with the progress.
    "CREATE TABLE place (test_id INTEGER NOT NULL, uid TEXT NOT NULL) STRICT",
    f"PRAGMA user_version = {_VERSION}",
)


@dataclass(frozen=True)
class Waiting:
    """The message that is next."""

    seq: int
    payload: str


@dataclass(frozen=True)
class _New:
    """What is new of one test: row and uid, and the messages."""

    place: tuple[int, str]
    news: tuple[News, ...]


class Outbox:
    """One open outbox; :meth:`open` makes it. ``limit`` bounds what waits in it.

    Every method commits and raises :class:`~station.errors.ResultsError`.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, aside: Path | None, limit: int
    ) -> None:
        self.path = path
        self.set_aside = aside
        """Where a damaged outbox went that stood here before."""
        self._connection = connection
        self._limit = limit

    @classmethod
    def open(cls, path: Path, limit: int = LIMIT) -> Outbox:
        """Open the outbox or make it. A damaged one is set aside, and all results told again."""
        path = path.absolute()
        with told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                return cls(path, _open(path), None, limit)
            except ResultsDamagedError:
                aside = set_aside(path)
                return cls(path, _open(path), aside, limit)

    @property
    def waiting(self) -> int:
        """How many messages wait here."""
        with told(self.path):
            return self._number("SELECT count(*) FROM messages")

    def oldest(self) -> Waiting | None:
        """The message to send next."""
        query = "SELECT seq, payload FROM messages ORDER BY seq LIMIT 1"
        with told(self.path):
            row = self._connection.execute(query).fetchone()
        return None if row is None else Waiting(*row)

    def done(self, seq: int) -> None:
        """The broker has this one."""
        with self._change():
            self._connection.execute("DELETE FROM messages WHERE seq = ?", (seq,))

    def gather(self, results: Path) -> int:
        """Take what is new in the results; return how many messages. Changes nothing there."""
        room = self._limit - self.waiting
        if room <= 0 or not is_there(results):
            return 0
        found = self._new(results, room)
        place = self._place()
        if not found or (found[-1].place == place and not any(new.news for new in found)):
            return 0
        with self._change():
            for new in found:
                self._add(new)
            self._connection.execute("DELETE FROM place")
            self._connection.execute("INSERT INTO place VALUES (?, ?)", found[-1].place)
        return sum(len(new.news) for new in found)

    def close(self) -> None:
        """Let go of the file; calling it twice is harmless."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def _new(self, results: Path, room: int) -> list[_New]:
        """What has not been taken yet, at most ``room`` messages, oldest first."""
        found: list[_New] = []
        with read_only(results) as source:
            # Older tables are brought up to date by the station, which may be starting just now.
            if check_version(source, results) < len(STEPS):
                return []
            for test in tests_from(source, self._first(source)):
                number, ended = self._progress(test.uid)
                news = tuple(islice(news_of(source, test, number, ended=ended), room))
                if found and not found[-1].news:
                    # Only the place of the last one matters.
                    found.pop()
                found.append(_New((test.id, test.uid), news))
                room -= len(news)
                if room <= 0:
                    break
        return found

    def _first(self, source: sqlite3.Connection) -> int:
        """The row of the first test that may hold something new."""
        place = self._place()
        if place is None:
            return 0
        found = source.execute("SELECT uid FROM tests WHERE id = ?", (place[0],)).fetchone()
        in_its_row = found is not None and found[0] == place[1]
        return max(0, place[0] - _LOOK_BACK) if in_its_row else 0

    def _place(self) -> tuple[int, str] | None:
        with told(self.path):
            row = self._connection.execute("SELECT test_id, uid FROM place").fetchone()
        return None if row is None else (row[0], row[1])

    def _progress(self, uid: str) -> tuple[int, bool]:
        """The last repetition taken of a test, and whether its end was."""
        query = "SELECT number, ended FROM progress WHERE uid = ?"
        with told(self.path):
            row = self._connection.execute(query, (uid,)).fetchone()
        return (0, False) if row is None else (row[0], bool(row[1]))

    def _add(self, new: _New) -> None:
        uid = new.place[1]
        number, ended = self._progress(uid)
        for news in new.news:
            self._connection.execute(
                "INSERT INTO messages (id, payload) VALUES (?, ?)", (news.id, news.payload)
            )
            number, ended = (number, True) if news.number is None else (news.number, ended)
        if new.news:
            self._connection.execute(
                "INSERT OR REPLACE INTO progress VALUES (?, ?, ?)", (uid, number, ended)
            )

    @contextmanager
    def _change(self) -> Iterator[None]:
        """All of it, or nothing."""
        with told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def _number(self, query: str) -> int:
        return int(self._connection.execute(query).fetchone()[0])


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        with told(path):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise ResultsDamagedError(f"{path} is damaged ({found})")
            _make(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path, connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > _VERSION:
        raise ResultsError(
            f"{path} was written by a newer station: update this one, or delete the file (then "
            "all results are published again)"
        )
    if version == 0:
        for statement in _TABLES:
            connection.execute(statement)
    connection.execute("COMMIT")
