"""What every screen draws with: a surface, its layout, the colours, the words, the letters."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import pygame

from station.screen.layout import Layout
from station.screen.lettering import Align, Lettering, block_px
from station.screen.theme import Colour, Theme
from station.screen.words import Words


@dataclass(eq=False)
class Canvas:
    """One surface to draw on. Heights of letters are given in layout units."""

    surface: pygame.Surface
    layout: Layout
    theme: Theme
    words: Words
    lettering: Lettering = field(default_factory=Lettering)
    _background: tuple[Hashable, pygame.Surface] | None = None
    _memory: pygame.Surface | None = None

    def background(self, key: Hashable, draw: Callable[[Canvas], None]) -> None:
        """Put down the still layer of a screen; ``draw`` makes it only when ``key`` changes."""
        if self._background is not None and self._background[0] == key:
            self.surface.blit(self._background[1], (0, 0))
            return
        self.surface.fill(self.theme.ground)
        draw(self)
        # New memory for each would cost more than all the rest of it.
        kept = self._memory or self.surface.copy()
        kept.blit(self.surface, (0, 0))
        self._memory, self._background = kept, (key, kept)

    def forget_background(self) -> None:
        """Make the still layer anew next time: its layout or its words are others now."""
        self._background = None

    def text(
        self,
        text: str,
        units: float,
        colour: Colour,
        anchor: tuple[int, int],
        *,
        max_width_px: int,
        align: Align = "left",
    ) -> pygame.Rect:
        """One line with the top of its capitals at ``anchor``; shrunk when it is too wide."""
        return self.lettering.draw(
            self.surface,
            text,
            self.layout.px(units),
            colour,
            anchor,
            max_width_px=max_width_px,
            align=align,
        )

    def block(
        self,
        text: str,
        units: float,
        colour: Colour,
        box: pygame.Rect,
        *,
        centred: bool = False,
    ) -> pygame.Rect:
        """Text wrapped into ``box``, from its top or in its middle; shrunk when it does not fit."""
        return self.lettering.draw_block(
            self.surface, text, self.layout.px(units), colour, box, centred=centred
        )

    def block_height_px(self, text: str, units: float, box: pygame.Rect) -> int:
        """How high :meth:`block` makes this text."""
        lines, capital_px = self.lettering.wrap(text, self.layout.px(units), box.width, box.height)
        return block_px(len(lines), capital_px)
