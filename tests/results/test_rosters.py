"""Rosters and screenings come back as they were kept, and nobody who was deleted does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.drills.ladder import Ending
from station.drills.roster import Athlete, Group
from station.drills.screening import ScreeningState, Status
from station.errors import ResultsDamagedError, ResultsError
from station.results.about import TestEnd
from station.results.rosters import load_groups, load_passed, load_screening
from station.results.store import Store
from tests.results.made_results import STARTED, attempt, count, results, rows, start
from tests.results.made_rosters import JOSE, MIA, ONO, OTHERS, TEAM, WAITING, screening_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(Store.open(path)) as opened:
        yield opened


def keep(store: Store, group: Group) -> None:
    store.keep_group(group, STARTED, clock_trusted=True)


def screen(store: Store, state: ScreeningState, now: datetime = STARTED) -> None:
    store.keep_screening(state, now, clock_trusted=True)


def test_groups_come_back_in_order(store: Store, path: Path) -> None:
    keep(store, TEAM)
    keep(store, OTHERS)
    assert load_groups(path) == (TEAM, OTHERS)


def test_before_there_are_results_there_is_nobody(path: Path) -> None:
    assert load_groups(path) == ()
    assert load_screening(path) is None
    path.touch()
    assert load_groups(path) == ()


def test_what_cannot_be_read_is_told(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(ResultsDamagedError, match=r"results\.db is damaged"):
        load_groups(path)


def test_a_newer_database_is_told(store: Store, path: Path) -> None:
    with store._connection.begin():
        store._connection.exec_driver_sql("PRAGMA user_version = 99")
    with pytest.raises(ResultsError, match="written by a newer station"):
        load_screening(path)


def test_a_corrected_name_stays_the_same_athlete(store: Store, path: Path) -> None:
    keep(store, TEAM)
    store.begin_test(start(about=screening_of(MIA, None)))
    mended = replace(TEAM, name="Elfte", athletes=(ONO, replace(MIA, name="Mia Q.", number="")))
    keep(store, mended)
    # Who is in the group no more is kept for the results.
    assert load_groups(path) == (replace(mended, former=(JOSE,)),)
    (test,) = rows(path, "SELECT a.name FROM tests t JOIN athletes a ON a.id = t.athlete_id")
    assert test == {"name": "Mia Q."}


def test_two_groups_of_one_name_are_both_kept(store: Store, path: Path) -> None:
    """Typed on the phone and imported in the same moment."""
    keep(store, TEAM)
    keep(store, replace(OTHERS, name=TEAM.name))
    keep(store, replace(OTHERS, name=TEAM.name))
    assert [group.name for group in load_groups(path)] == [TEAM.name, f"{TEAM.name} (2)"]


def test_a_screening_comes_back_and_brings_its_group(store: Store, path: Path) -> None:
    screen(store, WAITING)
    assert load_screening(path) == WAITING
    assert load_groups(path) == (TEAM,)


def test_the_newest_open_screening_comes_back(store: Store, path: Path) -> None:
    screen(store, WAITING)
    newer = replace(WAITING, uid="newer", called=None, tested_last=None)
    screen(store, newer)
    assert load_screening(path) == newer
    screen(store, replace(newer, closed=True), STARTED + timedelta(hours=1))
    screen(store, replace(newer, closed=True), STARTED + timedelta(hours=2))
    assert load_screening(path) == WAITING
    (row,) = rows(path, "SELECT started_utc, closed_utc FROM screenings WHERE uid = 'newer'")
    assert row == {
        "started_utc": "2026-11-21T18:30:05.250+00:00",
        "closed_utc": "2026-11-21T19:30:05.250+00:00",
    }


def test_a_screening_goes_on_with_the_group_as_it_is_now(store: Store, path: Path) -> None:
    screen(store, WAITING)
    now = replace(TEAM, athletes=(ONO, MIA, Athlete("late", "Late Comer")))
    keep(store, now)
    state = load_screening(path)
    assert state is not None
    assert state.group == replace(now, former=(JOSE,))
    assert state.statuses == {
        ONO.uid: Status.WAITING,
        MIA.uid: Status.DONE,
        "late": Status.WAITING,
    }
    # What became of him so far is kept.
    screen(store, state)
    assert count(path, "turns") == 4


uids = st.sampled_from([MIA.uid, JOSE.uid, ONO.uid])


@settings(max_examples=8, deadline=None)
@given(
    st.fixed_dictionaries({uid: st.sampled_from(Status) for uid in WAITING.statuses}),
    uids | st.none(),
    uids | st.none(),
)
def test_any_state_of_a_screening_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    statuses: dict[str, Status],
    called: str | None,
    tested_last: str | None,
) -> None:
    path = tmp_path_factory.mktemp("any") / "results.db"
    state = replace(WAITING, statuses=statuses, called=called, tested_last=tested_last)
    with closing(Store.open(path)) as store:
        screen(store, WAITING)
        screen(store, state)
        assert load_screening(path) == state


def test_the_kiosk_keeps_screenings_without_waiting(path: Path) -> None:
    with results(path) as kept:
        kept.keep_group(OTHERS)
        kept.keep_screening(WAITING)
        kept.begin(screening_of(MIA))
        kept.attempt(attempt())
        assert kept.flush(10)
        assert (kept.kept, kept.trouble) == (1, None)
    assert load_groups(path) == (OTHERS, TEAM)
    (test,) = rows(
        path,
        "SELECT a.uid AS athlete, s.uid AS screening, use, t.drill, passed FROM tests t"
        " JOIN athletes a ON a.id = t.athlete_id JOIN screenings s ON s.id = t.screening_id",
    )
    assert test == {
        "athlete": MIA.uid,
        "screening": WAITING.uid,
        "use": "screening",
        "drill": "wall-tap",
        "passed": None,
    }


def test_who_is_deleted_stays_so_whatever_the_station_still_has_in_memory(path: Path) -> None:
    with results(path) as kept:
        kept.keep_screening(WAITING)
        kept.begin(screening_of(MIA))
        kept.attempt(attempt())
        kept.delete_athlete(MIA.uid)
        kept.attempt(attempt())
        kept.keep_screening(WAITING)
        kept.keep_group(TEAM)
        kept.attempt(attempt())
        assert kept.flush(10)
        assert (kept.kept, kept.trouble) == (1, None)
    assert load_groups(path) == (replace(TEAM, athletes=(JOSE, ONO)),)
    assert [count(path, table) for table in ("tests", "repetitions", "turns")] == [0, 0, 2]


def test_a_deleted_group_stays_deleted(path: Path) -> None:
    with results(path) as kept:
        kept.keep_group(OTHERS)
        kept.keep_screening(WAITING)
        kept.begin(screening_of(MIA))
        kept.delete_group(TEAM.uid)
        kept.attempt(attempt())
        kept.keep_screening(WAITING)
        kept.keep_group(TEAM)
        assert kept.flush(10)
        assert kept.trouble is None
    assert load_groups(path) == (OTHERS,)
    assert load_screening(path) is None
    assert [count(path, table) for table in ("tests", "screenings", "athletes")] == [0, 0, 1]


def test_a_test_of_somebody_unknown_is_not_kept(store: Store, path: Path) -> None:
    nobody = Athlete("never seen", "Nobody")
    assert store.begin_test(start(about=screening_of(nobody))) is None
    keep(store, TEAM)
    assert store.begin_test(start(about=screening_of(MIA, "never begun"))) == 1
    assert rows(path, "SELECT screening_id FROM tests") == [{"screening_id": None}]


def test_the_last_judged_test_of_an_athlete_in_a_screening_counts(store: Store, path: Path) -> None:
    screen(store, WAITING)
    for number, (athlete, screening, passed) in enumerate(
        (
            (MIA, WAITING.uid, False),
            (JOSE, WAITING.uid, True),
            (MIA, WAITING.uid, True),
            # Neither what could not be judged nor another day says anything.
            (JOSE, WAITING.uid, None),
            (JOSE, None, False),
        )
    ):
        about = screening_of(athlete, screening)
        test_id = store.begin_test(start(str(number), about))
        assert test_id is not None
        end = TestEnd(1.75, None, Ending.DONE, passed)
        store.finish_test(test_id, end, STARTED + timedelta(minutes=number))
    assert load_passed(path, WAITING.uid) == {MIA.uid: True, JOSE.uid: True}
    assert load_passed(path, "another") == {}
