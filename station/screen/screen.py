"""One surface on which the station shows its pictures."""

from __future__ import annotations

import pygame

from station.screen.banner import draw_banner, draw_simulated_lamps
from station.screen.canvas import Canvas
from station.screen.layout import Layout
from station.screen.names import NameTag, writable
from station.screen.picture import Picture
from station.screen.theme import BLUE_ORANGE, Theme
from station.screen.words import Words
from station.signals.patterns import SignalState


class Screen:
    """Draws pictures on ``surface``, with a banner strip whenever there are notices."""

    def __init__(self, surface: pygame.Surface, words: Words, theme: Theme = BLUE_ORANGE) -> None:
        # The shapes write into 32-bit pixels; a display of another depth gets a copy.
        self._display = surface
        if surface.get_bitsize() != 32:
            surface = pygame.Surface(surface.get_size(), 0, 32)
        self._canvas = Canvas(surface, Layout(*surface.get_size()), theme, words)

    @property
    def layout(self) -> Layout:
        """Where things were on the last picture."""
        return self._canvas.layout

    @property
    def words(self) -> Words:
        """The language of the screen; another one holds from the next picture on."""
        return self._canvas.words

    @words.setter
    def words(self, words: Words) -> None:
        self._canvas.words = words
        self._canvas.forget_background()

    def written(self, name: NameTag | str) -> str:
        """A name in letters that this screen can write; "" where it can write none of a text."""
        if isinstance(name, str):
            return writable(self._canvas, name)
        return name.written(self._canvas)

    def draw(
        self,
        picture: Picture,
        simulated_signals: SignalState | None = None,
        notices: tuple[str, ...] = (),
    ) -> pygame.Surface:
        """Draw one picture on the surface and return it.

        ``notices`` are the finished words of the banner, such as "Simulated athlete"; they may
        change from one picture to the next. ``simulated_signals`` adds what the simulated lamps
        do to the banner.
        """
        canvas = self._canvas
        self._make_room(bool(notices))
        picture.draw(canvas)
        draw_banner(canvas, notices)
        if simulated_signals is not None:
            draw_simulated_lamps(canvas, simulated_signals)
        if canvas.surface is not self._display:
            self._display.blit(canvas.surface, (0, 0))
        return self._display

    def _make_room(self, has_banner: bool) -> None:
        """The banner moves everything below it: what was kept does not fit any more."""
        if has_banner != self._canvas.layout.has_banner:
            self._canvas.layout = Layout(*self._canvas.surface.get_size(), has_banner)
            self._canvas.forget_background()
