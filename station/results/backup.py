"""Copies of the results: each whole, checked, and durable before an older one is let go."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from station.atomic import write_whole
from station.errors import ResultsDamagedError
from station.results.readonly import read_only
from station.results.shredding import make_thorough
from station.results.told import told

_TIME = "%Y-%m-%dT%H%M"
_NAME = re.compile(r"results-(\d{4}-\d\d-\d\dT\d{4})(?:-\d+)?\.db")
_HALF_WRITTEN = ".results-*"


def check(path: Path) -> None:
    """Look at every page, index and reference; whoever writes meanwhile is not held up.

    Raises :class:`~station.errors.ResultsDamagedError` when anything is wrong.
    """
    with read_only(path) as results:
        _check(path, results)


def back_up(results: Path, folder: Path, now: datetime) -> Path:
    """Copy the results as they are at this moment; return the copy.

    It is a database by itself, without a journal, and takes the place of none. When it cannot be
    finished nothing of it is left. Raises :class:`~station.errors.ResultsError`.
    """
    target = _free_name(folder, now)
    with told(target):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left_by_a_power_cut in leftovers(folder):
            left_by_a_power_cut.unlink()
        # The results were checked: what fails now is the copy.
        with read_only(results) as source, told(target):
            write_whole(target, lambda beside: _copy(source, beside), durable=True)
    return target


def copies(folder: Path) -> list[Path]:
    """The copies there are, oldest first as far as their names tell."""
    return sorted(file for file in folder.glob("*.db") if _NAME.fullmatch(file.name))


def leftovers(folder: Path) -> list[Path]:
    """Copies that a power cut left half-written."""
    return list(folder.glob(_HALF_WRITTEN))


def rewrite(copy: Path, change: Callable[[sqlite3.Connection], None]) -> None:
    """Put a copy in the place of itself from which ``change`` has deleted something.

    Of the deleted the new file holds nothing. Raises :class:`~station.errors.ResultsError`.
    """
    with read_only(copy) as source, told(copy):
        write_whole(copy, lambda beside: _copy(source, beside, change), durable=True)


def prune(folder: Path, most: int, newest: Path | None, now: datetime | None, days: int) -> int:
    """Delete all copies but the ``most`` newest, and those older than ``days``; how many.

    ``newest`` is the one just made, whatever its name says; None when none was made. Without a
    ``now`` that can be trusted none is too old. ``days`` 0: for ever.
    """
    others = [copy for copy in copies(folder) if copy != newest]
    if now is not None:
        # A clock that was ahead once must not keep its copies for ever: they go first.
        others.sort(key=lambda copy: (_made(copy) <= now, copy.name))
    room = max(0, most - (newest is not None))
    gone = set(others[: max(0, len(others) - room)])
    if now is not None and days:
        gone |= {copy for copy in others if _made(copy) < now - timedelta(days=days)}
    with told(folder):
        for copy in gone:
            copy.unlink(missing_ok=True)
    return len(gone)


def _copy(
    source: sqlite3.Connection,
    beside: Path,
    change: Callable[[sqlite3.Connection], None] | None = None,
) -> None:
    try:
        with closing(sqlite3.connect(beside, isolation_level=None)) as target:
            # Whole or not at all by its name: a journal would only be more to write.
            target.execute("PRAGMA journal_mode = OFF")
            target.execute("PRAGMA synchronous = OFF")
            source.backup(target)
            if change is not None:
                make_thorough(target)
                change(target)
                target.execute("VACUUM")
        with closing(sqlite3.connect(beside, isolation_level=None)) as target:
            # Out of WAL, which came along in the head of the file.
            target.execute("PRAGMA journal_mode = DELETE")
            _check(beside, target)
    finally:
        for part in ("-wal", "-shm", "-journal"):
            beside.with_name(beside.name + part).unlink(missing_ok=True)


def _check(path: Path, connection: sqlite3.Connection) -> None:
    for found in _complaints(connection):
        raise ResultsDamagedError(f"{path} is damaged ({found})")


def _complaints(connection: sqlite3.Connection) -> Iterator[str]:
    for (found,) in connection.execute("PRAGMA integrity_check(1)"):
        if found != "ok":
            yield " ".join(found.split())
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row[1]} of {row[0]} belongs to no row of {row[2]}"


def _free_name(folder: Path, now: datetime) -> Path:
    """A clock that was set back may come to the same minute again."""
    stem = f"results-{now.astimezone(UTC).strftime(_TIME)}"
    target, number = folder / f"{stem}.db", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}.db"
    return target


def _made(copy: Path) -> datetime:
    found = _NAME.fullmatch(copy.name)
    assert found is not None
    return datetime.strptime(found[1], _TIME).replace(tzinfo=UTC)
