"""``station results``: what is remembered, for people and programs, and deleting it."""

from __future__ import annotations

import json
import sqlite3
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.config import load_settings
from station.places import asked_from_outside, backups_dir
from station.results.about import Use

if TYPE_CHECKING:
    from station.results.selection import Selection

results_app = typer.Typer(help="Show, export and delete what is remembered.")

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", envvar="WALL_TAP_CONFIG", help="Settings file instead of the station's own."
    ),
]
ResultsOption = Annotated[
    Path | None, typer.Option("--results", help="This file instead of the station's own.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For machines instead of people.")]
GroupOption = Annotated[str | None, typer.Option(help="Only this group.")]
AthleteOption = Annotated[str | None, typer.Option(help="Only this athlete, by name or number.")]
UseOption = Annotated[Use | None, typer.Option(help="Only tests of this use.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def _date(text: str) -> datetime:
    """Midnight here."""
    try:
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day).astimezone()
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"must be a date such as 2026-11-30, not {text!r}") from None


SinceOption = Annotated[
    datetime | None,
    typer.Option(parser=_date, metavar="DATE", help="Only tests of this day and later."),
]


@results_app.callback(invoke_without_command=True)
def _results(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        context.get_help()


@results_app.command("list")
def _list(
    group: GroupOption = None,
    athlete: AthleteOption = None,
    use: UseOption = None,
    since: SinceOption = None,
    as_json: JsonOption = False,
    results: ResultsOption = None,
    config: ConfigOption = None,
) -> None:
    """Print a line per test."""
    from station.results.export import write_json
    from station.results.finding import opened
    from station.results.selection import selected
    from station.results.telling import listed

    with opened(database(results, config)) as source:
        tests = selected(source, selection(source, group, athlete, use, since))
        if as_json:
            write_json(sys.stdout, tests)
            return
        every = list(tests)
        typer.echo(listed(every) if every else "no such tests")
        _tell_undated(source, since)


@results_app.command("show")
def _show(
    test: Annotated[
        str | None, typer.Argument(help="The test, or how its name begins, as in the list.")
    ] = None,
    group: GroupOption = None,
    athlete: AthleteOption = None,
    as_json: JsonOption = False,
    results: ResultsOption = None,
    config: ConfigOption = None,
) -> None:
    """Print tests with every repetition."""
    from station.results.export import write_json
    from station.results.finding import find_test, opened
    from station.results.selection import Selection, selected
    from station.results.telling import shown

    if (test is None) == (group is None and athlete is None):
        raise typer.BadParameter("name a test, or --athlete or --group")
    with opened(database(results, config)) as source:
        if test is not None:
            which = Selection(test_id=find_test(source, test).id)
        else:
            which = selection(source, group, athlete)
        tests = selected(source, which)
        if as_json:
            write_json(sys.stdout, tests)
            return
        typer.echo("\n\n".join(map(shown, tests)) or "no such tests")


@results_app.command("days")
def _days(
    as_json: JsonOption = False, results: ResultsOption = None, config: ConfigOption = None
) -> None:
    """Print what was done on each day: visits, repetitions, faults."""
    from station.results import days
    from station.results.finding import opened

    with opened(database(results, config)) as source:
        every = days.read_days(source)
    if as_json:
        typer.echo(json.dumps(days.as_json(every), indent=2))
    else:
        typer.echo(days.as_text(every) if every else "no tests")


@results_app.command("export")
def _export(
    out: Annotated[Path, typer.Argument(help="File in .csv or .json; - prints CSV.")],
    group: GroupOption = None,
    athlete: AthleteOption = None,
    use: UseOption = None,
    since: SinceOption = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
    results: ResultsOption = None,
    config: ConfigOption = None,
) -> None:
    """Write a row per repetition for spreadsheets, or everything as JSON."""
    from station.results.export import check_target, export, write_csv
    from station.results.finding import opened
    from station.results.selection import selected

    printed = str(out) == "-"
    if not printed:
        check_target(out, overwrite=force)
    with opened(database(results, config)) as source:
        tests = selected(source, selection(source, group, athlete, use, since))
        if printed:
            write_csv(sys.stdout, tests)
        else:
            export(out, tests)
        _tell_undated(source, since)


@results_app.command("report")
def _report(
    out: Annotated[Path, typer.Argument(help="The page to write, a name in .html.")],
    group: Annotated[str | None, typer.Option(help="Of this group, or an athlete in it.")] = None,
    athlete: Annotated[str | None, typer.Option(help="Of this athlete, by name or number.")] = None,
    screening: Annotated[
        str | None, typer.Option(help="Of a group: another screening than its latest.")
    ] = None,
    results: ResultsOption = None,
    config: ConfigOption = None,
) -> None:
    """Write a page to print: of an athlete, or of a group's screening."""
    from station.results.report_command import write_report

    if group is None and athlete is None:
        raise typer.BadParameter("name --athlete or --group")
    if athlete is not None and screening is not None:
        raise typer.BadParameter("--screening is for a group: leave out --athlete")
    path, settings = database(results, config), load_settings(config)
    write_report(path, out, settings, group, athlete, screening or "latest")
    typer.echo(f"{out}: open it in a browser, or print it")


@results_app.command("schema")
def _schema() -> None:
    """Print the JSON Schema of an export."""
    from station.results.columns import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@results_app.command("delete")
def _delete(
    group: Annotated[
        str | None, typer.Option(help="Delete this group with all its athletes.")
    ] = None,
    athlete: Annotated[
        str | None, typer.Option(help="Delete this athlete, by name or number.")
    ] = None,
    test: Annotated[str | None, typer.Option(help="Delete this test.")] = None,
    before: Annotated[
        datetime | None,
        typer.Option(parser=_date, metavar="DATE", help="Delete all tests older than this day."),
    ] = None,
    damaged: Annotated[
        bool,
        typer.Option("--damaged", help="Also damaged databases and copies: nobody can read them."),
    ] = False,
    yes: YesOption = False,
    results: ResultsOption = None,
    config: ConfigOption = None,
) -> None:
    """Delete for good, also in the nightly copies. Says first what will go, and asks."""
    from station.results.delete_command import Asked, delete

    asked = Asked(group, athlete, test, before, damaged)
    delete(database(results, config), backups_dir(asked_from_outside()), asked, yes=yes)


def database(file: Path | None, config: Path | None) -> Path:
    """The results: ``file``, or where the settings say."""
    return file or load_settings(config).results.path(asked_from_outside())


def selection(
    source: sqlite3.Connection,
    group: str | None = None,
    athlete: str | None = None,
    use: Use | None = None,
    since: datetime | None = None,
) -> Selection:
    """Which tests are meant. Raises UnknownNameError."""
    from station.results.finding import find_athlete, find_group
    from station.results.selection import Selection

    in_group = None if group is None else find_group(source, group)
    who = None if athlete is None else find_athlete(source, athlete, in_group)
    return Selection(
        group_id=None if in_group is None else in_group.id,
        athlete_id=None if who is None else who.id,
        use=use,
        since=since,
    )


def _tell_undated(source: sqlite3.Connection, since: datetime | None) -> None:
    from station.results.selection import undated
    from station.results.telling import counted

    if since is not None and (count := undated(source)):
        typer.echo(f"left out: {counted(count, 'test')} without a date to be trusted", err=True)
