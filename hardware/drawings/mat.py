"""The foot marks at true scale: two sheets to stand on, and a ruler to check the wall with."""

from __future__ import annotations

import numpy as np

from hardware.drawings.paper import Paper, Point
from station.config import TestSettings
from station.screen.mat import SOLE_MM
from station.screen.sketch import rounded

A4_MM = (210.0, 297.0)
HEEL_LINE_MM = 16.0
"""From a sheet's lower edge; what is nearer to an edge than 5 mm most printers leave out."""
FEET_APART_MM = 290.0
"""Between the middles of the feet: hip- to shoulder-width."""
RULER_CM = 26
_RULER_ZERO_MM = 280.0
_QUIET = "#555555"


def mat_pdf(test: TestSettings) -> bytes:
    """All three sheets; the walls on the ruler are those of the settings."""
    return Paper.pdf([_foot(left=True), _foot(left=False), _ruler(test)])


def walls_cm(test: TestSettings) -> list[float]:
    """The walls of the test that the ruler reaches."""
    count = int((RULER_CM - test.first_wall_cm) / test.step_cm + 1e-9) + 1
    return [test.first_wall_cm + test.step_cm * number for number in range(max(count, 0))]


def _foot(*, left: bool) -> Paper:
    """One foot, with its heel on the line; the sheets lie edge to edge."""
    width_mm, height_mm = A4_MM
    paper = Paper(width_mm, height_mm)
    inwards = 1.0 if left else -1.0
    inner_mm = width_mm if left else 0.0
    middle_mm = inner_mm - inwards * FEET_APART_MM / 2
    sole = rounded(np.array(SOLE_MM, dtype=np.float64))
    heel_mm = float(-sole[:, 0].min())
    # The arch is on the negative side of the sole: towards the other foot.
    points: list[Point] = [
        (middle_mm - inwards * across, HEEL_LINE_MM + heel_mm + along) for along, across in sole
    ]
    paper.shape(points, fill="#d9d9d9", width_mm=1.2)
    name = "left" if left else "right"
    paper.text((middle_mm, 170.0), f"{name} foot", height_mm=6.0, bold=True)
    paper.line([(6.0, HEEL_LINE_MM), (width_mm - 6.0, HEEL_LINE_MM)], width_mm=1.2)
    paper.text(
        (inner_mm - inwards * 9.0, 150.0),
        f"the {'right' if left else 'left'} foot's sheet lies along this edge",
        height_mm=4.2,
        turned_deg=90.0,
    )
    words_mm = inner_mm - inwards * 52.0
    paper.arrow((words_mm, 225.0), (words_mm, 275.0), width_mm=1.2)
    paper.text((words_mm, 215.0), "face the screen", height_mm=5.0, bold=True)
    for row, line in enumerate(
        (
            "Lay the two sheets edge to",
            "edge, without a gap, so that",
            "the heel line goes straight",
            "through both.",
            "",
            "Turn them until the heel line",
            "points at the camera.",
        )
    ):
        paper.text((words_mm, 182.0 - row * 6.5), line, height_mm=4.2)
    paper.text((words_mm, 24.0), "heels on this line", height_mm=4.2, bold=True)
    _check_bars(paper, words_mm)
    return paper


def _check_bars(paper: Paper, middle_mm: float) -> None:
    """Ten centimetres both ways: a printer may shrink one of them only."""
    low_mm, high_mm = 50.0, 100.0
    left_mm = middle_mm - 33.0
    paper.measure((left_mm, low_mm - 10), (left_mm, low_mm + 90), "10 cm", beside_mm=-4.0)
    for row, line in enumerate(
        (
            "Print at 100 %, not",
            "“fit to page”, on A4.",
            "Check: this arrow and",
            "the one on the ruler",
        )
    ):
        paper.text((left_mm + 10.0, high_mm - row * 6.5), line, height_mm=4.2, side="left")
    paper.text((left_mm + 10.0, high_mm - 26.0), "are 10 cm long.", height_mm=4.2, side="left")


def _ruler(test: TestSettings) -> Paper:
    """Centimetres behind the heels, to hold a board at a known distance."""
    paper = Paper(*A4_MM)
    left_mm = 70.0
    paper.line([(10.0, _RULER_ZERO_MM), (200.0, _RULER_ZERO_MM)], width_mm=1.2)
    paper.text(
        (left_mm + 62.0, _RULER_ZERO_MM + 6.0),
        "this line on the heel line",
        height_mm=5.0,
        bold=True,
    )
    for mark in range(RULER_CM * 2 + 1):
        y_mm = _RULER_ZERO_MM - mark * 5.0
        long_mm = 30.0 if mark % 10 == 0 else 20.0 if mark % 2 == 0 else 10.0
        paper.line([(left_mm, y_mm), (left_mm + long_mm, y_mm)], width_mm=0.4)
        if mark % 2 == 0 and mark > 0:
            paper.text((left_mm - 3.0, y_mm), f"{mark // 2}", height_mm=4.2, side="right")
    paper.line([(left_mm, _RULER_ZERO_MM), (left_mm, _RULER_ZERO_MM - RULER_CM * 10)], width_mm=0.4)
    for wall_cm in walls_cm(test):
        y_mm = _RULER_ZERO_MM - wall_cm * 10
        paper.line([(left_mm, y_mm), (left_mm + 45.0, y_mm)], width_mm=0.9)
        paper.text((left_mm + 48.0, y_mm), f"wall {wall_cm:g} cm", height_mm=4.2, side="left")
    paper.text((30.0, 150.0), "centimetres behind the heels", height_mm=4.2, turned_deg=90.0)
    paper.measure((left_mm + 10.0, 10.0), (left_mm + 110.0, 10.0), "10 cm", beside_mm=4.0)
    for row, line in enumerate(
        (
            "For the board of",
            "“station calibrate”, and",
            "of bring-up.md, line 24.",
            "Not needed on the mat",
            "later.",
        )
    ):
        paper.text(
            (left_mm + 62.0, 265.0 - row * 6.5), line, height_mm=4.2, side="left", ink=_QUIET
        )
    return paper
