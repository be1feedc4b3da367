"""A group of twenty from the roster's file to the report: real bodies before the real station."""

from __future__ import annotations

import html
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
        assert capsys.readouterr().out.startswith("U16: 20 athletes")
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
    (_, screening), unfinished = _kept_in(database)
    assert unfinished == [INTERRUPTED], "begun before the power cut, and never told of"
    _assert_kept(read_group(database, screening))
    _assert_told(group_page(database, screening, Words.load("en")))


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
        name: change(each.before, each.test).turn
        for name, each in members.items()
        if each.before and each.test
    }
    assert turns == {BETTER: Turn.NOW_PASSED, WORSE: Turn.NOT_ANY_MORE}


def _assert_told(page: str) -> None:
    """The page says the same: how many, who and why, in words."""
    tiles = re.findall(r"<li[^>]*><b>(\d+)</b>([^<]*)</li>", page)
    assert {what.strip(): int(count) for count, what in tiles} == {
        "in the group": 20,
        "tested": 18,
        "✓ passed": 14,
        "✕ not passed": 4,
        "– not judged": 0,
        "absent": 2,
    }
    athletes, fault_map, *_ = (_rows(table) for table in page.split("<table")[1:])
    told = {row[0]: row[1:] for row in athletes}
    assert told["5 Łukasz Żak"] == ["absent"]
    assert told["1 Jörg Müller"][0] == "✓ Passed"
    assert told["1 Jörg Müller"][-1].startswith("now passed Low back rounds 3")
    assert told["3 Siobhán O'Brien"][-1].startswith("not passed any more Knee bend 1")
    assert told[f"7 {TEAM_OF_20[6]}"][:2] == ["✓ Passed", "✓ ✓"]
    assert told["9 Øyvind Åse ↻ redone"][:2] == ["✓ Passed", "✓ ✓"]
    assert told["12 =SUMME(A1)"][:2] == ["✓ Passed", "✕ ✓"]
    seen = {row[0]: row[1:] for row in fault_map}
    assert fault_map[0] == ["low back rounds", "squats", "neck cranes up", "no touch"]
    assert seen["Anaïs Lefèvre"] == ["✕ 2/2", "·", "·", "·"]
    assert seen["Zoë Weiß"] == ["·", "·", "·", "1/2"]
    assert seen["Counts for so many"] == ["1", "1", "1", "1"]


def _rows(table: str) -> list[list[str]]:
    """The words of every cell that has some."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, flags=re.DOTALL)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows)
    return [[text for cell in row if (text := _text(cell))] for row in cells]


def _text(cell: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", cell)).split())


def _passed(test: KeptTest | None) -> bool | None:
    return None if test is None else test.passed


def _done_by(name: str) -> list[tuple[str, ...]]:
    kinds = (*MEMBERS[name].does, CLEAN, CLEAN)[: IN_A_HURRY.repetitions]
    return [FAULT[kind] for kind in kinds]


def _kept_in(database: Path) -> tuple[list[str], list[str]]:
    """The screenings, and whose tests have no end."""
    unfinished = "SELECT name FROM tests JOIN athletes ON athletes.id = athlete_id"
    with closing(sqlite3.connect(database)) as results:
        screenings = results.execute("SELECT uid FROM screenings ORDER BY id").fetchall()
        names = results.execute(f"{unfinished} WHERE finished_utc IS NULL").fetchall()
    return [uid for (uid,) in screenings], [name for (name,) in names]
