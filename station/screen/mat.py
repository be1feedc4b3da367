"""The mat in the picture: where to stand, with two footprints, framed in colour once it is right.

Shared by the screens before the test, on which there is no wall yet.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pygame

from station.posture.side_view import SideView
from station.screen.canvas import Canvas
from station.screen.figure import draw_figure
from station.screen.layout import Layout
from station.screen.shapes import panel, polygon
from station.screen.sketch import draw_ghost, rounded
from station.screen.stage import Stage
from station.screen.theme import Colour, mix

_FRAME_UNITS = 1.6
_RADIUS_UNITS = 2.0
_BELOW_UNITS = 7.0
"""Between the floor's nearest edge and the frame the mat needs this much."""
_SOLE_TO_MIDDLE_MM = 129.0
"""Somebody without a baseline has x = 0 in their middle; with one, at the heels."""

_FORESHORTENED = 0.5
"""How much of a depth is seen of it, looking down on the floor at a slant."""
_MAT_MM = (-420.0, 420.0)
_MAT_DEPTH_MM = (-150.0, 340.0)
_MAT_TAPER_MM = 60.0
_BOARD_MM = (40.0, 1150.0)
"""How thick and how high it is drawn."""
_FEET_DEPTH_MM = (10.0, 200.0)
"""The soles of somebody who stands there leave both prints to be seen."""
# A shoe's sole from above, along and across in millimetres, around its middle.
SOLE_MM = (
    (135, 0), (122, 36), (80, 50), (30, 44), (-30, 32), (-90, 36), (-128, 26), (-138, 0),
    (-128, -26), (-90, -34), (-30, -24), (30, -38), (80, -48), (122, -34),
)  # fmt: skip


def room_area(layout: Layout) -> pygame.Rect:
    """Where the room is shown while there is no meter: the stage and the meter's place."""
    return layout.stage.union(layout.meter)


def draw_empty_mat(canvas: Canvas, *, right: bool, ghost: bool, faces_right: bool) -> None:
    """The still layer: frame, floor and footprints; a ghost shows how to stand."""
    theme, layout = canvas.theme, canvas.layout
    area, frame_px = room_area(layout), layout.px(_FRAME_UNITS)
    radius_px = layout.px(_RADIUS_UNITS)
    if right:
        panel(canvas.surface, area, radius_px, theme.clean)
        panel(canvas.surface, area.inflate(-2 * frame_px, -2 * frame_px), radius_px, theme.ground)
    stage = _mat_stage(layout, faces_right)
    mat = mix(theme.ground, theme.line, 0.75)
    edge = mix(theme.line, theme.quiet_text, 0.35)
    _draw_floor(canvas, stage, mat, edge)
    if ghost:
        draw_ghost(canvas, _from_heels(stage))
    draw_footprints(canvas, stage, theme.clean if right or ghost else theme.quiet_text)


def draw_on_mat(canvas: Canvas, view: SideView) -> None:
    """The athlete as seen now, on the mat."""
    stage = _mat_stage(canvas.layout, view.faces_right)
    if len(view.dowel_mm):
        # Measured already, so x = 0 is at the heels.
        stage = _from_heels(stage)
    draw_figure(canvas, stage, view)


def draw_board(canvas: Canvas, behind_mm: float, faces_right: bool) -> None:
    """A real board that stands so far behind the heels of who stands on the prints."""
    stage = _from_heels(_mat_stage(canvas.layout, faces_right))
    face, back = stage.x(-behind_mm), stage.x(-behind_mm - _BOARD_MM[0])
    top, bottom = round(stage.y(_BOARD_MM[1])), round(stage.y(0.0))
    left, width_px = round(min(face, back)), max(2, round(abs(face - back)))
    area = pygame.Rect(left, top, width_px, bottom - top)
    canvas.surface.fill(canvas.theme.wall, area.clip(room_area(canvas.layout)))


def draw_footprints(canvas: Canvas, stage: Stage, colour: Colour) -> None:
    """Two soles side by side on the floor around x = 0, as seen from above at a slant."""
    for depth_mm in _FEET_DEPTH_MM:
        sole = rounded(np.array(SOLE_MM, dtype=np.float64))
        sole[:, 1] = _height_mm(sole[:, 1] + depth_mm)
        polygon(canvas.surface, stage.points(sole.astype(np.float32)), colour)


def _mat_stage(layout: Layout, faces_right: bool) -> Stage:
    area = room_area(layout)
    frame_px = layout.px(_FRAME_UNITS)
    area = area.inflate(-2 * frame_px, -2 * frame_px)
    area.height -= layout.px(_BELOW_UNITS)
    return replace(Stage.centred(area, 0.0), faces_right=faces_right)


def _from_heels(stage: Stage) -> Stage:
    """The same stage for points that count from the heels."""
    return replace(stage, origin_px=(stage.x(-_SOLE_TO_MIDDLE_MM), stage.origin_px[1]))


def _draw_floor(canvas: Canvas, stage: Stage, mat: Colour, edge: Colour) -> None:
    """The mat as a trapezoid: wider where it is nearer."""
    far_mm, near_mm = (float(_height_mm(depth_mm)) for depth_mm in _MAT_DEPTH_MM)
    left_mm, right_mm = _MAT_MM
    corners = np.array(
        [
            (left_mm + _MAT_TAPER_MM, far_mm),
            (right_mm - _MAT_TAPER_MM, far_mm),
            (right_mm, near_mm),
            (left_mm, near_mm),
        ]
    )
    below = np.array([(0.0, 0.0), (0.0, 0.0), (0.0, -14.0), (0.0, -14.0)])
    polygon(canvas.surface, stage.points((corners + below).astype(np.float32)), edge)
    polygon(canvas.surface, stage.points(corners.astype(np.float32)), mat)


def _height_mm(depth_mm: np.ndarray | float) -> np.ndarray | float:
    """How far below the floor line something on the floor appears."""
    return -_FORESHORTENED * np.asarray(depth_mm)
