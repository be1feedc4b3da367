"""Smooth-edged shapes for the parts of the picture that move.

pygame's own shapes snap to whole pixels, which makes a slowly moving outline crawl. OpenCV fills
polygons with sub-pixel corners and smooth edges, straight into the surface's memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import cv2
import numpy as np
import pygame
from numpy.typing import ArrayLike, NDArray

from station.screen.theme import Colour

Point = tuple[float, float]

_SHIFT = 4
"""OpenCV takes corners in sixteenths of a pixel."""


def polygon(surface: pygame.Surface, points: ArrayLike, colour: Colour) -> None:
    """Fill a polygon of ``(N, 2)`` pixels; fewer than three points draw nothing."""
    corners = _fixed_point(points)
    if len(corners) >= 3:
        pixels, clipped = _pixels(surface, corners)
        cv2.fillPoly(pixels, [clipped], _bytes(surface, colour), cv2.LINE_AA, _SHIFT)


def strokes(
    surface: pygame.Surface, lines: Iterable[ArrayLike], width_px: float, colour: Colour
) -> None:
    """Thick lines with round joints and ends, each along its own ``(N, 2)`` pixels."""
    for line in lines:
        points = _fixed_point(line)
        if len(points) >= 2:
            pixels, clipped = _pixels(surface, points)
            thick = max(1, round(width_px))
            cv2.polylines(
                pixels, [clipped], False, _bytes(surface, colour), thick, cv2.LINE_AA, _SHIFT
            )


def bar(surface: pygame.Surface, start: Point, end: Point, width_px: float, colour: Colour) -> None:
    """A thick straight line with square ends."""
    along = np.subtract(end, start)
    length = float(np.hypot(*along))
    if length < 1e-6:
        return
    half = np.array([-along[1], along[0]]) / length * width_px / 2
    corners = np.array([start, start, end, end])
    polygon(surface, corners + np.array([half, -half, -half, half]), colour)


def disc(surface: pygame.Surface, centre: Point, radius_px: float, colour: Colour) -> None:
    """A filled circle."""
    radius = round(radius_px * (1 << _SHIFT))
    if radius <= 0:
        return
    pixels, clipped = _pixels(surface, _fixed_point(centre))
    middle = clipped[0].tolist()
    cv2.circle(pixels, middle, radius, _bytes(surface, colour), cv2.FILLED, cv2.LINE_AA, _SHIFT)


def ring(
    surface: pygame.Surface,
    centre: Point,
    radius_px: float,
    width_px: float,
    share: float,
    colour: Colour,
) -> None:
    """A part of a ring, clockwise from the top; ``share`` 0 to 1."""
    share = min(max(share, 0.0), 1.0)
    if share <= 0:
        return
    outer = _arc(share) * radius_px
    inner = _arc(share)[::-1] * max(radius_px - width_px, 0.0)
    polygon(surface, np.concatenate([outer, inner]) + np.asarray(centre), colour)


def panel(surface: pygame.Surface, area: pygame.Rect, radius_px: int, colour: Colour) -> None:
    """A filled rectangle with round, smooth corners."""
    radius_px = min(radius_px, area.width // 2, area.height // 2)
    surface.fill(colour, area.inflate(-2 * radius_px, 0))
    surface.fill(colour, area.inflate(0, -2 * radius_px))
    # A disc covers whole pixels around its centre, a rectangle ends one before its edge.
    rounding = _rounding(radius_px, colour)
    quarter = pygame.Rect(0, 0, radius_px + 1, radius_px + 1)
    for x, from_x in ((area.left, 0), (area.right - radius_px - 1, radius_px)):
        for y, from_y in ((area.top, 0), (area.bottom - radius_px - 1, radius_px)):
            surface.blit(rounding, (x, y), quarter.move(from_x, from_y))


@lru_cache(maxsize=16)
def hatching(size_px: tuple[int, int], pitch_px: int, colour: Colour) -> pygame.Surface:
    """Slanted lines that stand for something solid, on a transparent ground."""
    width, height = size_px
    surface = pygame.Surface(size_px, pygame.SRCALPHA)
    surface.fill((*colour, 0))
    lines = [
        ((-width, offset + width), (2 * width, offset - 2 * width))
        for offset in range(-width, height + 2 * width, pitch_px)
    ]
    strokes(surface, lines, max(1, pitch_px // 5), colour)
    return surface


@lru_cache(maxsize=32)
def _rounding(radius_px: int, colour: Colour) -> pygame.Surface:
    """A disc on a transparent ground, for the four corners of panels."""
    surface = pygame.Surface((2 * radius_px + 1, 2 * radius_px + 1), pygame.SRCALPHA)
    surface.fill((*colour, 0))
    disc(surface, (radius_px, radius_px), radius_px, colour)
    return surface


@lru_cache(maxsize=256)
def _arc(share: float) -> NDArray[np.float64]:
    angles = np.linspace(0, 2 * np.pi * share, max(3, round(96 * share)))
    return np.column_stack([np.sin(angles), -np.cos(angles)])


def _fixed_point(points: ArrayLike) -> NDArray[np.int32]:
    scaled = np.asarray(points, dtype=np.float64).reshape(-1, 2) * (1 << _SHIFT)
    return np.rint(scaled).astype(np.int32)


def _pixels(
    surface: pygame.Surface, points: NDArray[np.int32]
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """The clipping area of a 32-bit surface as ``(h, w, 4)`` bytes, and the points in it."""
    clip = surface.get_clip()
    whole = pygame.surfarray.pixels2d(surface).T
    as_bytes = whole.view(np.uint8).reshape(*whole.shape, 4)
    area = as_bytes[clip.top : clip.bottom, clip.left : clip.right]
    offset = np.array([clip.left, clip.top], dtype=np.int32) << _SHIFT
    return area, points - offset


def _bytes(surface: pygame.Surface, colour: Colour) -> Sequence[int]:
    """A colour in the order in which this surface keeps its four bytes."""
    return _in_order(colour, surface.get_shifts()[:3])


@lru_cache(maxsize=128)
def _in_order(colour: Colour, shifts: tuple[int, ...]) -> Sequence[int]:
    order = [0, 0, 0, 0]
    for value, shift in zip(colour, shifts, strict=True):
        order[shift // 8] = value
    order[6 - sum(shift // 8 for shift in shifts)] = 255
    return tuple(order)
