"""What the database and the disk say, in words a person can act on."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from station.errors import (
    ResultsDamagedError,
    ResultsError,
    ResultsFullError,
    ResultsRefusedError,
)

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_REFUSED = (
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_RANGE,
)
_NO_ROOM_BYTES = 64 * 1024
"""With less than this free, an input/output error means that the disk is full."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn every error of the database at ``path`` into a ResultsError of one line."""
    try:
        yield
    except ResultsError:
        raise
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _from_sqlite(path, error) from error
    except OSError as error:
        raise _from_system(path, error) from error


def _from_sqlite(path: Path, error: Exception) -> ResultsError:
    said = getattr(error, "orig", None) or error
    code = getattr(said, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _DAMAGED:
        return ResultsDamagedError(f"{path} is damaged or not a database ({said})")
    # Without a code it was not SQLite that failed but a value that no column can hold.
    if primary in _REFUSED or not isinstance(error, OperationalError | sqlite3.Error):
        return ResultsRefusedError(f"{path} does not take a row ({said})")
    if primary == sqlite3.SQLITE_FULL or (primary == sqlite3.SQLITE_IOERR and _no_room(path)):
        return _full(path)
    if primary == sqlite3.SQLITE_READONLY:
        return ResultsError(f"{path} is read-only: make the disk and the file writable")
    if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return ResultsError(
            f"{path} cannot be opened: is it a file, and may this user write in its folder?"
        )
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ResultsError(f"{path} is held by another program: close that one")
    if primary == sqlite3.SQLITE_IOERR:
        return ResultsError(f"the disk under {path} takes no more: is it failing? ({said})")
    return ResultsError(f"{path} cannot be used ({said})")


def _from_system(path: Path, error: OSError) -> ResultsError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(path)
    return ResultsError(
        f"{path} cannot be opened ({error.strerror}): name a folder that this user may write in"
    )


def _full(path: Path) -> ResultsFullError:
    return ResultsFullError(f"no room left on the disk for {path}: free some space")


def _no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _NO_ROOM_BYTES
    except OSError:
        return False
