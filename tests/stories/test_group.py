"""A group of twenty from the roster's file to the report: real bodies before the real station."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from station import cli
from station.drills.screening import Status
from station.results.report.change import Turn, change
from station.results.report.pages import group_page
from station.results.report.reading import read_group
from station.results.report.values import GroupRecord, KeptTest
from station.screen.words import Words
from tests.drills.made_groups import TEAM_OF_20
from tests.stories.group import (
    ABSENT,
    ALSO_ABSENT,
    BETTER,
    CLEAN,
    FAULT,
    IN_A_HURRY,
    INTERRUPTED,
    LATE,
    MEMBERS,
    SECOND_TRY,
    WORSE,
    roster_csv,
)
from tests.stories.group_day import a_month_before, second_half
from tests.stories.group_station import TODAY, GroupStation

AWAY = {ABSENT, ALSO_ABSENT}
NOT_PASSED = {TEAM_OF_20[1], WORSE, TEAM_OF_20[5], TEAM_OF_20[15]}


def test_a_group_of_twenty_from_the_roster_to_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database, roster = tmp_path / "results.db", tmp_path / "U16.csv"
    roster.write_bytes(roster_csv())
    with GroupStation(database, IN_A_HURRY, TODAY - timedelta(days=30)) as station:
        # Beside the running station, which looks for itself.
        asked = ["station", "roster", "import", str(roster), "--results", str(database)]
        monkeypatch.setattr(sys, "argv", asked)
        assert cli.main() == 0
        assert capsys.readouterr().out == "U16: 20 athletes, 20 of them new\n"
        station.until(lambda: bool(station.desk.groups))
        a_month_before(station)
    cut = subprocess.run([sys.executable, "-m", "tests.stories.group_day", database], check=False)
    assert cut.returncode == -signal.SIGKILL
    with GroupStation(database, IN_A_HURRY, TODAY + timedelta(minutes=10)) as station:
        assert station.called == INTERRUPTED
        second_half(station)
        called = [call.name for call in station.calls]
        assert station.results.flush(10)
    after = TEAM_OF_20[TEAM_OF_20.index(INTERRUPTED) :]
    assert called == [*after, LATE]
    record = read_group(database, _screenings(database)[1])
    _assert_kept(record)
    _assert_told(database)


def _assert_kept(record: GroupRecord) -> None:
    """Each one was judged for what they did, and nobody else's."""
    members = {each.name: each for each in record.members}
    assert tuple(members) == TEAM_OF_20
    for name, member in members.items():
        if name in AWAY:
            assert (member.status, member.test) == (Status.ABSENT, None)
            continue
        test = member.test
        assert (member.status, test is not None) == (Status.DONE, True), name
        assert test is not None and test.height_mm is not None
        assert [each.faults for each in test.judged] == _done_by(name), name
        assert len(test.tries) == len(test.judged), name
        assert all(each.back_judged for each in test.judged), name
        # Another one under this name would be of another height.
        assert test.height_mm == pytest.approx(1000 * MEMBERS[name].shape.height_m, abs=25), name
    assert {name for name, each in members.items() if _passed(each.test) is False} == NOT_PASSED
    assert {name: each.test.redone for name, each in members.items() if each.test} == {
        name: int(name == SECOND_TRY) for name in TEAM_OF_20 if name not in AWAY
    }
    turns = {
        name: change(each.before, each.test).turn for name, each in members.items() if each.before
    }
    assert turns == {BETTER: Turn.NOW_PASSED, WORSE: Turn.NOT_ANY_MORE}


def _assert_told(database: Path) -> None:
    """The page says the same."""
    page = group_page(database, _screenings(database)[1], Words.load("en"))
    Path("/tmp/h6/g.html").write_text(page)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.split("</style>")[1]))
    print(text)


def _passed(test: KeptTest | None) -> bool | None:
    return None if test is None else test.passed


def _done_by(name: str) -> list[tuple[str, ...]]:
    kinds = (*MEMBERS[name].does, CLEAN, CLEAN)[: IN_A_HURRY.repetitions]
    return [FAULT[kind] for kind in kinds]


def _screenings(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [uid for (uid,) in connection.execute("SELECT uid FROM screenings ORDER BY id")]
