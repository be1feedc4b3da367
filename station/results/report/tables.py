"""The tables of a report, ready to be written: words, and what is marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from station.hinge.judge import CUE_ORDER
from station.hinge.verdict import Fault, Outcome
from station.results.report.judged_by import JudgedBy
from station.results.report.values import KeptRepetition, KeptTest, Member
from station.results.report.wording import NOT_KNOWN, day, measure_name, quantity
from station.screen.words import Words, reason_key

MARKS = {Outcome.PASS: "✓", Outcome.FAULT: "✕", Outcome.NO_VERDICT: NOT_KNOWN}
FAULTS_OF = {
    "hip_gap_mm": (Fault.NO_TOUCH, Fault.LEANING),
    "hip_displacement_mm": (Fault.TOO_SHALLOW,),
    "trunk_inclination_deg": (Fault.PAST_HORIZONTAL,),
    "lumbar_flexion_deg": (Fault.LUMBAR_FLEXION,),
    "thoracic_flexion_deg": (Fault.THORACIC_FLEXION,),
    "neck_flexion_deg": (Fault.NECK_EXTENSION,),
    "knee_flexion_deg": (Fault.SQUAT,),
}
_MAPPED_TESTS = 6
_BLANK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Cell:
    """``marked`` ones are framed and have a cross: a fault, or one that counts."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Column:
    """A heading, what is ``allowed``, and a cell for each row; a ``number`` is set to the right."""

    heading: str
    cells: tuple[Cell, ...]
    number: bool = True
    allowed: str = ""


@dataclass(frozen=True)
class Row:
    """One line under a heading of its own."""

    heading: str
    cells: tuple[Cell, ...]


def repetition_columns(test: KeptTest, by: JudgedBy, words: Words) -> tuple[Column, ...]:
    """What was measured of each try; columns of which nothing is known are left out."""

    def column(
        heading: str,
        cell: Callable[[KeptRepetition], Cell],
        allowed: str = "",
        *,
        number: bool = True,
    ) -> Column:
        return Column(heading, tuple(map(cell, test.tries)), number, allowed)

    def measured(measure: str) -> Column:
        return column(
            measure_name(measure, words),
            lambda each: Cell(
                quantity(each.value(measure), measure), _is_faulty(each, *FAULTS_OF[measure])
            ),
            allowed(measure, by, test.height_mm),
        )

    def text(key: str) -> str:
        return words.get("report", key)

    columns = [column(text("seen"), lambda each: Cell(_seen(each, words)), number=False)]
    walls = {each.wall_mm for each in test.tries}
    if len(walls) > 1:
        columns.append(column(text("wall_column"), lambda each: Cell(_wall(each, words))))
    if walls != {None}:
        columns.append(column(text("touched"), lambda each: _touched(each, words), number=False))
        columns.append(measured("hip_gap_mm"))
    else:
        columns.append(measured("hip_displacement_mm"))
    columns += [measured("trunk_inclination_deg"), measured("lumbar_flexion_deg")]
    if any(each.arched_deg is not None for each in test.tries):
        least_deg = by.limit(Fault.LUMBAR_EXTENSION)
        most = "" if least_deg is None else f"≤ {quantity(-least_deg, 'lumbar_flexion_deg')}"
        columns.append(column(text("arches"), _arched, most))
    columns += map(measured, ("thoracic_flexion_deg", "neck_flexion_deg", "knee_flexion_deg"))
    hold = None if by.drill is None else by.drill.hold
    if any(each.held_s is not None for each in test.tries):
        least = "" if hold is None else f"≥ {words.short(hold.least_s)}{_BLANK}s"
        columns.append(column(text("held"), lambda each: _held(each, words), least))
    tempo = None if by.drill is None else by.drill.tempo
    if tempo is not None:
        asked = _tempo_words((tempo.lower_s, tempo.pause_s, tempo.rise_s), words)
        near = f"{asked} ± {100 * tempo.tolerance:.0f}{_BLANK}%"
        columns.append(column(text("tempo"), lambda each: _tempo(each, words), near))
    return tuple(columns)


def allowed(measure: str, by: JudgedBy, height_mm: float | None = None) -> str:
    """What is no fault, such as "≤ 20°"; "" where no limit says it."""
    if measure == "hip_displacement_mm":
        least_mm = by.least_travel_mm(height_mm)
        return "" if least_mm is None else f"≥ {quantity(least_mm, measure)}"
    limit = by.limit(FAULTS_OF[measure][0])
    if limit is None:
        return ""
    return f"{'≥' if limit < 0 else '≤'} {quantity(limit, measure)}"


def _is_faulty(repetition: KeptRepetition, *faults: Fault) -> bool:
    return any(fault in repetition.faults for fault in faults)


def _wall(repetition: KeptRepetition, words: Words) -> str:
    return NOT_KNOWN if repetition.wall_mm is None else words.cm(repetition.wall_mm / 1000)


def _touched(repetition: KeptRepetition, words: Words) -> Cell:
    if repetition.outcome is Outcome.NO_VERDICT:
        return Cell(NOT_KNOWN)
    key = "yes" if repetition.touched else "no"
    return Cell(words.get("report", key), _is_faulty(repetition, Fault.NO_TOUCH))


def _arched(repetition: KeptRepetition) -> Cell:
    arched_deg = repetition.arched_deg if repetition.back_judged else None
    told = None if arched_deg is None else max(0.0, arched_deg)
    return Cell(
        quantity(told, "lumbar_flexion_deg"), _is_faulty(repetition, Fault.LUMBAR_EXTENSION)
    )


def _held(repetition: KeptRepetition, words: Words) -> Cell:
    if repetition.held_s is None:
        return Cell(NOT_KNOWN)
    told = f"{words.decimal(repetition.held_s)}{_BLANK}s"
    return Cell(told, _is_faulty(repetition, Fault.TEMPO))


def _tempo(repetition: KeptRepetition, words: Words) -> Cell:
    parts_s = (repetition.lower_s, repetition.pause_s, repetition.rise_s)
    return Cell(_tempo_words(parts_s, words), _is_faulty(repetition, Fault.TEMPO))


def _tempo_words(parts_s: tuple[float, float, float], words: Words) -> str:
    return f"{' · '.join(words.decimal(part_s) for part_s in parts_s)}{_BLANK}s"


def _seen(repetition: KeptRepetition, words: Words) -> str:
    """The mark of the verdict, and why."""
    mark = MARKS[repetition.outcome]
    if repetition.reason is not None:
        return f"{mark}{_BLANK}{words.get('reason', reason_key(repetition.reason))}"
    parts = [words.get("fault", fault) for fault in repetition.faults]
    if not repetition.back_judged:
        parts.append(words.get("live", "back_not_judged"))
    return f"{mark}{_BLANK}{', '.join(parts) or words.get('result', 'clean')}"


def fault_map(tests: Sequence[KeptTest], words: Words) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Headings and rows: each fault that was seen, in how many of each of the last tests."""
    shown = tests[-_MAPPED_TESTS:]
    headings = tuple(day(test.started, test.clock_trusted) for test in shown)
    rows = tuple(
        Row(words.get("fault", fault), tuple(_seen_in(test, fault) for test in shown))
        for fault in CUE_ORDER
        if any(fault in test.seen for test in shown)
    )
    return headings, rows


def group_map(members: Sequence[Member], words: Words) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Headings and rows: each athlete, in how many repetitions each fault was seen."""
    tested = [(member.name, member.test) for member in members if member.test is not None]
    faults = [fault for fault in CUE_ORDER if any(fault in test.seen for _, test in tested)]
    headings = tuple(words.get("fault", fault) for fault in faults)
    rows = tuple(
        Row(name, tuple(_seen_in(test, fault) for fault in faults)) for name, test in tested
    )
    counted = [sum(test.counts(fault) for _, test in tested) for fault in faults]
    return headings, rows if not faults else (
        *rows,
        Row(words.get("report", "counted_row"), tuple(Cell(str(count)) for count in counted)),
    )


def _seen_in(test: KeptTest, fault: Fault) -> Cell:
    if not test.judged:
        return Cell(NOT_KNOWN)
    count = test.seen.get(fault, 0)
    return Cell(f"{count}/{len(test.judged)}" if count else "·", test.counts(fault))
