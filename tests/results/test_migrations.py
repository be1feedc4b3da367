"""Old, new and foreign databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from station.errors import ResultsError
from station.results.backup import check
from station.results.migrations import APPLICATION_ID, STEPS
from station.results.schema import metadata
from station.results.store import Store
from tests.results.made_results import count, rows, start

VERSION_1 = Path(__file__).with_name("version_1.sql")
NEXT = ("ALTER TABLE tests ADD COLUMN nickname TEXT", "UPDATE tests SET nickname = 'nobody'")
"""A step that some later station may have."""


def made(path: Path, *statements: str) -> Path:
    """A database made by hand."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def version(path: Path) -> object:
    """The version of its tables."""
    return rows(path, "PRAGMA user_version")[0]["user_version"]


def first_version(path: Path) -> Path:
    """What the station kept when version 1 of the tables was all there was."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    return path


def test_an_empty_file_becomes_a_database_of_today(tmp_path: Path) -> None:
    path = tmp_path / "results.db"
    path.touch()
    Store.open(path).close()
    assert version(path) == len(STEPS)
    assert rows(path, "PRAGMA application_id")[0]["application_id"] == APPLICATION_ID
    assert APPLICATION_ID.to_bytes(4, "big") == b"WTAP"


def test_an_older_database_keeps_what_is_in_it(tmp_path: Path) -> None:
    path = first_version(tmp_path / "results.db")
    with closing(Store.open(path, (*STEPS, NEXT))) as store:
        assert store.set_aside is None
        store.begin_test(start("new"))
    assert version(path) == len(STEPS) + 1
    assert rows(path, "SELECT DISTINCT nickname FROM tests ORDER BY id") == [
        {"nickname": "nobody"},
        {"nickname": None},
    ]


def test_todays_station_takes_the_first_version_over(tmp_path: Path) -> None:
    path = first_version(tmp_path / "results.db")
    tables = ("tests", "repetitions", "faults")
    before = {table: rows(path, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}
    assert [len(before[table]) for table in tables] == [3, 12, 6]
    Store.open(path).close()
    assert version(path) == len(STEPS)
    for table in tables:
        now = rows(path, f"SELECT * FROM {table} ORDER BY 1, 2")
        for row, was in zip(now, before[table], strict=True):
            assert was.items() <= row.items()
    known = "SELECT DISTINCT use, drill, athlete_id, screening_id, passed FROM tests"
    assert rows(path, known) == [
        {
            "use": "walk-up",
            "drill": "wall-tap",
            "athlete_id": None,
            "screening_id": None,
            "passed": None,
        }
    ]
    added = "SELECT DISTINCT set_number, held_s, arched_deg, curve FROM repetitions"
    assert rows(path, added) == [
        {"set_number": 1, "held_s": None, "arched_deg": None, "curve": None}
    ]
    check(path)
    deleted = made(path, "PRAGMA foreign_keys = ON", "DELETE FROM tests")
    assert [count(deleted, table) for table in tables] == [0, 0, 0]


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "results.db"
    with closing(Store.open(path)) as store:
        store.begin_test(start())
    before = path.read_bytes()
    Store.open(path).close()
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    path = first_version(tmp_path / "results.db")
    broken = (*NEXT, "ALTER TABLE nowhere ADD COLUMN x TEXT")
    with pytest.raises(ResultsError, match="nowhere"):
        Store.open(path, (*STEPS, broken))
    assert version(path) == len(STEPS)
    assert "nickname" not in {row["name"] for row in rows(path, "PRAGMA table_info(tests)")}


@pytest.mark.parametrize("statements", range(1, len(STEPS[1]), 5))
def test_a_change_of_tables_that_stops_in_the_middle_leaves_the_old_ones(
    tmp_path: Path, statements: int
) -> None:
    path = first_version(tmp_path / "results.db")
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
    broken = (*STEPS[1][:statements], "SELECT * FROM nowhere")
    with pytest.raises(ResultsError, match="nowhere"):
        Store.open(path, (STEPS[0], broken))
    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before
    assert version(path) == 1


def test_a_newer_database_is_refused_in_one_line_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "results.db"
    Store.open(path, (*STEPS, NEXT)).close()
    before = path.read_bytes()
    with pytest.raises(ResultsError) as caught:
        Store.open(path)
    assert str(caught.value) == (
        f"{path} was written by a newer station (version {len(STEPS) + 1} of its tables, this one "
        f"knows {len(STEPS)}): update this station, or name another file"
    )
    assert caught.value.exit_code == 4
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["results.db"]


@pytest.mark.parametrize(
    "statements",
    [("CREATE TABLE tests (x)",), ("PRAGMA user_version = 1",), ("PRAGMA user_version = -1",)],
)
def test_another_programs_database_is_left_alone(
    tmp_path: Path, statements: tuple[str, ...]
) -> None:
    path = made(tmp_path / "results.db", *statements)
    with pytest.raises(ResultsError, match="belongs to another program: name another file"):
        Store.open(path)
    assert count(path, "sqlite_master") == sum("TABLE" in statement for statement in statements)


def test_another_programs_file_is_not_changed_by_a_single_byte(tmp_path: Path) -> None:
    """Such as a recording of the camera, which is a database of SQLite as well."""
    path = made(tmp_path / "recording.db3", "CREATE TABLE messages (data BLOB)")
    before = path.read_bytes()
    with pytest.raises(ResultsError, match="belongs to another program"):
        Store.open(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


_SAME_TYPE = {"FLOAT": "REAL", "BOOLEAN": "INTEGER", "JSON": "TEXT"}


def shape(path: Path, table: str) -> object:
    """What SQLite says of a table: columns, references and what is unique."""
    columns = [
        (
            row["name"],
            _SAME_TYPE.get(str(row["type"]), row["type"]),
            # The driver of SQLAlchemy writes no NOT NULL where the key says it.
            bool(row["notnull"]) or bool(row["pk"]),
            row["pk"],
        )
        for row in rows(path, f"PRAGMA table_info({table})")
    ]
    references = [
        (row["from"], row["table"], row["to"], row["on_delete"])
        for row in rows(path, f"PRAGMA foreign_key_list({table})")
    ]
    unique = {
        tuple(row["name"] for row in rows(path, f"PRAGMA index_info({index['name']})"))
        for index in rows(path, f"PRAGMA index_list({table})")
        if index["origin"] == "u"
    }
    return columns, references, unique


@pytest.mark.parametrize("table", metadata.tables)
def test_the_steps_lead_to_the_tables_of_the_code(tmp_path: Path, table: str) -> None:
    by_steps, by_code = tmp_path / "results.db", tmp_path / "code.db"
    Store.open(by_steps).close()
    engine = create_engine(f"sqlite:///{by_code}")
    metadata.create_all(engine)
    engine.dispose()
    names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    assert [row["name"] for row in rows(by_steps, names)] == sorted(metadata.tables)
    assert shape(by_steps, table) == shape(by_code, table)
