"""Of who is deleted, nothing is left: not in the results, the journal, nor in any copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.config import ResultsSettings
from station.drills.roster import Athlete, Group
from station.results import shredding
from station.results.backup import back_up, check, copies
from station.results.erase import Goal, erase
from station.results.retention import delete_older
from station.results.rosters import load_groups
from station.results.shredding import files_of, holds
from station.results.store import Store
from station.service.maintain import maintain
from tests.results.made_results import (
    FAULTY,
    STARTED,
    attempt,
    count,
    held_by_another_process,
    result,
    results,
    row_of,
    rows,
    start,
)
from tests.results.made_rosters import JOSE, MIA, ONO, OTHERS, TEAM, WAITING, screening_of

VERSION_1 = Path(__file__).with_name("version_1.sql")
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def a_test_of(store: Store, athlete: Athlete, uid: str, repetitions: int = 4) -> None:
    """One more test of somebody."""
    test_id = row_of(store, start(uid, screening_of(athlete)))
    for number in range(1, repetitions + 1):
        store.add_repetition(test_id, attempt(FAULTY), number)
    store.finish_test(test_id, result(passed=False), STARTED)


@pytest.fixture
def store(path: Path, folder: Path) -> Iterator[Store]:
    """A running station with two copies of its results."""
    with closing(Store.open(path)) as opened:
        opened.keep_group(OTHERS, STARTED, clock_trusted=True)
        opened.keep_screening(WAITING, STARTED, clock_trusted=True)
        for athlete in TEAM.athletes:
            a_test_of(opened, athlete, f"test of {athlete.uid}")
        for hour in range(2):
            back_up(path, folder, NOW + timedelta(hours=hour))
        yield opened


def everything(path: Path, folder: Path) -> list[Path]:
    """All files in which something of the results could be."""
    return [*files_of(path), *folder.iterdir()]


def holding(path: Path, folder: Path, *words: str) -> list[str]:
    """The files that hold one of the words, the journal included."""
    return [file.name for file in everything(path, folder) if holds(file, words)]


def test_of_a_deleted_athlete_no_byte_is_left(store: Store, path: Path, folder: Path) -> None:
    secrets = (JOSE.name, "Ñandú")
    assert len(holding(path, folder, *secrets)) >= 3
    done = erase(path, folder, Goal(athletes=(JOSE.uid,)))
    assert (done.copies, done.unreadable) == (2, ())
    assert holding(path, folder, *secrets) == []
    # The others are untouched, here and in the copies, which are whole.
    for database in (path, *copies(folder)):
        check(database)
        assert load_groups(database)[1] == replace(TEAM, athletes=(MIA, ONO))
        assert [count(database, table) for table in ("tests", "repetitions")] == [2, 8]
    assert sorted(holding(path, folder, MIA.name))[:2] == [copy.name for copy in copies(folder)]
    # The station that is running goes on.
    a_test_of(store, ONO, "next")


def test_of_a_deleted_group_no_byte_is_left(store: Store, path: Path, folder: Path) -> None:
    # Another athlete of the same name, in another group, stays.
    secrets = (TEAM.name, JOSE.name, ONO.name)
    erase(path, folder, Goal(groups=(TEAM.uid,)))
    assert holding(path, folder, *secrets) == []
    for database in (path, *copies(folder)):
        assert load_groups(database) == (OTHERS,)
        assert [count(database, table) for table in ("tests", "screenings", "turns")] == [0, 0, 0]


def test_one_test_is_deleted_also_from_copies_of_the_first_version(
    store: Store, path: Path, folder: Path
) -> None:
    old = folder / "results-2026-01-01T0300.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    (first, *_) = rows(old, "SELECT uid FROM tests")
    done = erase(path, folder, Goal(tests=(str(first["uid"]), f"test of {MIA.uid}")))
    assert done.copies == 3
    assert holding(path, folder, str(first["uid"])) == ["results.db"], "as deleted"
    assert [count(database, "tests") for database in copies(folder)] == [2, 2, 2]


def test_a_deleted_test_does_not_come_back_with_its_next_repetition(
    store: Store, path: Path
) -> None:
    running = start("running")
    store.begin_test(running)
    erase(path, None, Goal(tests=("running",)))
    assert store.begin_test(running) is None


def test_a_copy_that_knows_somebody_by_another_uid_is_searched_by_name(
    path: Path, folder: Path
) -> None:
    """The database was damaged and begun anew, and the roster read from its file again."""
    with closing(Store.open(path)) as before:
        before.keep_group(TEAM, STARTED, clock_trusted=True)
        back_up(path, folder, NOW)
    path.unlink()
    anew = Group("new", TEAM.name, tuple(replace(a, uid=f"new {a.uid}") for a in TEAM.athletes))
    with closing(Store.open(path)) as store:
        store.keep_group(anew, STARTED, clock_trusted=True)
        erase(path, folder, Goal(athletes=(f"new {MIA.uid}",)))
    assert holding(path, folder, MIA.name) == []
    (copy,) = copies(folder)
    assert load_groups(copy) == (replace(TEAM, athletes=(JOSE, ONO)),)


def test_a_copy_that_cannot_be_read_is_told(store: Store, path: Path, folder: Path) -> None:
    spoilt = folder / "results-2026-01-02T0300.db"
    spoilt.write_bytes(b"no database" * 1000)
    done = erase(path, folder, Goal(athletes=(MIA.uid,)))
    assert (done.copies, done.unreadable) == (2, (spoilt,))


def test_what_a_power_cut_left_of_a_copy_is_deleted(store: Store, path: Path, folder: Path) -> None:
    left = folder / ".results-2026-11-22T0300.99.db"
    left.write_bytes(copies(folder)[0].read_bytes())
    erase(path, folder, Goal(athletes=(JOSE.uid,)))
    assert not left.exists()


def test_at_night_damaged_files_are_told_while_somebody_is_to_be_gone(
    store: Store, path: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.with_name("results.damaged-1.db").write_bytes(b"no database")
    for deleted in (False, True):
        if deleted:
            erase(path, folder, Goal(athletes=(JOSE.uid,)))
        caplog.clear()
        maintain(path, folder, ResultsSettings(backups=5), NOW, trusted=True)
        told = [record.message for record in caplog.records if record.levelname == "WARNING"]
        assert any("station results delete --damaged" in line for line in told) is deleted
        assert not any(JOSE.name in record.message for record in caplog.records)


def test_at_night_copies_that_were_missed_are_looked_through(
    store: Store, path: Path, folder: Path
) -> None:
    """As when the power was cut between the results and the copies."""
    erase(path, None, Goal(athletes=(JOSE.uid,)))
    assert len(holding(path, folder, JOSE.name)) == 2
    maintain(path, folder, ResultsSettings(backups=5), NOW + timedelta(days=1), trusted=True)
    assert len(copies(folder)) == 3
    assert holding(path, folder, JOSE.name) == []


def test_the_kiosk_deletes_in_the_copies_too_and_nobody_waits(path: Path, folder: Path) -> None:
    with results(path, copies=folder) as kept:
        kept.keep_screening(WAITING)
        kept.begin(screening_of(MIA))
        kept.attempt(attempt())
        assert kept.flush(10)
        back_up(path, folder, NOW)
        kept.delete_athlete(MIA.uid)
        assert kept.flush(10)
        assert kept.trouble is None
        assert holding(path, folder, MIA.name) == []


def test_deleting_beside_a_station_that_writes_drops_only_the_test_that_runs(
    path: Path, folder: Path
) -> None:
    with results(path) as kept:
        kept.keep_screening(WAITING)
        kept.begin(screening_of(MIA))
        kept.attempt(attempt())
        assert kept.flush(10)
        erase(path, folder, Goal(athletes=(MIA.uid,)))
        for _ in range(3):
            kept.attempt(attempt())
        kept.finish(result())
        kept.begin(screening_of(JOSE))
        kept.attempt(attempt())
        assert kept.flush(10)
        assert (kept.trouble, kept.kept) == (None, 2)
    assert [count(path, table) for table in ("tests", "repetitions")] == [1, 1]
    assert not holds(path, [MIA.name])


def test_while_another_program_holds_the_results_nothing_is_half_deleted(
    store: Store, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shredding, "BUSY_S", 0.02)
    with held_by_another_process(path), pytest.raises(OSError, match="held by another program"):
        erase(path, folder, Goal(athletes=(MIA.uid,)))
    assert len(load_groups(path)[1].athletes) == 3
    assert len(load_groups(copies(folder)[0])[1].athletes) == 3


names = st.text("abcdefgñöß小🤸'\" -", min_size=8, max_size=60).filter(lambda name: name.strip())


@settings(max_examples=6, deadline=None)
@given(st.lists(names, min_size=8, max_size=120, unique=True), st.data())
def test_in_any_roster_whoever_is_deleted_leaves_no_byte(
    tmp_path_factory: pytest.TempPathFactory, everybody: list[str], data: st.DataObject
) -> None:
    """Also after corrections and moves, which let rows wander from page to page."""
    path = tmp_path_factory.mktemp("any") / "results.db"
    folder = path.with_name("backups")
    group = Group(
        "g", "Group", tuple(Athlete(f"uid-{n}", f"{n} {name}") for n, name in enumerate(everybody))
    )
    folder.mkdir()
    with closing(Store.open(path)) as store:
        store.keep_group(group, STARTED, clock_trusted=True)
        for number, athlete in enumerate(group.athletes[:6]):
            a_test_of(store, athlete, str(number), repetitions=2)
        longer = tuple(replace(each, name=f"{each.name} {each.name}") for each in group.athletes)
        store.keep_group(replace(group, athletes=longer), STARTED, clock_trusted=True)
        gone = data.draw(st.sampled_from(longer))
        erase(path, folder, Goal(athletes=(gone.uid,)))
        assert holding(path, folder, gone.name) == []
        assert len(load_groups(path)[0].athletes) == len(everybody) - 1


def test_a_corrected_name_is_gone_as_well(store: Store, path: Path) -> None:
    mended = tuple(replace(a, name="Anders") if a is JOSE else a for a in TEAM.athletes)
    store.keep_group(replace(TEAM, athletes=mended), STARTED, clock_trusted=True)
    store.close()
    assert not holds(path, [JOSE.name])


def test_names_go_with_the_last_of_their_results(path: Path, folder: Path) -> None:
    """Who has a test, a turn or a roster that is not too old stays."""
    old, new = STARTED - timedelta(days=400), STARTED
    absent = Athlete("absent", "Absent A.")
    with closing(Store.open(path)) as store:
        store.keep_group(OTHERS, old, clock_trusted=True)
        store.keep_group(replace(TEAM, athletes=(*TEAM.athletes, absent)), old, clock_trusted=True)
        store.keep_screening(replace(WAITING, uid="old", closed=True), old, clock_trusted=True)
        for athlete, when in ((MIA, old), (JOSE, new)):
            begun = replace(start(athlete.uid, screening_of(athlete, "old")), started=when)
            store.begin_test(begun)
        undated = Group("undated", "Undated", ())
        store.keep_group(undated, old, clock_trusted=False)
        assert delete_older(path, STARTED - timedelta(days=365)) == 1
        # The old screening has a test that is new: everybody with a turn in it stays.
        assert load_groups(path) == (TEAM, undated)
        assert delete_older(path, STARTED + timedelta(days=1)) == 1
        assert load_groups(path) == (undated,)
    folder.mkdir()
    gone = (TEAM.name, OTHERS.name, absent.name, MIA.name, JOSE.name)
    assert holding(path, folder, *gone) == []


def test_words_are_found_wherever_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for before in (0, 5, (1 << 20) - 3, (1 << 20) - 1, 1 << 20):
        file.write_bytes(b"\xa5" * before + "Größe".encode() + b"\xa5" * 9)
        assert holds(file, ["Größe"])
        assert not holds(file, ["Grösse", ""])
