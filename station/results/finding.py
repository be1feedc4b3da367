"""Groups, athletes and tests by what people call them; a name that is not there or not clear."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from station.drills.roster import Entry, same_athlete, tidy
from station.errors import ResultsError, UnknownNameError, one_line
from station.results.migrations import STEPS
from station.results.readonly import is_there, read_only
from station.results.versions import check_version

_SHORTEST_UID = 4
"""Of a test; with fewer signs of it too many tests would fit."""


@dataclass(frozen=True)
class Named:
    """A group or an athlete: the row, the uid, and how to tell it from others."""

    id: int
    uid: str
    name: str
    told: str


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The results for reading, with the tables of today. Raises ResultsError."""
    if not is_there(path):
        raise ResultsError(f"{path}: no results yet")
    with read_only(path) as results:
        version = check_version(results, path)
        if version == 0:
            raise ResultsError(f"{path}: no results yet")
        if version < len(STEPS):
            raise ResultsError(
                f"{path} was written by an older station (version {version} of its tables): "
                "start this station once, it takes the results over"
            )
        yield results


def find_group(results: sqlite3.Connection, name: str) -> Named:
    """The group of this name. Raises UnknownNameError."""
    query = "SELECT id, uid, name FROM groups ORDER BY id"
    rows = results.execute(query)
    every = [Named(row["id"], row["uid"], row["name"], one_line(row["name"])) for row in rows]
    return _the_one(_called(every, name, "group"), name, "group")


def find_athlete(results: sqlite3.Connection, name: str, group: Named | None = None) -> Named:
    """The athlete of this name or number, in this group or the only such one of all.

    Raises UnknownNameError.
    """
    query = """
        SELECT a.id, a.uid, a.name, a.number, g.id AS group_id, g.name AS group_name
        FROM athletes a JOIN groups g ON g.id = a.group_id ORDER BY a.id
    """
    rows = [row for row in results.execute(query) if group is None or row["group_id"] == group.id]
    every = [Named(row["id"], row["uid"], row["name"], _told(row)) for row in rows]
    numbered = [each for each, row in zip(every, rows, strict=True) if row["number"] == name != ""]
    return _the_one(numbered or _called(every, name, "athlete"), name, "athlete")


def find_test(results: sqlite3.Connection, uid: str) -> Named:
    """The test whose uid begins like this. Raises UnknownNameError."""
    if len(uid) < _SHORTEST_UID:
        raise UnknownNameError(f"write at least {_SHORTEST_UID} signs of a test, not {uid!r}")
    query = "SELECT id, uid FROM tests WHERE substr(uid, 1, ?) = ? ORDER BY id LIMIT 2"
    found = results.execute(query, (len(uid), uid)).fetchall()
    if len(found) > 1:
        raise UnknownNameError(f"more than one test begins with {uid}: write more of it")
    if not found:
        raise UnknownNameError(
            f"there is no test {one_line(uid, 60)}; station results list names them"
        )
    return Named(found[0]["id"], found[0]["uid"], found[0]["uid"], f"test {found[0]['uid']}")


def _told(row: sqlite3.Row) -> str:
    number = f" ({row['number']})" if row["number"] else ""
    return one_line(f"{row['name']}{number}, {row['group_name']}")


def _called(every: Sequence[Named], name: str, what: str) -> list[Named]:
    """Who has this name to the letter, else in small or capital ones."""
    found = [each for each in every if _folded(each.name) == _folded(name)]
    if found:
        return [each for each in found if each.name == tidy(name)] or found
    nearest = _nearest(every, name)
    hint = f"; did you mean {nearest.told}?" if nearest is not None else ""
    raise UnknownNameError(f"there is no {what} {one_line(name, 60)!r}{hint}")


def _the_one(found: Sequence[Named], name: str, what: str) -> Named:
    if len(found) == 1:
        return found[0]
    which = "; ".join(each.told for each in found)
    raise UnknownNameError(
        f"more than one {what} is called {one_line(name, 60)!r}: {which}. "
        "Name the group, or use the number as the name"
    )


def _nearest(every: Sequence[Named], name: str) -> Named | None:
    """Who has nearly this name, or one that it is a part of, whatever the accents."""
    plain = {_plain(each.name): each for each in every}
    near = get_close_matches(_plain(name), plain, n=1)
    near = near or [each for each in plain if _plain(name) in each]
    return plain[near[0]] if near else None


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", _folded(name))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _folded(name: str) -> str:
    return same_athlete(Entry(tidy(name)))[0]
