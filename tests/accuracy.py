"""How accurate the station is on recordings with known truth: ``python -m tests.accuracy FOLDER``.

Beside each NAME.db3 the folder holds NAME.truth.csv (the measures frame by frame) and
NAME.reps.json (the wall and the repetitions). Exit code 1 when any limit is missed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Column, Table

from tests.recordings.clip import (
    COVERAGE,
    LIMITS,
    Accuracy,
    compare,
    find_clips,
    load_clip,
    measure_clip,
)

HEADINGS = {
    "hip_gap_mm": "gap mm",
    "hip_displacement_mm": "displ. mm",
    "trunk_inclination_deg": "trunk °",
    "hip_flexion_deg": "hip °",
    "knee_flexion_deg": "knee °",
    "lumbar_flexion_deg": "lumbar °",
    "thoracic_flexion_deg": "thoracic °",
    "neck_flexion_deg": "neck °",
}


def table_of(results: list[Accuracy]) -> Table:
    """Mean absolute errors, coverage and repetitions; what misses its limit in red."""
    table = Table(Column("clip", no_wrap=True), *HEADINGS.values(), "seen", "exact", "extra")
    for result in results:
        row = [_number(name, result.errors[name]) for name in HEADINGS]
        seen = f"{100 * result.coverage:.0f} %"
        exact = f"{result.exact}/{result.total}"
        table.add_row(
            result.name,
            *row,
            seen if result.coverage >= COVERAGE else f"[red]{seen}",
            exact if not result.misses else f"[red]{exact}",
            str(result.extra) if not result.extra else f"[red]{result.extra}",
        )
    means = {name: float(np.mean([r.errors[name] for r in results])) for name in HEADINGS}
    table.add_section()
    table.add_row(
        "all",
        *(_number(name, mean) for name, mean in means.items()),
        f"{100 * np.mean([r.coverage for r in results]):.0f} %",
        f"{sum(r.exact for r in results)}/{sum(r.total for r in results)}",
        str(sum(r.extra for r in results)),
    )
    table.add_row("limit", *(f"{LIMITS[n]:g}" if n in LIMITS else "" for n in HEADINGS))
    return table


def main(arguments: list[str]) -> int:
    """Measure every clip of the folder; 0 when all are within limits, 2 when there is none."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("accuracy: name one folder of recordings with truth", file=sys.stderr)
        return 2
    paths = find_clips(Path(arguments[0]))
    if not paths:
        print(f"accuracy: no NAME.db3 with NAME.truth.csv in {arguments[0]}", file=sys.stderr)
        return 2
    # A log file is no reason to fold the table.
    console = Console() if sys.stdout.isatty() else Console(width=130)
    clips = [load_clip(path) for path in paths]
    busy = track(clips, "measuring", console=Console(stderr=True), transient=True)
    results = [compare(clip, measure_clip(clip)) for clip in busy]
    console.print(table_of(results))
    for result in results:
        for miss in result.misses:
            console.print(f"{result.name} repetition {miss}", highlight=False)
    return 0 if all(result.is_within_limits for result in results) else 1


def _number(name: str, error: float) -> str:
    text = f"{error:.1f}"
    return f"[red]{text}" if name in LIMITS and not error <= LIMITS[name] else text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
