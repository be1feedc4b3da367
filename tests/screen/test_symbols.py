"""Verdicts can be told apart without colour."""

from __future__ import annotations

import itertools

import numpy as np
import pygame
import pytest

from station.errors import ConfigError
from station.hinge.verdict import Outcome
from station.screen.symbols import verdict_symbol
from station.screen.theme import BLUE_ORANGE, THEMES, Theme, theme_named


def grey(outcome: Outcome, theme: Theme) -> np.ndarray:
    """How light the symbol is on the panel, one colour of verdict for all."""
    symbol = verdict_symbol(outcome, 96, theme)
    surface = pygame.Surface((96, 96), 0, 32)
    surface.fill(theme.panel)
    surface.blit(symbol, (0, 0))
    mark = np.array(theme.outcome(outcome))
    pixels = pygame.surfarray.array3d(surface).astype(float)
    same: np.ndarray = np.abs(pixels - mark).sum(axis=2) < 60
    return same


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_symbols_differ_in_shape(theme: Theme) -> None:
    for first, second in itertools.combinations(Outcome, 2):
        differing = (grey(first, theme) != grey(second, theme)).mean()
        assert differing > 0.08, (first, second)


def test_the_settings_names_are_known() -> None:
    assert set(THEMES) == {"blue_orange", "red_green"}
    assert theme_named("blue_orange") is BLUE_ORANGE


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ConfigError, match="blue_orange"):
        theme_named("pink")


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", ["text", "quiet_text", "clean", "fault", "not_judged"])
def test_text_stands_out_from_the_ground(theme: Theme, name: str) -> None:
    # WCAG 2.2: 4.5 to 1 for text.
    assert contrast(getattr(theme, name), theme.panel) >= 4.5


def contrast(first: tuple[int, int, int], second: tuple[int, int, int]) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: tuple[int, int, int]) -> float:
    linear = [
        value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4
        for value in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
