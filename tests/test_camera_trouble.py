"""Every way in which a camera fails has words of its own, in every language."""

from __future__ import annotations

import pytest

from station.camera_trouble import CAMERA_WORDS, camera_words
from station.config import LANGUAGES
from station.errors import CameraError
from station.screen.words import Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_camera_error_has_its_own_words(language: str) -> None:
    words = Words.load(language)
    kinds: list[type[CameraError]] = [CameraError, *CAMERA_WORDS]
    assert set(CameraError.__subclasses__()) <= set(kinds)
    told = [camera_words(words, kind("no device at 2-1.4, serial 829212071234")) for kind in kinds]
    assert len(set(told)) == len(kinds)
    assert not any("829212071234" in line for line in told)
