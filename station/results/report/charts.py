"""The pictures of a report. Told apart without colour: by dashes, by marks, by words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from station.drawing import BLUE, GRID, INK, ORANGE, QUIET, as_svg, panels_of, styled
from station.hinge.verdict import Fault, Outcome
from station.results.report.judged_by import JudgedBy
from station.results.report.tables import FAULTS_OF, MARKS
from station.results.report.values import KeptRepetition, KeptTest
from station.results.report.wording import axis_of, measure_name, quantity
from station.screen.words import Words

_HEIGHT_IN, _LOW_IN = 2.5, 1.75
_DASHES = ("-", (0, (5, 2)), (0, (1.4, 1.4)), (0, (7, 1.6, 1.4, 1.6)), (0, (3, 1, 1, 1, 1, 1)))
_MOST_NAMED, _IN_ROW = 5, 3
"""So many repetitions can be told apart in one picture; of more only the verdict can."""
_INKS = {Outcome.PASS: BLUE, Outcome.FAULT: ORANGE, Outcome.NO_VERDICT: QUIET}
_WIDTHS = {Outcome.PASS: 1.5, Outcome.FAULT: 2.1, Outcome.NO_VERDICT: 0.9}
_LIMIT = (0, (4, 3))
_BINS, _STACK_PT = 24, 58.0
"""Of a distribution: so many places beside each other, and so much room above each."""
_VERDICTS: tuple[tuple[bool | None, str, str, str], ...] = (
    (True, "o", BLUE, BLUE),
    (False, "X", ORANGE, ORANGE),
    (None, "o", "white", QUIET),
)
"""Passed or not: the mark, what fills it, what it is drawn with."""


def course(test: KeptTest, measure: str, by: JudgedBy, words: Words) -> str | None:
    """A measure over each repetition, all on top of each other; None where nothing was kept."""
    shown = [each for each in test.tries if _known(each, measure)]
    if not shown:
        return None
    with styled():
        figure, (panel,) = panels_of(_HEIGHT_IN)
        for repetition in shown:
            _draw_course(panel, repetition, measure, named=len(shown) <= _MOST_NAMED)
        _draw_limits(panel, measure, by, test, words)
        _legend(panel)
        _number_axes(panel, words)
        panel.set_xlabel(words.get("report", "seconds"), color=QUIET)
        panel.set_ylabel(axis_of(measure, words), color=QUIET)
        name = measure_name(measure, words)
        return as_svg(figure, words.get("report", "course_of", measure=name))


def _known(repetition: KeptRepetition, measure: str) -> bool:
    return any(getattr(point, measure) is not None for point in repetition.curve)


def _draw_course(panel: Axes, repetition: KeptRepetition, measure: str, *, named: bool) -> None:
    values = [getattr(point, measure) for point in repetition.curve]
    outcome = repetition.outcome
    dashes, label = _DASHES[(repetition.number - 1) % len(_DASHES)], f"{repetition.number} "
    if not named:
        dashes, label = _DASHES[0] if outcome is Outcome.PASS else _DASHES[1], ""
    panel.plot(
        [point.t_s for point in repetition.curve],
        # A gap in the line where it could not be measured.
        np.array([np.nan if value is None else value for value in values]),
        color=_INKS[outcome], linewidth=_WIDTHS[outcome], linestyle=dashes,
        label=f"{label}{MARKS[outcome]}",
    )  # fmt: skip


def _legend(panel: Axes) -> None:
    """Each label once."""
    lines, labels = panel.get_legend_handles_labels()
    once = dict(zip(labels, lines, strict=True))
    panel.legend(
        list(once.values()), list(once), loc="lower center", bbox_to_anchor=(0.5, 1.0),
        ncols=_IN_ROW, frameon=False, fontsize=7.5, handlelength=2.8, handletextpad=0.4,
        columnspacing=1.0, borderaxespad=0.2, labelspacing=0.2,
    )  # fmt: skip


def _draw_limits(panel: Axes, measure: str, by: JudgedBy, test: KeptTest, words: Words) -> None:
    if measure == "hip_gap_mm":
        low, high = panel.get_ylim()
        low = min(low, -0.12 * high)
        panel.axhspan(low, 0.0, color=GRID, alpha=0.6, linewidth=0, zorder=0)
        panel.axhline(0.0, color=INK, linewidth=2.2, zorder=1)
        panel.set_ylim(low, high)
        _note(panel, 0.0, words.get("report", "wall"), INK, below=True)
    elif measure == "hip_displacement_mm":
        least_mm = by.least_travel_mm(test.height_mm)
        if least_mm is not None:
            label = f"{words.get('report', 'at_least')} {quantity(least_mm, measure)}"
            panel.axhline(least_mm, color=INK, linewidth=1.2, linestyle=_LIMIT, label=label)
    else:
        for at in map(by.limit, (Fault.LUMBAR_FLEXION, Fault.LUMBAR_EXTENSION)):
            if at is not None:
                _limit_line(panel, at, f"{words.get('report', 'limit')} {quantity(at, measure)}")


def _limit_line(panel: Axes, at: float, told: str) -> None:
    panel.axhline(at, color=INK, linewidth=1.2, linestyle=_LIMIT)
    _note(panel, at, told, INK, below=at < 0)


def _number_axes(panel: Axes, words: Words) -> None:
    """As numbers are written in this language."""

    def told(value: float, _: float | None) -> str:
        return words.short(value).replace("-", "\N{MINUS SIGN}")

    panel.xaxis.set_major_formatter(told)
    panel.yaxis.set_major_formatter(told)


def _note(panel: Axes, at: float, text: str, ink: str, *, below: bool) -> None:
    """At the right end of a line, inside the panel."""
    panel.annotate(
        text, (1.0, at), (-2, -2.5 if below else 2.5), xycoords=("axes fraction", "data"),
        textcoords="offset points", ha="right", va="top" if below else "bottom",
        fontsize=7.5, color=ink,
    )  # fmt: skip
    low, high = panel.get_ylim()
    room = 0.14 * (high - low)
    panel.set_ylim(min(low, at - room) if below else low, high if below else max(high, at + room))


def progress(tests: Sequence[KeptTest], measure: str, by: JudgedBy, words: Words) -> str | None:
    """The median of a measure in each test, with the span of its repetitions."""
    told = [
        (at, value, test)
        for at, test in enumerate(tests, 1)
        if (value := test.typical(measure)) is not None
    ]
    if len(told) < 2:
        return None
    with styled():
        figure, (panel,) = panels_of(_HEIGHT_IN - 0.3)
        panel.plot([at for at, _, _ in told], [value for _, value, _ in told], color=GRID)
        for at, _, test in told:
            values = test.values(measure)
            panel.plot([at, at], [min(values), max(values)], color=QUIET, linewidth=1.0)
        for passed, mark, fill, edge in _VERDICTS:
            those = [(at, value) for at, value, test in told if test.passed is passed]
            if those:
                panel.plot(
                    *zip(*those, strict=True), mark, markersize=7, markerfacecolor=fill,
                    markeredgecolor=edge, zorder=3,
                )  # fmt: skip
        line = "wall" if measure == "hip_gap_mm" else "limit"
        limit = None if measure == "hip_displacement_mm" else by.limit(FAULTS_OF[measure][0])
        if limit is not None:
            told_limit = words.get("report", line)
            panel.axhline(limit, color=INK, linewidth=1.2, linestyle=_LIMIT, label=told_limit)
            _legend(panel)
        panel.set_xlim(0.5, len(tests) + 0.5)
        panel.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=12, min_n_ticks=1))
        _number_axes(panel, words)
        panel.set_xlabel(words.get("report", "test_number"), color=QUIET)
        panel.set_ylabel(axis_of(measure, words), color=QUIET)
        name = measure_name(measure, words)
        return as_svg(figure, words.get("report", "progress_of", measure=name))


def distribution(
    tests: Sequence[KeptTest], measure: str, limit: float | None, words: Words
) -> str | None:
    """A mark for each athlete at the median of a measure, alike ones on top of each other."""
    told = [(value, test.passed) for test in tests if (value := test.typical(measure)) is not None]
    if not told:
        return None
    values = [value for value, _ in told] + ([] if limit is None else [limit])
    low, high = min(values), max(values)
    width = max((high - low) / _BINS, 1.0)
    places = [round((value - low) / width) for value, _ in told]
    tallest = max(Counter(places).values())
    stacks: Counter[int] = Counter()
    with styled():
        figure, (panel,) = panels_of(_LOW_IN)
        for place, (_, passed) in zip(places, told, strict=True):
            stacks[place] += 1
            mark, fill, edge = next(look for verdict, *look in _VERDICTS if verdict is passed)
            panel.plot(
                [low + place * width], [stacks[place]], mark, markerfacecolor=fill,
                markeredgecolor=edge, markersize=min(5.0, _STACK_PT / tallest), clip_on=False,
            )  # fmt: skip
        panel.set_ylim(0.3, max(6.0, tallest + 0.7))
        panel.set_xlim(low - 2 * width, low + max(high - low, 10 * width) + 2 * width)
        panel.spines["left"].set_visible(False)
        panel.yaxis.set_visible(False)
        _number_axes(panel, words)
        if limit is not None:
            panel.axvline(limit, color=INK, linewidth=1.2, linestyle=_LIMIT)
            word = "wall" if measure == "hip_gap_mm" else "limit"
            panel.annotate(
                words.get("report", word), (limit, 1.0), (0, 2),
                xycoords=("data", "axes fraction"), textcoords="offset points", ha="center",
                fontsize=7.5, color=INK,
            )  # fmt: skip
        panel.set_xlabel(axis_of(measure, words), color=QUIET)
        name = measure_name(measure, words)
        return as_svg(figure, words.get("report", "distribution_of", measure=name))
