"""Pictures on plain 32-bit surfaces: the real drawing code, no display needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pygame
import pytest

from station.screen.picture import Picture
from station.screen.screen import Screen
from station.screen.theme import BLUE_ORANGE, Theme
from station.screen.words import Words
from station.signals.signals import Signals
from station.signals.tell import Tell

SIZES_PX = [(1280, 720), (1920, 1080), (1080, 1920), (3840, 2160), (1280, 960), (720, 1280)]

Draw = Callable[..., pygame.Surface]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden pictures anew; look at each of them before you commit it",
    )


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
        return Screen(surface, words, theme).draw(picture, None, notices)

    return drawn


@pytest.fixture(params=SIZES_PX, ids=lambda size: f"{size[0]}x{size[1]}")
def size_px(request: pytest.FixtureRequest) -> tuple[int, int]:
    size: tuple[int, int] = request.param
    return size


@pytest.fixture
def signals() -> Iterator[Signals]:
    """Light and buzzer on mock pins."""
    with Signals(simulate=True) as opened:
        yield opened


@pytest.fixture
def tell(signals: Signals) -> Tell:
    """What the states call, with light and buzzer only."""
    return Tell(signals)
