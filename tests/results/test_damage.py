"""Damaged databases are put aside, whole, and a new one is begun."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import ResultsDamagedError, ResultsError
from station.results.aside import set_aside
from station.results.rosters import load_screening
from station.results.store import Store
from tests.results.made_results import (
    FAULTY,
    WALK_UP,
    attempt,
    count,
    result,
    results,
    row_of,
    rows,
    start,
    until_trouble,
)
from tests.results.made_rosters import MIA, WAITING, screening_of

PAGE_BYTES = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.db"


def filled(path: Path, repetitions: int = 100) -> Path:
    """A database of several pages, closed."""
    with closing(Store.open(path)) as store:
        test_id = row_of(store, start())
        for number in range(1, repetitions + 1):
            store.add_repetition(test_id, attempt(FAULTY), number)
    return path


def spoil_all_pages_but_the_first(path: Path) -> None:
    """As a dying card does it: the head is fine and the rows are gone."""
    content = path.read_bytes()
    path.write_bytes(content[:PAGE_BYTES] + b"\\xa5" * (len(content) - PAGE_BYTES))


def test_what_is_no_database_is_set_aside_and_a_new_one_begun(path: Path) -> None:
    path.write_bytes(b"not a database, but perhaps somebody's diary" * 100)
    before = path.read_bytes()
    with closing(Store.open(path)) as store:
        aside = store.set_aside
        store.begin_test(start())
    assert aside == path.with_name("results.damaged-1.db")
    assert aside.read_bytes() == before
    assert count(path, "tests") == 1


def test_a_file_named_by_mistake_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_bytes(b'[screen]\nlanguage = "de"\n' * 100)
    before = path.read_bytes()
    with pytest.raises(ResultsError) as caught:
        Store.open(path)
    assert str(caught.value) == (
        f"{path} is not a results database: name another file for the results"
    )
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_results_never_take_a_file_named_by_mistake(tmp_path: Path) -> None:
    path = tmp_path / "diary.txt"
    path.write_text("Dear diary, " * 100)
    with results(path) as kept:
        assert "is not a results database" in until_trouble(kept)
        assert not kept.flush(0.2)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("head", [b"SQLite format 3\0", bytes(16)], ids=["magic", "zeros"])
def test_under_any_name_what_was_a_database_is_set_aside(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "our tests"
    path.write_bytes(head + b"\xa5" * 5000)
    with closing(Store.open(path)) as store:
        assert store.set_aside == tmp_path / "our tests.damaged-1"


def test_a_second_damaged_file_gets_a_name_of_its_own(path: Path) -> None:
    for content in (b"first" * 500, b"second" * 500):
        path.write_bytes(content)
        Store.open(path).close()
        path.unlink()
    assert path.with_name("results.damaged-1.db").read_bytes() == b"first" * 500
    assert path.with_name("results.damaged-2.db").read_bytes() == b"second" * 500


def test_the_journal_goes_along(path: Path) -> None:
    path.write_bytes(b"database")
    path.with_name("results.db-wal").write_bytes(b"journal")
    aside = set_aside(path)
    assert aside.with_name("results.damaged-1.db-wal").read_bytes() == b"journal"
    assert not path.exists() and not path.with_name("results.db-wal").exists()


def test_an_old_journal_under_the_new_name_is_not_overwritten(path: Path) -> None:
    """The power may be cut between two renames."""
    path.with_name("results.damaged-1.db-wal").write_bytes(b"left over")
    path.write_bytes(b"database")
    assert set_aside(path) == path.with_name("results.damaged-2.db")


def test_a_disk_that_spoils_everything_does_not_fill_up_with_it(path: Path) -> None:
    for _ in range(20):
        path.write_bytes(b"spoilt")
        set_aside(path)
    path.write_bytes(b"spoilt")
    with pytest.raises(ResultsError, match="20 damaged databases lie beside"):
        set_aside(path)
    assert path.read_bytes() == b"spoilt"


def test_after_a_power_cut_the_whole_file_is_checked(path: Path) -> None:
    """Damage that opening alone would not meet."""
    filled(path)
    spoil_all_pages_but_the_first(path)
    path.with_name("results.db-wal").touch()
    with closing(Store.open(path)) as store:
        assert store.set_aside == path.with_name("results.damaged-1.db")


def test_damage_met_while_writing_is_told(path: Path) -> None:
    filled(path)
    with closing(Store.open(path)) as store:
        spoil_all_pages_but_the_first(path)
        with pytest.raises(ResultsDamagedError, match="is damaged"):
            store.begin_test(start("next"))


def test_the_running_test_goes_on_in_the_new_database(path: Path) -> None:
    filled(path)
    with results(path) as kept:
        kept.begin(WALK_UP)
        kept.attempt(attempt())
        assert kept.flush(10)
        assert kept.notice is None
        _spoil_under_the_open_connection(path)
        kept.attempt(attempt())
        assert kept.flush(10)
        assert kept.notice == (
            f"{path} was damaged and is now results.damaged-1.db; a new one has begun"
        )
        assert kept.trouble is None
    assert path.with_name("results.damaged-1.db").exists()
    assert rows(path, "SELECT number FROM repetitions") == [{"number": 2}]
    assert count(path, "tests") == 1


def test_a_screening_goes_on_in_the_new_database_with_everybody_in_it(path: Path) -> None:
    filled(path)
    with results(path) as kept:
        kept.keep_screening(WAITING)
        kept.begin(screening_of(MIA))
        kept.attempt(attempt())
        assert kept.flush(10)
        _spoil_under_the_open_connection(path)
        kept.attempt(attempt())
        kept.finish(result(passed=True))
        assert kept.flush(10)
        assert kept.notice is not None and "a new one has begun" in kept.notice
        assert kept.trouble is None
    assert load_screening(path) == WAITING
    (test,) = rows(path, "SELECT a.name, passed FROM tests JOIN athletes a ON a.id = athlete_id")
    assert test == {"name": MIA.name, "passed": 1}


def test_results_tell_of_a_database_that_was_damaged_at_the_start(path: Path) -> None:
    path.write_bytes(b"not a database" * 100)
    with results(path) as kept:
        assert kept.flush(10)
        assert kept.trouble is None
        assert kept.notice is not None and "results.damaged-1.db" in kept.notice


def test_a_file_taken_away_while_open_is_noticed_and_replaced(path: Path) -> None:
    with results(path) as kept:
        kept.begin(WALK_UP)
        kept.attempt(attempt())
        assert kept.flush(10)
        path.rename(path.with_name("copied-by-a-coach.db"))
        kept.attempt(attempt())
        assert kept.flush(10)
        assert kept.notice == f"{path} was taken away while in use; a new one has begun"
    assert rows(path, "SELECT number FROM repetitions") == [{"number": 2}]


def _spoil_under_the_open_connection(path: Path) -> None:
    """Spoil the file, and let the station know by a change that it has to read it again."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        spoil_all_pages_but_the_first(path)
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
