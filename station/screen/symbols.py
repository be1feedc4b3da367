"""The verdict symbols, drawn as shapes: a tick in a disc, a cross in an octagon, a dash in a ring.

They differ in outline and in what is inside, so that they are told apart without colour.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pygame

from station.hinge.verdict import Outcome
from station.screen.shapes import Point, disc, polygon, strokes
from station.screen.theme import Colour, Theme

_OVERSAMPLING = 4
_TICK: tuple[Point, ...] = ((-0.42, 0.02), (-0.12, 0.34), (0.44, -0.32))
_CROSS = (((-0.34, -0.34), (0.34, 0.34)), ((-0.34, 0.34), (0.34, -0.34)))
_DASH: tuple[Point, ...] = ((-0.40, 0.0), (0.40, 0.0))
_STROKE = 0.22


@lru_cache(maxsize=64)
def verdict_symbol(outcome: Outcome, size_px: int, theme: Theme) -> pygame.Surface:
    """The symbol of a verdict, ``size_px`` square on a transparent ground."""
    large_px = size_px * _OVERSAMPLING
    large = pygame.Surface((large_px, large_px), pygame.SRCALPHA)
    radius = large_px / 2
    colour = theme.outcome(outcome)
    if outcome is Outcome.PASS:
        disc(large, (radius, radius), radius - 2, colour)
        _line(large, _TICK, theme.ground)
    elif outcome is Outcome.FAULT:
        polygon(large, _octagon(radius), colour)
        for arm in _CROSS:
            _line(large, arm, theme.ground)
    else:
        disc(large, (radius, radius), radius - 2, colour)
        disc(large, (radius, radius), radius * 0.82, theme.panel)
        _line(large, _DASH, colour)
    return pygame.transform.smoothscale(large, (size_px, size_px))


@lru_cache(maxsize=16)
def empty_place(size_px: int, theme: Theme) -> pygame.Surface:
    """The place of a repetition still to come."""
    large_px = size_px * _OVERSAMPLING
    large = pygame.Surface((large_px, large_px), pygame.SRCALPHA)
    radius = large_px / 2
    disc(large, (radius, radius), radius * 0.80, theme.line)
    disc(large, (radius, radius), radius * 0.62, theme.panel)
    return pygame.transform.smoothscale(large, (size_px, size_px))


@lru_cache(maxsize=16)
def taken_place(size_px: int, theme: Theme) -> pygame.Surface:
    """A practice tap that is done, without any verdict."""
    large_px = size_px * _OVERSAMPLING
    large = pygame.Surface((large_px, large_px), pygame.SRCALPHA)
    disc(large, (large_px / 2, large_px / 2), large_px * 0.40, theme.text)
    return pygame.transform.smoothscale(large, (size_px, size_px))


def _line(surface: pygame.Surface, points: tuple[Point, ...], colour: Colour) -> None:
    radius = surface.get_width() / 2
    strokes(
        surface,
        [[(radius + x * radius, radius + y * radius) for x, y in points]],
        radius * _STROKE,
        colour,
    )


def _octagon(radius: float) -> list[Point]:
    angles = np.pi / 8 + np.arange(8) * np.pi / 4
    return [
        (radius + float(np.cos(a)) * (radius - 2), radius + float(np.sin(a)) * (radius - 2))
        for a in angles
    ]
