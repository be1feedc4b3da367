"""A damaged database is put aside, not deleted: somebody may still save what is in it.

A file that never was a database was named by mistake, and stays where it is.
"""

from __future__ import annotations

from pathlib import Path

from station.errors import ResultsError

_MOST = 20
"""A disk that has spoilt this many will not stop by itself."""

# The database last: as long as its name is taken, nothing new can meet an old journal.
_PARTS = ("-wal", "-shm", "-journal", "")

_MAGIC = b"SQLite format 3\0"
"""How every database of SQLite begins. Source: sqlite.org/fileformat.html, 1.2."""
_OWN_SUFFIX = ".db"
"""That of the station's own name for its database."""


def set_aside(path: Path) -> Path:
    """Rename the database and what SQLite keeps beside it; return the new name.

    Nothing may have it open. Raises OSError when the folder does not allow it, of it
    :class:`~station.errors.ResultsError` when too many lie there already, and when the file
    shows no sign of ever having been a database.
    """
    if not _was_a_database(path):
        raise ResultsError(f"{path} is not a results database: name another file for the results")
    aside = _free_name(path)
    for file in _files(path):
        file.rename(aside.with_name(aside.name + file.name.removeprefix(path.name)))
    return aside


def laid_aside(path: Path) -> list[list[Path]]:
    """The files of each database that :func:`set_aside` took from ``path``."""
    found = [_files(aside) for aside in _names(path)]
    return [files for files in found if files]


def _names(path: Path) -> list[Path]:
    numbers = range(1, _MOST + 1)
    return [path.with_name(f"{path.stem}.damaged-{number}{path.suffix}") for number in numbers]


def _files(path: Path) -> list[Path]:
    return [_part(path, part) for part in _PARTS if _part(path, part).exists()]


def _free_name(path: Path) -> Path:
    for aside in _names(path):
        if not _files(aside):
            return aside
    raise ResultsError(f"{_MOST} damaged databases lie beside {path}: check or replace the disk")


def _was_a_database(path: Path) -> bool:
    """By its name, or by its head: SQLite's, or the zeros that a power cut leaves of it."""
    if path.suffix == _OWN_SUFFIX or not path.exists():
        return True
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    return head == _MAGIC or not any(head)


def _part(path: Path, part: str) -> Path:
    return path.with_name(path.name + part)
