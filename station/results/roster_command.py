"""``station roster``: groups and athletes, written beside a station that may be running."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from station.drills.commands import KeepGroup
from station.drills.membership import kept
from station.drills.refusal import Refusal
from station.drills.roster import Entry, Group, RosterError, same_athlete, tidy
from station.errors import one_line
from station.places import asked_from_outside, backups_dir
from station.results.command import ConfigOption, JsonOption, ResultsOption, YesOption, database

roster_app = typer.Typer(help="Import, list and delete groups of athletes.")


@roster_app.callback(invoke_without_command=True)
def _roster(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        context.get_help()


@roster_app.command("import")
def _import(
    file: Annotated[Path, typer.Argument(help="CSV with a name, or name and number, per line.")],
    group: Annotated[
        str | None, typer.Option(help="Name of the group; else that of the file.")
    ] = None,
    results: ResultsOption = None,
    config: ConfigOption = None,
) -> int:
    """Take a roster over: a new group, or what a group is from now on.

    Who is in the group and not in the file is called no more and keeps all results.
    """
    from station.drills.roster_csv import MOST_BYTES, read_roster
    from station.results.rosters import load_groups
    from station.screen.words import Words

    words = Words.load()
    try:
        with file.open("rb") as opened:
            entries = read_roster(opened.read(MOST_BYTES + 1))
    except RosterError as error:
        for mistake in error.mistakes:
            typer.echo(f"{file}: {words.roster_mistake(mistake)}", err=True)
        return 2
    except OSError as error:
        typer.echo(f"{file} cannot be read ({error.strerror})", err=True)
        return 2
    path, name = database(results, config), tidy(group or file.stem)
    groups = {each.uid: each for each in load_groups(path)}
    before = next((each for each in groups.values() if _same_name(each, name)), None)
    asked = KeepGroup(None if before is None else before.uid, name, entries)
    after = kept(groups, asked, lambda: uuid4().hex)
    if isinstance(after, Refusal):
        typer.echo(f"{one_line(name, 60)}: {words.refusal(after)}", err=True)
        return 2
    _write(path, after)
    typer.echo(_told(after, before))
    return 0


@roster_app.command("list")
def _list(
    group: Annotated[str | None, typer.Argument(help="Only this group, with its athletes.")] = None,
    as_json: JsonOption = False,
    results: ResultsOption = None,
    config: ConfigOption = None,
) -> None:
    """Print the groups, or the athletes of one."""
    from station.results.finding import find_group, opened
    from station.results.rosters import load_groups
    from station.results.telling import counted

    path = database(results, config)
    groups = load_groups(path)
    if group is not None:
        with opened(path) as source:
            uid = find_group(source, group).uid
        groups = tuple(each for each in groups if each.uid == uid)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in groups], indent=2, ensure_ascii=False))
        return
    for each in groups:
        former = f", {len(each.former)} former" if each.former else ""
        typer.echo(f"{one_line(each.name)}: {counted(len(each.athletes), 'athlete')}{former}")
        if group is not None:
            for athlete in each.athletes:
                typer.echo(f"  {athlete.number:>4}  {one_line(athlete.name)}")
    if not groups:
        typer.echo("no groups yet: station roster import FILE.csv")


@roster_app.command("delete")
def _delete(
    group: Annotated[str, typer.Argument(help="The group to delete, with all its results.")],
    yes: YesOption = False,
    results: ResultsOption = None,
    config: ConfigOption = None,
) -> None:
    """Delete a group for good, as `station results delete --group` does."""
    from station.results.delete_command import Asked, delete

    asked = Asked(group, None, None, None, damaged=False)
    delete(database(results, config), backups_dir(asked_from_outside()), asked, yes=yes)


def _same_name(group: Group, name: str) -> bool:
    return same_athlete(Entry(group.name))[0] == same_athlete(Entry(name))[0]


def _write(path: Path, group: Group) -> None:
    """Raises ResultsError; then nothing has changed."""
    from station.results.clock import clock_is_trusted
    from station.results.store import Store

    begun = not path.exists()
    with closing(Store.open(path)) as store:
        store.keep_group(group, datetime.now(UTC), clock_trusted=clock_is_trusted())
    if begun and os.geteuid() == 0:
        # Made by an administrator, and to be written by the station, whose folder it is.
        folder = path.parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)


def _told(after: Group, before: Group | None) -> str:
    from station.results.telling import counted

    known = set() if before is None else {each.uid for each in (*before.athletes, *before.former)}
    left = 0 if before is None else len(after.former) - len(before.former)
    new = sum(each.uid not in known for each in after.athletes)
    athletes = counted(len(after.athletes), "athlete")
    parts = [f"{one_line(after.name)}: {athletes}, {new} of them new"]
    parts += [f"{left} not in the file any more: called no more, results kept"] * (left > 0)
    return "; ".join(parts)
