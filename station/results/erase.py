"""Deletes athletes, groups and tests everywhere: in the results and in each of their copies."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from station.errors import ResultsDamagedError
from station.results.backup import copies, leftovers, rewrite
from station.results.readonly import is_there, read_only
from station.results.retention import (
    delete_in_turns,
    delete_names,
    delete_older,
    delete_tests,
    tests_before,
)
from station.results.shredding import shredding
from station.results.told import told
from station.results.versions import WITH_ATHLETES, version_of

Change = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True)
class Member:
    """An athlete as a roster names them."""

    group: str
    name: str
    number: str


@dataclass(frozen=True)
class Goal:
    """What is to go, by uid, with all that belongs to it.

    ``members`` and ``group_names``: copies may know the same people by other uids, from before a
    database was begun anew and the roster read again. ``known`` are the uids that stay.
    """

    groups: tuple[str, ...] = ()
    athletes: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    group_names: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Erased:
    """What was done: how many copies were written anew, and which could not even be read."""

    copies: int
    unreadable: tuple[Path, ...]


def erase(path: Path, folder: Path | None, goal: Goal) -> Erased:
    """Delete it from the results at ``path``, then from the copies in ``folder``.

    What is deleted is remembered by its uid, so that no running station brings it back, and the
    nightly maintenance finds copies that were missed. Raises ResultsError.
    """
    if is_there(path) and goal != Goal():
        goal = _in_results(path, goal)
    return Erased(0, ()) if folder is None else erase_in_copies(folder, goal)


def erase_in_copies(folder: Path, goal: Goal) -> Erased:
    """Write every copy anew that holds any of it, without it. Raises ResultsError."""

    def change_for(copy: sqlite3.Connection) -> Change | None:
        found = _found(copy, goal)
        return None if found == Goal() else partial(_delete, goal=found)

    return _rewritten(folder, change_for)


def erase_before(path: Path, folder: Path, before: datetime) -> Erased:
    """Delete all tests begun before a moment, here and in the copies. Raises ResultsError."""
    delete_older(path, before)

    def change(copy: sqlite3.Connection) -> None:
        delete_tests(copy, tests_before(copy, before))
        delete_names(copy, before)

    return _rewritten(folder, lambda copy: change if tests_before(copy, before) else None)


def _rewritten(folder: Path, change_for: Callable[[sqlite3.Connection], Change | None]) -> Erased:
    """Each copy changed as ``change_for`` says after a look into it; None leaves it alone."""
    written, unreadable = 0, []
    with told(folder):
        for left_by_a_power_cut in leftovers(folder):
            left_by_a_power_cut.unlink(missing_ok=True)
        every = copies(folder)
    for copy in every:
        try:
            with read_only(copy) as there:
                change = change_for(there)
            if change is not None:
                rewrite(copy, change)
                written += 1
        except ResultsDamagedError:
            unreadable.append(copy)
    return Erased(written, tuple(unreadable))


def forgotten(path: Path) -> Goal:
    """All that was ever deleted from the results at ``path`` by its uid. Raises ResultsError."""
    with read_only(path) as results:
        if version_of(results) < WITH_ATHLETES:
            return Goal()
        uids = tuple(uid for (uid,) in results.execute("SELECT uid FROM forgotten"))
    return Goal(groups=uids, athletes=uids, tests=uids)


def _in_results(path: Path, goal: Goal) -> Goal:
    """Delete it there; return the goal with what the copies may know it by."""
    with shredding(path) as results:
        # The many first, in turns: should it end in the middle, the athlete is there to be asked
        # for again.
        delete_in_turns(results, _tests_of(results, _named(results, goal)))
        results.execute("BEGIN IMMEDIATE")
        goal = _named(results, goal)
        _delete(results, goal)
        goal = replace(goal, known=frozenset(_uids(results)))
        results.execute("COMMIT")
    return goal


def _named(results: sqlite3.Connection, goal: Goal) -> Goal:
    """With the names of what is to go, and the athletes of groups to go."""
    if version_of(results) < WITH_ATHLETES:
        return goal
    athletes, members, names = list(goal.athletes), list(goal.members), list(goal.group_names)
    for uid in goal.groups:
        names += [name for (name,) in results.execute(_GROUP_NAME, (uid,))]
        athletes += [athlete for (athlete,) in results.execute(_ATHLETES_OF, (uid,))]
    for uid in athletes:
        members += [Member(*row) for row in results.execute(_MEMBER, (uid,))]
    return replace(goal, athletes=tuple(athletes), members=tuple(members), group_names=tuple(names))


def _tests_of(results: sqlite3.Connection, goal: Goal) -> list[int]:
    if version_of(results) < WITH_ATHLETES:
        return []
    query = """
        SELECT t.id FROM tests t JOIN athletes a ON a.id = t.athlete_id WHERE a.uid = ?
    """
    return [test_id for uid in goal.athletes for (test_id,) in results.execute(query, (uid,))]


_GROUP_NAME = "SELECT name FROM groups WHERE uid = ?"
_ATHLETES_OF = """
    SELECT a.uid FROM athletes a JOIN groups g ON g.id = a.group_id WHERE g.uid = ?
"""
_MEMBER = """
    SELECT g.name, a.name, a.number FROM athletes a JOIN groups g ON g.id = a.group_id
    WHERE a.uid = ?
"""
_ATHLETE_CALLED = """
    SELECT a.uid FROM athletes a JOIN groups g ON g.id = a.group_id
    WHERE g.name = ? AND a.name = ? AND a.number = ?
"""


def _found(copy: sqlite3.Connection, goal: Goal) -> Goal:
    """What of it there is in a copy, by the uids there."""
    tests = _there(copy, "tests", goal.tests)
    if version_of(copy) < WITH_ATHLETES:
        return Goal(tests=tests)
    groups, athletes = set(goal.groups), set(goal.athletes)
    for name in goal.group_names:
        called = copy.execute("SELECT uid FROM groups WHERE name = ?", (name,))
        groups |= {uid for (uid,) in called} - goal.known
    for member in goal.members:
        called = copy.execute(_ATHLETE_CALLED, (member.group, member.name, member.number))
        athletes |= {uid for (uid,) in called} - goal.known
    return Goal(_there(copy, "groups", groups), _there(copy, "athletes", athletes), tests)


def _there(copy: sqlite3.Connection, table: str, uids: Iterable[str]) -> tuple[str, ...]:
    query = f"SELECT uid FROM {table} WHERE uid = ?"
    return tuple(uid for uid in uids if copy.execute(query, (uid,)).fetchone() is not None)


def _uids(results: sqlite3.Connection) -> list[str]:
    if version_of(results) < WITH_ATHLETES:
        return []
    query = "SELECT uid FROM groups UNION ALL SELECT uid FROM athletes"
    return [uid for (uid,) in results.execute(query)]


def _delete(connection: sqlite3.Connection, goal: Goal) -> None:
    by_table = {"tests": goal.tests, "athletes": goal.athletes, "groups": goal.groups}
    if version_of(connection) < WITH_ATHLETES:
        by_table = {"tests": goal.tests}
    for table, uids in by_table.items():
        one_each = [(uid,) for uid in uids]
        if len(by_table) > 1:
            connection.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", one_each)
        connection.executemany(f"DELETE FROM {table} WHERE uid = ?", one_each)
