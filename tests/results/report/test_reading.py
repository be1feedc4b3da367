"""What a report reads from real results: which tests count, in which order, whose they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station.drills.attempt import CurvePoint
from station.drills.ladder import Ending
from station.drills.roster import Athlete
from station.drills.screening import ScreeningState, Status
from station.errors import ResultsError, UnknownNameError
from station.hinge.verdict import Fault
from station.results.about import TestEnd
from station.results.report.pages import athlete_page, group_page
from station.results.report.reading import find_screening, read_athlete, read_group
from station.results.results import Results
from station.screen.words import Words
from tests.results.made_results import FAULTY, NOT_JUDGED, PASSED, attempt
from tests.results.made_rosters import JOSE, MIA, ONO, TEAM, WAITING, screening_of

FIRST = replace(WAITING, uid="uid-first", closed=True, called=None)
CURVE = (CurvePoint(0.0, 150.0, 0.0, 2.0, 0.0), CurvePoint(0.5, None, 80.0, 30.0, None))


class Station:
    """Keeps tests as the kiosk does, an hour from one to the next."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
        self.clock_trusted = True

    def keep(self, told: Callable[[Results], None]) -> None:
        """Open the results, tell them something, close them."""
        with Results(
            self.path,
            app_version="1",
            camera_serial=lambda: "0815",
            now=self._next,
            clock_is_trusted=lambda: self.clock_trusted,
        ) as results:
            told(results)

    def screens(self, state: ScreeningState) -> None:
        """A screening is so far."""
        self.keep(lambda results: results.keep_screening(state))

    def tests(
        self,
        athlete: Athlete,
        screening: str,
        passed: bool | None = True,
        drill: str = "wall-tap",
        finished: bool = True,
    ) -> None:
        """One practice tap and three tries, which went well, badly, or could not be judged."""
        verdict = {True: PASSED, False: FAULTY, None: NOT_JUDGED}[passed]

        def told(results: Results) -> None:
            results.begin(screening_of(athlete, screening, drill))
            results.attempt(replace(attempt(FAULTY, 0.15), practice=True))
            for _ in range(3):
                results.attempt(replace(attempt(verdict, 0.15), curve=CURVE))
            if finished:
                results.finish(TestEnd(1.751, None, Ending.DONE, passed))

        self.keep(told)

    def _next(self) -> datetime:
        self._now += timedelta(hours=1)
        return self._now


@pytest.fixture
def station(tmp_path: Path) -> Station:
    made = Station(tmp_path / "results.db")
    made.screens(FIRST)
    return made


def test_a_test_is_read_as_it_was_kept(station: Station) -> None:
    station.tests(MIA, FIRST.uid, passed=False)
    found = read_athlete(station.path, MIA.uid)
    assert (found.name, found.number, found.group) == (MIA.name, "7", TEAM.name)
    (test,) = found.tests
    assert (test.drill, test.passed, test.ending) == ("wall-tap", False, "done")
    assert (test.asked, test.seen_in, test.height_mm, test.wall_mm) == (3, 2, 1751.0, 150.0)
    assert test.clock_trusted and test.started.tzinfo is not None
    # Practice is counted for itself.
    assert [each.number for each in test.tries] == [1, 2, 3]
    assert [each.number for each in test.practice] == [1]
    assert test.seen == {Fault.LUMBAR_FLEXION: 3, Fault.SQUAT: 3}
    assert test.tries[0].curve == CURVE
    assert test.tries[0].min_gap_mm == -4.5
    assert test.tries[0].peaks.lumbar_flexion_deg == 6.5


def test_the_last_finished_test_of_a_screening_counts(station: Station) -> None:
    station.tests(MIA, FIRST.uid, passed=False)
    station.tests(MIA, FIRST.uid, passed=None)
    station.tests(MIA, FIRST.uid, passed=True)
    # The power was cut in the middle of this one.
    station.tests(MIA, FIRST.uid, passed=False, finished=False)
    (test,) = read_athlete(station.path, MIA.uid).tests
    assert (test.passed, test.redone) == (True, 2)
    (mia, *_) = read_group(station.path, FIRST.uid).members
    assert mia.test is not None
    assert (mia.test.uid, mia.test.redone) == (test.uid, 2)
    # A group's page draws no curves.
    assert mia.test.tries[0].curve == ()


def test_the_time_before_is_the_last_screening_of_the_same_drill(station: Station) -> None:
    station.tests(MIA, FIRST.uid, passed=False)
    other = replace(FIRST, uid="uid-hold", protocol=replace(FIRST.protocol, drill="isometric-hold"))
    station.screens(other)
    station.tests(MIA, other.uid, drill="isometric-hold")
    # The clock had not been set: the date is older than that of the first one.
    station.clock_trusted = False
    station.screens(WAITING)
    station.tests(MIA, WAITING.uid)
    found = read_group(station.path, WAITING.uid)
    assert not found.clock_trusted
    (mia, jose, ono) = found.members
    assert mia.test is not None and mia.before is not None
    assert (mia.test.passed, mia.before.passed, mia.before.drill) == (True, False, "wall-tap")
    assert (jose.status, jose.test, ono.status) == (Status.ABSENT, None, Status.WAITING)
    (before, *_) = read_group(station.path, FIRST.uid).members
    assert before.before is None
    assert [test.drill for test in read_athlete(station.path, MIA.uid).tests] == [
        "wall-tap",
        "isometric-hold",
        "wall-tap",
    ]
    assert find_screening(station.path, TEAM.uid) == WAITING.uid
    assert find_screening(station.path, TEAM.uid, "uid-f") == FIRST.uid
    with pytest.raises(
        UnknownNameError, match=r"no one screening uid; it has: uid-scre \(2026-11-2"
    ):
        find_screening(station.path, TEAM.uid, "uid")


def test_members_stand_as_in_the_roster_and_who_left_comes_last(station: Station) -> None:
    station.keep(lambda results: results.keep_group(replace(TEAM, athletes=(ONO, JOSE))))
    found = read_group(station.path, FIRST.uid)
    assert [member.name for member in found.members] == [ONO.name, JOSE.name, MIA.name]


def test_whoever_is_deleted_is_in_no_report(station: Station) -> None:
    station.tests(MIA, FIRST.uid)
    station.keep(lambda results: results.delete_athlete(MIA.uid))
    with pytest.raises(ResultsError, match="no such athlete: deleted meanwhile"):
        read_athlete(station.path, MIA.uid)
    names = {member.name for member in read_group(station.path, FIRST.uid).members}
    assert names == {JOSE.name, ONO.name}


def test_both_pages_come_from_the_file_alone(station: Station) -> None:
    station.tests(MIA, FIRST.uid, passed=False)
    words = Words.load("de")
    assert MIA.name in athlete_page(station.path, MIA.uid, words)
    assert MIA.name in group_page(station.path, FIRST.uid, words)


def _spoil(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path)) as results:
        results.execute(change)
        results.commit()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE repetitions SET curve = '{\"t\": 1}'",
        "UPDATE repetitions SET curve = '[[1, 2]]'",
        "UPDATE repetitions SET curve = '[[\"a\", 1, 1, 1, 1]]'",
        "UPDATE repetitions SET curve = 'no JSON'",
        "UPDATE repetitions SET outcome = 'MAYBE'",
        "UPDATE repetitions SET reason = 'yawns'",
        "UPDATE faults SET code = 'yawns' WHERE code = 'squat'",
        "UPDATE tests SET started_utc = 'yesterday'",
    ],
)
def test_what_nobody_understands_is_told_in_one_line(station: Station, change: str) -> None:
    station.tests(MIA, FIRST.uid, passed=False)
    _spoil(station.path, change)
    with pytest.raises(ResultsError, match="does not understand") as told:
        read_athlete(station.path, MIA.uid)
    assert "\n" not in str(told.value) and str(station.path) in str(told.value)


def test_no_results_no_athlete_and_no_screening_are_told_in_one_line(
    tmp_path: Path, station: Station
) -> None:
    words = Words.load()
    with pytest.raises(ResultsError, match="no results yet"):
        athlete_page(tmp_path / "none.db", "uid", words)
    with pytest.raises(ResultsError, match="no such athlete"):
        athlete_page(station.path, "uid", words)
    with pytest.raises(ResultsError, match="no such screening"):
        group_page(station.path, "uid", words)
    with pytest.raises(ResultsError, match="no screening of this group"):
        find_screening(station.path, "uid")
    (tmp_path / "text.db").write_text("Dear coach,\n" * 99)
    with pytest.raises(ResultsError, match="damaged or not a database"):
        group_page(tmp_path / "text.db", "uid", words)
    _spoil(tmp_path / "old.db", "PRAGMA user_version = 9")
    with pytest.raises(ResultsError, match="belongs to another program"):
        group_page(tmp_path / "old.db", "uid", words)
