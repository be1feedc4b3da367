"""The outbox: everything once, in order, whatever becomes of the results and of itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.errors import ResultsDamagedError, ResultsError, ResultsFullError
from station.results.outbox import Outbox
from station.results.store import Store
from tests.results.made_results import (
    FAULTY,
    FINISHED,
    attempt,
    held_by_another_process,
    result,
    row_of,
    start,
)
from tests.results.made_rosters import MIA, TEAM, WAITING, screening_of

VERSION_1 = Path(__file__).with_name("version_1.sql")


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return tmp_path / "results.db"


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with closing(Outbox.open(tmp_path / "outbox.db")) as opened:
        yield opened


def one_test(path: Path, uid: str, repetitions: int = 2, *, finished: bool = True) -> None:
    """A test in the results."""
    with closing(Store.open(path)) as store:
        test_id = row_of(store, start(uid))
        for number in range(1, repetitions + 1):
            store.add_repetition(test_id, attempt(FAULTY), number)
        if finished:
            store.finish_test(test_id, result(), FINISHED)


def sent(outbox: Outbox, most: int = 1000) -> list[str]:
    """Take out what waits, as when a broker has it."""
    ids: list[str] = []
    while len(ids) < most and (waiting := outbox.oldest()) is not None:
        ids.append(json.loads(waiting.payload)["id"])
        outbox.done(waiting.seq)
    return ids


def test_a_test_is_told_repetition_by_repetition_and_then_its_end(
    outbox: Outbox, results: Path
) -> None:
    one_test(results, "a", finished=False)
    assert outbox.gather(results) == 2
    one_test(results, "a", repetitions=3)
    one_test(results, "b", repetitions=1, finished=False)
    assert outbox.gather(results) == 3
    assert outbox.gather(results) == 0
    assert sent(outbox) == ["a-1", "a-2", "a-3", "a-end", "b-1"]


def test_a_message_says_how_it_went_and_nothing_of_a_body(outbox: Outbox, results: Path) -> None:
    one_test(results, "a", repetitions=1)
    outbox.gather(results)
    repetition = outbox.oldest()
    assert repetition is not None
    assert json.loads(repetition.payload) == {
        "schema": 1,
        "kind": "repetition",
        "id": "a-1",
        "test": "a",
        "number": 1,
        "practice": False,
        "wall_mm": 125.0,
        "outcome": "FAULT",
        "reason": None,
        "faults": ["lumbar_flexion", "squat"],
        "cue": "lumbar_flexion",
        "touched": True,
        "use": "walk-up",
        "drill": "wall-tap",
        "app_version": "1.2.3",
        "test_started_utc": "2026-11-21T18:30:05.250+00:00",
        "clock_trusted": True,
    }
    outbox.done(repetition.seq)
    end = outbox.oldest()
    assert end is not None
    assert json.loads(end.payload) == {
        "schema": 1,
        "kind": "test",
        "id": "a-end",
        "test": "a",
        "protocol": "walk-up 10.0+2.5 cm 2 of 3",
        "ending": "level_not_clean",
        "score_mm": 150.0,
        "use": "walk-up",
        "drill": "wall-tap",
        "app_version": "1.2.3",
        "test_started_utc": "2026-11-21T18:30:05.250+00:00",
        "test_finished_utc": "2026-11-21T18:31:00.000+00:00",
        "clock_trusted": True,
    }


def test_of_an_athlete_nothing_is_told_not_even_a_number(outbox: Outbox, results: Path) -> None:
    with closing(Store.open(results)) as store:
        store.keep_screening(WAITING, FINISHED, clock_trusted=True)
        test_id = row_of(store, start("a", screening_of(MIA)))
        store.add_repetition(test_id, replace(attempt(), wall_m=None), 1)
        store.finish_test(test_id, result(passed=True), FINISHED)
    assert outbox.gather(results) == 2
    told = []
    while (waiting := outbox.oldest()) is not None:
        told.append(waiting.payload)
        outbox.done(waiting.seq)
    repetition, end = map(json.loads, told)
    assert (repetition["use"], repetition["drill"]) == ("screening", "wall-tap")
    assert (repetition["wall_mm"], end["use"]) == (None, "screening")
    for secret in (*MIA.name.split(), TEAM.name, MIA.uid, TEAM.uid, WAITING.uid, "athlete"):
        assert not any(secret in payload for payload in told)


def test_results_of_an_older_station_wait_until_it_is_brought_up_to_date(
    outbox: Outbox, results: Path
) -> None:
    with closing(sqlite3.connect(results)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    assert outbox.gather(results) == 0
    Store.open(results).close()
    assert outbox.gather(results) == 12 + 2


def test_without_results_yet_there_is_nothing_to_tell(outbox: Outbox, results: Path) -> None:
    assert outbox.gather(results) == 0
    assert not results.exists()
    results.touch()
    assert outbox.gather(results) == 0


def test_what_does_not_fit_waits_in_the_results(tmp_path: Path, results: Path) -> None:
    for number in range(5):
        one_test(results, f"t{number}")
    expected = [f"t{number}-{end}" for number in range(5) for end in (1, 2, "end")]
    with closing(Outbox.open(tmp_path / "outbox.db", limit=4)) as outbox:
        told: list[str] = []
        while outbox.gather(results) or outbox.waiting:
            assert outbox.waiting <= 4
            told += sent(outbox, most=2)
    assert told == expected


def test_results_begun_anew_are_told_although_their_rows_are_numbered_anew(
    outbox: Outbox, results: Path
) -> None:
    """Damaged results are set aside; old tests are deleted by their age."""
    for uid in ("a", "b"):
        one_test(results, uid)
    outbox.gather(results)
    results.unlink()
    for uid in ("c", "d"):
        one_test(results, uid)
    assert outbox.gather(results) == 6
    assert len(sent(outbox)) == 12


def test_results_from_a_copy_are_not_told_again(outbox: Outbox, results: Path) -> None:
    one_test(results, "a")
    copy = results.read_bytes()
    one_test(results, "b")
    outbox.gather(results)
    results.write_bytes(copy)
    one_test(results, "c", repetitions=1)
    outbox.gather(results)
    assert sent(outbox) == ["a-1", "a-2", "a-end", "b-1", "b-2", "b-end", "c-1", "c-end"]


def test_deleted_tests_leave_no_gap_and_come_no_second_time(outbox: Outbox, results: Path) -> None:
    for uid in ("a", "b", "c"):
        one_test(results, uid, repetitions=1)
    outbox.gather(results)
    with closing(sqlite3.connect(results)) as connection:
        connection.execute("DELETE FROM tests WHERE uid IN ('a', 'c')")
        connection.commit()
    one_test(results, "d", repetitions=1)
    outbox.gather(results)
    assert sent(outbox) == ["a-1", "a-end", "b-1", "b-end", "c-1", "c-end", "d-1", "d-end"]


def test_two_stations_may_write_into_one_database(outbox: Outbox, results: Path) -> None:
    one_test(results, "a", repetitions=1, finished=False)
    one_test(results, "b", repetitions=1, finished=False)
    outbox.gather(results)
    one_test(results, "a", repetitions=2)
    outbox.gather(results)
    assert sent(outbox) == ["a-1", "b-1", "a-2", "a-end"]


def test_a_clock_that_jumps_changes_no_order(outbox: Outbox, results: Path) -> None:
    with closing(Store.open(results)) as store:
        for year in (2026, 1970, 2099, 2027):
            jumped = replace(start(str(year)), started=datetime(year, 1, 1, tzinfo=UTC))
            store.add_repetition(row_of(store, jumped), attempt(), 1)
            outbox.gather(results)
    assert sent(outbox) == ["2026-1", "1970-1", "2099-1", "2027-1"]


def test_what_waits_outlives_the_program_and_the_results(tmp_path: Path, results: Path) -> None:
    one_test(results, "a")
    with closing(Outbox.open(tmp_path / "outbox.db")) as outbox:
        outbox.gather(results)
        assert sent(outbox, most=1) == ["a-1"]
    results.unlink()
    with closing(Outbox.open(tmp_path / "outbox.db")) as outbox:
        outbox.gather(results)
        assert sent(outbox) == ["a-2", "a-end"]


def test_while_somebody_writes_the_results_can_be_read(outbox: Outbox, results: Path) -> None:
    one_test(results, "a")
    with held_by_another_process(results):
        assert outbox.gather(results) == 3


def test_damaged_results_are_told_and_left_alone(outbox: Outbox, results: Path) -> None:
    results.write_bytes(b"no database" * 1000)
    with pytest.raises(ResultsDamagedError, match=r"results\.db is damaged"):
        outbox.gather(results)
    assert results.read_bytes() == b"no database" * 1000


def test_a_damaged_outbox_is_set_aside_and_everything_told_again(
    tmp_path: Path, results: Path
) -> None:
    one_test(results, "a", repetitions=1)
    (tmp_path / "outbox.db").write_bytes(b"no database" * 1000)
    with closing(Outbox.open(tmp_path / "outbox.db")) as outbox:
        assert outbox.set_aside == tmp_path / "outbox.damaged-1.db"
        outbox.gather(results)
        assert sent(outbox) == ["a-1", "a-end"]


def test_on_a_full_disk_nothing_is_half_taken(outbox: Outbox, results: Path) -> None:
    one_test(results, "a", repetitions=30)
    (pages,) = outbox._connection.execute("PRAGMA page_count").fetchone()
    outbox._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(ResultsFullError, match="free some space"):
        outbox.gather(results)
    assert outbox.waiting == 0
    outbox._connection.execute("PRAGMA max_page_count = 4294967294")
    assert outbox.gather(results) == 31


def test_an_outbox_of_a_newer_station_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "outbox.db")) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(ResultsError, match="newer station"):
        Outbox.open(tmp_path / "outbox.db")
