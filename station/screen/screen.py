"""One surface on which the station shows its pictures."""

from __future__ import annotations

import pygame

from station.screen.banner import draw_banner, draw_simulated_lamps
from station.screen.canvas import Canvas
from station.screen.layout import Layout
from station.screen.live import LivePicture, draw_live
from station.screen.message import MessagePicture, draw_message
from station.screen.picture import Picture
from station.screen.result import draw_result
from station.screen.theme import BLUE_ORANGE, Theme
from station.screen.words import Words
from station.signals.patterns import SignalState


class Screen:
    """Draws pictures on ``surface``, with a banner strip when there are ``notices``.

    ``notices`` are the finished words of the strip, such as "Simulated athlete".
    """

    def __init__(
        self,
        surface: pygame.Surface,
        words: Words,
        theme: Theme = BLUE_ORANGE,
        notices: tuple[str, ...] = (),
    ) -> None:
        # The shapes write into 32-bit pixels; a display of another depth gets a copy.
        self._display = surface
        if surface.get_bitsize() != 32:
            surface = pygame.Surface(surface.get_size(), 0, 32)
        width_px, height_px = surface.get_size()
        layout = Layout(width_px, height_px, has_banner=bool(notices))
        self._canvas = Canvas(surface, layout, theme, words)
        self._notices = notices

    @property
    def layout(self) -> Layout:
        """Where things are on this screen."""
        return self._canvas.layout

    def draw(
        self, picture: Picture, simulated_signals: SignalState | None = None
    ) -> pygame.Surface:
        """Draw one picture on the surface and return it.

        ``simulated_signals`` adds what the simulated lamps do to the banner.
        """
        canvas = self._canvas
        if isinstance(picture, LivePicture):
            draw_live(canvas, picture)
        elif isinstance(picture, MessagePicture):
            draw_message(canvas, picture)
        else:
            draw_result(canvas, picture)
        draw_banner(canvas, self._notices)
        if simulated_signals is not None:
            draw_simulated_lamps(canvas, simulated_signals)
        if canvas.surface is not self._display:
            self._display.blit(canvas.surface, (0, 0))
        return self._display
