"""Areas that never collide, and letters that can be read from 3 m."""

from __future__ import annotations

import itertools

import pygame
import pytest

from station.hinge.verdict import Outcome
from station.screen.card import Cards, cue_box, word_width_px
from station.screen.layout import BODY, KEY, Layout
from station.screen.lettering import Lettering
from station.screen.meter import number_area
from station.screen.stage import Stage
from station.screen.words import Words

SCREEN_HIGH_MM = 299.0  # 24 inch, 16:9
DISTANCE_M = 3.0
# A screen of 4:3 works too, with smaller letters.
WIDE_AND_TALL_PX = [(1280, 720), (1920, 1080), (3840, 2160), (720, 1280), (1080, 1920)]


def areas(layout: Layout) -> list[pygame.Rect]:
    cards = Cards.of(layout)
    return [layout.banner, layout.stage, layout.meter, cards.count, cards.verdict]


@pytest.mark.parametrize("has_banner", [False, True])
def test_areas_lie_on_the_screen_and_apart(size_px: tuple[int, int], has_banner: bool) -> None:
    layout = Layout(*size_px, has_banner)
    whole = pygame.Rect((0, 0), size_px)
    used = [area for area in areas(layout) if area.height]
    assert all(whole.contains(area) for area in used)
    assert not [pair for pair in itertools.combinations(used, 2) if pair[0].colliderect(pair[1])]


def test_letters_are_high_enough_for_three_metres() -> None:
    layout = Layout(1920, 1080)
    mm_per_px = SCREEN_HIGH_MM / 1080
    assert layout.px(KEY) * mm_per_px >= 7 * DISTANCE_M - 0.1
    assert layout.px(BODY) * mm_per_px >= 5 * DISTANCE_M - 0.1


@pytest.mark.parametrize("size_px", WIDE_AND_TALL_PX)
@pytest.mark.parametrize("has_banner", [False, True])
def test_every_cue_is_shown_at_full_height(
    words: Words, size_px: tuple[int, int], has_banner: bool
) -> None:
    layout, lettering = Layout(*size_px, has_banner), Lettering()
    box = cue_box(layout)
    for key, text in words.texts.items():
        if key.startswith("cue."):
            _, capital_px = lettering.wrap(text, layout.px(8), box.width, box.height)
            assert capital_px >= layout.px(KEY), text


@pytest.mark.parametrize("size_px", WIDE_AND_TALL_PX)
def test_verdict_words_and_gap_are_shown_at_full_height(
    words: Words, size_px: tuple[int, int]
) -> None:
    layout, lettering = Layout(*size_px), Lettering()
    for outcome in Outcome:
        text = words.outcome(outcome)
        assert lettering.width_px(text, layout.px(KEY)) <= word_width_px(layout), text
    stage = Stage.fit(layout.stage, 160.0, faces_right=True)
    gap = words.get("live", "gap", gap_cm="28.8")
    assert lettering.width_px(gap, layout.px(KEY)) <= number_area(stage).width
