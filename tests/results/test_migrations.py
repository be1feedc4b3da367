"""Old, new and foreign databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from station.errors import ResultsError
from station.results.migrations import APPLICATION_ID, STEPS
from station.results.schema import metadata
from station.results.store import Store
from tests.results.made_results import count, rows, start

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
    """The first version with a test in it, as its station left it."""
    return made(
        path,
        *STEPS[0],
        "PRAGMA user_version = 1",
        "INSERT INTO tests (uid, started_utc, clock_trusted, protocol, app_version, camera_serial)"
        " VALUES ('old', '2026-01-01T00:00:00.000+00:00', 0, 'walk-up', '0.1', '')",
    )


def test_an_empty_file_becomes_a_database_of_today(tmp_path: Path) -> None:
    path = tmp_path / "results.db"
    path.touch()
    Store.open(path).close()
    assert version(path) == len(STEPS)
    assert rows(path, "PRAGMA application_id")[0]["application_id"] == APPLICATION_ID
    assert APPLICATION_ID.to_bytes(4, "big") == b"WTAP"


def test_an_older_database_keeps_what_is_in_it(tmp_path: Path) -> None:
    path = first_version(tmp_path / "results.db")
    with closing(Store.open(path, (*STEPS[:1], NEXT))) as store:
        assert store.set_aside is None
        store.begin_test(start("new"))
    assert version(path) == 2
    assert rows(path, "SELECT uid, nickname FROM tests ORDER BY id") == [
        {"uid": "old", "nickname": "nobody"},
        {"uid": "new", "nickname": None},
    ]


def test_todays_station_takes_the_first_version_over(tmp_path: Path) -> None:
    path = first_version(tmp_path / "results.db")
    Store.open(path).close()
    assert version(path) == len(STEPS)
    assert rows(path, "SELECT uid FROM tests") == [{"uid": "old"}]


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
        Store.open(path, (*STEPS[:1], broken))
    assert version(path) == 1
    assert "nickname" not in {row["name"] for row in rows(path, "PRAGMA table_info(tests)")}


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


@pytest.mark.parametrize("table", ["tests", "repetitions", "faults"])
def test_the_steps_lead_to_the_tables_of_the_code(tmp_path: Path, table: str) -> None:
    by_steps, by_code = tmp_path / "results.db", tmp_path / "code.db"
    Store.open(by_steps).close()
    engine = create_engine(f"sqlite:///{by_code}")
    metadata.create_all(engine)
    engine.dispose()
    assert set(metadata.tables) == {"tests", "repetitions", "faults"}
    assert shape(by_steps, table) == shape(by_code, table)
