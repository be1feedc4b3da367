"""A connection for deleting beside a running station: what is deleted is overwritten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from station.results.busy import BUSY_S
from station.results.told import told

_CHUNK_BYTES = 1 << 20


@contextmanager
def shredding(path: Path) -> Iterator[sqlite3.Connection]:
    """The database at ``path``, which is there, to delete from it.

    At the end the journal is emptied as well, unless somebody is reading just then: the next one
    does it. Raises :class:`~station.errors.ResultsError`.
    """
    with told(path):
        # Not to be made by this.
        name = f"{path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(name, uri=True, timeout=BUSY_S, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            make_thorough(connection)
            yield connection
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def make_thorough(connection: sqlite3.Connection) -> None:
    """What belongs to a deleted row goes with it, is overwritten, and never is in another file."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")


def files_of(path: Path) -> list[Path]:
    """A database and what SQLite keeps beside it, as far as it is there."""
    every = (path.with_name(path.name + part) for part in ("", "-wal", "-shm", "-journal"))
    return [file for file in every if file.exists()]


def holds(file: Path, words: Sequence[str]) -> bool:
    """Whether one of these words stands anywhere in the bytes of a file. Raises OSError."""
    sought = [word.encode() for word in words if word]
    overlap = max(map(len, sought), default=1) - 1
    with file.open("rb") as opened:
        end = b""
        while chunk := opened.read(_CHUNK_BYTES):
            part = end + chunk
            if any(word in part for word in sought):
                return True
            end = part[len(part) - overlap :] if overlap else b""
    return False
