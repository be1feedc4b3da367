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
_STICK_MM = 26.0
_CONTACT_MM = 36.0
_BREAK_MM = 75.0
"""How much of the stick is left out on either side of a lost contact."""


def draw_figure(canvas: Canvas, stage: Stage, view: SideView) -> None:
    """Silhouette, back line, and the dowel with its three contacts."""
    theme = canvas.theme
    outside = canvas.surface.get_clip()
    canvas.surface.set_clip(stage.area)
    polygon(canvas.surface, stage.points(view.outline_mm), theme.body)
    light = mix(theme.body, theme.text, 0.75)
    back = stage.points(view.back_line_mm)
    strokes(canvas.surface, [back], max(2.0, _BACK_LINE_MM * stage.px_per_mm), light)
    if len(view.dowel_mm) == 2 and len(view.contacts_mm) == 3:
        _draw_dowel(canvas, stage, view)
    canvas.surface.set_clip(outside)


def _draw_dowel(canvas: Canvas, stage: Stage, view: SideView) -> None:
    theme, surface = canvas.theme, canvas.surface
    whole = all(view.contact_held)
    colour = theme.dowel if whole else theme.fault
    width_px = max(3.0, _STICK_MM * stage.px_per_mm)
    for start_mm, end_mm in stick_pieces_mm(view):
        start, end = _as_points(stage.points(np.array([start_mm, end_mm])))
        bar(surface, start, end, width_px, colour)
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
