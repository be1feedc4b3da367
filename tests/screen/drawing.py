"""Draws pictures without a display, and notes every line of text that was written."""

from __future__ import annotations

import numpy as np
import pygame

from station.screen.banner import draw_banner
from station.screen.canvas import Canvas
from station.screen.layout import Layout
from station.screen.lettering import Align, Lettering
from station.screen.picture import Picture
from station.screen.theme import BLUE_ORANGE, Colour, Theme
from station.screen.words import Words

LANGUAGES = ("en", "de", "es")
_WORDS = {language: Words.load(language) for language in LANGUAGES}
BANNER = ("Simulated athlete",)


class NotedLettering(Lettering):
    """The real letters; keeps what was written, the box of its capitals, and how much of the
    height it asked for each text got at the least."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[tuple[str, pygame.Rect]] = []
        self.shares: dict[str, float] = {}

    def draw(
        self,
        surface: pygame.Surface,
        text: str,
        capital_px: int,
        colour: Colour,
        anchor: tuple[int, int],
        *,
        max_width_px: int,
        align: Align = "left",
    ) -> pygame.Rect:
        """Write it and note it."""
        box = super().draw(
            surface, text, capital_px, colour, anchor, max_width_px=max_width_px, align=align
        )
        self.notes.append((text, box))
        self.shares[text] = min(self.shares.get(text, 1.0), box.height / capital_px)
        return box

    def wrap(
        self, text: str, capital_px: int, max_width_px: int, max_height_px: int
    ) -> tuple[list[str], int]:
        """Wrap it and note the share."""
        lines, got_px = super().wrap(text, capital_px, max_width_px, max_height_px)
        self.shares[text] = min(self.shares.get(text, 1.0), got_px / capital_px)
        return lines, got_px


def canvas_of(
    size_px: tuple[int, int] = (1920, 1080),
    language: str = "en",
    theme: Theme = BLUE_ORANGE,
    *,
    banner: bool = False,
) -> Canvas:
    """A fresh canvas that notes its texts."""
    layout = Layout(*size_px, has_banner=banner)
    surface = pygame.Surface(size_px, 0, 32)
    return Canvas(surface, layout, theme, _WORDS[language], NotedLettering())


def drawn(picture: Picture, canvas: Canvas) -> pygame.Surface:
    """The picture with its banner, if the layout has one."""
    picture.draw(canvas)
    draw_banner(canvas, BANNER if canvas.layout.has_banner else ())
    return canvas.surface


def notes(canvas: Canvas) -> list[tuple[str, pygame.Rect]]:
    """What was written on this canvas."""
    assert isinstance(canvas.lettering, NotedLettering)
    return canvas.lettering.notes


def count(surface: pygame.Surface, colour: Colour, area: pygame.Rect | None = None) -> int:
    """How many pixels of ``area`` have exactly this colour."""
    return len(where(surface, colour, area or surface.get_rect()))


def where(surface: pygame.Surface, colour: Colour, area: pygame.Rect) -> np.ndarray:
    """``(N, 2)`` pixels (x, y) of exactly this colour inside ``area``."""
    pixels = pygame.surfarray.array3d(surface)[area.left : area.right, area.top : area.bottom]
    found = np.argwhere((pixels == np.array(colour)).all(axis=2))
    return found + area.topleft
