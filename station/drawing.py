"""One look for every picture of a page, and pictures as text to stand inside it."""

from __future__ import annotations

import hashlib
import io
import re
from contextlib import AbstractContextManager

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, QUIET, GRID = "#1c232b", "#5b6570", "#e3e7eb"
BLUE, ORANGE, PALE = "#0b63b5", "#b34700", "#9db8d4"
"""Blue and orange of the station on white; told apart with every common colour blindness."""
_GROUP_ID = re.compile(r' id="[A-Za-z0-9.]+_\d+"')
_STYLE_PART = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_STYLE = re.compile(r' style="([^"]*)"')
_NAMED = re.compile(r'(?<= id=")\w+|(?<=url\(#)\w+|(?<= href="#)\w+')
_HEAD = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>| xmlns(:\w+)?=\"[^\"]*\"", re.DOTALL)


def styled() -> AbstractContextManager[None]:
    """The look in which every picture is drawn and written; always the same bytes."""
    return rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "station",
            # Words of the results file are words, whatever signs are in them.
            "text.parse_math": False,
            "font.size": 9.0,
            "axes.titlesize": 9.5,
            "axes.labelsize": 9.0,
        }
    )


_WIDTH_IN = {1: 3.1, 2: 3.9}
"""Of a picture with so many panels beside each other. One fills a third of a page, two fill half of
it, either fills a phone: that is how large their text then is."""
_LEFT_IN, _TOP_IN, _BOTTOM_IN = {1: 0.6, 2: 0.36}, {1: 0.42, 2: 0.27}, 0.48
ABOVE_NOTE_PT = 15.0
"""Over a single panel there is room for a title and, below it, for a note."""


def panels_of(
    height_in: float, columns: int = 1, rows: int = 1, right_in: float = 0.08
) -> tuple[Figure, list[Axes]]:
    """A figure with quiet panels, row by row, and room for their words around each.

    Laid out by hand: to let the library find the room takes longer than all the drawing.
    """
    whole_in = _WIDTH_IN[columns]
    figure = Figure(figsize=(whole_in, height_in), facecolor="none")
    left_in, top_in, bottom_in = _LEFT_IN[columns], _TOP_IN[columns], _BOTTOM_IN
    width_in, each_in = whole_in / columns, height_in / rows
    panels = []
    for place in range(columns * rows):
        row, column = divmod(place, columns)
        box_in = (
            column * width_in + left_in,
            height_in - (row + 1) * each_in + bottom_in,
            width_in - left_in - right_in,
            each_in - top_in - bottom_in,
        )
        scale = (whole_in, height_in, whole_in, height_in)
        shares = [inches / whole for inches, whole in zip(box_in, scale, strict=True)]
        panel = figure.add_axes((shares[0], shares[1], shares[2], shares[3]))
        _quieten(panel)
        panels.append(panel)
    return figure, panels


def _quieten(panel: Axes) -> None:
    """Quiet axes: a grid that is seen last, no box."""
    panel.spines[["top", "right"]].set_visible(False)
    panel.spines[["left", "bottom"]].set_color(QUIET)
    panel.grid(color=GRID, linewidth=0.7)
    panel.set_axisbelow(True)
    panel.tick_params(colors=QUIET, labelcolor=INK, length=2.5, labelsize=8)


def as_svg(figure: Figure, told: str) -> str:
    """The figure as an ``<svg>`` that can stand in a page beside others.

    ``told`` is what it shows, for whoever hears the page instead of seeing it. All addresses are
    taken out: nothing is fetched. So are styles, for attributes of the same names: a page whose
    policy forbids styles within elements shows it alike. Words are in the letters of the page.
    """
    text = io.StringIO()
    figure.savefig(text, format="svg")
    svg = _GROUP_ID.sub("", _HEAD.sub("", text.getvalue())).replace("xlink:href", "href")
    svg = _STYLE.sub(_attributes, _STYLE_PART.sub("", svg))
    # Two pictures of a page may have parts of the same name.
    own = hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = _NAMED.sub(lambda name: f"{name[0]}-{own}", svg)
    opening, rest = svg.split(">", 1)
    view = re.search(r'viewBox="[^"]*"', opening)
    assert view is not None
    label = told.replace("&", "and").replace("<", "").replace('"', "")
    start = f'<svg {view[0]} role="img" aria-label="{label}" stroke-linejoin="round">'
    return f"{start}{rest}".strip()


def _attributes(style: re.Match[str]) -> str:
    parts = (part.partition(":") for part in style[1].split(";"))
    pairs = {name.strip(): value.strip() for name, _, value in parts}
    pairs.pop("font-family", None)
    return "".join(f' {name}="{value}"' for name, value in pairs.items() if name)
