"""What is drawn as a QR code is read again, off the pixels."""

from __future__ import annotations

import cv2
import numpy as np
import pygame
import pytest

from station.screen.qr import draw_qr
from station.screen.result import ResultPicture
from station.screen.result_places import ResultPlaces
from station.screen.result_text import result_text
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, canvas_of
from tests.screen.test_result import MANY

SIZES_PX = [(1280, 720), (720, 1280), (3840, 2160), (1080, 1920)]


def read(surface: pygame.Surface) -> str:
    """The text of the one QR code on a surface."""
    pixels = np.ascontiguousarray(pygame.surfarray.array3d(surface).transpose(1, 0, 2)[:, :, ::-1])
    # The plain QRCodeDetector misses one code in ten of these, depending on the text in it.
    text, _, _ = cv2.QRCodeDetectorAruco().detectAndDecode(pixels)
    return text


@pytest.mark.parametrize("size_px", SIZES_PX)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_on_the_result_is_the_result(size_px: tuple[int, int], language: str) -> None:
    canvas, result = canvas_of(size_px, language), puppet.result(MANY)
    ResultPicture(result).draw(canvas)
    code = canvas.surface.subsurface(ResultPlaces.of(canvas.layout).code)
    assert read(code) == result_text(result, canvas.words)


def test_the_code_is_dark_on_light_with_its_quiet_zone_and_whole_pixels() -> None:
    canvas, box = canvas_of((400, 400)), pygame.Rect(20, 30, 333, 360)
    square = draw_qr(canvas, "Hüfte zurück", box)
    assert box.contains(square)
    assert square.center == box.center
    drawn = pygame.surfarray.array3d(canvas.surface.subsurface(square))[:, :, 0]
    # Version 1 has 21 modules, and 4 on either side stay light.
    scale = square.width // 29
    assert square.size == (29 * scale, 29 * scale)
    modules = drawn.reshape(29, scale, 29, scale)
    assert (modules == modules[:, :1, :, :1]).all()
    assert (drawn[: 4 * scale] == 255).all()
    assert drawn[4 * scale, 4 * scale] == 0


def test_a_box_too_small_for_the_code_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        draw_qr(canvas_of((400, 400)), "x" * 300, pygame.Rect(0, 0, 60, 60))
