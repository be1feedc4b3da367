"""A roster from a CSV file as teams have them: any spreadsheet's separators and letters.

Nothing is guessed that could mix up people: where it is not clear which column is the name, the
coach is told to write a first line.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from station.drills.roster import (
    MOST_ATHLETES,
    Entry,
    MistakeKind,
    RosterError,
    RosterMistake,
    mistake_in,
    same_athlete,
    tidy,
)
from station.errors import one_line

MOST_BYTES = 256_000
_LONGEST_LINE = 10_000
_SEPARATORS = ";\t,"
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
"""How spreadsheets and documents begin that are no CSV."""

# Headings without accents and dots. "Name" is the surname beside a first name (German lists) and
# "nombre" the first name beside a surname.
_NAME = (
    *("name", "names", "full name", "display name", "athlete", "athletes", "player", "players"),
    *("namen", "vor- und nachname", "sportler", "sportlerin", "spieler", "spielerin", "athletin"),
    *("teilnehmer", "nombre", "nombre completo", "nombre y apellidos", "jugador", "jugadora"),
    *("atleta", "deportista", "vor- und zuname", "name, vorname", "nachname, vorname"),
    *("surname, first name", "last name, first name", "apellidos, nombre"),
)
_SURNAME = (
    *("surname", "last name", "lastname", "family name"),
    *("nachname", "familienname", "zuname", "apellido", "apellidos"),
)
_FIRST_NAME = (
    *("first name", "firstname", "given name", "forename", "vorname", "rufname"),
    "nombre de pila",
)
_NUMBER = (
    *("number", "no", "num", "#", "shirt number", "jersey", "jersey number", "bib", "bib number"),
    *("nummer", "nr", "ruckennummer", "trikotnummer", "startnummer"),
    *("numero", "n", "nº", "n°", "dorsal"),
)


@dataclass(frozen=True)
class _Columns:
    """Which column holds what; a name is made of ``name`` columns in this order."""

    name: tuple[int, ...]
    number: int | None = None
    count: int = 0


_Row = tuple[int, list[str]]
"""Number of the line, and its cells without empty ones at the end."""


def read_roster(data: bytes) -> tuple[Entry, ...]:
    """The athletes of a roster file, in its order.

    UTF-8, UTF-16 or cp1252; separated by semicolon, tab or comma, or one name per line. Raises
    :class:`~station.drills.roster.RosterError` with every mistake in it.
    """
    if len(data) > MOST_BYTES:
        raise RosterError((RosterMistake(MistakeKind.TOO_BIG),))
    lines = re.split(r"\r\n|\r|\n", _decoded(data))
    separator, lines = _separator(lines)
    rows, mistakes = _rows(lines, separator)
    if not rows:
        raise RosterError(tuple(mistakes) or (RosterMistake(MistakeKind.EMPTY),))
    columns = _headed(rows[0][1])
    data_rows = rows if columns is None else rows[1:]
    columns = columns or _by_content([cells for _, cells in data_rows])
    if columns is None:
        line, cells = max(rows, key=lambda row: len(row[1]))
        mistakes.append(RosterMistake(MistakeKind.HEADER_NEEDED, line, _shown(cells)))
        raise RosterError(tuple(sorted(mistakes, key=lambda mistake: mistake.line)))
    entries, wrong = _entries(data_rows, columns)
    mistakes = sorted([*mistakes, *wrong], key=lambda mistake: mistake.line)
    if not entries and not mistakes:
        mistakes = [RosterMistake(MistakeKind.EMPTY)]
    if mistakes:
        raise RosterError(tuple(mistakes))
    return tuple(entries)


def _decoded(data: bytes) -> str:
    """The text of a file; cp1252 is what Excel writes where it does not write Unicode."""
    encodings = ["utf-8-sig", "cp1252"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data[:2]:
        encodings = ["utf-16-be" if data[0] == 0 else "utf-16-le"]
    if not data.startswith(_NOT_TEXT):
        for encoding in encodings:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text
    raise RosterError((RosterMistake(MistakeKind.NOT_TEXT),))


def _separator(lines: list[str]) -> tuple[str, list[str]]:
    """What stands between the cells, and the lines without Excel's own ``sep=;``."""
    told = re.fullmatch(r"\"?sep=([;,\t])\"?[;,\t]*", lines[0].strip(" "), re.IGNORECASE)
    if told:
        return told[1], ["", *lines[1:]]
    first = next((line for line in lines if line.strip()), "")
    # Only the first that is in it: "Nachname, Vorname;Nr" read by commas would lose half of it.
    separator = next((each for each in _SEPARATORS if each in first), "")
    if separator and _headed(_cells(first, separator) or []) is not None:
        return separator, lines
    # The one in most lines; a comma may stand inside a name, a semicolon does not.
    return max(_SEPARATORS, key=lambda each: sum(each in line for line in lines)), lines


def _rows(lines: Sequence[str], separator: str) -> tuple[list[_Row], list[RosterMistake]]:
    rows: list[_Row] = []
    mistakes: list[RosterMistake] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip(f"{separator} \t\ufeff"):
            continue
        if len(rows) + len(mistakes) > MOST_ATHLETES + 1:
            # One more than could be a heading and all athletes: that there are too many is known.
            break
        cells = _cells(line, separator) if len(line) <= _LONGEST_LINE else [line]
        if cells is None:
            mistakes.append(RosterMistake(MistakeKind.QUOTE_OPEN, number, one_line(line, 30)))
        elif any(cells):
            rows.append((number, cells))
    return rows, mistakes


def _cells(line: str, separator: str) -> list[str] | None:
    """The cells of one line; None where a quotation mark opens and does not close.

    Every line is read by itself: no name goes over two, and one open quotation mark must not
    swallow all that follows.
    """
    try:
        cells = next(csv.reader([line], delimiter=separator, strict=True, skipinitialspace=True))
    except csv.Error:
        return None
    cells = [tidy(cell) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _headed(cells: Sequence[str]) -> _Columns | None:
    """What a first line says about the columns; None when it is no heading."""
    words = [_plain(cell) for cell in cells]
    at: list[list[int]] = [
        [index for index, word in enumerate(words) if word in known]
        for known in (_NAME, _SURNAME, _FIRST_NAME, _NUMBER)
    ]
    names, surnames, first_names, numbers = at
    if any(len(each) > 1 for each in at):
        return None
    name = (*first_names, *(surnames or names)) if first_names else (*names, *surnames)
    if not name or (names and surnames and first_names):
        return None
    return _Columns(name, numbers[0] if numbers else None, len(cells))


def _plain(heading: str) -> str:
    """A heading in small letters without accents, dots and colons."""
    letters = unicodedata.normalize("NFD", heading.casefold())
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return bare.replace(".", "").strip("*: ")


def _by_content(rows: Sequence[Sequence[str]]) -> _Columns | None:
    """Without a heading: only names, or names and a column that holds numbers only."""
    count = max(map(len, rows), default=0)
    if count == 1:
        return _Columns((0,), None, 1)
    if count != 2:
        return None
    columns = [[row[index] for row in rows if index < len(row)] for index in (0, 1)]
    numbers = [
        all(not cell or (_is_number(cell)) for cell in column) and any(column) for column in columns
    ]
    if numbers[0] == numbers[1]:
        return None
    return _Columns((1,), 0, 2) if numbers[0] else _Columns((0,), 1, 2)


def _shown(cells: Sequence[str]) -> str:
    return one_line(" | ".join(cells), 30)


def _is_number(cell: str) -> bool:
    return len(cell) <= 10 and any(sign.isdigit() for sign in cell)


def _entries(rows: Sequence[_Row], columns: _Columns) -> tuple[list[Entry], list[RosterMistake]]:
    entries: list[Entry] = []
    mistakes = []
    lines: dict[tuple[str, str], int] = {}
    for index, (line, cells) in enumerate(rows):
        if index == MOST_ATHLETES:
            mistakes.append(RosterMistake(MistakeKind.TOO_MANY, line))
            break
        entry = _entry(cells, columns)
        what = one_line(entry.name or entry.number, 30)
        kind = mistake_in(entry)
        if len(cells) > columns.count:
            kind, what = MistakeKind.TOO_MANY_CELLS, one_line(cells[columns.count], 30)
        if kind is not None:
            mistakes.append(RosterMistake(kind, line, what))
        elif (first := lines.setdefault(same_athlete(entry), line)) != line:
            mistakes.append(RosterMistake(MistakeKind.SAME_TWICE, line, what, first))
        else:
            entries.append(entry)
    return entries, mistakes


def _entry(cells: Sequence[str], columns: _Columns) -> Entry:
    def cell(index: int | None) -> str:
        return cells[index] if index is not None and index < len(cells) else ""

    return Entry(tidy(" ".join(cell(index) for index in columns.name)), cell(columns.number))
