"""The athlete from the side, with back line and dowel."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from station.posture.side_view import SideView
from station.screen.canvas import Canvas
from station.screen.shapes import Point, bar, disc, polygon, strokes
from station.screen.stage import Stage
from station.screen.theme import mix

_BACK_LINE_MM = 12.0
_STEP_MM = 8.0
_SMOOTH_MM = 18.0
_STICK_MM = 26.0
_CONTACT_MM = 36.0
_BREAK_MM = 75.0
"""How much of the stick is left out on either side of a lost contact."""


def draw_figure(canvas: Canvas, stage: Stage, view: SideView) -> None:
    """Silhouette, back line, and the dowel with its three contacts."""
    theme = canvas.theme
    outside = canvas.surface.get_clip()
    canvas.surface.set_clip(stage.area)
    polygon(canvas.surface, stage.points(smooth_outline_mm(view.outline_mm)), theme.body)
    light = mix(theme.body, theme.text, 0.75)
    back = stage.points(_dowel_side_mm(view))
    strokes(canvas.surface, [back], max(2.0, _BACK_LINE_MM * stage.px_per_mm), light)
    if len(view.dowel_mm) == 2 and len(view.contacts_mm) == 3:
        _draw_dowel(canvas, stage, view)
    canvas.surface.set_clip(outside)


def draw_outline(canvas: Canvas, stage: Stage, view: SideView) -> None:
    """A faint silhouette: somebody who is seen but not measured."""
    outside = canvas.surface.get_clip()
    canvas.surface.set_clip(stage.area)
    colour = mix(canvas.theme.ground, canvas.theme.body, 0.45)
    polygon(canvas.surface, stage.points(smooth_outline_mm(view.outline_mm)), colour)
    canvas.surface.set_clip(outside)


def smooth_outline_mm(outline_mm: NDArray[np.float32]) -> NDArray[np.float32]:
    """The outline without the steps and the fray of single pixels, its soles on the floor.

    A Gaussian of ``_SMOOTH_MM`` along the closed curve; fewer than three points stay as they are.
    """
    points = np.asarray(outline_mm, dtype=np.float64)
    if len(points) < 3:
        return outline_mm
    closed = np.vstack([points, points[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    count = max(8, round(along[-1] / _STEP_MM))
    at = np.arange(count) * along[-1] / count
    even = np.column_stack([np.interp(at, along, closed[:, axis]) for axis in (0, 1)])
    waves_per_mm = np.fft.rfftfreq(count, along[-1] / count)
    kept = np.exp(-2 * (np.pi * _SMOOTH_MM * waves_per_mm) ** 2)
    smooth = np.fft.irfft(np.fft.rfft(even, axis=0) * kept[:, None], count, axis=0)
    smooth[:, 1] = np.maximum(smooth[:, 1], 0.0)
    return smooth.astype(np.float32)


def _dowel_side_mm(view: SideView) -> NDArray[np.float32]:
    """The back line from the sacrum to the back of the head: the part the stick is laid on."""
    if len(view.contacts_mm) != 3 or len(view.back_line_mm) == 0:
        return view.back_line_mm
    last = int(np.argmin(np.hypot(*(view.back_line_mm - view.contacts_mm[0]).T)))
    return view.back_line_mm[: last + 1]


def _draw_dowel(canvas: Canvas, stage: Stage, view: SideView) -> None:
    theme, surface = canvas.theme, canvas.surface
    width_px = max(3.0, _STICK_MM * stage.px_per_mm)
    for start_mm, end_mm in stick_pieces_mm(view):
        start, end = _as_points(stage.points(np.array([start_mm, end_mm])))
        bar(surface, start, end, width_px, theme.dowel)
    radius_px = max(4.0, _CONTACT_MM * stage.px_per_mm)
    for contact, held in zip(
        _as_points(stage.points(view.contacts_mm)), view.contact_held, strict=True
    ):
        disc(surface, contact, radius_px * 1.25, theme.ground)
        disc(surface, contact, radius_px, theme.clean if held else theme.fault)
        if not held:
            _draw_cross(surface, contact, radius_px * 0.5, theme.ground)


def stick_pieces_mm(view: SideView) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """The stick as drawn: one piece when all contacts hold, broken open at each lost one."""
    start, end = np.asarray(view.dowel_mm, dtype=np.float64)
    length_mm = float(np.hypot(*(end - start)))
    if length_mm < 1.0:
        return []
    along = (end - start) / length_mm
    gaps = sorted(
        (float((contact - start) @ along) - _BREAK_MM, float((contact - start) @ along) + _BREAK_MM)
        for contact, held in zip(view.contacts_mm, view.contact_held, strict=True)
        if not held
    )
    pieces, from_mm = [], 0.0
    for gap_start_mm, gap_end_mm in [*gaps, (length_mm, length_mm)]:
        if gap_start_mm > from_mm:
            to_mm = min(gap_start_mm, length_mm)
            pieces.append((start + along * from_mm, start + along * to_mm))
        from_mm = max(from_mm, gap_end_mm)
    return pieces


def _draw_cross(
    surface: pygame.Surface, centre: Point, reach_px: float, colour: tuple[int, int, int]
) -> None:
    x, y = centre
    for slant in (-1, 1):
        start = (x - reach_px, y - slant * reach_px)
        bar(surface, start, (x + reach_px, y + slant * reach_px), reach_px * 0.6, colour)


def _as_points(points: NDArray[np.float64]) -> list[Point]:
    return [(float(x), float(y)) for x, y in points]
