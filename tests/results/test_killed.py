"""The station's program is killed at any moment, or the system lets it write no more."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from station.results.store import Store
from tests.results.keeping import keep_for_ever, keep_on_a_full_disk
from tests.results.made_results import count, rows

KILLS = 6

# A server that has everything imported and forks: killing dozens of programs takes seconds.
programs = multiprocessing.get_context("forkserver")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.db"


@contextmanager
def program(
    main: Callable[[Path, Connection], None], path: Path
) -> Iterator[tuple[BaseProcess, Connection]]:
    """A process of its own, and what it tells."""
    programs.set_forkserver_preload(["tests.results.keeping"])
    told, tells = programs.Pipe(duplex=False)
    process = programs.Process(target=main, args=(path, tells))
    process.start()
    tells.close()
    with told:
        try:
            yield process, told
        finally:
            process.kill()
            process.join()
            process.close()


def told_until_killed(path: Path, chance: random.Random) -> int:
    """Kill a station that keeps results at some moment; return how many it said are kept."""
    kept = 0
    with program(keep_for_ever, path) as (process, told):
        for _ in range(chance.randint(0, 40)):
            kept = told.recv()
        # Some more, so that the moment has nothing to do with what it told.
        process.join(chance.uniform(0.0, 0.02))
        process.kill()
        process.join()
        with suppress(EOFError):
            while True:
                kept = told.recv()
    return kept


def test_killed_at_any_moment_every_kept_repetition_is_there(path: Path) -> None:
    chance = random.Random(3)
    told = 0
    for _ in range(KILLS):
        before = count(path, "repetitions") if path.exists() else 0
        kept = told_until_killed(path, chance)
        told += kept
        # As the dead left it, journal and all: the next start opens it and nothing is damaged.
        with closing(Store.open(path)) as store:
            assert store.set_aside is None
        assert rows(path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert rows(path, "PRAGMA foreign_key_check") == []
        # One more than told may have been committed while the news of it was on its way.
        assert before + kept <= count(path, "repetitions") <= before + kept + 1
        _each_repetition_is_whole(path)
    assert told > 50


def test_a_disk_that_takes_no_more_loses_nothing(path: Path) -> None:
    with program(keep_on_a_full_disk, path) as (process, told):
        trouble = told.recv()
        assert trouble.startswith(f"results are not kept: the disk under {path} takes no more")
        assert trouble.endswith("repetitions waiting: 3")
        assert told.recv() == 6
        process.join(30)
        assert process.exitcode == 0
    assert count(path, "repetitions") == 6
    assert rows(path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def _each_repetition_is_whole(path: Path) -> None:
    """With both of its faults, and numbered without a gap within its test."""
    with closing(sqlite3.connect(path)) as connection:
        broken = connection.execute(
            "SELECT r.id FROM repetitions r LEFT JOIN faults f ON f.repetition_id = r.id"
            " GROUP BY r.id HAVING count(f.code) <> 2"
        ).fetchall()
        gaps = connection.execute(
            "SELECT test_id FROM repetitions GROUP BY test_id HAVING max(number) <> count(*)"
        ).fetchall()
    assert (broken, gaps) == ([], [])
