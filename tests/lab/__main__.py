"""The accuracy lab: ``python -m tests.lab record|measure|rival|all|readme [--folder .lab]``.

``record`` makes the recordings of anatomical bodies that are not there yet, ``measure`` runs the
station on them as ``station measure`` would, ``rival`` lets a pose network look at the same
bodies, ``all`` does one after the other; ``readme`` prints the results as README's short table.
Exit code 1 when the unseen half misses a limit, 2 when
the lab cannot go on. ``make lab`` sets all of it up.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from rich.console import Console

from station.bench.lab_results import read_lab_results
from station.errors import StationError
from tests.lab import jobs
from tests.lab.extra import LabError
from tests.lab.plan import LabSession, sessions
from tests.lab.readme_table import readme_table
from tests.lab.record import is_recorded, record_timed
from tests.lab.results import read_results, write_results
from tests.lab.score import score
from tests.lab.summary import summarise
from tests.lab.tables import show

RESULTS = "results.json"
_CONSOLE_WIDTH = 190


def main(arguments: list[str]) -> int:
    """Do what is asked for; one line and exit code 2 for what goes wrong."""
    asked = _parser().parse_args(arguments)
    told = Console(stderr=True)
    # A log file is no reason to fold the tables.
    console = Console() if sys.stdout.isatty() else Console(width=_CONSOLE_WIDTH)
    try:
        return _do(asked, console, told)
    except StationError as error:
        print(f"lab: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("lab: stopped; what is done is kept, start again to go on", file=sys.stderr)
        return 130


def _do(asked: argparse.Namespace, console: Console, told: Console) -> int:
    if asked.what == "readme":
        print(readme_table(read_lab_results(asked.folder / RESULTS)), end="")
        return 0
    chosen = _chosen(asked)
    clips = asked.folder / "clips"
    results = asked.folder / RESULTS
    try:
        clips.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LabError(f"{clips}: cannot be made: {error.strerror}") from None
    code = 0
    if asked.what in ("record", "all"):
        _record(chosen, clips, asked.jobs, told)
    if asked.what in ("measure", "all"):
        code = _measure(chosen, clips, results, asked.jobs, console, told)
    if asked.what in ("rival", "all"):
        from tests.lab.rival import run_rival

        run_rival(chosen, results, console)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.lab", description=__doc__)
    parser.add_argument("what", choices=("record", "measure", "rival", "all", "readme"))
    parser.add_argument("--folder", type=Path, default=Path(".lab"), help="default: .lab")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--half", choices=("tuning", "unseen"), help="only this half")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these sessions")
    return parser


def _chosen(asked: argparse.Namespace) -> tuple[LabSession, ...]:
    every = sessions()
    unknown = set(asked.only or ()) - {session.name for session in every}
    if unknown:
        raise LabError(
            f"no session is called {', '.join(sorted(unknown))}; they are called "
            f"{every[0].name} to {every[-1].name}"
        )
    return tuple(
        session
        for session in every
        if asked.half in (None, session.half) and (not asked.only or session.name in asked.only)
    )


def _record(chosen: tuple[LabSession, ...], clips: Path, processes: int, told: Console) -> None:
    missing = [session for session in chosen if not is_recorded(session, clips)]
    told.print(
        f"{len(chosen) - len(missing)} of {len(chosen)} sessions are recorded in {clips}",
        highlight=False,
    )
    work = partial(record_timed, folder=clips)
    for name, seconds in jobs.run(work, missing, processes, "recording", told):
        size_mb = (clips / f"{name}.db3").stat().st_size / 1e6
        told.print(f"{name} recorded in {seconds:.0f} s, {size_mb:.0f} MB", highlight=False)


def _measure(
    chosen: tuple[LabSession, ...],
    clips: Path,
    file: Path,
    processes: int,
    console: Console,
    told: Console,
) -> int:
    paths = [clips / f"{session.name}.db3" for session in chosen]
    missing = [path for path in paths if not path.with_suffix(".reps.json").is_file()]
    if missing:
        raise LabError(
            f"{len(missing)} sessions are not recorded yet, {missing[0].stem} among them: "
            "run `python -m tests.lab record` first"
        )
    results = read_results(file)
    for session in jobs.run(score, paths, processes, "measuring", told):
        # Kept one by one: who stops halfway has what was measured until then.
        results = results.with_sessions((session,))
        write_results(file, results)
    shown = results.only({session.name for session in chosen})
    show(console, shown)
    console.print(f"results: {file}", highlight=False)
    unseen = shown.of_half("unseen")
    if not unseen:
        return 0
    missed = summarise(unseen).missed_limits
    if missed:
        console.print(f"unseen half, limits missed: {', '.join(missed)}", style="red")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
