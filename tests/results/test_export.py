"""What leaves the station comes back from the file as it was, and no spreadsheet runs it."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, ValidationError

from station.drills.attempt import CurvePoint
from station.errors import ExportError
from station.posture.measures import MEASURES, Measures
from station.results.columns import REPETITION_FIELDS, TEST_FIELDS, Field, json_schema
from station.results.export import (
    HEADER,
    armed_again,
    check_target,
    disarmed,
    export,
    write_csv,
    write_json,
)
from station.results.finding import opened
from station.results.selection import Selection, Test, selected
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
    result,
    row_of,
    start,
)
from tests.results.made_rosters import MIA, TEAM, WAITING, screening_of

VALID = Draft202012Validator(json_schema(), validate_formats=True)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A walk-up, a warm-up without a wall, and a screening test that was redone; only read."""
    path = tmp_path_factory.mktemp("kept") / "results.db"
    with closing(Store.open(path)) as store:
        store.keep_screening(WAITING, STARTED, clock_trusted=True)
        for uid, about in (
            ("walk", WALK_UP),
            ("warm", WARM_UP),
            ("first", screening_of(MIA)),
            ("again", screening_of(MIA)),
        ):
            test_id = row_of(store, start(uid, about))
            for number, verdict in enumerate((PASSED, FAULTY, NOT_JUDGED), 1):
                done = replace(
                    attempt(verdict, peaks=Measures(lumbar_flexion_deg=-3.2), min_gap_mm=math.nan),
                    practice=number == 1,
                    wall_m=None if about is WARM_UP else 0.15,
                    set_number=2,
                    curve=(CurvePoint(0.0, 120.0), CurvePoint(0.5, math.nan, 1.23456)),
                )
                store.add_repetition(test_id, done, number)
            passed = None if about.athlete_uid is None else uid == "again"
            store.finish_test(test_id, result(passed=passed), FINISHED)
        store.begin_test(start("never finished"))
    return path


def read(path: Path, which: Selection | None = None) -> list[Test]:
    with opened(path) as source:
        return list(selected(source, which or Selection()))


def as_csv(tests: list[Test]) -> list[dict[str, str]]:
    file = io.StringIO(newline="")
    write_csv(file, tests)
    file.seek(0)
    return list(csv.DictReader(file))


def as_json(tests: list[Test]) -> Any:
    file = io.StringIO()
    write_json(file, tests)
    return json.loads(file.getvalue())


def test_a_row_for_each_repetition_with_the_names_of_the_measures(path: Path) -> None:
    found = as_csv(read(path))
    assert len(found) == 4 * 3
    assert {measure.name for measure in MEASURES} < set(HEADER)
    assert len(set(HEADER)) == len(HEADER)
    faulty = found[-2]
    told = {
        "test": "again",
        "test_started_utc": "2026-11-21T18:30:05.250+00:00",
        "clock_trusted": "true",
        "use": "screening",
        "drill": "wall-tap",
        "group": TEAM.name,
        "athlete": MIA.name,
        "athlete_number": MIA.number,
        "redone": "false",
        "height_mm": "1751.2",
        "passed": "true",
        "set": "2",
        "number": "2",
        "practice": "false",
        "wall_mm": "150.0",
        "outcome": "FAULT",
        "faults": "lumbar_flexion squat",
        "min_gap_mm": "",
        "lumbar_flexion_deg": "-3.2",
        "knee_flexion_deg": "",
    }
    assert told.items() <= faulty.items()
    assert [row["practice"] for row in found[:3]] == ["true", "false", "false"]
    assert {row["wall_mm"] for row in found if row["use"] == "warm-up"} == {""}
    assert {row["redone"] for row in found if row["test"] == "first"} == {"true"}


def test_json_is_as_the_schema_says(path: Path) -> None:
    told = as_json(read(path))
    VALID.validate(told)
    assert told["$schema"] == json_schema()["$id"]
    tests = {test["test"]: test for test in told["tests"]}
    assert tests["never finished"]["repetitions"] == []
    assert tests["never finished"]["ending"] is None
    assert tests["walk"]["rules"]["clean_taps"] == 2
    assert tests["again"]["rules"]["seen_in"] == 2
    # Of passers-by no course of a movement is kept.
    assert tests["walk"]["repetitions"][0]["curve"] is None
    nothing = dict.fromkeys(("trunk_inclination_deg", "lumbar_flexion_deg"))
    assert tests["again"]["repetitions"][0]["curve"] == [
        {"t_s": 0.0, "hip_gap_mm": 120.0, "hip_displacement_mm": None} | nothing,
        {"t_s": 0.5, "hip_gap_mm": None, "hip_displacement_mm": 1.2} | nothing,
    ]


def test_the_schema_takes_nothing_else(path: Path) -> None:
    for change in (
        {"use": "party"},
        {"height_mm": "tall"},
        {"clock_trusted": None},
        {"nickname": "M."},
    ):
        told = as_json(read(path))
        told["tests"][0] |= change
        with pytest.raises(ValidationError):
            VALID.validate(told)
    told = as_json(read(path))
    del told["tests"][0]["repetitions"][0]["faults"]
    with pytest.raises(ValidationError):
        VALID.validate(told)


def test_what_is_selected(path: Path) -> None:
    assert [test.values["test"] for test in read(path, Selection(group_id=1))] == ["first", "again"]
    assert read(path, Selection(since=FINISHED)) == []
    assert len(read(path, Selection(since=STARTED))) == 5


DANGEROUS = "=+-@\t\r\n'\";, aß\uff1d\uff0d🤸\u202e"
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(DANGEROUS)


@given(names)
def test_every_text_survives_being_disarmed(text: str) -> None:
    assert armed_again(disarmed(text)) == text


@given(names)
def test_nothing_begins_a_formula(text: str) -> None:
    """Whichever separator a spreadsheet takes, with or without regard to quotation marks."""
    written = io.StringIO(newline="")
    csv.writer(written).writerow([disarmed(text)])
    line = written.getvalue().rstrip("\r\n")
    for separator in ",;\t":
        for cell in (*line.split(separator), disarmed(text)):
            begins = cell.strip('" \t').replace("\u3000", "")
            assert not begins or begins[0] not in "=+-@\uff1d\uff0b\uff0d\uff20", cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+2", "'=1+2"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("\uff1d1", "'\uff1d1"),
        ("Mia; =1", "Mia;' =1"),
        ("Meier-Schmidt", "Meier-Schmidt"),
        ("O'Neil", "O'Neil"),
        ("tempo 3-2-1", "tempo 3-2-1"),
        ("a@b.c", "a@b.c"),
        ("'=1", "''=1"),
    ],
)
def test_only_what_is_dangerous_is_changed(text: str, expected: str) -> None:
    assert disarmed(text) == expected


def values_of(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Any values that these fields may have."""
    return st.fixed_dictionaries({field.name: _any(field) for field in fields})


def _any(field: Field) -> st.SearchStrategy[Any]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "string": st.sampled_from(field.one_of).map(str) if field.one_of else names,
        "number": st.floats(-1e6, 1e6),
        "integer": st.integers(1, 1000),
        "boolean": st.booleans(),
        "array": st.lists(st.sampled_from(field.one_of or ("",)).map(str), unique=True),
    }
    return kinds[field.kind] | st.none() if field.may_miss else kinds[field.kind]


@settings(deadline=None)
@given(values_of(TEST_FIELDS), values_of(REPETITION_FIELDS))
def test_anything_that_is_exported_comes_back_from_both_files(
    tmp_path_factory: pytest.TempPathFactory, about: dict[str, Any], done: dict[str, Any]
) -> None:
    """Even names that no roster takes: what is in a database may be older than the rules."""
    folder = tmp_path_factory.getbasetemp()
    test = Test(about, None, [done | {"curve": None}])
    for name in ("out.csv", "out.json"):
        export(folder / name, [test])
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    told = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    VALID.validate(told)
    (in_json,) = told["tests"]
    assert in_json == about | {"rules": None, "repetitions": test.repetitions}
    for field, values in (
        *((field, about) for field in TEST_FIELDS),
        *((field, done) for field in REPETITION_FIELDS),
    ):
        # In a table there is no difference between nothing and an empty text.
        assert _read_back(row[field.name], field) == (values[field.name] or _nothing(field))


def test_names_come_out_of_the_database_as_they_went_in(path: Path) -> None:
    assert {test.values["athlete"] for test in read(path)} == {MIA.name, None}
    assert {test.values["group"] for test in read(path)} == {TEAM.name, None}


def _nothing(field: Field) -> object:
    return {"string": "", "array": [], "boolean": False, "number": 0.0, "integer": 0}[field.kind]


def _read_back(cell: str, field: Field) -> object:
    if cell == "" or field.kind == "array":
        return cell.split() or _nothing(field)
    if field.kind == "string":
        return armed_again(cell)
    return cell == "true" if field.kind == "boolean" else float(cell)


def test_a_spreadsheet_knows_the_letters_by_the_first_three_bytes(
    path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    export(target, read(path))
    assert target.read_bytes()[:7] == b"\xef\xbb\xbftest"


def test_a_file_is_whole_or_as_it_was(path: Path, tmp_path: Path) -> None:
    def some() -> Iterator[Test]:
        yield read(path)[0]
        raise OSError(28, "No space left on device")

    target = tmp_path / "out.csv"
    target.write_text("before")
    with pytest.raises(ExportError, match=r"out\.csv cannot be written \(No space left"):
        export(target, some())
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_target_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "there.csv").touch()
    (tmp_path / "folder.csv").mkdir()
    for name, why in (
        ("x.xlsx", "ends in .csv or .json"),
        ("none/x.csv", "does not exist"),
        ("folder.csv", "is a folder"),
        ("there.csv", "exists already; name another file or add --force"),
    ):
        with pytest.raises(ExportError, match=why):
            check_target(tmp_path / name, overwrite=False)
    check_target(tmp_path / "there.csv", overwrite=True)
