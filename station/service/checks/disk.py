"""What the station keeps: room for it, the database, its copies, the calibration."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from station.calibration.kept import load_calibration
from station.errors import CalibrationError, ResultsError
from station.results.backup import copies
from station.results.readonly import is_there
from station.service.checks.check import Check, fail, good, warn

_LITTLE_MB, _TOO_LITTLE_MB = 1000, 100
_CHECK_S, _BUSY_S = 10.0, 1.0
_STEPS = 10_000
"""SQLite asks every so many steps whether it may go on."""
_OLD_BACKUP_DAYS = 3
_OLD_CALIBRATION_DAYS = 365


def may_look(folder: Path) -> bool:
    """Whether this user may see what the folder holds; True where it is not there yet."""
    try:
        next(folder.iterdir(), None)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def check_disk(folder: Path) -> Check:
    """Room, and a real write that reaches the disk; without the folder, where it would be made."""
    name, there = "disk", folder
    while not there.is_dir():
        there = there.parent
    try:
        free_mb = shutil.disk_usage(there).free / 1e6
        if there == folder:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"doctor")
                file.flush()
                os.fsync(file.fileno())
        elif not os.access(there, os.W_OK):
            return fail(name, f"{folder} cannot be made in {there}", "let this user write there")
    except OSError as error:
        return fail(name, f"{folder} takes nothing: {error.strerror}", "make the disk writable")
    found = f"{free_mb / 1000:.1f} GB free for {folder}"
    if free_mb < _TOO_LITTLE_MB:
        return fail(name, found, "free some space")
    return warn(name, found, "free some space") if free_mb < _LITTLE_MB else good(name, found)


def check_database(file: Path) -> Check:
    """SQLite's own quick check, reading only, for a limited time."""
    name = "results"
    try:
        if not is_there(file):
            return good(name, "no database yet; the first test makes it")
    except ResultsError as error:
        return fail(name, *str(error).rsplit(": ", 1))
    # Without a journal nobody has it open, and reading leaves no file behind.
    journal = file.with_name(f"{file.name}-wal").exists()
    address = f"{file.absolute().as_uri()}?mode=ro{'' if journal else '&immutable=1'}"
    until_s = time.monotonic() + _CHECK_S
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_S)) as connection:
            connection.set_progress_handler(lambda: time.monotonic() > until_s, _STEPS)
            answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        return _not_checked(file, error)
    if answer != "ok":
        return _damaged(file)
    return good(name, f"database sound, {file.stat().st_size / 1e6:.1f} MB")


def _not_checked(file: Path, error: sqlite3.Error) -> Check:
    name, code = "results", getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(file)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return warn(name, "not checked: another program holds the database", "ask again later")
    if code == sqlite3.SQLITE_INTERRUPT:
        return warn(name, f"not checked to the end in {_CHECK_S:.0f} s", "let the nightly check")
    found = f"{file} cannot be read ({error})"
    return warn(name, found, "ask as the station's user: sudo station doctor")


def _damaged(file: Path) -> Check:
    do = "put the newest backup in its place; else the station sets it aside and begins anew"
    return fail("results", f"{file} is damaged", do)


def check_backup(folder: Path, database: Path, kept: int, now: datetime) -> Check:
    """How old the newest copy of the database is."""
    name = "backup"
    if not kept:
        return good(name, "off in the settings")
    newest_s = max((copy.stat().st_mtime for copy in copies(folder)), default=None)
    do = "systemctl status wall-tap-maintain.timer"
    if newest_s is None:
        with suppress(OSError):
            if not database.exists():
                return good(name, "nothing to copy yet")
        return warn(name, "there is no copy of the results", do)
    days = (now.timestamp() - newest_s) / 86400
    found = f"newest copy {max(days, 0):.0f} days old"
    return warn(name, found, do) if days > _OLD_BACKUP_DAYS else good(name, found)


def check_calibration(file: Path, serial: str, now: datetime | None) -> Check:
    """Whether there is one, for this camera (if its serial is known), and how old it is.

    ``now`` is None while the clock is not to be trusted.
    """
    name, do = "calibration", "run station calibrate"
    try:
        calibration = load_calibration(file)
    except CalibrationError as error:
        return fail(name, str(error).partition("; ")[0], do)
    if calibration is None:
        return warn(name, "never calibrated", do)
    if serial and calibration.camera_serial != serial:
        found = f"made for camera {calibration.camera_serial}, this one is {serial}"
        return warn(name, found, do)
    if now is None or not calibration.clock_trusted:
        return good(name, "there is one, its age is not known")
    days = (now - calibration.made).total_seconds() / 86400
    found = f"{max(days, 0):.0f} days old"
    return warn(name, found, do) if days > _OLD_CALIBRATION_DAYS else good(name, found)
