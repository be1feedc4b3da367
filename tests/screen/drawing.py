"""Draws pictures without a display, and notes every line of text that was written."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from station.screen.banner import draw_banner
from station.screen.canvas import Canvas
from station.screen.layout import Layout
from station.screen.lettering import Align, Lettering
from station.screen.picture import Picture
from station.screen.theme import BLUE_ORANGE, Colour, Theme
from station.screen.words import Words

LANGUAGES = ("en", "de", "es")
_WORDS = {language: Words.load(language) for language in LANGUAGES}
_FONTS: dict[int, pygame.font.Font] = {}
_WIDTHS_PX: dict[tuple[str, int], int] = {}
BANNER = ("Simulated athlete",)


class NotedLettering(Lettering):
    """The real letters; keeps what was written, the box of its capitals, and how much of the
    height it asked for each text got at the least.

    Fonts and widths are the same for all of them: hundreds of tests write the same texts.
    """

    def __init__(self) -> None:
        super().__init__()
        self._fonts = _FONTS
        self.notes: list[tuple[str, pygame.Rect]] = []
        self.shares: dict[str, float] = {}

    def width_px(self, text: str, capital_px: int) -> int:
        """How wide the text comes out."""
        if (text, capital_px) not in _WIDTHS_PX:
            _WIDTHS_PX[text, capital_px] = super().width_px(text, capital_px)
        return _WIDTHS_PX[text, capital_px]

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


def alike(
    surface: pygame.Surface, colour: Colour, area: pygame.Rect | None = None
) -> NDArray[np.bool_]:
    """``(width, height)`` of ``area``: which pixels have exactly this colour.

    Asked of whole pixels: colour by colour, a large screen takes a second.
    """
    area = area or surface.get_rect()
    red, green, blue, _ = surface.get_masks()
    pixels = pygame.surfarray.pixels2d(surface)[area.left : area.right, area.top : area.bottom]
    seen = red | green | blue
    same: NDArray[np.bool_] = (pixels & seen) == (surface.map_rgb(colour) & seen)
    return same


def count(surface: pygame.Surface, colour: Colour, area: pygame.Rect | None = None) -> int:
    """How many pixels of ``area`` have exactly this colour."""
    return int(np.count_nonzero(alike(surface, colour, area)))


def where(surface: pygame.Surface, colour: Colour, area: pygame.Rect) -> np.ndarray:
    """``(N, 2)`` pixels (x, y) of exactly this colour inside ``area``."""
    return np.argwhere(alike(surface, colour, area)) + area.topleft
