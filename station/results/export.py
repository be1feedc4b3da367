"""Results as a table for spreadsheets and as JSON for programs."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from station.atomic import write_whole
from station.errors import ExportError
from station.results.columns import REPETITION_FIELDS, SCHEMA_ID, TEST_FIELDS, Field
from station.results.selection import Test

_BOM = "\ufeff"
"""Without it spreadsheets read UTF-8 as something else, and umlauts turn into rubbish."""

# A cell that begins like this is a formula to a spreadsheet, also after blanks and as a full-width
# sign; so is what comes after a separator where a spreadsheet expects another one than the comma.
# Source: OWASP, "CSV Injection".
_FORMULA = r"(?=['\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])"
_MAY_BEGIN = r"(^|[;,\t\r\n\"])"
_ARMED = re.compile(_MAY_BEGIN + _FORMULA)
_DISARMED = re.compile(_MAY_BEGIN + "'" + _FORMULA)

HEADER = tuple(field.name for field in (*TEST_FIELDS, *REPETITION_FIELDS))


def check_target(path: Path, *, overwrite: bool) -> None:
    """Raise ExportError when an export cannot take this name."""
    if path.suffix.lower() not in (".csv", ".json"):
        raise ExportError(f"{path}: name a file that ends in .csv or .json")
    if not path.parent.is_dir():
        raise ExportError(f"{path}: the folder {path.parent} does not exist; make it first")
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; name a file")
    if path.exists() and not overwrite:
        raise ExportError(f"{path}: exists already; name another file or add --force")


def export(path: Path, tests: Iterable[Test]) -> None:
    """Write a whole file, by its ending, or none. Raises ExportError."""

    def write(beside: Path) -> None:
        as_csv = path.suffix.lower() == ".csv"
        with beside.open("w", encoding="utf-8", newline="" if as_csv else "\n") as file:
            if as_csv:
                file.write(_BOM)
                write_csv(file, tests)
            else:
                write_json(file, tests)

    try:
        write_whole(path, write)
    except OSError as error:
        raise ExportError(f"{path} cannot be written ({error.strerror})") from error


def write_csv(file: TextIO, tests: Iterable[Test]) -> None:
    """One row per repetition, empty where there is nothing."""
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for test in tests:
        about = list(_cells(TEST_FIELDS, test.values))
        for repetition in test.repetitions:
            writer.writerow([*about, *_cells(REPETITION_FIELDS, repetition)])


def write_json(file: TextIO, tests: Iterable[Test]) -> None:
    """As ``station results schema`` says; a test in each line."""
    file.write(f'{{"$schema": {json.dumps(SCHEMA_ID)}, "tests": [')
    for number, test in enumerate(tests):
        whole = test.values | {"rules": test.rules, "repetitions": test.repetitions}
        file.write(("," if number else "") + "\n" + json.dumps(whole, ensure_ascii=False))
    file.write("\n]}\n")


def disarmed(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with an apostrophe where it would."""
    return _ARMED.sub(r"\1'", text)


def armed_again(cell: str) -> str:
    """The text that :func:`disarmed` made this cell of."""
    return _DISARMED.sub(r"\1", cell)


def _cells(fields: Iterable[Field], values: dict[str, Any]) -> Iterator[str]:
    for field in fields:
        value = values[field.name]
        if value is None:
            yield ""
        elif field.kind == "array":
            yield " ".join(value)
        elif field.kind == "boolean":
            yield "true" if value else "false"
        else:
            yield disarmed(value) if field.kind == "string" else repr(value)
