"""Trouble with the real disk and database: told while it lasts, and gone by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest

from station.results import store as store_module
from station.results.backlog import LIMIT, Begun
from station.results.store import Store
from station.results.writer import SILENT_S, Writer
from tests.results.made_results import (
    FAULTY,
    WALK_UP,
    attempt,
    count,
    held_by_another_process,
    one_test,
    result,
    results,
    rows,
    start,
    until_trouble,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "results.db"


@pytest.fixture
def pragma(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets a pragma on every connection that is opened from then on; "" for none."""
    wanted = [""]
    connect = store_module._connect

    def connect_with_pragma(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        if wanted[0]:
            connection.execute(f"PRAGMA {wanted[0]}")
        return connection

    monkeypatch.setattr(store_module, "_connect", connect_with_pragma)

    def want(text: str) -> None:
        wanted[0] = text

    return want


def test_a_folder_that_cannot_be_made_is_told_until_it_can(path: Path) -> None:
    path.parent.write_text("a file in the way of the folder")
    with results(path) as kept:
        one_test(kept, 0.1)
        trouble = until_trouble(kept)
        assert trouble.startswith(f"results are not kept: {path} cannot be opened (")
        assert trouble.endswith("repetitions waiting: 3")
        path.parent.unlink()
        assert kept.flush(10)
        assert kept.trouble is None
    assert [count(path, table) for table in ("tests", "repetitions")] == [1, 3]


def test_trouble_goes_away_with_nothing_to_write(path: Path) -> None:
    path.parent.write_text("a file in the way of the folder")
    with results(path) as kept:
        until_trouble(kept)
        path.parent.unlink()
        assert kept.flush(10)
        assert kept.trouble is None


def test_a_full_database_is_told_until_there_is_room(
    path: Path, pragma: Callable[[str], None]
) -> None:
    Store.open(path).close()
    pages = rows(path, "PRAGMA page_count")[0]["page_count"]
    pragma(f"max_page_count = {pages}")
    with results(path) as kept:
        for _ in range(4):
            one_test(kept, 0.1, repetitions=12)
        trouble = until_trouble(kept)
        assert trouble.startswith(
            f"results are not kept: no room left on the disk for {path}: free some space; "
            "repetitions waiting: "
        )
        assert kept.disk_full
        pragma("")
        assert kept.flush(10)
        assert (kept.trouble, kept.disk_full, kept.kept) == (None, False, 48)
    assert [count(path, table) for table in ("tests", "repetitions")] == [4, 48]
    assert count(path, "faults") == 2 * 48


def test_a_read_only_database_is_told(path: Path, pragma: Callable[[str], None]) -> None:
    Store.open(path).close()
    pragma("query_only = ON")
    with results(path) as kept:
        kept.begin(WALK_UP)
        assert "is read-only: make the disk and the file writable" in until_trouble(kept)
        pragma("")
        assert kept.flush(10)


def test_what_is_lost_in_a_long_trouble_is_counted_and_told(path: Path) -> None:
    path.parent.write_text("a file in the way of the folder")
    with results(path) as kept:
        until_trouble(kept)
        for _ in range(10):
            one_test(kept, 0.1, repetitions=12)
        trouble = until_trouble(kept)
        assert trouble.endswith(f"repetitions waiting: {LIMIT}; repetitions lost: {120 - LIMIT}")
        path.parent.unlink()
        assert kept.flush(10)
    # The newest are there, and every result is.
    assert count(path, "repetitions") == LIMIT
    scores = rows(path, "SELECT score_mm FROM tests WHERE finished_utc IS NOT NULL")
    assert len(scores) == 10


def test_what_the_last_chance_could_not_write_is_told_as_lost(path: Path) -> None:
    path.parent.write_text("a file in the way of the folder")
    kept = results(path)
    one_test(kept, 0.1)
    kept.close()
    assert kept.trouble is not None and kept.trouble.endswith("repetitions lost: 3")


def test_a_newer_database_is_told_and_left_alone(path: Path) -> None:
    with closing(Store.open(path)):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with results(path) as kept:
        one_test(kept, 0.1)
        assert "was written by a newer station (version 99" in until_trouble(kept)
    assert path.read_bytes() == before


def test_a_row_no_table_takes_does_not_hold_up_the_others(path: Path) -> None:
    with results(path) as kept:
        kept.begin(WALK_UP)
        kept.attempt(attempt(start_s=float("nan")))
        trouble = until_trouble(kept)
        assert "does not take a row" in trouble and trouble.endswith("repetitions lost: 1")
        kept.attempt(attempt())
        assert kept.flush(10)
        assert kept.trouble is None
    assert rows(path, "SELECT number FROM repetitions") == [{"number": 2}]


def test_the_loop_never_waits_for_a_held_database(path: Path) -> None:
    with results(path) as kept:
        kept.begin(WALK_UP)
        assert kept.flush(10)
        waits_s = []
        with held_by_another_process(path):
            for _ in range(LIMIT):
                before_s = perf_counter()
                kept.attempt(attempt(FAULTY))
                waits_s.append(perf_counter() - before_s)
            before_s = perf_counter()
            assert (kept.standing(0.1), kept.trouble) == (None, None)
            waits_s.append(perf_counter() - before_s)
            assert count(path, "repetitions") == 0
        assert kept.flush(10)
        assert kept.kept == LIMIT
    # The machine itself may hold up one call now and then; waiting for the lock would all of them.
    assert sorted(waits_s)[int(0.9 * len(waits_s))] < 0.005
    assert max(waits_s) < 1.0


def test_a_disk_that_does_not_answer_is_told(path: Path) -> None:
    """The thread really waits, for another program; only the clock runs ahead."""
    now_s = [0.0]
    writer = Writer(path, lambda scores: None, retry_s=0.05, clock=lambda: now_s[0])
    try:
        assert writer.flush(10)
        with held_by_another_process(path):
            writer.add(Begun(start()))
            while writer._busy_since_s is None:
                assert not writer.flush(0.001)
            assert writer.trouble is None
            now_s[0] = SILENT_S + 1
            assert writer.trouble is not None
            assert writer.trouble.endswith("does not answer")
        assert writer.flush(10)
        assert writer.trouble is None
    finally:
        writer.close()


def test_a_held_database_is_told_and_written_when_it_is_let_go(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "BUSY_S", 0.02)
    with results(path) as kept:
        kept.begin(WALK_UP)
        assert kept.flush(10)
        with held_by_another_process(path):
            kept.attempt(attempt())
            assert "is held by another program: close that one" in until_trouble(kept)
        assert kept.flush(10)
        assert kept.trouble is None


def test_a_bug_in_the_thread_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    seen: list[object] = []
    monkeypatch.setattr("threading.excepthook", seen.append)
    monkeypatch.setattr(Store, "begin_test", broken)
    with results(path) as kept:
        kept.begin(WALK_UP)
        assert "has stopped; start the station again" in until_trouble(kept)
        kept.attempt(attempt())
        kept.finish(replace(result(), score_m=None))
        trouble = kept.trouble
    assert trouble is not None and trouble.endswith("repetitions lost: 1")
    assert len(seen) == 1
