"""``station drills``: which drills there are, what each asks for, and what is wrong in a file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.config.explain import explain
from station.hinge.verdict import Fault, Hint

if TYPE_CHECKING:
    from station.config.drills import FoundDrill
    from station.drills.drill import Drill
    from station.screen.words import Words

drills_app = typer.Typer(help="Show, check and explain the drills.")
JsonOption = Annotated[bool, typer.Option("--json", help="For machines instead of people.")]


@drills_app.callback(invoke_without_command=True)
def _drills(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        context.get_help()


@drills_app.command("list")
def _list(as_json: JsonOption = False) -> None:
    """Print every drill with its title; the gym's own ones say so."""
    from station.config.drills import load_drills, own_drills_dir
    from station.screen.words import Words

    words, found = Words.load(), load_drills()
    if as_json:
        typer.echo(json.dumps([_told(each, words) for each in found], indent=2))
        return
    width = max(len(each.drill.name) for each in found)
    for each in found:
        own = " (the gym's own)" if each.own else ""
        typer.echo(f"{each.drill.name:{width}}  {words.title(each.drill)}{own}")
    typer.echo(f"\nThe gym's own drills lie in {own_drills_dir()}")


@drills_app.command("show")
def _show(
    name: Annotated[str, typer.Argument(help="Such as wall-tap; station drills list names all.")],
    as_json: JsonOption = False,
) -> None:
    """Print what a drill asks for and how strictly it is judged."""
    from station.config.drills import load_drill
    from station.screen.words import Words

    words, found = Words.load(), load_drill(name)
    if as_json:
        typer.echo(json.dumps(_told(found, words), indent=2))
        return
    drill = found.drill
    typer.echo(f"{words.title(drill)} ({drill.name}): {words.what_to_do(drill)}")
    for fact, text in [*_asked(drill), *_judged(drill), ("file", str(found.file))]:
        typer.echo(f"  {fact:11}  {text}")


@drills_app.command("check")
def _check(file: Annotated[Path, typer.Argument(help="The drill file to check.")]) -> int:
    """Tell every mistake in a drill file, a line each."""
    from station.config.drills import mistakes_in_drill

    mistakes = mistakes_in_drill(file)
    typer.echo("\n".join(mistakes) or f"{file}: fine")
    return 2 if mistakes else 0


@drills_app.command("explain")
def _explain(
    key: Annotated[
        str | None, typer.Argument(help="Such as wall.distance_cm, or a section; else all.")
    ] = None,
) -> None:
    """Tell what a key of a drill file does, its unit, default and range."""
    from station.config.drills import DRILL_KEYS

    typer.echo(explain(key, DRILL_KEYS))


def _told(found: FoundDrill, words: Words) -> dict[str, Any]:
    """The drill in the words of its dataclass; lengths in m, shares of 1."""
    drill = asdict(found.drill)
    drill["title"], drill["what_to_do"] = words.title(found.drill), words.what_to_do(found.drill)
    drill["ignored"] = sorted(found.drill.ignored)
    return {**drill, "file": str(found.file), "own": found.own}


def _asked(drill: Drill) -> list[tuple[str, str]]:
    dose, facts = drill.dose, []
    rest = f", {dose.rest_s:g} s rest" if dose.sets > 1 else ""
    facts.append(("how much", f"{dose.sets} × {dose.repetitions}{rest}"))
    if drill.wall is None:
        facts.append(("wall", f"none; hips back {_percent(drill.least_travel_share)} of height"))
    elif drill.wall.distance_m is not None:
        facts.append(("wall", f"{drill.wall.distance_m * 100:g} cm behind the heels"))
    elif drill.wall.height_share is not None:
        facts.append(("wall", f"{_percent(drill.wall.height_share)} of height behind the heels"))
    if drill.levels is not None:
        rule = drill.levels
        facts.append(
            (
                "level",
                f"{rule.step_m * 100:g} cm farther after {rule.up_after_clean} clean in a row,"
                f" nearer after {rule.down_after_faults} faults in {rule.of_last};"
                f" {rule.nearest_m * 100:g} cm to {_percent(rule.farthest_share)} of height",
            )
        )
    if drill.tempo is not None:
        tempo = drill.tempo
        parts = f"{tempo.lower_s:g}-{tempo.pause_s:g}-{tempo.rise_s:g} s"
        facts.append(("tempo", f"{parts} ± {_percent(tempo.tolerance)}"))
    if drill.hold is not None:
        facts.append(("hold", f"{drill.hold.least_s:g} to {drill.hold.most_s:g} s, neutral spine"))
    if drill.contrast is not None:
        rule_of = drill.contrast
        facts.append(
            (
                "contrast",
                f"learns the own range first; then a fault is more than"
                f" {_percent(rule_of.round_share)} of the own rounding or"
                f" {_percent(rule_of.arch_share)} of the own arching",
            )
        )
    return facts


def _judged(drill: Drill) -> list[tuple[str, str]]:
    off: set[Fault | Hint] = set(drill.ignored)
    off |= {Fault.TOO_SHALLOW} if drill.wall is not None else {Fault.NO_TOUCH, Fault.LEANING}
    if not drill.dowel:
        off.add(Fault.DOWEL_LOST)
    if drill.tempo is None and drill.hold is None:
        off.add(Fault.TEMPO)
    facts = [("faults", ", ".join(fault for fault in Fault if fault not in off))]
    if drill.ignored:
        facts.append(("not judged", ", ".join(sorted(drill.ignored))))
    limits = [f"{name} {value:g}" for name, value in drill.limits.items()]
    if drill.hip_extension_deg is not None:
        limits.append(f"hip_extension_deg {drill.hip_extension_deg:g}")
    if limits:
        facts.append(("own limits", ", ".join(limits)))
    return facts


def _percent(share: float) -> str:
    return f"{share * 100:g} %"
