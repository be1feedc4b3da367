"""The rival beside the station on the console, with words where it has no numbers."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.accuracy import HEADINGS
from tests.lab.results import LabResults, MeasureResult, Rival
from tests.lab.summary import pool


def show_rival(console: Console, results: LabResults) -> None:
    """Errors on the sessions that both have measured, how the rival was read, and the times."""
    rival = results.rival
    if rival is None:
        return
    console.print(errors_table(results, rival))
    for name, reading in rival.read_as.items():
        console.print(f"  {HEADINGS[name]}: {reading}", highlight=False)
    covered = [session.coverage for session in rival.sessions]
    console.print(
        f"an athlete found in {100 * sum(covered) / len(covered):.1f} % of pictures with one",
        highlight=False,
    )
    console.print(times_line(rival), highlight=False)


def errors_table(results: LabResults, rival: Rival) -> Table:
    """Mean absolute and 95th percentile, measure by measure."""
    table = Table(title=f"{rival.name} on {len(rival.sessions)} sessions of the unseen half")
    table.add_column("")
    for heading in ("ours", "ours 95 %", "rival", "rival 95 %"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    names = {session.name for session in rival.sessions}
    ours = [session.measures for session in results.sessions if session.name in names]
    theirs = [session.measures for session in rival.sessions]
    for name, heading in HEADINGS.items():
        row = [*_errors(name, ours), *_errors(name, theirs)]
        table.add_row(heading, *row, rival.cannot.get(name, ""))
    return table


def times_line(rival: Rival) -> str:
    """How long a frame takes each of the two, and how many times faster the station is."""
    theirs, ours = rival.ms_per_frame_median, rival.ours_ms_per_frame_median
    if theirs is None or ours is None:
        return "times: no session of 848x480 among these"
    line = (
        f"a frame of 848x480: rival {theirs:.1f} ms, ours {ours:.2f} ms, {theirs / ours:.1f} times"
    )
    busy, ours_busy = rival.busy_ms_per_frame_median, rival.ours_busy_ms_per_frame_median
    if busy is None or ours_busy is None:
        return line
    return (
        f"{line} faster; of the processor: {busy:.1f} and {ours_busy:.2f} ms, "
        f"{busy / ours_busy:.1f} times"
    )


def _errors(name: str, sessions: list[dict[str, MeasureResult]]) -> tuple[str, str]:
    found = [measures[name] for measures in sessions if name in measures]
    if not found:
        return "", ""
    pooled = pool(found, 0)
    return f"{pooled.mean_abs:.1f}", f"{pooled.p95:.1f}"
