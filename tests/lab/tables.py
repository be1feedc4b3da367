"""The lab's results on the console; what misses its limit is red."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from station.bench.findings import (
    ASKED,
    CLEAN_ASKED,
    COVERAGE_ASKED,
    EXACT_ASKED,
    NEAR_WALL_MM,
    P95_TIMES,
)
from tests.accuracy import HEADINGS
from tests.lab.results import LabResults, RepetitionResult, SessionResult
from tests.lab.summary import Summary, summarise

_WORST = 8


def show(console: Console, results: LabResults) -> None:
    """Each half: measures, repetitions, worst sessions, and every repetition misjudged."""
    for half in ("tuning", "unseen"):
        sessions = results.of_half(half)
        if not sessions:
            continue
        summary = summarise(sessions)
        console.print(measures_table(half, summary))
        console.print(judging_table(summary))
        console.print(worst_table(sessions))
        for session in sessions:
            for line in misjudged(session):
                console.print(line, highlight=False)


def measures_table(half: str, summary: Summary) -> Table:
    """Errors of every measure over all frames with an athlete."""
    table = Table(title=f"{half} half: {summary.sessions} sessions, errors over their frames")
    table.add_column("")
    for heading in HEADINGS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    pooled = [summary.measures.get(name) for name in HEADINGS]
    limits = [ASKED[name] for name in HEADINGS]
    both = list(zip(pooled, limits, strict=True))
    table.add_row("mean absolute", *(_of(p.mean_abs if p else None, limit) for p, limit in both))
    table.add_row("limit", *(f"{limit:g}" for limit in limits))
    table.add_row("mean of sessions", *(_of(p.mean_of_sessions if p else None) for p in pooled))
    table.add_row(
        "95 % of frames", *(_of(p.p95 if p else None, P95_TIMES * limit) for p, limit in both)
    )
    table.add_row("bias", *(_of(p.bias if p else None, form="+.1f") for p in pooled))
    table.add_row(
        "told", *(_of(100 * p.told_share if p else None, form=".0f", end=" %") for p in pooled)
    )
    return table


def judging_table(summary: Summary) -> Table:
    """Coverage and verdicts, each with what is asked for."""
    judged = summary.judging
    table = Table(show_header=False)
    rows = (
        ("frames with an athlete, measured", f"{100 * summary.coverage:.1f} %",
         summary.coverage >= COVERAGE_ASKED, f">= {100 * COVERAGE_ASKED:g} %"),
        ("repetitions", str(judged.total), True, ""),
        ("  missed", str(judged.missed), not judged.missed, "0"),
        ("  invented", str(judged.invented), not judged.invented, "0"),
        (f"  touch wrong, truth over {NEAR_WALL_MM:g} mm from the wall",
         f"{judged.touch_wrong} of {judged.touch_asked}", not judged.touch_wrong, "0"),
        ("  fault sets exact, borderline ones left open",
         f"{judged.right} ({100 * judged.right_share:.1f} %)",
         judged.right_share >= EXACT_ASKED, f">= {100 * EXACT_ASKED:g} %"),
        ("  fault sets exact, borderline ones too", str(judged.exact), True, ""),
        ("  clean ones faulted", f"{judged.clean_faulted} of {judged.clean}",
         judged.clean_share >= CLEAN_ASKED, f"<= {100 * (1 - CLEAN_ASKED):.0f} %"),
    )  # fmt: skip
    for name, value, is_met, asked in rows:
        table.add_row(name, value if is_met else f"[red]{value}", asked)
    return table


def worst_table(sessions: tuple[SessionResult, ...]) -> Table:
    """The sessions furthest from the limits, by their worst measure over its limit."""
    table = Table(title="worst sessions")
    table.add_column("session", no_wrap=True)
    for heading in (*HEADINGS.values(), "seen", "right"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("who, how seen", no_wrap=True)
    for session in sorted(sessions, key=_badness, reverse=True)[:_WORST]:
        found = [session.measures.get(name) for name in HEADINGS]
        errors = [
            _of(m.mean_abs if m else None, ASKED[name])
            for name, m in zip(HEADINGS, found, strict=True)
        ]
        right = sum(r.is_right for r in session.repetitions)
        table.add_row(
            session.name,
            *errors,
            _of(100 * session.coverage, at_least=100 * COVERAGE_ASKED, form=".0f", end=" %"),
            f"{right}/{len(session.repetitions)}",
            _who(session),
        )
    return table


def misjudged(session: SessionResult) -> list[str]:
    """One line for each repetition that was not judged right, and for what was invented."""
    lines = [
        f"{session.name} repetition {r.number} ({r.kind} {r.size:g}, {r.ending}): {_told(r)}"
        for r in session.repetitions
        if not r.is_right
    ]
    if session.trouble is not None:
        lines.append(f"{session.name}: {session.trouble}")
    if session.invented:
        lines.append(f"{session.name}: {session.invented} repetitions that never were")
    return lines


def _told(repetition: RepetitionResult) -> str:
    wanted = " + ".join(repetition.true_faults) or "clean"
    if repetition.borderline:
        wanted += f" (either way: {', '.join(repetition.borderline)})"
    if not repetition.found:
        return f"not found, wanted {wanted}"
    found = repetition.reason or " + ".join(repetition.found_faults) or "clean"
    gaps = f"gap {repetition.true_min_gap_mm:.0f}"
    if repetition.found_min_gap_mm is not None:
        gaps += f" found {repetition.found_min_gap_mm:.0f}"
    return f"{found}, wanted {wanted}; {gaps} mm"


def _who(session: SessionResult) -> str:
    person, camera = session.person, session.camera
    return (
        f"{person.sex} {person.height_m:.2f} m BMI {person.bmi:.0f} {person.clothes}"
        f" {person.arms}, "
        f"{camera.width_px}@{camera.fps} {camera.distance_m:.1f} m turned {session.yaw_deg:+.0f}°"
    )


def _badness(session: SessionResult) -> float:
    shares = [m.mean_abs / ASKED[name] for name, m in session.measures.items()]
    return max(shares, default=1e3) + 10 * (1 - session.coverage)


def _of(
    value: float | None,
    at_most: float = float("inf"),
    at_least: float = float("-inf"),
    form: str = ".1f",
    end: str = "",
) -> str:
    if value is None:
        return "[red]none"
    text = f"{value:{form}}{end}"
    return text if at_least <= value <= at_most else f"[red]{text}"
