"""The night: check, delete by age, copy; and what is told when that fails."""

from __future__ import annotations

import logging
import os
import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station.config import ResultsSettings, Settings
from station.errors import ResultsDamagedError, ResultsError
from station.results import retention
from station.results.backup import back_up, copies
from station.results.outbox import Outbox
from station.results.retention import delete_older
from station.results.store import Store
from station.service.maintain import maintain, run_maintain
from tests.results.made_results import FAULTY, attempt, count, row_of, rows, start

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return tmp_path / "results.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def some_tests(path: Path, *days_ago: float, trusted: bool = True) -> None:
    """Tests begun so long ago, each with two repetitions."""
    with closing(Store.open(path)) as store:
        for days in days_ago:
            began = NOW - timedelta(days=days)
            known = replace(start(f"{days} days"), started=began, clock_trusted=trusted)
            test_id = row_of(store, known)
            for number in (1, 2):
                store.add_repetition(test_id, attempt(FAULTY), number)


def uids(path: Path) -> list[object]:
    return [row["uid"] for row in rows(path, "SELECT uid FROM tests ORDER BY id")]


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def night(
    results: Path,
    folder: Path,
    now: datetime = NOW,
    *,
    backups: int = 7,
    keep_days: int = 0,
    trusted: bool = True,
) -> None:
    maintain(results, folder, ResultsSettings(backups=backups, keep_days=keep_days), now, trusted)


def test_a_copy_is_a_whole_database_by_itself(results: Path, folder: Path) -> None:
    some_tests(results, 3, 2)
    night(results, folder)
    assert names(folder) == ["results-2026-11-21T0300.db"]
    (copy,) = copies(folder)
    assert uids(copy) == ["3 days", "2 days"]
    assert rows(copy, "PRAGMA journal_mode") == [{"journal_mode": "delete"}]
    # Put in the place of the results it is what they were.
    results.unlink()
    copy.rename(results)
    with closing(Store.open(results)) as store:
        assert store.set_aside is None
    assert count(results, "repetitions") == 4


def test_what_the_station_has_just_written_is_in_the_copy(results: Path, folder: Path) -> None:
    with closing(Store.open(results)) as store:
        store.begin_test(start("still in the journal"))
        night(results, folder)
    assert uids(copies(folder)[0]) == ["still in the journal"]


def test_the_newest_copies_are_kept(results: Path, folder: Path) -> None:
    some_tests(results, 1)
    for day in range(5):
        night(results, folder, NOW + timedelta(days=day), backups=3)
    assert names(folder) == [f"results-2026-11-{day}T0300.db" for day in (23, 24, 25)]
    night(results, folder, NOW + timedelta(days=9), backups=0)
    assert names(folder) == []


def test_a_clock_set_back_overwrites_no_copy_and_keeps_the_one_just_made(
    results: Path, folder: Path
) -> None:
    some_tests(results, 2)
    for _ in range(2):
        night(results, folder, backups=2)
    assert names(folder) == ["results-2026-11-21T0300-2.db", "results-2026-11-21T0300.db"]
    night(results, folder, datetime(2024, 1, 1, tzinfo=UTC), backups=2, trusted=False)
    assert "results-2024-01-01T0000.db" in names(folder)


def test_copies_of_a_clock_that_was_ahead_go_first(results: Path, folder: Path) -> None:
    some_tests(results, 2)
    night(results, folder, datetime(2099, 1, 1, tzinfo=UTC), backups=2, trusted=False)
    for day in range(2):
        night(results, folder, NOW + timedelta(days=day), backups=2)
    assert names(folder) == ["results-2026-11-21T0300.db", "results-2026-11-22T0300.db"]


def test_old_tests_and_old_copies_are_deleted(results: Path, folder: Path) -> None:
    some_tests(results, 40, 31, 29, 1)
    night(results, folder, NOW - timedelta(days=35))
    night(results, folder, keep_days=30)
    assert uids(results) == ["29 days", "1 days"]
    assert [count(results, table) for table in ("repetitions", "faults")] == [4, 8]
    (copy,) = copies(folder)
    assert uids(copy) == ["29 days", "1 days"]


def test_by_default_nothing_is_deleted(results: Path, folder: Path) -> None:
    put_aside(results, "results.damaged-1.db", 4000)
    some_tests(results, 4000)
    night(results, folder)
    assert uids(results) == ["4000 days"]
    assert "results.damaged-1.db" in names(results.parent)


def put_aside(results: Path, name: str, days_ago: float) -> None:
    """A damaged database, or its journal, that was written last so long ago."""
    file = results.with_name(name)
    file.write_bytes(b"spoilt")
    written_s = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(file, (written_s, written_s))


def test_what_was_set_aside_damaged_is_kept_no_longer_than_its_tests(
    results: Path, folder: Path
) -> None:
    some_tests(results, 1)
    put_aside(results, "results.damaged-1.db", 40)
    put_aside(results, "results.damaged-1.db-wal", 31)
    # What was written last is in the journal, and the database is of no use without it.
    put_aside(results, "results.damaged-2.db", 40)
    put_aside(results, "results.damaged-2.db-wal", 29)
    put_aside(results, "results.damaged-3.db", -3000)
    put_aside(results, "outbox.damaged-1.db", 40)
    night(results, folder, keep_days=30, trusted=False)
    assert len(list(results.parent.glob("*.damaged-*"))) == 6
    night(results, folder, keep_days=30)
    left = ["outbox.damaged-1.db", "results.damaged-2.db", "results.damaged-2.db-wal"]
    assert [name for name in names(results.parent) if "damaged" in name] == [
        *left,
        "results.damaged-3.db",
    ]
    # A clock that was ahead: from the first night on that knows better it gets older as others do.
    night(results, folder, NOW + timedelta(days=31), keep_days=30)
    assert [name for name in names(results.parent) if "damaged" in name] == left[:1]


def test_without_results_old_copies_are_deleted_all_the_same(results: Path, folder: Path) -> None:
    """Somebody moved the results away, or named another file for them."""
    some_tests(results, 60)
    night(results, folder, NOW - timedelta(days=40))
    results.unlink()
    night(results, folder, keep_days=30)
    assert names(folder) == []


def test_a_clock_that_is_not_set_deletes_nothing(
    results: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    some_tests(results, 40)
    night(results, folder, NOW + timedelta(days=3000), keep_days=30, trusted=False)
    assert uids(results) == ["40 days"]
    assert "the clock is not set: nothing is deleted by its age tonight" in caplog.messages


def test_a_test_without_a_sure_date_goes_when_a_later_one_does(results: Path, folder: Path) -> None:
    some_tests(results, 1000, trusted=False)
    some_tests(results, 40)
    some_tests(results, 2000, trusted=False)
    some_tests(results, 1)
    night(results, folder, keep_days=30)
    assert uids(results) == ["2000 days", "1 days"]


def test_what_is_deleted_is_overwritten(results: Path) -> None:
    with closing(Store.open(results)) as store:
        store.begin_test(replace(start("secret"), started=NOW - timedelta(days=9)))
        assert delete_older(results, NOW, pause=lambda _: None) == 1
        for file in results.parent.iterdir():
            assert b"secret" not in file.read_bytes()


def test_deleting_lets_the_station_write_in_between(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_tests(results, *range(100, 106))
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    with closing(Store.open(results)) as store:
        written: list[int] = []

        def station_writes(pause_s: float) -> None:
            written.append(row_of(store, start(f"new {len(written)}")))

        assert delete_older(results, NOW - timedelta(days=50), pause=station_writes) == 6
    assert uids(results) == ["new 0", "new 1", "new 2"]


def test_damaged_results_are_told_and_no_copy_is_touched(results: Path, folder: Path) -> None:
    some_tests(results, *range(60, 90))
    night(results, folder, backups=1)
    good = copies(folder)[0].read_bytes()
    content = results.read_bytes()
    results.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    with pytest.raises(ResultsDamagedError) as caught:
        night(results, folder, NOW + timedelta(days=1), backups=1, keep_days=30)
    assert str(caught.value).startswith(f"{results} is damaged")
    assert str(caught.value).endswith(f"the newest copy is {copies(folder)[0]}")
    assert caught.value.exit_code == 4
    assert "\n" not in str(caught.value)
    assert [copy.read_bytes() for copy in copies(folder)] == [good]


@contextmanager
def no_file_grows_beyond(size: int) -> Iterator[None]:
    """As on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_half_a_copy_is_taken_away(results: Path, folder: Path) -> None:
    some_tests(results, 40, 30)
    night(results, folder, backups=1)
    with no_file_grows_beyond(8192), pytest.raises(ResultsError, match=r"disk|room") as caught:
        night(results, folder, NOW + timedelta(days=1), backups=1)
    assert "\n" not in str(caught.value)
    assert names(folder) == ["results-2026-11-21T0300.db"]


def test_what_a_power_cut_left_of_a_copy_is_taken_away(results: Path, folder: Path) -> None:
    some_tests(results, 1)
    folder.mkdir()
    (folder / ".results-2026-11-20T0300.77.db").write_bytes(b"half")
    back_up(results, folder, NOW)
    assert names(folder) == ["results-2026-11-21T0300.db"]


def test_other_files_in_the_folder_stay(results: Path, folder: Path) -> None:
    some_tests(results, 1)
    folder.mkdir()
    (folder / "results-of-may.db").write_bytes(b"mine")
    night(results, folder, backups=0, keep_days=1)
    assert names(folder) == ["results-of-may.db"]


def test_results_that_may_not_be_looked_for_are_told(tmp_path: Path, folder: Path) -> None:
    """As in a home folder, which systemd hides from the station; root may look everywhere."""
    results = tmp_path / ("too long a name" * 20)
    with pytest.raises(ResultsError, match="name a folder that this user may write in"):
        night(results, folder)
    with closing(Outbox.open(tmp_path / "outbox.db")) as outbox, pytest.raises(ResultsError):
        outbox.gather(results)


def test_a_folder_that_cannot_be_written_is_told(results: Path, folder: Path) -> None:
    some_tests(results, 1)
    folder.write_text("a file in the way")
    with pytest.raises(ResultsError, match=r"results-2026-11-21T0300\.db cannot be opened"):
        night(results, folder)


def test_the_command_without_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    assert run_maintain(Settings()) == 0
    assert "no results yet" in caplog.text
    assert list(tmp_path.iterdir()) == []


def test_the_command_keeps_a_copy_of_the_station_s_results(
    results: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", str(results.parent))
    some_tests(results, 1)
    assert run_maintain(Settings()) == 0
    assert len(copies(folder)) == 1


def test_results_that_are_no_database_end_the_command_with_one_line(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", str(results.parent))
    results.write_bytes(b"not a database" * 500)
    with pytest.raises(ResultsDamagedError, match="there is no copy of it"):
        run_maintain(Settings())
    assert results.read_bytes() == b"not a database" * 500
