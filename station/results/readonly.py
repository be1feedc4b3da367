"""A look into the results by somebody who may not change them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station.results.busy import BUSY_S
from station.results.told import told


def is_there(path: Path) -> bool:
    """Whether there are results yet.

    Raises :class:`~station.errors.ResultsError` where this user may not look.
    """
    with told(path):
        return path.exists()


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """The database at ``path`` as it is at this moment, whatever is written meanwhile.

    Opened anew each time, as the file may have been set aside, restored or deleted since. Raises
    :class:`~station.errors.ResultsError`.
    """
    with told(path):
        name = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(name, uri=True, timeout=BUSY_S, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()


def looks_of(path: Path) -> tuple[object, ...]:
    """Changes when somebody writes; comparing it costs neither the disk nor the memory card.

    Two writes within a tick of the system's clock may look like one.
    """
    return tuple(_look(path.with_name(path.name + part)) for part in ("", "-wal"))


def _look(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
