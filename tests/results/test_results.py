"""The facade the kiosk talks to, with its real thread, disk and database."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from station.drills.standing import Standing
from station.posture.side_view import SideView
from station.results.results import Results
from tests.results.made_results import (
    WALK_UP,
    WARM_UP,
    attempt,
    count,
    one_test,
    result,
    results,
    rows,
    until_trouble,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "results.db"


def test_a_whole_test_is_kept(path: Path) -> None:
    with results(path) as kept:
        one_test(kept, 0.125)
        assert kept.flush(10)
        assert (kept.kept, kept.trouble, kept.notice, kept.disk_full) == (3, None, None, False)
    (test,) = rows(path, "SELECT * FROM tests")
    assert test["score_mm"] == 125.0
    assert test["clock_trusted"] == 0
    assert (test["app_version"], test["camera_serial"]) == ("1.2.3", "0815")
    assert [row["number"] for row in rows(path, "SELECT number FROM repetitions")] == [1, 2, 3]
    assert not path.with_name("results.db-wal").exists()


def test_each_repetition_is_on_the_disk_before_the_test_is_over(path: Path) -> None:
    with results(path) as kept:
        kept.begin(WALK_UP)
        for number in range(1, 4):
            kept.attempt(attempt())
            assert kept.flush(10)
            assert count(path, "repetitions") == number
        assert rows(path, "SELECT finished_utc FROM tests") == [{"finished_utc": None}]


def test_closing_writes_what_waits(path: Path) -> None:
    with results(path) as kept:
        one_test(kept, 0.1, repetitions=20)
    assert count(path, "repetitions") == 20
    kept.close()


def test_a_clock_that_jumps_in_the_middle_of_a_test_changes_no_number(path: Path) -> None:
    years = iter((2026, 1970, 2099))
    kept = Results(
        path,
        app_version="1.2.3",
        camera_serial=lambda: "0815",
        now=lambda: datetime(next(years), 1, 1, tzinfo=UTC),
        clock_is_trusted=lambda: True,
    )
    with kept:
        one_test(kept, 0.1)
        kept.begin(WALK_UP)
        kept.attempt(attempt())
    assert [row["finished_utc"] for row in rows(path, "SELECT * FROM tests ORDER BY id")] == [
        "1970-01-01T00:00:00.000+00:00",
        None,
    ]
    assert rows(path, "SELECT number, lower_s FROM repetitions ORDER BY id") == [
        {"number": number, "lower_s": 1.5} for number in (1, 2, 3, 1)
    ]


def test_a_test_that_was_left_stays_unfinished(path: Path) -> None:
    with results(path) as kept:
        kept.begin(WALK_UP)
        kept.attempt(attempt())
        one_test(kept, 0.1)
    unfinished = rows(path, "SELECT id FROM tests WHERE finished_utc IS NULL")
    assert [row["id"] for row in unfinished] == [1]


def test_calls_out_of_order_do_no_harm(path: Path) -> None:
    with results(path) as kept:
        kept.finish(result())
        kept.attempt(attempt())
        one_test(kept, 0.1, repetitions=1)
        kept.attempt(attempt())
        kept.finish(result())
        assert kept.flush(10)
    assert [count(path, table) for table in ("tests", "repetitions")] == [1, 1]


def test_no_picture_waits_in_memory(path: Path) -> None:
    path.parent.write_text("a file in the way of the folder")
    none = np.empty((0, 2), np.float32)
    view = SideView(True, np.ones((400, 2), np.float32), none, none, none, (True, True, True))
    seen = weakref.ref(view)
    with results(path) as kept:
        kept.begin(WALK_UP)
        with_picture = replace(attempt(), side_view=view)
        kept.attempt(with_picture)
        kept.finish(result())
        assert "repetitions waiting: 1" in until_trouble(kept)
        del view, with_picture
        gc.collect()
        assert seen() is None


def test_standing_needs_twenty_and_survives_a_new_start(path: Path) -> None:
    with results(path) as kept:
        for tenth in range(19):
            one_test(kept, 0.1 + 0.025 * (tenth % 3), repetitions=1)
            assert kept.standing(0.1 + 0.025 * (tenth % 3)) is None
        kept.begin(WALK_UP)
        assert kept.standing(0.125) == Standing(7, 20)
        assert kept.standing(None) is None
    with results(path) as again:
        assert again.flush(10)
        again.begin(WALK_UP)
        assert again.standing(0.125) == Standing(7, 20)
        again.finish(result(0.125))
        assert again.standing(0.125) == Standing(7, 20)
        again.begin(WALK_UP)
        assert again.standing(0.125) == Standing(7, 21)


def test_other_drills_do_not_count_among_walk_up_tests(path: Path) -> None:
    with results(path) as kept:
        for _ in range(25):
            one_test(kept, 0.1, repetitions=0, about=WARM_UP)
        kept.begin(WALK_UP)
        assert kept.standing(0.1) is None


def test_without_a_path_nothing_is_kept_and_all_else_works() -> None:
    with results(None) as kept:
        for _ in range(20):
            one_test(kept, 0.1)
        assert kept.flush(0)
        assert kept.standing(0.1) == Standing(1, 20)
        assert (kept.kept, kept.trouble, kept.notice, kept.disk_full) == (0, None, None, False)
