"""Every way in which a camera fails has words of its own, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.assembly import open_results, open_tell
from station.config import LANGUAGES, Settings
from station.errors import CameraError
from station.notices import camera_words, notices_of
from station.screen.words import Words
from station.set_up import SetUp
from station.sources import Sources
from tests.test_set_up import SERIAL, after_learning, bumped, kept_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_camera_error_has_its_own_words(language: str) -> None:
    words = Words.load(language)
    kinds: list[type[CameraError]] = [CameraError, *CameraError.__subclasses__()]
    told = [camera_words(words, kind("no device at 2-1.4, serial 829212071234")) for kind in kinds]
    assert len(set(told)) == len(kinds)
    assert not any("829212071234" in line for line in told)


def test_a_camera_that_was_moved_is_told_as_long_as_it_is(tmp_path: Path) -> None:
    settings, words = Settings(), Words.load()
    sources = Sources(settings, "simulated", None, realtime=False)
    set_up = SetUp(kept_in(tmp_path / "calibration.json"), lambda: SERIAL)
    with (
        open_tell(settings, simulate_gpio=True, sound=False) as tell,
        open_results(settings, keep=False, file=None, camera=str) as results,
    ):
        notices = notices_of(sources, tell, results, set_up)
        told = words.get("banner", "moved_since")
        assert told not in notices(words)
        after_learning(set_up, bumped())
        assert told in notices(words)
        after_learning(set_up)
        assert told not in notices(words)
