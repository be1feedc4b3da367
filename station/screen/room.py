"""The room around the athlete: floor, mat, virtual wall."""

from __future__ import annotations

import numpy as np
import pygame

from station.posture.side_view import SideView
from station.screen.canvas import Canvas
from station.screen.shapes import bar, disc, hatching
from station.screen.stage import Stage
from station.screen.theme import mix

_WALL_TOP_MM = 2000.0
_PLANE_MM = 34.0
_MAT_MM = (-150.0, 450.0)
_SMALLEST_GAP_PX = 3
_HIPS_BELOW_SACRUM_MM = (-40.0, 260.0)


def draw_floor(canvas: Canvas, stage: Stage) -> None:
    """Floor line over the whole stage and the mat on it."""
    y = stage.y(0.0)
    area = stage.area
    thick_px = canvas.layout.px(0.5)
    canvas.surface.fill(canvas.theme.line, pygame.Rect(area.left, round(y), area.width, thick_px))
    ends = sorted((stage.x(_MAT_MM[0]), stage.x(_MAT_MM[1])))
    mat = pygame.Rect(round(ends[0]), round(y), round(ends[1] - ends[0]), thick_px * 2)
    canvas.surface.fill(mix(canvas.theme.line, canvas.theme.text, 0.35), mat)


def draw_wall(canvas: Canvas, stage: Stage, wall_mm: float, touching: bool) -> None:
    """The virtual wall: a bright plane with something solid behind it; it lights up on touch."""
    colour = canvas.theme.clean if touching else canvas.theme.wall
    deep = mix(canvas.theme.ground, colour, 0.6 if touching else 0.35)
    top = max(stage.area.top, round(stage.y(_WALL_TOP_MM)))
    bottom = round(stage.y(0.0))
    face = round(stage.x(-wall_mm))
    back = stage.area.left if stage.faces_right else stage.area.right
    solid = pygame.Rect(min(face, back), top, abs(face - back), bottom - top)
    pattern = hatching(solid.size, canvas.layout.px(2.2), deep)
    canvas.surface.blit(pattern, solid)
    plane_px = max(3, round(_PLANE_MM * stage.px_per_mm))
    left = face - plane_px if stage.faces_right else face
    canvas.surface.fill(colour, pygame.Rect(left, top, plane_px, bottom - top))


def draw_gap(canvas: Canvas, stage: Stage, view: SideView, wall_mm: float, gap_mm: float) -> None:
    """The distance from the hips to the wall, as a measuring line at the height of the hips."""
    height_mm = _hips_height_mm(view)
    if height_mm is None:
        return
    y = stage.y(height_mm)
    hips, wall = stage.x(gap_mm - wall_mm), stage.x(-wall_mm)
    colour = canvas.theme.text if gap_mm > 0 else canvas.theme.clean
    if gap_mm <= 0:
        disc(canvas.surface, (wall, y), canvas.layout.px(1.6), colour)
        return
    if abs(hips - wall) < _SMALLEST_GAP_PX:
        return
    thick_px, tick_px = canvas.layout.px(0.5), canvas.layout.px(1.3)
    bar(canvas.surface, (hips, y), (wall, y), thick_px, colour)
    bar(canvas.surface, (hips, y - tick_px), (hips, y + tick_px), thick_px, colour)


def _hips_height_mm(view: SideView) -> float | None:
    """Where the buttocks reach back furthest: looked for below the sacrum only, because the
    shoulders of somebody who stands may reach as far."""
    outline = np.asarray(view.outline_mm, dtype=np.float64)
    if len(outline) == 0 or len(view.contacts_mm) != 3:
        return None
    below_mm = float(view.contacts_mm[2, 1]) - outline[:, 1]
    hips = outline[(below_mm > _HIPS_BELOW_SACRUM_MM[0]) & (below_mm < _HIPS_BELOW_SACRUM_MM[1])]
    if len(hips) == 0:
        return None
    nearest = np.argsort(hips[:, 0])[:5]
    return float(hips[nearest, 1].mean())
