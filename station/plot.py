"""The picture of a measured recording: gap, trunk and lower back over time, for a coach to read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from station.hinge.limits import FaultLimits
from station.hinge.verdict import Outcome, Repetition
from station.measure import Session
from station.screen.words import Words

SHADES = {Outcome.PASS: "#d9eafc", Outcome.FAULT: "#fde3cc", Outcome.NO_VERDICT: "#e4e6e9"}
"""The ground behind a repetition; its symbol and words say the same without colour."""

_STRONG = {Outcome.PASS: "#0b63b5", Outcome.FAULT: "#b34700", Outcome.NO_VERDICT: "#5b6570"}
_SYMBOLS = {Outcome.PASS: "\N{CHECK MARK}", Outcome.FAULT: "\N{MULTIPLICATION X}"}
_INK, _QUIET, _GRID, _ZONE = "#1c232b", "#5b6570", "#e9ecef", "#8a939d"
_CAUTION, _OUT = "#fbf2cf", "#f7d9cd"
_CAUTION_DEG, _LEAST_BAND_DEG = 10.0, 4.0
_WIDTH_IN, _DPI = 13.0, 110
_LEFT_IN, _RIGHT_IN = 0.95, 1.15
_HEAD_IN, _FOOT_IN, _SPACE_IN = 0.85, 0.95, 0.16
_PANEL_IN = (2.5, 1.9, 1.9)
_LINE_IN, _CHARACTER_IN = 0.165, 0.078
"""Height of a line and width of a character of the repetitions' labels."""
_LEAST_CHARACTERS = 8
_NOTE = (
    "Angles come from the outline of skin and cloth, not from joints; lumbar flexion is the change "
    "from the athlete's own standing,\ntrunk inclination is against the vertical. The gap is from "
    "the rearmost point of the buttocks to the wall; below 0 is through the wall."
)


def draw_session(path: Path, session: Session) -> None:
    """Draw ``session`` into the PNG ``path``: three panels over one time axis.

    Without a wall the first panel shows how far the hips go back. Times are seconds from the
    recording's first frame. Raises OSError when the file cannot be written.
    """
    labels = _labels(session)
    label_in = _LINE_IN * (0.5 + max((text.count("\n") + 1 for _, text, _ in labels), default=0))
    height_in = _HEAD_IN + label_in + sum(_PANEL_IN) + 2 * _SPACE_IN + _FOOT_IN
    figure = Figure(figsize=(_WIDTH_IN, height_in), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    gap, trunk, lumbar = _panels(figure, session, _HEAD_IN + label_in)
    if session.wall_mm is None:
        _draw_travel(gap, session)
    else:
        _draw_gap(gap, session, session.wall_mm)
    _draw_trunk(trunk, session)
    _draw_lumbar(lumbar, session, session.limits)
    for middle_s, text, colour in labels:
        gap.annotate(
            text, (middle_s, 1.0), (0, 5), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="bottom", fontsize=9, color=colour,
            linespacing=1.15,
        )  # fmt: skip
    _draw_frame(figure, session, height_in)
    figure.savefig(path, format="png")


def _panels(figure: Figure, session: Session, top_in: float) -> list[Axes]:
    """Three axes from top to bottom with one time axis, the repetitions shaded in each."""
    width_in, height_in = figure.get_size_inches()
    axes: list[Axes] = []
    for panel_in in _PANEL_IN:
        bottom = 1 - (top_in + panel_in) / height_in
        width = (width_in - _LEFT_IN - _RIGHT_IN) / width_in
        box = (_LEFT_IN / width_in, bottom, width, panel_in / height_in)
        panel = figure.add_axes(box, sharex=axes[0] if axes else None)
        panel.spines[["top", "right"]].set_visible(False)
        panel.grid(color=_GRID, linewidth=0.8)
        panel.set_axisbelow(True)
        panel.tick_params(colors=_QUIET, labelcolor=_INK)
        for done in session.repetitions:
            shade = SHADES[done.verdict.outcome]
            panel.axvspan(done.start_s, done.end_s, color=shade, linewidth=0, zorder=0.4)
        axes.append(panel)
        top_in += panel_in + _SPACE_IN
    for panel in axes:
        panel.tick_params(labelbottom=panel is axes[-1])
    axes[-1].set_xlabel("seconds from the first frame", color=_INK)
    axes[-1].set_xlim(0, max(_end_s(session), 1.0))
    axes[-1].xaxis.set_major_locator(MaxNLocator(nbins=12, integer=True))
    return axes


def _draw_travel(panel: Axes, session: Session) -> None:
    back_mm = _values(session, "hip_displacement_mm")
    panel.set_ylim(min(-20.0, _lowest(back_mm) - 15), _highest(back_mm[_repeating(session)]) + 30)
    _line(panel, session, back_mm, "hips back, mm")


def _draw_gap(panel: Axes, session: Session, wall_mm: float) -> None:
    gap_mm = _values(session, "hip_gap_mm")
    low = min(-40.0, _lowest(gap_mm) - 15)
    # Not the largest of all: an athlete who walks off reaches far beyond what matters.
    panel.set_ylim(low, max(wall_mm * 1.3, _highest(gap_mm[_repeating(session)]) + 15))
    panel.axhspan(low, 0, facecolor="none", edgecolor=_ZONE, hatch="////", linewidth=0, alpha=0.45)
    panel.axhline(0, color=_INK, linewidth=2)
    _name(panel, "wall", 0, _INK)
    _line(panel, session, gap_mm, "gap to the wall, mm")
    touches = [done.touch_s for done in session.repetitions if done.touch_s is not None]
    panel.plot(
        touches, [0.0] * len(touches), "o", color=_STRONG[Outcome.PASS], markersize=7,
        markeredgecolor="white", zorder=4,
    )  # fmt: skip


def _draw_trunk(panel: Axes, session: Session) -> None:
    trunk_deg = _values(session, "trunk_inclination_deg")
    panel.set_ylim(min(-10.0, _lowest(trunk_deg) - 5), max(95.0, _highest(trunk_deg) + 5))
    panel.set_yticks([0, 30, 60, 90])
    panel.axhline(90, color=_ZONE, linewidth=1, linestyle=(0, (4, 3)))
    _name(panel, "horizontal", 90, _QUIET)
    _line(panel, session, trunk_deg, "trunk inclination, °")


def _draw_lumbar(panel: Axes, session: Session, limits: FaultLimits) -> None:
    lumbar_deg = _values(session, "lumbar_flexion_deg")
    fault_deg, arch_deg = limits.lumbar_flexion_deg, -limits.lumbar_extension_deg
    low = min(arch_deg - 6, _lowest(lumbar_deg) - 4)
    high = max(fault_deg + 10, _highest(lumbar_deg) + 4)
    panel.set_ylim(low, high)
    if fault_deg - _CAUTION_DEG >= _LEAST_BAND_DEG:
        panel.axhspan(_CAUTION_DEG, fault_deg, color=_CAUTION, linewidth=0, zorder=0.5)
        panel.axhline(_CAUTION_DEG, color=_ZONE, linewidth=1, linestyle=(0, (4, 3)))
        _name(panel, f"caution {_CAUTION_DEG:g}°", _CAUTION_DEG, _QUIET)
    for edge_deg, side_deg in ((fault_deg, high), (arch_deg, low)):
        panel.axhspan(edge_deg, side_deg, color=_OUT, linewidth=0, zorder=0.5)
        panel.axhline(edge_deg, color=_STRONG[Outcome.FAULT], linewidth=1)
    _name(panel, f"rounds: fault {fault_deg:g}°", fault_deg, _STRONG[Outcome.FAULT])
    _name(panel, f"arches: fault {-arch_deg:g}°", arch_deg, _STRONG[Outcome.FAULT])
    _line(panel, session, lumbar_deg, "lumbar flexion, °")


def _line(panel: Axes, session: Session, values: NDArray[np.float64], name: str) -> None:
    times_s = [row.time_s for row in session.rows]
    panel.plot(times_s, values, color=_INK, linewidth=1.5, zorder=3)
    panel.set_ylabel(name, color=_INK)


def _name(panel: Axes, text: str, at: float, colour: str) -> None:
    """A word on the right edge of the panel, at the height of what it names."""
    panel.annotate(
        text, (1.0, at), (5, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
        va="center", fontsize=8, color=colour, annotation_clip=False,
    )  # fmt: skip


def _labels(session: Session) -> list[tuple[float, str, str]]:
    """For each repetition: where its label is centred, symbol and number with words, colour.

    Words are broken to the room up to the neighbours; where that is too narrow only the symbol
    remains, with the number if it fits.
    """
    words = Words.load()
    done = session.repetitions
    middles_s = [(r.start_s + r.end_s) / 2 for r in done]
    seconds_per_in = max(_end_s(session), 1.0) / (_WIDTH_IN - _LEFT_IN - _RIGHT_IN)
    pitch_s = min(np.diff(middles_s), default=2.5 * seconds_per_in)
    characters = int(min(pitch_s / seconds_per_in, 2.5) / _CHARACTER_IN)
    labels = []
    for repetition, middle_s in zip(done, middles_s, strict=True):
        outcome = repetition.verdict.outcome
        lines = [_SYMBOLS.get(outcome, "?")]
        if characters >= _LEAST_CHARACTERS // 2:
            lines[0] += f" {repetition.number}"
        if characters >= _LEAST_CHARACTERS:
            for seen in words.seen(repetition):
                lines += textwrap.wrap(seen, characters)
        labels.append((middle_s, "\n".join(lines), _STRONG[outcome]))
    return labels


def _draw_frame(figure: Figure, session: Session, height_in: float) -> None:
    """Title, legend and the note on what the numbers are."""
    left, right = _LEFT_IN / _WIDTH_IN, 1 - _RIGHT_IN / _WIDTH_IN
    clean = _count(session.repetitions, Outcome.PASS)
    done = len(session.repetitions)
    title = f"{clean} of {done} repetitions clean" if done else "No repetition"
    wall = "no wall"
    if session.wall_mm is not None:
        wall = f"wall {session.wall_mm / 10:.1f} cm behind the heels"
    facts = [wall, f"{_end_s(session):.1f} s"]
    if session.height_mm is not None:
        facts.append(f"athlete about {session.height_mm / 1000:.2f} m tall")
    figure.text(left, 1 - 0.36 / height_in, title, fontsize=15, weight="bold", color=_INK)
    figure.text(left, 1 - 0.62 / height_in, "  ·  ".join(facts), fontsize=10, color=_QUIET)
    handles = [
        Patch(facecolor=SHADES[Outcome.PASS], label="\N{CHECK MARK} clean"),
        Patch(facecolor=SHADES[Outcome.FAULT], label="\N{MULTIPLICATION X} fault"),
        Patch(facecolor=SHADES[Outcome.NO_VERDICT], label="? not judged"),
        Line2D([], [], marker="o", linestyle="", color=_STRONG[Outcome.PASS], label="touch"),
    ]
    figure.legend(
        handles=handles, loc="upper right", bbox_to_anchor=(right, 1 - 0.14 / height_in), ncols=4,
        frameon=False, fontsize=9, labelcolor=_INK, borderaxespad=0, handlelength=1.4,
    )  # fmt: skip
    figure.text(left, 0.12 / height_in, _NOTE, fontsize=7.5, color=_QUIET, linespacing=1.4)


def _count(repetitions: Iterable[Repetition], outcome: Outcome) -> int:
    return sum(done.verdict.outcome is outcome for done in repetitions)


def _end_s(session: Session) -> float:
    return session.rows[-1].time_s if session.rows else 0.0


def _values(session: Session, name: str) -> NDArray[np.float64]:
    """One measure over all frames; not a number, and so no line, where there is none."""
    found = (getattr(row.measures, name) if row.present else None for row in session.rows)
    return np.array([np.nan if value is None else value for value in found], dtype=np.float64)


def _repeating(session: Session) -> NDArray[np.bool_]:
    """Which frames lie inside a repetition."""
    times_s = np.array([row.time_s for row in session.rows])
    inside = np.zeros(len(times_s), dtype=np.bool_)
    for done in session.repetitions:
        inside |= (times_s >= done.start_s) & (times_s <= done.end_s)
    return inside


def _lowest(values: NDArray[np.float64]) -> float:
    return float(np.nanmin(values)) if np.isfinite(values).any() else 0.0


def _highest(values: NDArray[np.float64]) -> float:
    return float(np.nanmax(values)) if np.isfinite(values).any() else 0.0
