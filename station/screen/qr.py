"""Text as a QR code, drawn so that a phone can read it off the screen."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
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
    code = _code(text)
    modules = code.get_width()
    scale_px = min(box.size) // modules
    if scale_px < 1:
        raise ValueError(f"a QR code of {modules} modules does not fit {box.size} pixels")
    square = pygame.Rect(0, 0, scale_px * modules, scale_px * modules)
    square.center = box.center
    canvas.surface.blit(pygame.transform.scale(code, square.size), square)
    return square


@lru_cache(maxsize=32)
def _code(text: str) -> pygame.Surface:
    """One pixel for each module, quiet zone included."""
    # UTF-8 is what phones take bytes for; a Micro QR code is more than many of them can read.
    code = segno.make(text, error="m", boost_error=False, encoding="utf-8", micro=False)
    dark = np.array(list(code.matrix_iter(border=_QUIET_ZONE)), dtype=np.bool_).T
    image = pygame.Surface(dark.shape, 0, 32)
    pygame.surfarray.blit_array(image, np.where(dark[..., None], _DARK, LIGHT))
    return image
