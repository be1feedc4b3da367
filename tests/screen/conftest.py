"""Pictures on plain 32-bit surfaces: the real drawing code, no display needed."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from station.screen.picture import Picture
from station.screen.screen import Screen
from station.screen.theme import BLUE_ORANGE, Theme
from station.screen.words import Words

SIZES_PX = [(1280, 720), (1920, 1080), (1080, 1920), (3840, 2160), (1280, 960), (720, 1280)]

Draw = Callable[..., pygame.Surface]


@pytest.fixture(scope="session")
def words() -> Words:
    return Words.load()


@pytest.fixture
def draw(words: Words) -> Draw:
    """Draw one picture on a fresh screen and return the surface."""

    def drawn(
        picture: Picture,
        size_px: tuple[int, int] = (1920, 1080),
        theme: Theme = BLUE_ORANGE,
        notices: tuple[str, ...] = (),
    ) -> pygame.Surface:
        surface = pygame.Surface(size_px, 0, 32)
        return Screen(surface, words, theme, notices).draw(picture)

    return drawn


@pytest.fixture(params=SIZES_PX, ids=lambda size: f"{size[0]}x{size[1]}")
def size_px(request: pytest.FixtureRequest) -> tuple[int, int]:
    size: tuple[int, int] = request.param
    return size
