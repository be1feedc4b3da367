"""Areas that never collide, and letters that can be read from 3 m."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pygame
import pytest

from station.screen.card import Cards
from station.screen.layout import BODY, KEY, Layout
from station.screen.result_places import ResultPlaces

SCREEN_HIGH_MM = 299.0  # 24 inch, 16:9
DISTANCE_M = 3.0


def areas(layout: Layout) -> list[pygame.Rect]:
    cards = Cards.of(layout)
    return [layout.banner, layout.stage, layout.meter, cards.count, cards.verdict]


def result_areas(layout: Layout) -> list[pygame.Rect]:
    places = ResultPlaces.of(layout)
    cards = [places.score, places.figures, places.code, places.cues, places.tries]
    return [layout.banner, *cards]


@pytest.mark.parametrize("has_banner", [False, True])
@pytest.mark.parametrize("areas_of", [areas, result_areas], ids=["live", "result"])
def test_areas_lie_on_the_screen_and_apart(
    size_px: tuple[int, int], has_banner: bool, areas_of: Callable[[Layout], list[pygame.Rect]]
) -> None:
    layout = Layout(*size_px, has_banner)
    whole = pygame.Rect((0, 0), size_px)
    used = [area for area in areas_of(layout) if area.height]
    assert all(whole.contains(area) for area in used)
    assert not [pair for pair in itertools.combinations(used, 2) if pair[0].colliderect(pair[1])]


def test_the_lines_of_the_count_lie_apart(size_px: tuple[int, int]) -> None:
    cards = Cards.of(Layout(*size_px, has_banner=True))
    lines = [cards.title, cards.places, cards.best]
    assert all(cards.count.contains(line) for line in lines)
    assert not [pair for pair in itertools.combinations(lines, 2) if pair[0].colliderect(pair[1])]


def test_letters_are_high_enough_for_three_metres() -> None:
    layout = Layout(1920, 1080)
    mm_per_px = SCREEN_HIGH_MM / 1080
    assert layout.px(KEY) * mm_per_px >= 7 * DISTANCE_M - 0.1
    assert layout.px(BODY) * mm_per_px >= 5 * DISTANCE_M - 0.1
