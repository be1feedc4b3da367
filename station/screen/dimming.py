"""A screen that nobody looks at goes dark, all but a small sign of life that wanders about.

It spares the screen and the room's sleep. What somebody has to see is never dimmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

import pygame

from station.screen.canvas import Canvas
from station.screen.lasting import Lasting
from station.screen.picture import Picture
from station.screen.shapes import disc
from station.screen.theme import mix
from station.signals.quiet import QuietHours

WAKES_S = 0.1
"""Somebody near for so long wakes it; a single noisy frame does not."""
_BLACK = (0, 0, 0)
_RADIUS = 1.2
_BRIGHT = 0.45
_PERIODS_S = (277.0, 163.0)
"""From edge to edge and back. They share no measure, so that it comes by everywhere, and it has
left its own place within two seconds: nothing burns in."""


@dataclass(frozen=True)
class DimPicture:
    """The dark screen, so many seconds after it went dark."""

    elapsed_s: float

    @property
    def name(self) -> str | None:
        """There is only one."""
        return "dimmed"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        canvas.surface.fill(_BLACK)
        radius_px = canvas.layout.px(_RADIUS)
        area = canvas.surface.get_rect().inflate(-2 * radius_px, -2 * radius_px)
        colour = mix(_BLACK, canvas.theme.quiet_text, _BRIGHT)
        disc(canvas.surface, place(self.elapsed_s, area), radius_px, colour)


def place(elapsed_s: float, area: pygame.Rect) -> tuple[float, float]:
    """Where the sign of life is: it goes to and fro, at one speed each way."""
    across, down = (1 - abs(2 * (elapsed_s / period % 1) - 1) for period in _PERIODS_S)
    return area.left + across * area.width, area.top + down * area.height


class Dimming:
    """Gives the picture to show instead of another one. ``after_min`` 0 never dims.

    In ``quiet`` hours it does not wait. Time is the caller's: monotonic, and of the day.
    """

    def __init__(self, after_min: float, quiet: QuietHours) -> None:
        self._after_s, self._quiet = 60 * after_min, quiet
        self._near, self._idle, self._dark = Lasting(), Lasting(), Lasting()

    def over(
        self, picture: Picture, *, empty: bool, must_see: bool, now_s: float, local_time: time
    ) -> Picture:
        """What to show. ``empty``: the station waits and nobody is there; ``must_see``: there is
        a trouble, a message or a banner."""
        near_s = self._near.step(not empty, now_s)
        awake = must_see or near_s >= WAKES_S
        idle_s = self._idle.step(not awake, now_s)
        waited = idle_s >= self._after_s or self._quiet.holds(local_time)
        dims = self._after_s > 0 and not awake and waited
        dark_s = self._dark.step(dims, now_s)
        return DimPicture(dark_s) if dims else picture
