"""What is kept: real files, a real database, and what is wrong with them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station.calibration.kept import save_calibration
from station.service.checks import disk
from station.service.checks.disk import (
    check_backup,
    check_calibration,
    check_database,
    check_disk,
    may_look,
)
from tests.made_calibration import CALIBRATION
from tests.service.checks.made_host import states

SERIAL = CALIBRATION.camera_serial
NOW = datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(("free_mb", "state"), [(5000, "pass"), (900, "warn"), (50, "fail")])
def test_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_mb: int, state: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(0, 0, free_mb * 1e6))
    assert states([check_disk(tmp_path)]) == {"disk": state}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_one_may_look_into(tmp_path: Path) -> None:
    assert may_look(tmp_path)
    assert may_look(tmp_path / "not there yet")
    (tmp_path / "file").touch()
    assert not may_look(tmp_path / "file")


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    assert check_disk(tmp_path / "state" / "wall-tap").state == "pass"
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    check = check_disk(tmp_path)
    assert check.state == "fail"
    assert "Input/output error" in check.found


def made_database(file: Path, *, journal: bool = False) -> None:
    with closing(sqlite3.connect(file)) as connection:
        if journal:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE tests (number)")
        connection.executemany("INSERT INTO tests VALUES (?)", [(f"{n:0200d}",) for n in range(99)])
        connection.commit()


def test_a_sound_database_and_none(tmp_path: Path) -> None:
    file = tmp_path / "results.db"
    assert check_database(file).state == "pass"
    made_database(file, journal=True)
    assert check_database(file).state == "pass"
    assert [entry.name for entry in tmp_path.iterdir()] == ["results.db"], "nothing is left behind"


def test_a_database_in_use_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "results.db"
    made_database(file, journal=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO tests VALUES (1)")
        assert check_database(file).state == "pass"


def test_a_locked_database_is_not_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "results.db"
    made_database(file)
    # The sign of a journal: it is opened with locks, not as a file that nobody changes.
    (tmp_path / "results.db-wal").touch()
    monkeypatch.setattr(disk, "_BUSY_S", 0.01)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        check = check_database(file)
    assert (check.state, "another program" in check.found) == ("warn", True)


@pytest.mark.parametrize("what", ["no database", "torn"])
def test_a_damaged_database(tmp_path: Path, what: str) -> None:
    file = tmp_path / "results.db"
    if what == "torn":
        made_database(file)
        content = bytearray(file.read_bytes())
        content[4096 : 4096 + 2000] = b"x" * 2000
        file.write_bytes(content)
    else:
        file.write_text("Dear coach, " * 100)
    check = check_database(file)
    assert check.state == "fail"
    assert "damaged" in check.found


def test_a_database_that_may_not_be_looked_for(tmp_path: Path) -> None:
    check = check_database(tmp_path / ("too long a name" * 20))
    assert check.state == "fail"
    assert check.do == "name a folder that this user may write in"
    assert check_backup(tmp_path, tmp_path / ("too long a name" * 20), 7, NOW).state == "warn"


def test_backups(tmp_path: Path) -> None:
    database, copies = tmp_path / "results.db", tmp_path / "backups"
    made = {10: "results-2026-11-10T0330.db", 1: "results-2026-11-19T0330.db"}
    assert check_backup(copies, database, 0, NOW).found == "off in the settings"
    assert check_backup(copies, database, 7, NOW).state == "pass"
    database.touch()
    assert check_backup(copies, database, 7, NOW).state == "warn"
    copies.mkdir()
    (copies / ".results-2026-11-19T0330.77.db").touch()
    (copies / "results-of-may.db").touch()
    assert check_backup(copies, database, 7, NOW).state == "warn", "none of these is a copy"
    for days, state in ((10, "warn"), (1, "pass")):
        copy = copies / made[days]
        copy.touch()
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(copy, (moment, moment))
        check = check_backup(copies, database, 7, NOW)
        assert (check.state, check.found) == (state, f"newest copy {days} days old")


def calibrated(file: Path, *, days: float = 12.0, clock_trusted: bool = True) -> None:
    made = NOW - timedelta(days=days)
    calibration = CALIBRATION.model_copy(update={"made": made, "clock_trusted": clock_trusted})
    save_calibration(calibration, file)


def test_calibration(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    assert check_calibration(file, SERIAL, NOW).found == "never calibrated"
    calibrated(file)
    assert check_calibration(file, SERIAL, NOW).found == "12 days old"
    assert check_calibration(file, "", NOW).state == "pass"
    other = check_calibration(file, "4711", NOW)
    assert (other.state, SERIAL in other.found and "4711" in other.found) == (
        "warn",
        True,
    )
    assert "age is not known" in check_calibration(file, SERIAL, None).found
    calibrated(file, days=400.0)
    assert check_calibration(file, SERIAL, NOW).state == "warn"
    calibrated(file, clock_trusted=False)
    assert "age is not known" in check_calibration(file, SERIAL, NOW).found
    file.write_text("{}")
    broken = check_calibration(file, SERIAL, NOW)
    assert (broken.state, broken.do) == ("fail", "run station calibrate")
