"""From the station frame in millimetres to the stage on the screen in pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pygame
from numpy.typing import NDArray

from station.screen.shapes import Point

_HEIGHT_MM = 2060.0
_AHEAD_MM = 820.0
_BEHIND_MM = 190.0
"""Kept free behind the wall, so that its plane is seen as the face of something solid."""
_SLICE_MM = 90.0
"""The same where there is little room."""
_SPARE_BEHIND = 0.15
"""Of the width that is left over, this share lies behind the wall."""
_LEAST_WALL_MM = 200.0
_BELOW_FLOOR_MM = 90.0
_MAT_MIDDLE_MM = 150.0


@dataclass(frozen=True)
class Stage:
    """Where a point of the side view appears.

    The athlete faces the same way on the screen as in the camera's image (``faces_right``): a
    screen beside the camera then shows what the camera sees, whichever way they stand.
    """

    origin_px: Point
    px_per_mm: float
    faces_right: bool
    area: pygame.Rect

    @classmethod
    def fit(cls, area: pygame.Rect, wall_mm: float, faces_right: bool) -> Stage:
        """The largest scale at which a tall athlete, a deep hinge and the wall fit ``area``.

        The wall is near its edge; :attr:`free` is what remains in front of the athlete.
        """
        behind_mm = max(wall_mm, _LEAST_WALL_MM) + _BEHIND_MM
        width_mm = behind_mm + _AHEAD_MM
        px_per_mm = min(area.width / width_mm, area.height / (_HEIGHT_MM + _BELOW_FLOOR_MM))
        spare_px = area.width - width_mm * px_per_mm
        from_edge_px = behind_mm * px_per_mm + _SPARE_BEHIND * spare_px
        return cls._standing(area, from_edge_px, px_per_mm, faces_right)

    @classmethod
    def around(
        cls, area: pygame.Rect, wall_mm: float, faces_right: bool, reach_mm: tuple[float, float]
    ) -> Stage:
        """The largest scale at which a figure that reaches so far ahead and up fits ``area``.

        Its own area is no wider than that takes, in the middle of the one it was given.
        """
        ahead_mm, up_mm = reach_mm
        width_mm = wall_mm + _SLICE_MM + ahead_mm
        px_per_mm = min(area.width / width_mm, area.height / (up_mm + _BELOW_FLOOR_MM))
        cut = pygame.Rect(0, area.top, round(width_mm * px_per_mm), area.height)
        cut.centerx = area.centerx
        return cls._standing(cut, (wall_mm + _SLICE_MM) * px_per_mm, px_per_mm, faces_right)

    @classmethod
    def _standing(
        cls, area: pygame.Rect, from_edge_px: float, px_per_mm: float, faces_right: bool
    ) -> Stage:
        x = area.left + from_edge_px if faces_right else area.right - from_edge_px
        return cls((x, area.bottom - _BELOW_FLOOR_MM * px_per_mm), px_per_mm, faces_right, area)

    @classmethod
    def centred(cls, area: pygame.Rect, wall_mm: float) -> Stage:
        """The same scale, for somebody in the middle who has no wall behind them yet."""
        same = cls.fit(area, wall_mm, True)
        return cls((area.centerx, same.origin_px[1]), same.px_per_mm, True, area)

    def as_seen(self) -> Stage:
        """The same scale in the middle of the mat, for somebody without a baseline: they are
        drawn as the camera sees them, whichever way the last athlete faced."""
        return replace(
            self, origin_px=(self.x(_MAT_MIDDLE_MM), self.origin_px[1]), faces_right=True
        )

    @property
    def free(self) -> pygame.Rect:
        """The part of the area which even a deep hinge does not reach; may be narrow."""
        reach_px = round(self.x(_AHEAD_MM))
        if self.faces_right:
            left = min(reach_px, self.area.right)
            return pygame.Rect(left, self.area.top, self.area.right - left, self.area.height)
        right = max(reach_px, self.area.left)
        return pygame.Rect(self.area.topleft, (right - self.area.left, self.area.height))

    @property
    def forward(self) -> int:
        """+1 when the athlete faces right on the screen, -1 when left."""
        return 1 if self.faces_right else -1

    def points(self, points_mm: NDArray[np.float32]) -> NDArray[np.float64]:
        """``(N, 2)`` station millimetres (x, z) to ``(N, 2)`` pixels."""
        scale = np.array([self.forward * self.px_per_mm, -self.px_per_mm])
        points_px: NDArray[np.float64] = points_mm.astype(np.float64) * scale + self.origin_px
        return points_px

    def x(self, x_mm: float) -> float:
        """Where a station x appears."""
        return self.origin_px[0] + self.forward * self.px_per_mm * x_mm

    def y(self, z_mm: float) -> float:
        """Where a station z appears."""
        return self.origin_px[1] - self.px_per_mm * z_mm
