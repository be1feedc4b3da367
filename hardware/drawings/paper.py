"""A sheet of paper, drawn on in millimetres; the same input gives the same file, bit by bit."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import matplotlib
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon

Point = tuple[float, float]
Side = Literal["left", "center", "right"]

_MM_PER_INCH = 25.4
_POINTS_PER_MM = 72 / _MM_PER_INCH
# Text stays text in the SVG, so that it can be searched and stays small. No file holds its date.
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "wall-tap-station",
    "svg.fonttype": "none",
    "pdf.compression": 0,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
}
_NO_DATE = {"Date": None, "Creator": None}
_NO_PDF_DATE = {"CreationDate": None, "Creator": None, "Producer": None}


class Paper:
    """One sheet; the origin is its lower left corner."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        size_in = (width_mm / _MM_PER_INCH, height_mm / _MM_PER_INCH)
        with matplotlib.rc_context(_SETTINGS):
            self._figure = Figure(figsize=size_in, facecolor="white")
            self._axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_xlim(0, width_mm)
        self._axes.set_ylim(0, height_mm)
        self._axes.axis("off")

    def line(
        self,
        points: Iterable[Point],
        *,
        width_mm: float = 0.35,
        ink: str = "black",
        dashed: bool = False,
        round_ends: bool = False,
    ) -> None:
        """Straight lines from point to point."""
        x, y = zip(*points, strict=True)
        (drawn,) = self._axes.plot(x, y, color=ink, linewidth=width_mm * _POINTS_PER_MM)
        drawn.set_solid_joinstyle("round")
        drawn.set_solid_capstyle("round" if round_ends else "butt")
        if dashed:
            drawn.set_linestyle((0, (5.0, 3.0)))

    def shape(
        self,
        points: Sequence[Point],
        *,
        fill: str = "none",
        ink: str = "black",
        width_mm: float = 0.35,
        hatch: str = "",
    ) -> None:
        """A closed outline."""
        width = width_mm * _POINTS_PER_MM
        patch = Polygon(points, closed=True, facecolor=fill, edgecolor=ink, linewidth=width)
        if hatch:
            patch.set_hatch(hatch)
        self._axes.add_patch(patch)

    def circle(
        self, at: Point, radius_mm: float, *, fill: str = "none", ink: str = "black"
    ) -> None:
        """A circle around a point."""
        width = 0.35 * _POINTS_PER_MM
        self._axes.add_patch(
            Circle(at, radius_mm, facecolor=fill, edgecolor=ink, linewidth=width, zorder=3)
        )

    def text(
        self,
        at: Point,
        words: str,
        *,
        height_mm: float = 3.2,
        side: Side = "center",
        ink: str = "black",
        turned_deg: float = 0.0,
        bold: bool = False,
    ) -> None:
        """Words beside or around a point, at the middle of their height."""
        with matplotlib.rc_context(_SETTINGS):
            self._axes.text(
                *at,
                words,
                fontsize=height_mm * _POINTS_PER_MM,
                horizontalalignment=side,
                verticalalignment="center",
                color=ink,
                rotation=turned_deg,
                rotation_mode="anchor",
                fontweight="bold" if bold else "normal",
                linespacing=1.35,
            )

    def arrow(self, start: Point, end: Point, *, both: bool = False, width_mm: float = 0.3) -> None:
        """An arrow; with ``both`` one that measures a length."""
        style = {
            "arrowstyle": "<|-|>" if both else "-|>",
            "shrinkA": 0,
            "shrinkB": 0,
            "linewidth": width_mm * _POINTS_PER_MM,
            "mutation_scale": 8 if both else 14,
            "facecolor": "black",
        }
        self._axes.annotate("", xy=end, xytext=start, arrowprops=style)

    def measure(self, start: Point, end: Point, words: str, *, beside_mm: float = 2.6) -> None:
        """A length with its words in the middle, beside the line (on its left, going on)."""
        self.arrow(start, end, both=True)
        along = (end[0] - start[0], end[1] - start[1])
        size = (along[0] ** 2 + along[1] ** 2) ** 0.5
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        at = (middle[0] - along[1] / size * beside_mm, middle[1] + along[0] / size * beside_mm)
        self.text(at, words, turned_deg=90.0 if abs(along[0]) < abs(along[1]) else 0.0)

    def svg(self) -> bytes:
        """The sheet as an SVG at its true size."""
        file = io.BytesIO()
        with matplotlib.rc_context(_SETTINGS):
            self._figure.savefig(file, format="svg", metadata=_NO_DATE)
        # Its lines end with spaces, which would be taken out of a checked-in file.
        return b"".join(line.rstrip() + b"\n" for line in file.getvalue().splitlines())

    @staticmethod
    def pdf(sheets: Iterable[Paper]) -> bytes:
        """Several sheets as one PDF at their true size."""
        file = io.BytesIO()
        with (
            matplotlib.rc_context(_SETTINGS),
            PdfPages(file, metadata=_NO_PDF_DATE) as pages,
        ):
            for sheet in sheets:
                pages.savefig(sheet._figure)
        return file.getvalue()
