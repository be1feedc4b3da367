"""Rosters as teams have them, and every mistake told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.drills.roster import (
    LONGEST_NAME,
    MOST_ATHLETES,
    Entry,
    MistakeKind,
    RosterError,
    mistake_in,
    same_athlete,
    tidy,
)
from station.drills.roster_csv import MOST_BYTES, read_roster
from tests.drills.made_groups import TEAM_OF_20

ANNA, JOERG = Entry("Anna Weiß", "7"), Entry("Jörg O'Neill", "10")


def mistakes(text: str | bytes) -> list[tuple[int, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(RosterError) as caught:
        read_roster(data)
    return [(each.line, each.kind.value) for each in caught.value.mistakes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_spreadsheets_letters_separators_and_line_ends(
    encoding: str, separator: str, end: str
) -> None:
    rows = (("Name", "Nummer"), ("Anna Weiß", "7"), ("Jörg O'Neill", "10"))
    text = end.join(separator.join(row) for row in rows) + end
    assert read_roster(text.encode(encoding)) == (ANNA, JOERG)


@pytest.mark.parametrize(
    "heading",
    [
        "name;number",
        "Athlete;No.",
        "Name;Nr.",
        "Name:;Rückennummer",
        "Spieler;Trikotnummer",
        "Nombre;Número",
        "JUGADORA;DORSAL",
        "Nombre y apellidos;Nº",
    ],
)
def test_headings_in_three_languages(heading: str) -> None:
    assert read_roster(f"{heading}\nAnna Weiß;7\n".encode()) == (ANNA,)


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Surname,First name,Number", "Weiß,Anna,7"),
        ("Vorname,Nachname,Nummer", "Anna,Weiß,7"),
        ("Name,Vorname,Nr", "Weiß,Anna,7"),
        ("Nr,Vorname,Name", "7,Anna,Weiß"),
        ("Nombre,Apellidos,Dorsal", "Anna,Weiß,7"),
        ("Number,Born,Last Name,Given Name", "7,2010,Weiß,Anna"),
    ],
)
def test_surname_and_first_name_in_columns_of_their_own(heading: str, row: str) -> None:
    assert read_roster(f"{heading}\n{row}\n".encode()) == (ANNA,)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Weiß;7\nJörg O'Neill;10",
        "7\tAnna Weiß\n10\tJörg O'Neill\n",
        "sep=;\r\nName;Nummer\r\nAnna Weiß;7\r\nJörg O'Neill;10\r\n",
        "\n\n  \nName;Nummer;;;\n\nAnna Weiß;7;;;\n;;;;\nJörg O'Neill;10;;;\n\n",
        '"Name";"Nummer"\n"Anna  Weiß ";" 7"\n Jörg O\'Neill ; "10"\n',
        "Nummer,Name\n7,Anna\u00a0Wei\u00df\n10,Jo\u0308rg O'Neill",
    ],
)
def test_lists_without_a_heading_with_blank_lines_quotes_and_trailing_separators(
    text: str,
) -> None:
    assert read_roster(text.encode()) == (ANNA, JOERG)


def test_one_name_in_each_line_keeps_every_letter() -> None:
    names = [entry.name for entry in read_roster("\n".join(TEAM_OF_20).encode())]
    assert names == list(TEAM_OF_20)


def test_a_quoted_name_keeps_its_comma_and_an_inner_quotation_mark() -> None:
    text = 'Name,Number\n"Weiß, Anna",1\nDwayne "The Rock" Johnson,2\n"the ""Rock""",3\n'
    names = [entry.name for entry in read_roster(text.encode())]
    assert names == ["Weiß, Anna", 'Dwayne "The Rock" Johnson', 'the "Rock"']


def test_the_heading_tells_the_separator_though_more_lines_have_a_comma() -> None:
    text = "Name;Number\nWeiß, Anna;7\nLi, Bo\nÇelik, Ebru\n"
    assert read_roster(text.encode())[1] == Entry("Li, Bo")


def test_a_heading_with_a_comma_in_it_is_not_taken_apart() -> None:
    text = "Nachname, Vorname;Nr\nWeiß, Anna;7\n"
    assert read_roster(text.encode()) == (Entry("Weiß, Anna", "7"),)
    assert mistakes("Nachname, Rufname;Nr\nWeiß, Anna;7\n") == [(1, "header_needed")]


def test_a_name_that_begins_like_a_formula_is_a_name() -> None:
    names = ["=1+1", "+Anna", "-Jo", "@mia"]
    assert [each.name for each in read_roster("\n".join(names).encode())] == names


def test_the_same_name_twice_with_numbers_of_their_own() -> None:
    assert len(read_roster(b"Name;Nr\nAnna;1\nAnna;2\nAnna;\n")) == 3


def test_every_wrong_line_is_told_at_once_and_nothing_is_read() -> None:
    long, bell = "x" * (LONGEST_NAME + 1), "An\x07na"
    lines = [
        "Name;Number",
        "Anna;1",
        f"{long};2",
        ";3",
        f"{bell};4",
        "Mia;12345678901",
        'Jo "open;5',
        '"Jo open;5',
        "Anna;1",
        "Ümit;6;7",
        "anna;1",
        "Mia;\u202e1",
        "A\u202ena;8",
    ]
    assert mistakes("\n".join(lines)) == [
        (3, "name_too_long"),
        (4, "name_missing"),
        (5, "name_unreadable"),
        (6, "number_too_long"),
        (8, "quote_open"),
        (9, "same_twice"),
        (10, "too_many_cells"),
        (11, "same_twice"),
        (12, "number_unreadable"),
        (13, "name_unreadable"),
    ]


def test_a_mistake_names_what_stands_there_and_where_it_stood_before() -> None:
    with pytest.raises(RosterError) as caught:
        read_roster(b"Anna\nMia\n\nANNA\n")
    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.first_line, mistake.what) == (4, 1, "ANNA")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Müller,Anna\nWeiß,Jo\n", 1),
        ("Anna\nMüller,Jo\nMia\n", 2),
        ("1;2\n3;4\n", 1),
        ("Nr;Who\n1;Anna\n", 1),
        ("Anna;7;2010-01-02\n", 1),
        ("Name;Name\nAnna;Mia\n", 1),
    ],
)
def test_columns_are_asked_for_where_they_would_be_guessed(text: str, line: int) -> None:
    assert mistakes(text) == [(line, "header_needed")]


def test_a_heading_of_one_column_does_not_swallow_a_second_one() -> None:
    assert mistakes("Name\nMüller, Anna\nMia\n") == [(2, "too_many_cells")]


def test_a_file_with_nothing_but_wrong_lines_tells_them() -> None:
    assert mistakes('"Anna\n"Mia\n') == [(1, "quote_open"), (2, "quote_open")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", MistakeKind.EMPTY),
        (b"\xef\xbb\xbf\r\n ;;\r\n", MistakeKind.EMPTY),
        (b"Name;Number\n", MistakeKind.EMPTY),
        (b"PK\x03\x04 a workbook", MistakeKind.NOT_TEXT),
        (b"\xd0\xcf\x11\xe0 an old workbook", MistakeKind.NOT_TEXT),
        (b"Anna\x00\x01", MistakeKind.NOT_TEXT),
        (b"\xff\xfeA", MistakeKind.NOT_TEXT),
        (b"Anna\x81\n", MistakeKind.NOT_TEXT),
        (b"a" * (MOST_BYTES + 1), MistakeKind.TOO_BIG),
    ],
)
def test_what_is_no_roster_at_all(data: bytes, kind: MistakeKind) -> None:
    assert mistakes(data) == [(0, kind)]


def test_two_hundred_are_read_and_one_more_is_not() -> None:
    lines = [f"Athlete {number}" for number in range(MOST_ATHLETES)]
    assert len(read_roster("\n".join(lines).encode())) == MOST_ATHLETES
    assert len(read_roster("\n".join(["Name", *lines]).encode())) == MOST_ATHLETES
    for heading in ([], ["Name"]):
        text = "\n".join([*heading, *lines, "one more", "and more"])
        assert mistakes(text) == [(MOST_ATHLETES + len(heading) + 1, "too_many")]


def test_what_comes_after_too_many_is_not_told_too() -> None:
    names = [f"Athlete {number}" for number in range(MOST_ATHLETES + 50)]
    text = "\n".join([*names, *['"open'] * 50])
    assert mistakes(text) == [(MOST_ATHLETES + 1, "too_many")]


def test_an_endless_line_is_a_name_too_long() -> None:
    assert mistakes("Anna\n" + "a" * 150_000) == [(2, "name_too_long")]


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_roster_or_told(data: bytes) -> None:
    try:
        entries = read_roster(data)
    except RosterError as error:
        assert error.mistakes and "\n" not in str(error)
        return
    assert 0 < len(entries) == len({same_athlete(entry) for entry in entries})
    assert all(mistake_in(entry) is None for entry in entries)


_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))
_NAMES = st.text(_LETTERS, min_size=1, max_size=20).map(tidy).filter(bool)
_ENTRIES = st.builds(Entry, _NAMES, st.integers(0, 999).map(str))


@settings(max_examples=200)
@given(
    st.lists(_ENTRIES, min_size=1, max_size=8, unique_by=same_athlete),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_is_written_with_quotes_is_read_again(
    entries: list[Entry], separator: str, encoding: str
) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    rows = [("Name", "Number"), *((entry.name, entry.number) for entry in entries)]
    text = "\r\n".join(separator.join(map(quoted, row)) for row in rows)
    assert read_roster(text.encode(encoding)) == tuple(entries)
