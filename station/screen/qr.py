"""Text as a QR code, drawn so that a phone can read it off the screen."""

from __future__ import annotations

from functools import lru_cache

import pygame
import segno

from station.screen.canvas import Canvas
from station.screen.theme import Colour

_QUIET_ZONE = 4
"""Light modules around the code; ISO/IEC 18004 asks for four."""
_DARK: Colour = (0, 0, 0)
LIGHT: Colour = (255, 255, 255)


def draw_qr(canvas: Canvas, text: str, box: pygame.Rect) -> pygame.Rect:
    """Draw ``text`` as a QR code in the middle of ``box``; return the square it takes.

    Dark on light in every theme, error correction M, as many whole pixels per module as fit.
    Raises ValueError when not even one pixel per module fits.
    """
    modules = _modules(text)
    scale_px = min(box.size) // len(modules)
    if scale_px < 1:
        raise ValueError(f"a QR code of {len(modules)} modules does not fit {box.size} pixels")
    square = pygame.Rect(0, 0, scale_px * len(modules), scale_px * len(modules))
    square.center = box.center
    canvas.surface.fill(LIGHT, square)
    for row, line in enumerate(modules):
        top_px = square.top + row * scale_px
        for column, dark in enumerate(line):
            if dark:
                left_px = square.left + column * scale_px
                canvas.surface.fill(_DARK, (left_px, top_px, scale_px, scale_px))
    return square


@lru_cache(maxsize=4)
def _modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules, quiet zone included; True is dark."""
    # UTF-8 is what phones take bytes for; a Micro QR code is more than many of them can read.
    code = segno.make(text, error="m", boost_error=False, encoding="utf-8", micro=False)
    return tuple(
        tuple(module != 0 for module in row) for row in code.matrix_iter(border=_QUIET_ZONE)
    )
