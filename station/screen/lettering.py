"""Text that is cut to measure: by the height of its capitals, and never wider than its place."""

from __future__ import annotations

from collections import OrderedDict
from typing import Literal

import pygame

from station.screen.theme import Colour

Align = Literal["left", "centre", "right"]

LINE_SPACING = 1.72
"""From baseline to baseline, in capital heights."""

_SMALLEST_PX = 6
_NEARLY = 0.98
"""Widths are all but proportional to size; this much is left to the exact search."""
_KEPT_TEXTS = 400
_NO_SIGN = "\U0010fffd"
"""In no font: Unicode leaves it to whoever wants it."""


class Lettering:
    """Renders and keeps text in the font that comes with pygame (FreeSans Bold).

    A text that is on screen again is not rendered again. Sizes are capital heights in pixels.
    """

    def __init__(self) -> None:
        pygame.font.init()
        self._fonts: dict[int, pygame.font.Font] = {}
        self._texts: OrderedDict[tuple[str, int, Colour], pygame.Surface] = OrderedDict()
        self._probe = pygame.font.Font(None, 1000)
        self._size_per_capital = 1000 / _capital_px(self._probe)

    def has(self, sign: str) -> bool:
        """Whether the font has this sign; what it lacks it draws as an empty box."""
        return self._probe.metrics(sign) != self._probe.metrics(_NO_SIGN)

    def width_px(self, text: str, capital_px: int) -> int:
        """How wide ``text`` comes out."""
        return self._font(capital_px).size(text)[0]

    def fitting_px(self, text: str, capital_px: int, max_width_px: int) -> int:
        """The largest capital height up to ``capital_px`` at which ``text`` fits."""
        width_px = self.width_px(text, capital_px)
        if width_px > max_width_px:
            # Width is all but proportional to size; the loop takes up the rounding.
            capital_px = max(_SMALLEST_PX, capital_px * max_width_px // width_px + 1)
        while capital_px > _SMALLEST_PX and self.width_px(text, capital_px) > max_width_px:
            capital_px -= 1
        return capital_px

    def wrap(
        self, text: str, capital_px: int, max_width_px: int, max_height_px: int
    ) -> tuple[list[str], int]:
        """Break ``text`` into lines that fit a box; return them and their capital height.

        The size is lowered only when the text does not fit otherwise.
        """
        capital_px = self._about_fitting_px(text, capital_px, max_width_px, max_height_px)
        while True:
            lines = self._lines(text, capital_px, max_width_px)
            widest = max(self.width_px(line, capital_px) for line in lines)
            fits = widest <= max_width_px and block_px(len(lines), capital_px) <= max_height_px
            if fits or capital_px <= _SMALLEST_PX:
                return lines, capital_px
            capital_px = _smaller(capital_px)

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
        """Draw one line with the top of its capitals at ``anchor``; return its capitals' box."""
        wanted_px = capital_px
        capital_px = self.fitting_px(text, wanted_px, max_width_px)
        # A shrunk text stays in the middle of its line, beside the texts that were not.
        top = anchor[1] + (wanted_px - capital_px) // 2
        image = self._image(text, capital_px, colour)
        left = anchor[0]
        if align == "centre":
            left -= image.get_width() // 2
        elif align == "right":
            left -= image.get_width()
        above_px = self._baseline_px(text, capital_px) - capital_px
        surface.blit(image, (left, top - above_px))
        return pygame.Rect(left, top, image.get_width(), capital_px)

    def draw_block(
        self,
        surface: pygame.Surface,
        text: str,
        capital_px: int,
        colour: Colour,
        box: pygame.Rect,
        *,
        centred: bool = False,
    ) -> pygame.Rect:
        """Draw text wrapped into ``box``, from its top or in its middle; return its area."""
        lines, capital_px = self.wrap(text, capital_px, box.width, box.height)
        height_px = block_px(len(lines), capital_px)
        first_top = box.top + ((box.height - height_px) // 2 if centred else 0)
        top = first_top
        for line in lines:
            self.draw(surface, line, capital_px, colour, (box.left, top), max_width_px=box.width)
            top += round(capital_px * LINE_SPACING)
        return pygame.Rect(box.left, first_top, box.width, height_px)

    def _about_fitting_px(
        self, text: str, capital_px: int, max_width_px: int, max_height_px: int
    ) -> int:
        """A size a little above the one at which :meth:`wrap` will find the text to fit.

        From the words' widths at the size that was asked for alone: a font for every size on the
        way takes milliseconds, in just the frame in which a verdict is due.
        """
        widths_px = [self.width_px(word, capital_px) for word in text.split()]
        space_px, asked_px = self.width_px(" ", capital_px), capital_px
        while capital_px > _SMALLEST_PX:
            room_px = max_width_px * asked_px / capital_px / _NEARLY
            lines, taken_px = 1, 0.0
            for width_px in widths_px:
                if taken_px and taken_px + space_px + width_px > room_px:
                    lines, taken_px = lines + 1, 0.0
                taken_px += width_px + (space_px if taken_px else 0)
            fits = max(widths_px, default=0) <= room_px
            if fits and block_px(lines, capital_px) <= max_height_px:
                break
            capital_px = _smaller(capital_px)
        return capital_px

    def _lines(self, text: str, capital_px: int, max_width_px: int) -> list[str]:
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width_px(longer, capital_px) <= max_width_px or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _font(self, capital_px: int) -> pygame.font.Font:
        if capital_px not in self._fonts:
            size = round(capital_px * self._size_per_capital)
            self._fonts[capital_px] = pygame.font.Font(None, size)
        return self._fonts[capital_px]

    def _baseline_px(self, text: str, capital_px: int) -> int:
        """How far below the top of its image a text stands: an accent on a capital may reach
        above the font's own ascent, and the image then grows upwards."""
        font = self._font(capital_px)
        # An athlete's name may be nothing but signs that the font lacks.
        return max([font.get_ascent(), *(glyph[3] for glyph in font.metrics(text) if glyph)])

    def _image(self, text: str, capital_px: int, colour: Colour) -> pygame.Surface:
        key = (text, capital_px, colour)
        if key in self._texts:
            self._texts.move_to_end(key)
            return self._texts[key]
        image = self._font(capital_px).render(text, True, colour)
        self._texts[key] = image
        if len(self._texts) > _KEPT_TEXTS:
            self._texts.popitem(last=False)
        return image


def block_px(lines: int, capital_px: int) -> int:
    """Height of some lines of text, from the first capitals' top to the last baseline."""
    return round(capital_px * (1 + LINE_SPACING * (lines - 1)))


def _smaller(capital_px: int) -> int:
    return max(_SMALLEST_PX, min(capital_px - 1, round(capital_px * 0.985)))


def _capital_px(font: pygame.font.Font) -> int:
    metrics = font.metrics("H")[0]
    if metrics is None:
        raise pygame.error("the font that comes with pygame has no letter H")
    return metrics[3]
