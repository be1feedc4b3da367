"""The room around the athlete: floor, mat, virtual wall, and a ghost that shows how to stand."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from station.posture.side_view import SideView
from station.screen.canvas import Canvas
from station.screen.shapes import bar, disc, hatching, polygon, strokes
from station.screen.stage import Stage
from station.screen.theme import mix

_WALL_TOP_MM = 2000.0
_PLANE_MM = 34.0
_MAT_MM = (-150.0, 450.0)
_SMALLEST_GAP_PX = 3
_HIPS_BELOW_SACRUM_MM = (-40.0, 260.0)

# One half of a person from the side, going up the front and down the back, in millimetres
# (x ahead, z up); a stand-in for "stand like this", drawn by hand.
_GHOST_MM = (
    (215, 0), (230, 28), (150, 70), (95, 110), (92, 250), (105, 400), (118, 500), (128, 640),
    (140, 780), (135, 900), (125, 1000), (128, 1100), (140, 1200), (148, 1290), (130, 1370),
    (98, 1430), (92, 1462), (140, 1480), (160, 1520), (172, 1570), (166, 1640), (135, 1700),
    (70, 1728), (0, 1705), (-38, 1640), (-36, 1570), (-14, 1510), (-30, 1450), (-72, 1370),
    (-88, 1280), (-74, 1180), (-46, 1080), (-66, 990), (-98, 900), (-84, 810), (-50, 720),
    (-24, 600), (-22, 490), (-52, 380), (-50, 260), (-20, 140), (-22, 70), (-30, 20), (-20, 0),
)  # fmt: skip


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
    top, bottom = round(stage.y(_WALL_TOP_MM)), round(stage.y(0.0))
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


def draw_ghost(canvas: Canvas, stage: Stage) -> None:
    """A dashed outline of somebody who stands side-on on the mat."""
    theme, unit_px = canvas.theme, canvas.layout.unit_px
    outline = _smooth(stage.points(np.array(_GHOST_MM, dtype=np.float32)))
    polygon(canvas.surface, outline, mix(theme.ground, theme.quiet_text, 0.14))
    colour = mix(theme.ground, theme.quiet_text, 0.8)
    strokes(canvas.surface, _dashes(outline, 2.2 * unit_px), max(2.0, 0.5 * unit_px), colour)


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


def _smooth(points: NDArray[np.float64], per_side: int = 6) -> NDArray[np.float64]:
    """A closed curve through the points (Catmull-Rom)."""
    before, after, beyond = (np.roll(points, shift, axis=0) for shift in (1, -1, -2))
    t = np.linspace(0, 1, per_side, endpoint=False)[:, None, None]
    curve = 0.5 * (
        2 * points
        + (after - before) * t
        + (2 * before - 5 * points + 4 * after - beyond) * t**2
        + (3 * points - before - 3 * after + beyond) * t**3
    )
    return np.asarray(curve.transpose(1, 0, 2).reshape(-1, 2))


def _dashes(curve: NDArray[np.float64], dash_px: float) -> list[NDArray[np.float64]]:
    closed = np.vstack([curve, curve[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    # A whole number of dash-and-space pairs, so that the pattern closes without a seam.
    pairs = max(1, round(along[-1] / (2 * dash_px)))
    starts = np.arange(pairs) * along[-1] / pairs
    dashes = []
    for start in starts:
        at = np.linspace(start, start + along[-1] / pairs * 0.5, 6)
        dashes.append(np.column_stack([np.interp(at, along, closed[:, axis]) for axis in (0, 1)]))
    return dashes
