"""The gap meter: how far the hips still are from the wall. Always on screen.

Athletes feel rare feedback as none at all, so the meter moves with every frame.
"""

from __future__ import annotations

import pygame

from station.hinge.limits import FaultLimits
from station.screen.canvas import Canvas
from station.screen.layout import BODY, GUTTER_UNITS, NOTICE, NUMBER, TITLE
from station.screen.lettering import Align
from station.screen.shapes import hatching, panel
from station.screen.stage import Stage
from station.screen.theme import Colour, mix

_STANDING_SHARE = 1.25
"""The far end of the meter, as a multiple of the wall distance: a standing athlete's hips are
about one wall distance away."""
_BEYOND_MM = FaultLimits.leaning_mm
"""How far through the wall it shows; more than that is leaning."""
_SCALE_STEP_MM = 50.0
_BELOW_NUMBER = 4.5
"""Room for a comma."""


def draw_meter(
    canvas: Canvas, wall_mm: float, gap_mm: float | None, touching: bool, faces_right: bool
) -> None:
    """The bar below the stage, its wall end on the side where the wall is drawn."""
    area = canvas.layout.meter
    track = pygame.Rect(area.topleft, (area.width, canvas.layout.px(8)))
    span_mm = max(wall_mm, 1.0) * _STANDING_SHARE
    _Track(canvas, track, span_mm, faces_right).draw(gap_mm, touching)


def draw_gap_number(canvas: Canvas, stage: Stage, gap_mm: float | None, touching: bool) -> None:
    """The gap in centimetres, or the touch, in front of the athlete."""
    theme, layout, words = canvas.theme, canvas.layout, canvas.words
    area = number_area(stage)
    align: Align = "right" if stage.faces_right else "left"
    x = area.right if stage.faces_right else area.left
    top = area.top + layout.px(GUTTER_UNITS)
    width_px = area.width
    if touching:
        text = words.get("live", "touch")
        canvas.text(text, TITLE, theme.clean, (x, top), max_width_px=width_px, align=align)
        return
    if gap_mm is None:
        text, colour = words.get("live", "no_gap"), theme.quiet_text
    else:
        text, colour = words.decimal(max(gap_mm, 0.0) / 10), theme.text
    canvas.text(text, NUMBER, colour, (x, top), max_width_px=width_px, align=align)
    below = (x, top + layout.px(NUMBER + _BELOW_NUMBER))
    label = words.get("live", "to_the_wall")
    canvas.text(label, BODY, theme.quiet_text, below, max_width_px=width_px, align=align)


def number_area(stage: Stage) -> pygame.Rect:
    """Where the number is written: the free part of the stage, and never less than a third."""
    area = stage.free
    least_px = stage.area.width // 3
    if area.width < least_px:
        left = stage.area.right - least_px if stage.faces_right else stage.area.left
        area = pygame.Rect(left, area.top, least_px, area.height)
    return area


class _Track:
    """The bar of the meter; positions run from the standing end to beyond the wall."""

    def __init__(
        self, canvas: Canvas, area: pygame.Rect, span_mm: float, faces_right: bool
    ) -> None:
        self._canvas, self._area, self._span_mm = canvas, area, span_mm
        self._faces_right = faces_right
        self._beyond_px = area.width * _BEYOND_MM / (span_mm + _BEYOND_MM)

    def draw(self, gap_mm: float | None, touching: bool) -> None:
        theme, area = self._canvas.theme, self._area
        panel(self._canvas.surface, area, self._canvas.layout.px(1), theme.panel)
        self._draw_solid()
        if gap_mm is not None:
            self._draw_travel(gap_mm, theme.clean if touching else theme.body)
        self._draw_scale()
        plane_px = self._canvas.layout.px(1)
        face = self._x(0.0)
        reach_px = self._canvas.layout.px(1.2)
        left = face - (plane_px if self._faces_right else 0)
        wall = pygame.Rect(left, area.top - reach_px, plane_px, area.height + 2 * reach_px)
        self._canvas.surface.fill(theme.clean if touching else theme.wall, wall)

    def _draw_solid(self) -> None:
        theme = self._canvas.theme
        solid = self._between(0.0, -_BEYOND_MM)
        colour = mix(theme.ground, theme.wall, 0.35)
        self._canvas.surface.blit(hatching(solid.size, self._canvas.layout.px(2.2), colour), solid)

    def _draw_travel(self, gap_mm: float, colour: Colour) -> None:
        shown_mm = min(max(gap_mm, -_BEYOND_MM), self._span_mm)
        surface, theme = self._canvas.surface, self._canvas.theme
        surface.fill(colour, self._between(self._span_mm, max(shown_mm, 0.0)))
        if shown_mm < 0:
            leaning = shown_mm <= -_BEYOND_MM
            surface.fill(theme.fault if leaning else colour, self._between(0.0, shown_mm))
        knob_px = self._canvas.layout.px(1.2)
        knob = pygame.Rect(0, 0, knob_px, self._area.height)
        knob.center = (self._x(shown_mm), self._area.centery)
        surface.fill(theme.text, knob.clamp(self._area))

    def _draw_scale(self) -> None:
        layout, theme = self._canvas.layout, self._canvas.theme
        top = self._area.bottom + layout.px(1.6)
        step_mm = _SCALE_STEP_MM if self._span_mm > 120 else _SCALE_STEP_MM / 2
        count = int(self._span_mm // step_mm)
        for step in range(count + 1):
            at_mm = step * step_mm
            label = f"{at_mm / 10:g}"
            half_px = self._canvas.lettering.width_px(label, layout.px(NOTICE)) // 2
            x = min(max(self._x(at_mm), self._area.left + half_px), self._area.right - half_px)
            self._canvas.text(
                label,
                NOTICE,
                theme.quiet_text,
                (x, top),
                max_width_px=layout.px(10),
                align="centre",
            )

    def _x(self, gap_mm: float) -> int:
        from_wall_px = self._beyond_px + (self._area.width - self._beyond_px) * (
            gap_mm / self._span_mm if gap_mm >= 0 else 0.0
        )
        if gap_mm < 0:
            from_wall_px += self._beyond_px * gap_mm / _BEYOND_MM
        if self._faces_right:
            return round(self._area.left + from_wall_px)
        return round(self._area.right - from_wall_px)

    def _between(self, first_mm: float, second_mm: float) -> pygame.Rect:
        left, right = sorted((self._x(first_mm), self._x(second_mm)))
        return pygame.Rect(left, self._area.top, right - left, self._area.height)
