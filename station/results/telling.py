"""Tests as lines in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.cells import cell_len

from station.errors import one_line
from station.hinge.verdict import Outcome
from station.results.selection import Test, Values

_SHORT_UID = 8
"""Enough to name a test by; more where two begin alike."""


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Columns one below the other, also with wide letters and emoji."""
    rows = [head, *lines]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def counted(number: int, one: str, many: str = "") -> str:
    """Such as "1 test" and "2 tests"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(tests: Iterable[Test]) -> str:
    """A line per test."""
    head = ["test", "date", "use", "drill", "athlete", "clean", "result"]
    return table(head, [_line(test) for test in tests])


def shown(test: Test) -> str:
    """All of a test: what was asked, what came, and each repetition."""
    values = test.values
    height_mm = values["height_mm"]
    height = "" if height_mm is None else f", {height_mm / 10:.0f} cm tall"
    about = [
        f"test {values['test']}: {_date(values)}",
        f"  {_who(values)}{height}; {values['use']}, {values['drill']}",
        f"  asked: {values['protocol']}",
        f"  result: {_result(values)}",
    ]
    if not test.repetitions:
        return "\n".join([*about, "  no repetition"])
    head = ["", "set", "number", "wall", "verdict", "gap", "lumbar", "down-hold-up", "what"]
    lines = [["", *_repetition(each)] for each in test.repetitions]
    return "\n".join([*about, table(head, lines)])


def _line(test: Test) -> list[str]:
    values = test.values
    return [
        values["test"][:_SHORT_UID],
        _date(values),
        values["use"],
        values["drill"],
        _who(values),
        _clean(test),
        _result(values),
    ]


def _repetition(each: Values) -> list[str]:
    verdict = "practice" if each["practice"] else each["outcome"]
    what = " ".join(each["faults"]) or each["reason"] or ""
    if each["outcome"] != Outcome.NO_VERDICT and not each["back_judged"]:
        what = f"{what} back not judged".strip()
    return [
        str(each["set"]),
        str(each["number"]),
        _with_unit(each["wall_mm"], 10, "cm"),
        verdict,
        _with_unit(each["min_gap_mm"], 1, "mm"),
        _with_unit(each["lumbar_flexion_deg"], 1, "°"),
        f"{each['lower_s']:.1f}-{each['pause_s']:.1f}-{each['rise_s']:.1f} s",
        what,
    ]


def _with_unit(value: float | None, divisor: float, unit: str) -> str:
    return "-" if value is None else f"{round(value / divisor, 1) + 0.0:g} {unit}"


def _date(values: Values) -> str:
    if not values["clock_trusted"]:
        return "date unknown"
    began = datetime.fromisoformat(values["test_started_utc"]).astimezone()
    return began.strftime("%Y-%m-%d %H:%M")


def _who(values: Values) -> str:
    if values["athlete"] is None:
        return "-"
    number = f" ({values['athlete_number']})" if values["athlete_number"] else ""
    return one_line(f"{values['athlete']}{number}, {values['group']}")


def _clean(test: Test) -> str:
    outcomes = [each["outcome"] for each in test.repetitions if not each["practice"]]
    judged = len(outcomes) - outcomes.count(Outcome.NO_VERDICT)
    return f"{outcomes.count(Outcome.PASS)} of {judged}"


def _result(values: Values) -> str:
    if values["test_finished_utc"] is None:
        result = "never finished"
    elif values["passed"] is not None:
        result = "passed" if values["passed"] else "not passed"
    elif values["score_mm"] is not None:
        result = f"{values['score_mm'] / 10:g} cm"
    else:
        result = str(values["ending"]).replace("_", " ")
    return f"{result}; redone" if values["redone"] else result
