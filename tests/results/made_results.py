"""Tests of athletes who never were, and another program that holds the database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from station.drills.attempt import Attempt
from station.drills.ladder import Ending, LadderRules
from station.hinge.verdict import Fault, Outcome, Repetition, Verdict
from station.posture.measures import Measures
from station.reasons import Reason
from station.results.about import TestAbout, TestEnd, Use, walk_up
from station.results.results import Results
from station.results.rows import TestStart
from station.results.store import Store

RULES = LadderRules()
WALK_UP = walk_up(RULES)
WARM_UP = TestAbout(Use.WARM_UP, "tempo 3-2-1", "tempo-hinge")
STARTED = datetime(2026, 11, 21, 18, 30, 5, 250_000, tzinfo=UTC)
FINISHED = datetime(2026, 11, 21, 18, 31, 0, tzinfo=UTC)

PEAKS = Measures(**{field.name: 1.5 + i for i, field in enumerate(fields(Measures))})
"""Every measure with a value of its own."""

PASSED = Verdict(Outcome.PASS)
FAULTY = Verdict(
    Outcome.FAULT, (Fault.LUMBAR_FLEXION, Fault.SQUAT), None, (), "lumbar_flexion", True
)
NOT_JUDGED = Verdict(
    Outcome.NO_VERDICT, (), Reason.TOO_FEW_PIXELS, (), "too_few_pixels", back_judged=False
)


def start(uid: str = "one", about: TestAbout = WALK_UP) -> TestStart:
    """A test that begins."""
    return TestStart(uid, STARTED, True, about, "1.2.3", "0815")


def row_of(store: Store, begins: TestStart) -> int:
    """The row of a test that is kept."""
    test_id = store.begin_test(begins)
    assert test_id is not None
    return test_id


def attempt(
    verdict: Verdict = PASSED,
    wall_m: float = 0.125,
    peaks: Measures = PEAKS,
    min_gap_mm: float = -4.5,
    start_s: float = 10.25,
) -> Attempt:
    """A repetition of a test."""
    repetition = Repetition(
        number=7,
        start_s=start_s,
        end_s=13.5,
        touched=True,
        touch_s=11.75,
        min_gap_mm=min_gap_mm,
        lower_s=1.5,
        pause_s=0.25,
        rise_s=1.125,
        peaks=peaks,
        verdict=verdict,
    )
    return Attempt(repetition, wall_m, practice=False)


def result(
    score_m: float | None = 0.15, height_m: float | None = 1.7512, passed: bool | None = None
) -> TestEnd:
    """What a test came to."""
    return TestEnd(height_m, score_m, Ending.LEVEL_NOT_CLEAN, passed)


def results(path: Path | None, retry_s: float = 0.05, copies: Path | None = None) -> Results:
    """The facade as the kiosk opens it, in a hurry to try again."""
    return Results(
        path,
        app_version="1.2.3",
        camera_serial=lambda: "0815",
        now=lambda: STARTED,
        clock_is_trusted=lambda: False,
        copies=copies,
        retry_s=retry_s,
    )


def one_test(
    kept: Results, score_m: float | None, repetitions: int = 3, about: TestAbout = WALK_UP
) -> None:
    """An athlete from the beginning to the end."""
    kept.begin(about)
    for _ in range(repetitions):
        kept.attempt(attempt(FAULTY))
    kept.finish(result(score_m))


def until_trouble(kept: Results) -> str:
    """Wait for trouble and return it."""
    for _ in range(200):
        trouble = kept.trouble
        if trouble is not None:
            return trouble
        kept.flush(0.05)
    raise AssertionError("no trouble came in 10 seconds")


def rows(path: Path, query: str) -> list[dict[str, object]]:
    """What is in the database, as a stranger with his own connection sees it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]


def count(path: Path, table: str) -> int:
    """How many rows a table has."""
    return int(str(rows(path, f"SELECT count(*) AS n FROM {table}")[0]["n"]))


@contextmanager
def held_by_another_process(path: Path) -> Iterator[None]:
    """Another program has the write lock; it lets go with a commit that changes nothing."""
    program = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "(version,) = c.execute('PRAGMA user_version').fetchone()\n"
        "c.execute(f'PRAGMA user_version = {version}')\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
        "c.execute('COMMIT')\n"
        "c.close()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin is not None and other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        yield
        other.stdin.close()
        assert other.wait(10) == 0
