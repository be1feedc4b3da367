"""``station config``: what is set, what is wrong, what could be set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from station.config.example import changed, effective, example
from station.config.explain import explain
from station.config.loading import find_settings, load_settings, mistakes_in

config_app = typer.Typer(help="Show, check and explain the settings.")


@config_app.callback(invoke_without_command=True)
def _config(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        context.get_help()


@config_app.command("show")
def show(
    config: Annotated[
        Path | None, typer.Option("--config", help="Settings file instead of the station's own.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Print every value in effect; what differs from the default says so."""
    settings = load_settings(config)
    file = find_settings(config)
    if as_json:
        told = {
            "file": str(file),
            "settings": settings.model_dump(),
            "changed": [key.path for key in changed(settings)],
        }
        typer.echo(json.dumps(told, indent=2))
    else:
        typer.echo(f"# {file}\n\n{effective(settings)}", nl=False)


@config_app.command("check")
def check(file: Annotated[Path, typer.Argument(help="The settings file to check.")]) -> int:
    """Tell every mistake in a settings file, a line each."""
    mistakes = mistakes_in(file)
    typer.echo("\n".join(mistakes) or f"{file}: fine")
    return 2 if mistakes else 0


@config_app.command("explain")
def _explain(
    key: Annotated[
        str | None, typer.Argument(help="Such as test.first_wall_cm, or a section; else all.")
    ] = None,
) -> None:
    """Tell what a setting does, its unit, default and range."""
    typer.echo(explain(key))


@config_app.command("example")
def _example() -> None:
    """Print a settings file with every default, commented."""
    typer.echo(example(), nl=False)
