"""The real SQLite; what was written is read with another connection."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest

from station.drills.attempt import CurvePoint
from station.errors import ResultsError, ResultsRefusedError
from station.posture.measures import MEASURES, Measures
from station.posture.side_view import SideView
from station.results.store import Store
from tests.results.made_results import (
    FAULTY,
    FINISHED,
    NOT_JUDGED,
    PEAKS,
    RULES,
    STARTED,
    WALK_UP,
    WARM_UP,
    attempt,
    count,
    held_by_another_process,
    result,
    row_of,
    rows,
    start,
)
from tests.results.made_rosters import MIA, WAITING, screening_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gym" / "results.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(Store.open(path)) as opened:
        yield opened


def test_a_test_comes_back_column_by_column(store: Store, path: Path) -> None:
    test_id = row_of(store, start())
    (begun,) = rows(path, "SELECT * FROM tests")
    assert json.loads(str(begun.pop("rules"))) == asdict(RULES)
    assert begun == {
        "id": test_id,
        "uid": "one",
        "started_utc": "2026-11-21T18:30:05.250+00:00",
        "clock_trusted": 1,
        "protocol": "walk-up 10.0+2.5 cm 2 of 3",
        "app_version": "1.2.3",
        "camera_serial": "0815",
        "height_mm": None,
        "score_mm": None,
        "ending": None,
        "finished_utc": None,
        "use": "walk-up",
        "drill": "wall-tap",
        "athlete_id": None,
        "screening_id": None,
        "passed": None,
    }
    store.finish_test(test_id, result(passed=False), FINISHED)
    (finished,) = rows(path, "SELECT height_mm, score_mm, ending, finished_utc, passed FROM tests")
    assert finished == {
        "height_mm": 1751.2,
        "score_mm": 150.0,
        "ending": "level_not_clean",
        "finished_utc": "2026-11-21T18:31:00.000+00:00",
        "passed": 0,
    }


def test_a_test_without_rules_score_or_height_has_nulls(store: Store, path: Path) -> None:
    test_id = row_of(store, start(about=replace(WALK_UP, rules=None)))
    store.finish_test(test_id, result(None, None), FINISHED)
    (kept,) = rows(path, "SELECT rules, score_mm, height_mm FROM tests")
    assert kept == {"rules": None, "score_mm": None, "height_mm": None}


def test_a_repetition_comes_back_column_by_column(store: Store, path: Path) -> None:
    test_id = row_of(store, start())
    store.add_repetition(test_id, attempt(FAULTY), number=3)
    (kept,) = rows(path, "SELECT * FROM repetitions")
    assert kept == {
        "id": kept["id"],
        "test_id": test_id,
        "number": 3,
        "practice": 0,
        "wall_mm": 125.0,
        "outcome": "FAULT",
        "reason": None,
        "cue": "lumbar_flexion",
        "back_judged": 1,
        "touched": 1,
        "start_s": 10.25,
        "end_s": 13.5,
        "touch_s": 11.75,
        "lower_s": 1.5,
        "pause_s": 0.25,
        "rise_s": 1.125,
        "min_gap_mm": -4.5,
        **asdict(PEAKS),
        "set_number": 1,
        "held_s": None,
        "arched_deg": None,
        "curve": None,
    }
    faults = rows(path, "SELECT * FROM faults ORDER BY code")
    assert [fault["code"] for fault in faults] == ["lumbar_flexion", "squat"]
    assert {fault["repetition_id"] for fault in faults} == {kept["id"]}


def test_every_measure_may_be_missing_and_not_a_number_is_null(store: Store, path: Path) -> None:
    test_id = row_of(store, start())
    store.add_repetition(
        test_id, attempt(NOT_JUDGED, peaks=Measures(hip_gap_mm=math.inf), min_gap_mm=math.nan), 1
    )
    (kept,) = rows(path, "SELECT * FROM repetitions")
    assert kept["outcome"] == "NO_VERDICT"
    assert kept["reason"] == "too few valid pixels"
    assert kept["back_judged"] == 0
    assert {kept[measure.name] for measure in MEASURES} == {None}
    assert kept["min_gap_mm"] is None
    assert count(path, "faults") == 0


def test_measures_of_the_table_and_of_the_values_are_the_same() -> None:
    assert {measure.name for measure in MEASURES} == {field.name for field in fields(Measures)}


def test_written_twice_is_kept_once(store: Store, path: Path) -> None:
    for _ in range(2):
        test_id = row_of(store, start())
        store.add_repetition(test_id, attempt(FAULTY), 1)
        store.finish_test(test_id, result(), FINISHED)
    assert [count(path, table) for table in ("tests", "repetitions", "faults")] == [1, 1, 2]


def test_each_write_is_committed_when_it_returns(store: Store, path: Path) -> None:
    test_id = row_of(store, start())
    for number in range(1, 4):
        store.add_repetition(test_id, attempt(), number)
        assert count(path, "repetitions") == number


def test_a_repetition_needs_its_test(store: Store) -> None:
    with pytest.raises(ResultsRefusedError, match="FOREIGN KEY"):
        store.add_repetition(99, attempt(), 1)


def test_deleting_a_test_leaves_nothing_of_it(store: Store, path: Path) -> None:
    for uid in ("one", "two"):
        store.add_repetition(row_of(store, start(uid)), attempt(FAULTY), 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM tests WHERE uid = 'one'")
        connection.commit()
    assert [count(path, table) for table in ("tests", "repetitions", "faults")] == [1, 1, 2]


def test_scores_are_those_of_finished_walk_up_tests(store: Store) -> None:
    for uid, score_m in (("a", 0.15), ("b", None), ("c", 0.1 + 0.025 + 0.025), ("d", 0.125)):
        store.finish_test(row_of(store, start(uid)), result(score_m), FINISHED)
    store.begin_test(start("still running"))
    store.finish_test(row_of(store, start("e", WARM_UP)), result(0.3), FINISHED)
    assert store.scores() == [0.15, 0.15, 0.125]


def test_no_picture_has_a_place(path: Path, store: Store) -> None:
    """Not even by name: no column of the file could hold an outline."""
    columns = {
        str(column["name"])
        for table in ("tests", "repetitions", "faults")
        for column in rows(path, f"PRAGMA table_info({table})")
    }
    assert not columns & {field.name for field in fields(SideView)}
    blobs = [row for row in rows(path, "SELECT sql FROM sqlite_master") if "BLOB" in str(row)]
    assert not blobs


def test_the_connection_is_as_safe_as_sqlite_can_be(store: Store) -> None:
    with store._connection.begin():
        pragmas = {
            name: store._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 2000,
    }


def test_a_lock_held_too_long_is_told(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store._connection.begin():
        store._connection.exec_driver_sql("PRAGMA busy_timeout = 20")
    with (
        held_by_another_process(path),
        pytest.raises(ResultsError, match="held by another program"),
    ):
        store.begin_test(start())
    store.close()
    with closing(Store.open(path)) as again:
        again.begin_test(start())


def test_a_lock_held_for_a_moment_is_waited_for(path: Path) -> None:
    """Also when what was read meanwhile is changed by the one who holds it."""
    # One thread, as a store belongs to the one that opened it.
    with ThreadPoolExecutor(max_workers=1) as thread:
        store = thread.submit(Store.open, path).result(10)
        with held_by_another_process(path):
            begun = thread.submit(store.begin_test, start())
            with pytest.raises(TimeoutError):
                begun.result(0.1)
        assert begun.result(10) == 1
        thread.submit(store.close).result(10)


def test_a_deleted_file_is_noticed(store: Store, path: Path) -> None:
    assert store.in_place
    path.rename(path.with_name("elsewhere.db"))
    assert not store.in_place


def test_a_repetition_of_a_drill_comes_back_with_its_course(store: Store, path: Path) -> None:
    store.keep_screening(WAITING, STARTED, clock_trusted=True)
    test_id = row_of(store, start(about=screening_of(MIA, drill="isometric-hold")))
    points = [CurvePoint(0.0123, 99.96, math.nan, None, -3.25)] * 70
    held = attempt()
    done = replace(
        held,
        wall_m=None,
        set_number=3,
        curve=tuple(points),
        repetition=replace(held.repetition, held_s=12.5, arched_deg=math.nan),
    )
    store.add_repetition(test_id, done, 1)
    (kept,) = rows(path, "SELECT wall_mm, set_number, held_s, arched_deg, curve FROM repetitions")
    assert json.loads(str(kept.pop("curve"))) == [[0.012, 100.0, None, None, -3.2]] * 64
    assert kept == {"wall_mm": None, "set_number": 3, "held_s": 12.5, "arched_deg": None}


def test_of_who_is_not_logged_in_no_course_is_kept(store: Store, path: Path) -> None:
    done = replace(attempt(), curve=(CurvePoint(0.0, 120.0),))
    store.add_repetition(row_of(store, start()), done, 1)
    assert rows(path, "SELECT curve FROM repetitions") == [{"curve": None}]
