"""``station results delete``: what will go, the question, and doing it everywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import typer

from station.errors import StationError, UnknownNameError
from station.results.aside import laid_aside
from station.results.backup import copies
from station.results.erase import Goal, erase, erase_before
from station.results.finding import find_athlete, find_group, find_test, opened
from station.results.retention import tests_before
from station.results.shredding import holds
from station.results.telling import counted
from station.results.told import told


@dataclass(frozen=True)
class Asked:
    """What is to go, in a person's words: one of the first four, a group's athlete, or only what
    is damaged."""

    group: str | None
    athlete: str | None
    test: str | None
    before: datetime | None
    damaged: bool


@dataclass(frozen=True)
class _Plan:
    """``words`` say it, ``names`` are what damaged files are looked through for."""

    words: str
    goal: Goal
    names: tuple[str, ...] = ()


def delete(path: Path, folder: Path, asked: Asked, *, yes: bool) -> None:
    """Say it, ask, do it. Raises StationError; then nothing is half-deleted."""
    wanted = _wanted(asked)
    plan = _find(path, folder, asked) if wanted else _Plan("what is damaged", Goal())
    typer.echo(f"to delete: {plan.words}; in {path} and in the copies in {folder}")
    damaged = laid_aside(path)
    if damaged:
        _tell_damaged(damaged, plan.names, asked)
    if not yes:
        typer.confirm("delete it for good?", abort=True)
    if asked.before is not None:
        done = erase_before(path, folder, asked.before)
    else:
        done = erase(path, folder, plan.goal)
    unreadable = list(done.unreadable)
    typer.echo(f"deleted; {counted(done.copies, 'copy', 'copies')} written anew without it")
    if asked.damaged:
        for file in [*(file for files in damaged for file in files), *unreadable]:
            with told(file):
                file.unlink(missing_ok=True)
            typer.echo(f"{file}: deleted")
    else:
        for copy in unreadable:
            typer.echo(f"{copy} is damaged and cannot be searched: --damaged deletes it as well")


def _wanted(asked: Asked) -> bool:
    """Whether anything but what is damaged is to go."""
    wanted = [asked.group or asked.athlete, asked.test, asked.before]
    number = sum(each is not None for each in wanted)
    if number > 1 or not (number or asked.damaged):
        raise typer.BadParameter("name one of --athlete (with --group), --group, --test, --before")
    return number == 1


def _find(path: Path, folder: Path, asked: Asked) -> _Plan:
    """What is meant; a name that only copies know any more is found in the newest that does."""
    try:
        with opened(path) as results:
            return _plan(results, asked)
    except UnknownNameError:
        for copy in reversed(copies(folder)):
            with suppress(StationError), opened(copy) as kept:
                plan = _plan(kept, asked)
                return replace(plan, words=f"{plan.words}, found only in {copy.name}")
        raise


def _plan(results: sqlite3.Connection, asked: Asked) -> _Plan:
    if asked.before is not None:
        old = tests_before(results, asked.before)
        return _Plan(f"{_amount(results, 't.id', old)} from before that day", Goal())
    if asked.test is not None:
        test = find_test(results, asked.test)
        return _Plan(f"{test.told}: {_amount(results, 't.id', [test.id])}", Goal(tests=(test.uid,)))
    group = None if asked.group is None else find_group(results, asked.group)
    if asked.athlete is not None:
        who = find_athlete(results, asked.athlete, group)
        words = f"athlete {who.told}: {_amount(results, 't.athlete_id', [who.id])}"
        return _Plan(words, Goal(athletes=(who.uid,)), (who.name,))
    assert group is not None
    query = "SELECT id, name FROM athletes WHERE group_id = ?"
    athletes = results.execute(query, (group.id,)).fetchall()
    names = (group.name, *(row["name"] for row in athletes))
    amount = _amount(results, "t.athlete_id", [row["id"] for row in athletes])
    words = f"group {group.told}: {counted(len(athletes), 'athlete')}, {amount}"
    return _Plan(words, Goal(groups=(group.uid,)), names)


def _amount(results: sqlite3.Connection, column: str, ids: Sequence[int]) -> str:
    tests = repetitions = 0
    for one in ids:
        found = results.execute(
            "SELECT count(DISTINCT t.id), count(r.id) FROM tests t"
            f" LEFT JOIN repetitions r ON r.test_id = t.id WHERE {column} = ?",
            (one,),
        ).fetchone()
        tests, repetitions = tests + found[0], repetitions + found[1]
    return f"{counted(tests, 'test')} with {counted(repetitions, 'repetition')}"


def _tell_damaged(damaged: Sequence[Sequence[Path]], names: Sequence[str], asked: Asked) -> None:
    """They are no databases any more: only bytes can be looked for in them."""
    for files in damaged:
        with told(files[-1]):
            seen = any(holds(file, names) for file in files)
        what = "and holds the name" if seen else "and cannot be searched"
        becomes = "is deleted as well" if asked.damaged else "--damaged deletes it as well"
        typer.echo(f"{files[-1]} is damaged {what}: {becomes}")
