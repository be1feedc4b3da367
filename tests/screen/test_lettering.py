"""Text by the height of its capitals, never wider than its place."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.screen.lettering import Lettering, block_px

WHITE = (255, 255, 255)


def inked(surface: pygame.Surface) -> pygame.Rect:
    return pygame.mask.from_threshold(surface, WHITE, (90, 90, 90)).get_bounding_rects()[0]


@pytest.mark.parametrize("capital_px", [20, 54, 76, 151])
def test_capitals_have_the_height_asked_for(capital_px: int) -> None:
    surface = pygame.Surface((400, 300), 0, 32)
    Lettering().draw(surface, "H", capital_px, WHITE, (50, 60), max_width_px=300)
    ink = inked(surface)
    assert ink.height == pytest.approx(capital_px, abs=1)
    assert ink.top == pytest.approx(60, abs=1)


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(st.characters(codec="latin-1", categories=("L", "N", "P")), min_size=1),
    max_width_px=st.integers(200, 900),
)
def test_a_line_never_gets_wider_than_its_place(text: str, max_width_px: int) -> None:
    lettering = Lettering()
    capital_px = lettering.fitting_px(text[:30], 60, max_width_px)
    assert lettering.width_px(text[:30], capital_px) <= max_width_px


@settings(max_examples=25, deadline=None)
@given(
    words=st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=25),
    width_px=st.integers(250, 900),
    height_px=st.integers(120, 600),
)
def test_wrapped_text_fits_its_box_and_keeps_every_word(
    words: list[str], width_px: int, height_px: int
) -> None:
    lettering = Lettering()
    lines, capital_px = lettering.wrap(" ".join(words), 60, width_px, height_px)
    assert " ".join(lines).split() == words
    assert all(lettering.width_px(line, capital_px) <= width_px for line in lines)
    assert block_px(len(lines), capital_px) <= height_px


def test_a_text_that_fits_is_not_shrunk() -> None:
    assert Lettering().wrap("two words", 40, 2000, 500) == (["two words"], 40)


def test_a_text_is_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lettering = Lettering()
    surface = pygame.Surface((400, 100), 0, 32)
    first = lettering._image("Touch", 40, WHITE)
    lettering.draw(surface, "Touch", 40, WHITE, (0, 0), max_width_px=400)
    assert lettering._image("Touch", 40, WHITE) is first
