"""The pictures of the page: found against true, error against what may matter, detection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from station.bench.detection import Curve
from station.bench.findings import ASKED, NEAR_WALL_MM
from station.bench.lab_results import LabSession
from station.bench.wording import fault_words, short_name, unit_of
from station.drawing import (
    ABOVE_NOTE_PT,
    BLUE,
    GRID,
    INK,
    ORANGE,
    PALE,
    QUIET,
    as_svg,
    panels_of,
    styled,
)
from station.hinge.verdict import Fault

Floats = NDArray[np.float64]

_HEIGHT_IN, _SMALL_IN = 2.35, 1.6
_TWO_SIGMA = 1.96
_CLOTHES = ("tight", "tshirt", "loose", "hoodie")
_MINUS = "\N{MINUS SIGN}"
_FARTHEST = 4.0
"""Errors of this many times what is asked end a picture: the others would shrink to a line."""


@dataclass(frozen=True)
class Factor:
    """Something that differs between sessions; ``of`` gives a number, or a word for a kind."""

    title: str
    axis: str
    of: Callable[[LabSession], float | str]


FACTORS = (
    Factor("Body height", "m", lambda s: s.person.height_m),
    Factor("Body mass index", "kg/m²", lambda s: s.person.bmi),
    Factor("Turn of the athlete", "° away from side-on", lambda s: s.yaw_deg),
    Factor("Distance of the camera", "m", lambda s: s.camera.distance_m),
    Factor("Clothes", "", lambda s: s.person.clothes),
    Factor("Depth mode", "pixels across", lambda s: f"{s.camera.width_px}"),
    Factor("Frames a second", "", lambda s: f"{s.camera.fps:g}"),
    Factor("Strength of the sensor's noise", "", lambda s: _word(s.camera.noise)),
)


def _word(noise: float | str) -> str:
    return noise if isinstance(noise, str) else f"× {noise:g}"


def bland_altman(name: str, sessions: Sequence[LabSession]) -> str:
    """Error against the mean of true and found, with bias and the span of 95 %."""
    told = [s.measures[name] for s in sessions if name in s.measures]
    pairs = np.array([pair for errors in told for pair in errors.pairs])
    # As in the tables every frame counts alike: a session's pairs stand for all its frames.
    stand_for = np.concatenate([np.full(len(e.pairs), e.n / len(e.pairs)) for e in told])
    off = pairs[:, 1] - pairs[:, 0]
    bias = float(np.average(off, weights=stand_for))
    spread = _TWO_SIGMA * float(np.sqrt(np.average((off - bias) ** 2, weights=stand_for)))
    with styled():
        figure, (panel,) = panels_of(_HEIGHT_IN, right_in=0.42)
        panel.axhspan(-ASKED[name], ASKED[name], color=GRID, alpha=0.6, linewidth=0)
        panel.scatter(
            pairs.mean(axis=1), off, s=5, color=BLUE, alpha=0.28, linewidths=0, rasterized=True
        )
        panel.axhline(bias, color=INK, linewidth=1.4)
        for edge in (bias - spread, bias + spread):
            panel.axhline(edge, color=ORANGE, linewidth=1.2, linestyle=(0, (4, 3)))
        reach = 1.25 * (abs(bias) + spread)
        panel.set_ylim(-reach, reach)
        if beyond := int(np.count_nonzero(np.abs(off) > reach)):
            panel.annotate(
                f"{beyond} of {len(off)} beyond", (1.0, 1.0), (0, 3), xycoords="axes fraction",
                textcoords="offset points", ha="right", fontsize=8, color=QUIET,
            )  # fmt: skip
        for at in (bias + spread, bias, bias - spread):
            panel.annotate(
                f"{at:+.1f}".replace("-", _MINUS), (1.0, at), (3, 0),
                xycoords=("axes fraction", "data"),
                textcoords="offset points", va="center", fontsize=8.5,
                color=INK if at == bias else ORANGE, annotation_clip=False,
            )  # fmt: skip
        unit = unit_of(name)
        _title(panel, short_name(name))
        panel.set_xlabel(f"mean of true and found, {unit}", color=QUIET)
        panel.set_ylabel(f"found {_MINUS} true, {unit}", color=QUIET)
        words = f"{short_name(name)}: bias {bias:+.1f}, 95 % within {bias - spread:+.1f} to"
        return as_svg(figure, f"{words} {bias + spread:+.1f} {unit}")


def _title(panel: Axes, text: str) -> None:
    panel.set_title(text, loc="left", color=INK, weight="bold", pad=ABOVE_NOTE_PT)


def error_by(factor: Factor, names: Sequence[str], sessions: Sequence[LabSession]) -> str:
    """A small panel for each measure: a dot a session, a line for the median."""
    with styled():
        rows = -(-len(names) // 2)
        figure, panels = panels_of(_SMALL_IN * rows, columns=2, rows=rows)
        for unused in panels[len(names) :]:
            unused.remove()
        for panel, name in zip(panels, names, strict=False):
            told = [s for s in sessions if name in s.measures]
            errors = np.array([s.measures[name].mean_abs for s in told])
            top = _FARTHEST * ASKED[name]
            _dots(panel, [factor.of(session) for session in told], errors, top)
            panel.axhline(ASKED[name], color=ORANGE, linewidth=1.1, linestyle=(0, (4, 3)))
            panel.set_ylim(0, min(1.15 * max(ASKED[name], float(errors.max())), top))
            panel.set_title(f"{short_name(name)}, {unit_of(name)}", loc="left", color=INK, pad=8)
            panel.set_xlabel(factor.axis, color=QUIET, labelpad=1)
        return as_svg(figure, f"mean error of each session by: {factor.title}")


def _dots(panel: Axes, values: Sequence[float | str], errors: Floats, top: float) -> None:
    """Dots, and medians: of each kind, or of each third of the sessions along a number.

    What is beyond ``top`` is a triangle there.
    """
    if isinstance(values[0], str):
        kinds = sorted({str(value) for value in values}, key=_rank)
        at = np.array([kinds.index(str(value)) for value in values], dtype=np.float64)
        groups = [at == kind for kind in range(len(kinds))]
        panel.set_xticks(range(len(kinds)), kinds, fontsize=7.5)
        panel.set_xlim(-0.6, len(kinds) - 0.4)
        # Beside each other where many are alike, always in the same way.
        at = at + 0.36 * ((np.arange(len(at)) * 0.618) % 1.0 - 0.5)
    else:
        at = np.array(values, dtype=np.float64)
        edges = np.quantile(at, [0, 1 / 3, 2 / 3, 1])
        groups = [(at >= low) & (at <= high) for low, high in pairwise(edges)]
    panel.plot(at, errors, "o", color=PALE, markersize=3.2, markeredgewidth=0)
    beyond = errors > top
    panel.plot(
        at[beyond], np.full(beyond.sum(), top), "^", color=ORANGE, markersize=4, clip_on=False
    )
    for group in groups:
        if group.any():
            ends = (at[group].min() - 1e-6, at[group].max() + 1e-6)
            if isinstance(values[0], str):
                ends = (round(float(at[group].mean())) - 0.3, round(float(at[group].mean())) + 0.3)
            panel.plot(ends, [np.median(errors[group])] * 2, color=BLUE, linewidth=2.2)


def _rank(kind: str) -> tuple[float, str]:
    """Clothes from tight to wide, numbers by size, other words by the alphabet."""
    if kind in _CLOTHES:
        return _CLOTHES.index(kind), kind
    try:
        return float(kind.removeprefix("× ")), kind
    except ValueError:
        return 0.0, kind


def detection(curve: Curve) -> str:
    """Share of repetitions in which the fault was told, against how large it truly was."""
    true = np.array([size for size, _ in curve.calls])
    called = np.array([call for _, call in curve.calls])
    with styled():
        figure, (panel,) = panels_of(_HEIGHT_IN)
        if curve.fault is Fault.NO_TOUCH:
            panel.axvspan(-NEAR_WALL_MM, NEAR_WALL_MM, color=GRID, alpha=0.7, linewidth=0)
        panel.axvline(curve.limit, color=ORANGE, linewidth=1.4, linestyle=(0, (4, 3)))
        panel.plot(true, np.where(called, 1.07, -0.07), "|", color=PALE, markersize=6)
        sizes = [each.size for each in curve.bins]
        shares = [each.share for each in curve.bins]
        spans = [
            [each.share - each.low for each in curve.bins],
            [each.high - each.share for each in curve.bins],
        ]
        panel.errorbar(
            sizes, shares, np.abs(spans), fmt="o-", color=BLUE, ecolor=PALE, elinewidth=2.2,
            markersize=4.5, linewidth=1.3,
        )  # fmt: skip
        panel.set_ylim(-0.14, 1.14)
        panel.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        panel.set_xlabel(curve.axis, color=QUIET)
        words = fault_words()[curve.fault.value]
        _title(panel, words)
        panel.annotate(
            f"limit {curve.limit:g}", (curve.limit, 1.0), (0, 3),
            xycoords=("data", "axes fraction"), textcoords="offset points", ha="center",
            fontsize=8.5, color=ORANGE,
        )  # fmt: skip
        return as_svg(figure, f"share of repetitions told as “{words}” by true size")
