"""One use after the other on one station, and what comes between: real frames, a real store."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from station import cli
from station.drills.commands import CloseScreening, KeepGroup, StartScreening
from station.drills.refusal import Refusal
from station.drills.roster import Entry
from station.drills.screening import Status
from station.drills.screening_test import ScreeningTest
from station.drills.walk_up import WalkUpTest
from station.errors import NoCameraError
from station.results.report.reading import read_group
from station.results.rosters import load_groups, load_screening
from station.screen.state import StateName
from tests.drills.made_groups import TEAM_OF_20
from tests.stories.group import CLEAN, IN_A_HURRY
from tests.stories.group_station import GroupStation

ONE, OTHER = TEAM_OF_20[:2]


@pytest.fixture
def station(tmp_path: Path) -> Iterator[GroupStation]:
    """A walk-up station with a group of two."""
    with GroupStation(tmp_path / "results.db", IN_A_HURRY) as opened:
        opened.take(KeepGroup(None, "U16", (Entry(ONE), Entry(OTHER))))
        opened.until(lambda: opened.waits)
        yield opened


def test_a_screening_in_the_middle_of_the_walk_up_and_back(station: GroupStation) -> None:
    """The visitor under test is left in peace; then it is the group's, and after it anybody's."""
    flow = station.kiosk.flow
    station.send(OTHER, (CLEAN,))
    station.until(lambda: flow.name is StateName.TEST)
    station.start()
    station.until(lambda: flow.name is not StateName.TEST)
    assert isinstance(flow.visit.test, WalkUpTest)
    station.until(lambda: station.kiosk.flow is not flow)
    assert station.kiosk.flow.name is StateName.INVITATION
    screened = station.kiosk.flow
    station.until(lambda: station.waits)
    station.send(ONE, (CLEAN,))
    station.until(lambda: screened.name is StateName.TEST)
    test = screened.visit.test
    assert isinstance(test, ScreeningTest)
    assert test.athlete.name == ONE
    assert station.desk.take(CloseScreening()) is Refusal.TESTING
    station.until(lambda: station.waits)
    station.take(CloseScreening())
    station.until(lambda: station.kiosk.flow is not screened)
    station.send(OTHER, (CLEAN,))
    station.until(lambda: station.kiosk.flow.name is StateName.TEST)
    assert isinstance(station.kiosk.flow.visit.test, WalkUpTest)


def test_where_one_visitor_follows_the_other_a_screening_begins_all_the_same(
    station: GroupStation,
) -> None:
    station.send(OTHER, (CLEAN,))
    station.until(lambda: station.kiosk.flow.name is StateName.THANKS)
    station.send(OTHER, (CLEAN,))
    station.start()
    station.until(lambda: station.kiosk.flow.name is StateName.TEST)
    assert isinstance(station.kiosk.flow.visit.test, ScreeningTest)


def under_test(station: GroupStation) -> ScreeningTest:
    """The first of the group, in the middle of their test."""
    station.start()
    station.until(lambda: station.kiosk.flow.name is StateName.INVITATION)
    station.turn()
    station.send(ONE, (CLEAN, CLEAN))
    station.until(lambda: station.kiosk.flow.name is StateName.TEST)
    test = station.kiosk.flow.visit.test
    assert isinstance(test, ScreeningTest)
    station.until(lambda: bool(test.attempts))
    return test


def test_without_a_camera_nobody_is_under_test_for_ever(station: GroupStation) -> None:
    under_test(station)
    station.mat.trouble = NoCameraError("no RealSense camera is plugged in")
    gone_s = station.mat.time_s
    station.until(lambda: station.mat.time_s > gone_s + 10)
    assert station.desk.take(CloseScreening()) is Refusal.TESTING
    station.until(lambda: station.mat.time_s > gone_s + 50)
    assert not station.desk.testing
    station.mat.trouble = None
    station.until(lambda: station.waits)
    station.send(ONE, (CLEAN, CLEAN))
    station.until(lambda: station.kiosk.flow.name is StateName.TEST)
    again = station.kiosk.flow.visit.test
    assert isinstance(again, ScreeningTest)
    assert (again.athlete.name, again.attempts) == (ONE, ())


def test_a_camera_that_is_back_soon_finds_the_test_as_it_was(station: GroupStation) -> None:
    test = under_test(station)
    station.mat.trouble = NoCameraError("no RealSense camera is plugged in")
    gone_s = station.mat.time_s
    station.until(lambda: station.mat.time_s > gone_s + 5)
    station.mat.trouble = None
    station.until(lambda: station.mat.free)
    assert test.attempts
    assert station.kiosk.flow.visit.test is test


def test_another_camera_ends_the_test_and_they_stay_called(station: GroupStation) -> None:
    under_test(station)
    station.mat.serial = "4711"
    station.turn()
    assert (station.desk.testing, station.called) == (False, ONE)


def test_a_group_deleted_beside_the_station_in_the_middle_of_a_test(
    station: GroupStation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    under_test(station)
    database = tmp_path / "results.db"
    asked = ["station", "roster", "delete", "U16", "--yes", "--results", str(database)]
    monkeypatch.setattr(sys, "argv", asked)
    assert station.results.flush(10)
    assert cli.main() == 0
    station.until(lambda: not station.desk.groups)
    assert station.desk.screening is None
    station.until(lambda: station.waits)
    station.send(OTHER, (CLEAN,))
    station.until(lambda: station.kiosk.flow.name is StateName.TEST)
    assert isinstance(station.kiosk.flow.visit.test, WalkUpTest)
    assert station.results.flush(10)
    assert (load_groups(database), load_screening(database)) == ((), None)
    assert ONE not in capsys.readouterr().err


def test_a_roster_without_them_imported_in_the_middle_of_their_test(
    station: GroupStation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They finish, what came of it stays, and whoever is new in the roster comes after."""
    under_test(station)
    roster = tmp_path / "U16.csv"
    roster.write_text(f"{OTHER}\nNew One\n", encoding="utf-8")
    asked = ["station", "roster", "import", str(roster), "--results", str(station.database)]
    monkeypatch.setattr(sys, "argv", asked)
    assert station.results.flush(10)
    assert cli.main() == 0
    station.until(lambda: station.waits and len(station.desk.groups[0].former) == 1)
    assert station.called == OTHER
    assert station.results.flush(10)
    state = load_screening(station.database)
    assert state is not None
    assert [each.name for each in state.group.athletes] == [OTHER, "New One"]
    kept = {each.name: each for each in read_group(station.database, state.uid).members}
    test = kept[ONE].test
    assert (kept[ONE].status, kept["New One"].status) == (Status.DONE, Status.WAITING)
    assert test is not None
    assert len(test.judged) == 2


def test_a_screening_begun_while_another_one_is_open_closes_it(station: GroupStation) -> None:
    station.start()
    station.take(KeepGroup(None, "U18", (Entry("Zed"),)))
    station.take(StartScreening(station.desk.groups[1].uid, "wall-tap"))
    station.until(lambda: station.waits)
    assert station.called == "Zed"
    assert station.results.flush(10)
    station.take(CloseScreening())
    assert station.results.flush(10)
    state = load_screening(station.database)
    assert state is None
