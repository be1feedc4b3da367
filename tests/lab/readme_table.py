"""README's short table, made from the results: ``python -m tests.lab readme`` prints it."""

from __future__ import annotations

from station.bench.findings import COVERAGE_ASKED, EXACT_ASKED, coverage_of, percent
from station.bench.lab_results import LabResults
from station.bench.report import TIMES_FASTER_ASKED, Accuracy, Row, accuracy_of
from station.bench.rooms import BUDGET_MS
from station.bench.wording import quantity, short_name


def readme_table(results: LabResults) -> str:
    """The unseen half in Markdown: a line for each measure, one for verdicts, one for speed."""
    accuracy = accuracy_of(results)
    rival = results.rival.name.partition(",")[0] if results.rival else "rival"
    lines = [
        ("", "station", "asked", rival),
        ("---",) * 4,
        *(_measure(row) for row in accuracy.rows),
        *_judging(accuracy),
        _speed(accuracy),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _measure(row: Row) -> tuple[str, str, str, str]:
    found, name = row.unseen, row.unseen.name
    rival = row.why_no_rival if row.rival is None else quantity(row.rival.mean_abs, name)
    asked = f"≤ {quantity(found.asked, name, 'g')}"
    return short_name(name).lower(), quantity(found.mean_abs, name), asked, rival


def _judging(accuracy: Accuracy) -> list[tuple[str, str, str, str]]:
    exact, done = accuracy.exact
    coverage = percent(coverage_of(accuracy.results.unseen))
    asked, covered_asked = percent(EXACT_ASKED, 0), percent(COVERAGE_ASKED, 0)
    return [
        ("repetitions with exactly their faults", f"{exact} of {done}", asked, ""),
        ("frames with an athlete measured", coverage, covered_asked, ""),
    ]


def _speed(accuracy: Accuracy) -> tuple[str, str, str, str]:
    """Both timed in the same run."""
    rival = accuracy.results.rival
    ours, theirs = (
        (rival.ours_ms_per_frame_median, rival.ms_per_frame_median) if rival else (None, None)
    )
    return (
        "time per frame of 848×480, one core",
        _ms(ours),
        f"≤ {BUDGET_MS:g} ms, {TIMES_FASTER_ASKED:g} times faster",
        _ms(theirs),
    )


def _ms(value: float | None) -> str:
    return "not timed" if value is None else f"{value:.1f} ms"
