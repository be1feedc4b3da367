"""``station results`` and ``station roster``, as somebody types them."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import pytest
from jsonschema_rs import Draft202012Validator

from station import cli
from station.drills.ladder import Ending
from station.drills.roster import Athlete
from station.results.about import TestAbout, TestEnd
from station.results.aside import set_aside
from station.results.backup import back_up, copies
from station.results.outbox import Outbox
from station.results.rosters import load_groups
from station.results.shredding import files_of, holds
from station.results.store import Store
from tests.results.made_results import (
    FAULTY,
    FINISHED,
    NOT_JUDGED,
    PASSED,
    STARTED,
    WALK_UP,
    WARM_UP,
    attempt,
    count,
    row_of,
    start,
)
from tests.results.made_rosters import JOSE, MIA, ONO, OTHERS, TEAM, WAITING, screening_of

Run = Callable[..., tuple[int, str, str]]
VERSION_1 = Path(__file__).with_name("version_1.sql")


@pytest.fixture
def station(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """Run the command in this process, with its state in ``tmp_path``."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["station", *map(str, arguments)])
        code = cli.main()
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture(autouse=True)
def zone() -> Iterator[Callable[[str], None]]:
    """Moves the station to another time zone; it stands at Greenwich."""
    with pytest.MonkeyPatch.context() as patch:

        def move(name: str) -> None:
            patch.setenv("TZ", name)
            time.tzset()

        move("UTC")
        yield move
    time.tzset()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two groups, and six tests on three days of which one has no date."""
    path = tmp_path_factory.mktemp("kept") / "results.db"
    tests: list[tuple[str, TestAbout, int, bool | None]] = [
        ("aaaa1", WALK_UP, 0, None),
        ("aaaa2", WARM_UP, 0, None),
        ("bbbb1", screening_of(MIA), 1, False),
        ("bbbb2", screening_of(MIA), 1, True),
        ("cccc1", screening_of(JOSE), 1, None),
        ("dddd1", WARM_UP, 2, None),
    ]
    with closing(Store.open(path)) as store:
        others = (replace(OTHERS.athletes[0], number="11"), Athlete("zoe", "Zoë", "11"))
        store.keep_group(replace(OTHERS, athletes=others), STARTED, clock_trusted=True)
        store.keep_screening(WAITING, STARTED, clock_trusted=True)
        for uid, about, day, passed in tests:
            begun = start(uid, about)
            moved = replace(begun, started=STARTED + timedelta(days=day), clock_trusted=day < 2)
            test_id = row_of(store, moved)
            for number, verdict in enumerate((FAULTY, PASSED, FAULTY, NOT_JUDGED), 1):
                done = replace(attempt(verdict), practice=number == 1)
                store.add_repetition(test_id, done, number)
            score_m = 0.15 if about is WALK_UP else None
            store.finish_test(test_id, TestEnd(1.7, score_m, Ending.DONE, passed), FINISHED)
    return path


@pytest.fixture
def path(kept: Path, tmp_path: Path) -> Path:
    """The same where the station looks for it."""
    return Path(copy(kept, tmp_path))


def test_the_list_has_a_line_for_each_test(station: Run, path: Path) -> None:
    code, out, err = station("results", "list")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "test   date              use        drill        athlete"
        "                                     clean   result",
        "aaaa1  2026-11-21 18:30  walk-up    wall-tap     -"
        "                                           1 of 2  15 cm",
        "aaaa2  2026-11-21 18:30  warm-up    tempo-hinge  -"
        "                                           1 of 2  done",
        "bbbb1  2026-11-22 18:30  screening  wall-tap     Mia Quetschkommode (7), Zwölfte"
        " Mannschaft  1 of 2  not passed; redone",
        "bbbb2  2026-11-22 18:30  screening  wall-tap     Mia Quetschkommode (7), Zwölfte"
        " Mannschaft  1 of 2  passed",
        "cccc1  2026-11-22 18:30  screening  wall-tap     José Ñandú (10), Zwölfte"
        " Mannschaft         1 of 2  done",
        "dddd1  date unknown      warm-up    tempo-hinge  -"
        "                                           1 of 2  done",
    ]


@pytest.mark.parametrize(
    ("arguments", "tests"),
    [
        (("--group", "zwölfte mannschaft"), ["bbbb1", "bbbb2", "cccc1"]),
        (("--athlete", "josé ñandú"), ["cccc1"]),
        (("--athlete", "Jose\u0301 N\u0303andu\u0301"), ["cccc1"]),
        (("--athlete", "7"), ["bbbb1", "bbbb2"]),
        (("--use", "warm-up"), ["aaaa2", "dddd1"]),
        (("--since", "2026-11-22"), ["bbbb1", "bbbb2", "cccc1"]),
        (("--since", "2027-01-01"), []),
        (("--athlete", "Mia Quetschkommode", "--group", "Die Anderen"), []),
    ],
)
def test_what_is_listed(
    station: Run, path: Path, arguments: tuple[str, ...], tests: list[str]
) -> None:
    code, out, err = station("results", "list", "--json", *arguments)
    assert (code, err) == (0, "")
    assert [test["test"] for test in json.loads(out)["tests"]] == tests
    code, out, err = station("results", "list", *arguments)
    assert [line.split()[0] for line in out.splitlines()[1:]] == tests
    assert ("left out: 1 test without a date" in err) is ("--since" in arguments)


def test_a_test_is_shown_by_the_beginning_of_its_name(station: Run, path: Path) -> None:
    code, out, err = station("results", "show", "bbbb2")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "test bbbb2: 2026-11-22 18:30",
        "  Mia Quetschkommode (7), Zwölfte Mannschaft, 170 cm tall; screening, wall-tap",
        "  asked: screening wall-tap 15.0 cm",
        "  result: passed",
        "  set  number  wall     verdict     gap      lumbar  down-hold-up   what",
        "  1    1       12.5 cm  practice    -4.5 mm  6.5 °   1.5-0.2-1.1 s  lumbar_flexion squat",
        "  1    2       12.5 cm  PASS        -4.5 mm  6.5 °   1.5-0.2-1.1 s",
        "  1    3       12.5 cm  FAULT       -4.5 mm  6.5 °   1.5-0.2-1.1 s  lumbar_flexion squat",
        "  1    4       12.5 cm  NO_VERDICT  -4.5 mm  6.5 °   1.5-0.2-1.1 s  too few valid pixels",
    ]
    _, out, _ = station("results", "show", "--group", TEAM.name)
    assert out.count("  result: ") == 3


def test_days_count_to_the_repetition_and_only_what_decides(station: Run, path: Path) -> None:
    code, out, err = station("results", "days", "--json")
    assert (code, err) == (0, "")
    faults = {"lumbar_flexion": 1, "squat": 1}
    one = {"visits": 1, "judged": 2, "clean": 1, "not_judged": 1, "faults": faults}
    three = {"visits": 3, "judged": 6, "clean": 3, "not_judged": 3}
    assert json.loads(out) == [
        {"date": "2026-11-21", "use": "walk-up", "drill": "wall-tap", **one},
        {"date": "2026-11-21", "use": "warm-up", "drill": "tempo-hinge", **one},
        {"date": "2026-11-22", "use": "screening", "drill": "wall-tap", **three}
        | {"faults": {"lumbar_flexion": 3, "squat": 3}},
        {"date": None, "use": "warm-up", "drill": "tempo-hinge", **one},
    ]
    _, out, _ = station("results", "days")
    assert out.splitlines()[-1].startswith("date unknown  warm-up")


def test_a_day_is_one_of_the_place_where_the_station_stands(
    station: Run, path: Path, zone: Callable[[str], None]
) -> None:
    zone("XXX-12")
    days = json.loads(station("results", "days", "--json")[1])
    assert [day["date"] for day in days] == ["2026-11-22", "2026-11-22", "2026-11-23", None]
    told = json.loads(station("results", "list", "--json", "--since", "2026-11-23")[1])
    assert [test["test"] for test in told["tests"]] == ["bbbb1", "bbbb2", "cccc1"]


def test_exports_are_written_once_and_overwritten_only_when_asked(
    station: Run, path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.json"
    assert station("results", "export", target) == (0, "", "")
    _, schema, _ = station("results", "schema")
    told = json.loads(target.read_text(encoding="utf-8"))
    Draft202012Validator(json.loads(schema)).validate(told)
    assert len(told["tests"]) == 6
    code, _, err = station("results", "export", target, "--use", "walk-up")
    assert (code, err) == (
        2,
        f"station: {target}: exists already; name another file or add --force\n",
    )
    assert station("results", "export", target, "--use", "walk-up", "--force")[0] == 0
    assert len(json.loads(target.read_text(encoding="utf-8"))["tests"]) == 1
    code, out, _ = station("results", "export", "-")
    assert (code, len(out.splitlines())) == (0, 1 + 6 * 4)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (
            ("list", "--athlete", "Mia Quetschkommode"),
            "more than one athlete is called 'Mia Quetschkommode': Mia Quetschkommode (11), Die"
            " Anderen; Mia Quetschkommode (7), Zwölfte Mannschaft. Name the group, or use the"
            " number as the name",
        ),
        (
            ("delete", "--athlete", "11", "--yes"),
            "more than one athlete is called '11': Mia Quetschkommode (11), Die Anderen; Zoë (11),"
            " Die Anderen.",
        ),
        (
            ("export", "-", "--athlete", "Jose Nandu"),
            "there is no athlete 'Jose Nandu'; did you mean José Ñandú (10), Zwölfte Mannschaft?",
        ),
        (
            ("list", "--group", "Zwolfte"),
            "there is no group 'Zwolfte'; did you mean Zwölfte Mannschaft?",
        ),
        (("show", "bbbb"), "more than one test begins with bbbb: write more of it"),
        (("show", "b"), "write at least 4 signs of a test, not 'b'"),
        (("show", "%%%%"), "there is no test %%%%; station results list names them"),
        (("delete", "--test", "eeee", "--yes"), "there is no test eeee"),
        (("delete", "--yes"), "name one of --athlete"),
        (("delete", "--athlete", "7", "--before", "2026-11-22"), "name one of --athlete"),
        (("show",), "name a test, or --athlete or --group"),
        (("list", "--since", "yesterday"), "must be a date such as 2026-11-30, not 'yesterday'"),
        (("list", "--use", "party"), "'party' is not one of"),
    ],
)
def test_what_is_not_there_or_not_clear_is_told_in_one_line(
    station: Run, path: Path, arguments: tuple[str, ...], why: str
) -> None:
    code, _, err = station("results", *arguments)
    assert code == 2
    assert err.startswith("station: ") and why in err
    assert err.count("\n") == 1
    assert count(path, "tests") == 6


@pytest.mark.parametrize(
    "command", [("list",), ("days",), ("export", "-"), ("delete", "--test", "x")]
)
def test_results_that_cannot_be_read_are_told_in_one_line(
    station: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    path = tmp_path / "results.db"
    assert station("results", *command) == (4, "", f"station: {path}: no results yet\n")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    code, _, err = station("results", *command)
    assert (code, "written by an older station" in err, err.count("\n")) == (4, True, 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "written by a newer station (version 99" in station("results", *command)[2]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 7")
    assert "belongs to another program" in station("results", *command)[2]
    path.write_bytes(b"no database" * 1000)
    code, out, err = station("results", *command)
    assert (code, out, err.count("\n")) == (4, "", 1)
    assert "is damaged or not a database" in err


def everything(folder: Path, *words: str) -> list[str]:
    """The files below a folder that hold one of the words."""
    return [file.name for file in folder.rglob("*") if file.is_file() and holds(file, words)]


def test_deleting_says_what_will_go_and_asks(
    station: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    code, out, _ = station("results", "delete", "--group", TEAM.name)
    assert code == 130
    assert out.startswith(
        "to delete: group Zwölfte Mannschaft: 3 athletes, 3 tests with 12 repetitions; in"
    )
    assert len(load_groups(path)) == 2


def test_of_the_deleted_nothing_is_left_in_any_file(
    station: Run, path: Path, tmp_path: Path
) -> None:
    back_up(path, tmp_path / "backups", datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    with closing(Outbox.open(tmp_path / "outbox.db")) as outbox:
        outbox.gather(path)
        assert outbox.waiting
    damaged = tmp_path / "results.damaged-1.db"
    copy(path, damaged)
    with closing(Store.open(path)):
        secrets = (JOSE.name, "Ñandú")
        assert len(everything(tmp_path, *secrets)) >= 3
        code, out, err = station("results", "delete", "--athlete", JOSE.name, "--yes")
        assert (code, err) == (0, "")
        assert out.splitlines() == [
            "to delete: athlete José Ñandú (10), Zwölfte Mannschaft: 1 test with 4 repetitions; in"
            f" {path} and in the copies in {tmp_path / 'backups'}",
            f"{damaged} is damaged and holds the name: --damaged deletes it as well",
            "deleted; 1 copy written anew without it",
        ]
        assert everything(tmp_path, *secrets) == [damaged.name]
        assert not holds(tmp_path / "outbox.db", [MIA.name, ONO.name, TEAM.name])
        code, out, _ = station("roster", "delete", OTHERS.name, "--yes")
        assert (code, everything(tmp_path, OTHERS.name)) == (0, [damaged.name])
        code, out, _ = station("results", "delete", "--group", TEAM.name, "--yes", "--damaged")
        assert (code, f"{damaged}: deleted" in out) == (0, True)
        assert everything(tmp_path, TEAM.name, MIA.name, ONO.name, JOSE.name) == []
    assert count(path, "tests") == 3


def test_what_is_damaged_can_be_deleted_by_itself(station: Run, path: Path, tmp_path: Path) -> None:
    """As after somebody was deleted by phone, where nobody asks for it."""
    back_up(path, tmp_path / "backups", datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    spoilt = tmp_path / "backups" / "results-2026-11-23T0300.db"
    spoilt.write_bytes(b"no database" * 1000)
    damaged = Path(copy(path, tmp_path / "results.damaged-1.db"))
    code, out, _ = station("results", "delete", "--damaged", "--yes")
    assert (code, damaged.exists(), spoilt.exists()) == (0, False, False)
    assert out.splitlines()[-2:] == [f"{damaged}: deleted", f"{spoilt}: deleted"]
    assert (count(path, "tests"), len(copies(tmp_path / "backups"))) == (6, 1)


def test_who_is_only_in_a_copy_is_found_and_deleted_there(
    station: Run, path: Path, tmp_path: Path
) -> None:
    """The database was damaged, set aside and begun anew."""
    back_up(path, tmp_path / "backups", datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    set_aside(path)
    Store.open(path).close()
    code, out, _ = station("results", "delete", "--athlete", "10", "--yes", "--damaged")
    assert (code, "found only in results-2026-11-22T0300.db" in out) == (0, True)
    assert everything(tmp_path, JOSE.name) == []


def test_tests_before_a_day_and_a_single_one_are_deleted_in_the_copies_too(
    station: Run, path: Path, tmp_path: Path
) -> None:
    back_up(path, tmp_path / "backups", datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    code, out, _ = station("results", "delete", "--before", "2026-11-22", "--yes")
    assert (code, "2 tests with 8 repetitions from before that day" in out) == (0, True)
    assert station("results", "delete", "--test", "cccc1", "--yes")[0] == 0
    (kept,) = copies(tmp_path / "backups")
    assert (count(path, "tests"), count(kept, "tests")) == (3, 3)


def test_a_roster_is_imported_listed_and_changed(station: Run, tmp_path: Path) -> None:
    file = tmp_path / "Blau-Weiß.csv"
    file.write_text("Name;Nr\nJürgen O'Neil;3\n小野 🤸;\n", encoding="utf-8")
    assert station("roster", "import", file) == (0, "Blau-Weiß: 2 athletes, 2 of them new\n", "")
    (before,) = load_groups(tmp_path / "results.db")
    file.write_text('Name;Nr\n小野 🤸;\n"Müller, Änne";4\n', encoding="utf-8")
    code, out, _ = station("roster", "import", file, "--group", "blau-weiss")
    assert (code, out) == (
        0,
        "blau-weiss: 2 athletes, 1 of them new; 1 not in the file any more: called no more,"
        " results kept\n",
    )
    (after,) = load_groups(tmp_path / "results.db")
    assert (after.uid, after.athletes[0]) == (before.uid, before.athletes[1])
    assert station("roster", "list")[1] == "blau-weiss: 2 athletes, 1 former\n"
    assert station("roster", "list", "BLAU-WEISS")[1].splitlines()[1:] == [
        "        小野 🤸",
        "     4  Müller, Änne",
    ]
    code, out, _ = station("roster", "list", "--json")
    assert [each["name"] for each in json.loads(out)[0]["athletes"]] == ["小野 🤸", "Müller, Änne"]


def test_every_wrong_line_of_a_roster_is_told_and_nothing_taken_over(
    station: Run, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("Name;Nr\n;3\nMia;12345678901\n", encoding="utf-8")
    code, out, err = station("roster", "import", file)
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"{file}: line 2: no name. Write one, or delete the line.",
        f"{file}: line 3: the number of “Mia” is too long. It has 10 characters at most.",
    ]
    code, _, err = station("roster", "import", tmp_path / "none.csv")
    assert (code, err) == (
        2,
        f"{tmp_path / 'none.csv'} cannot be read (No such file or directory)\n",
    )
    assert not (tmp_path / "results.db").exists()


def test_an_import_beside_a_running_station_takes_the_first_version_over(
    station: Run, tmp_path: Path
) -> None:
    path = tmp_path / "results.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    file = tmp_path / "Team.csv"
    file.write_text("Mia\nÄnne\n", encoding="utf-8")
    assert station("roster", "import", file)[0] == 0
    assert (len(load_groups(path)[0].athletes), count(path, "tests")) == (2, 3)
    assert all(file.name.startswith("results") for file in files_of(path))
