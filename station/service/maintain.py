"""``station maintain``: what is done with the results each night, while the kiosk may run."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from station import places
from station.config import ResultsSettings, Settings
from station.errors import ResultsDamagedError
from station.results.aside import laid_aside
from station.results.backup import back_up, check, copies, prune
from station.results.clock import clock_is_trusted
from station.results.erase import Goal, erase_in_copies, forgotten
from station.results.readonly import is_there
from station.results.retention import delete_aside, delete_older
from station.results.shredding import shredding

_log = logging.getLogger(__name__)


def run_maintain(settings: Settings) -> int:
    """Check the results, delete what is too old, keep a copy; return the exit code.

    Raises:
        ResultsError: the results are damaged (then no copy is touched), or the disk is full or
            cannot be written.
    """
    maintain(
        settings.results.path(),
        places.backups_dir(),
        settings.results,
        datetime.now(UTC),
        clock_is_trusted(),
    )
    return 0


def maintain(
    results: Path, folder: Path, wanted: ResultsSettings, now: datetime, trusted: bool
) -> None:
    """One night. Nothing is deleted by a date unless ``now`` can be ``trusted``."""
    there = is_there(results)
    if there:
        _check(results, folder)
    else:
        _log.info(f"{results}: no results yet")
    if wanted.keep_days and trusted:
        _delete(results, now, wanted.keep_days, there=there)
    elif wanted.keep_days:
        _log.info("the clock is not set: nothing is deleted by its age tonight")
    if there:
        _delete_again(results, folder)
    # After the deleting: what is to be gone must not live on in the copy.
    copy = back_up(results, folder, now) if there and wanted.backups else None
    gone = prune(folder, wanted.backups, copy, now if trusted else None, wanted.keep_days)
    if copy is not None:
        size_kb = copy.stat().st_size / 1000
        _log.info(f"copied to {copy} ({size_kb:.0f} kB) and checked")
    if gone:
        _log.info(f"{gone} older copies deleted, {len(copies(folder))} kept")


def _delete(results: Path, now: datetime, days: int, *, there: bool) -> None:
    before = now - timedelta(days=days)
    if there:
        deleted = delete_older(results, before)
        _log.info(f"{deleted} tests older than {days} days deleted")
    if aside := delete_aside(results, before, now):
        _log.info(f"{aside} damaged databases older than {days} days deleted")


def _delete_again(results: Path, folder: Path) -> None:
    """What was deleted by name and may still be in a copy that could not be reached then."""
    with shredding(results):
        pass
    names = forgotten(results)
    done = erase_in_copies(folder, names)
    if done.copies:
        _log.info(f"{done.copies} copies written anew, without what had been deleted")
    damaged = len(laid_aside(results)) + len(done.unreadable)
    if names != Goal() and damaged:
        _log.warning(
            f"{damaged} damaged databases may still hold what had been deleted: "
            "station results delete --damaged deletes them"
        )


def _check(results: Path, folder: Path) -> None:
    try:
        check(results)
    except ResultsDamagedError as error:
        kept = copies(folder)
        newest = f"; the newest copy is {kept[-1]}" if kept else "; there is no copy of it"
        raise ResultsDamagedError(f"{error}{newest}") from error
    _log.info(f"{results} is in order")
