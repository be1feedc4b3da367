"""What is not real, and what does not work just now, is told as long as it is so."""

from __future__ import annotations

from pathlib import Path

from station.assembly import open_results, open_tell
from station.calibration.applied import SetUp
from station.config import Settings
from station.notices import notices_of
from station.screen.words import Words
from station.sources import Sources
from tests.calibration.test_applied import SERIAL, after_learning, bumped, kept_in


def test_a_camera_that_was_moved_is_told_as_long_as_it_is(tmp_path: Path) -> None:
    settings, words = Settings(), Words.load()
    sources = Sources(settings, "simulated", None, realtime=False)
    set_up = SetUp(kept_in(tmp_path / "calibration.json"), lambda: SERIAL)
    with (
        open_tell(settings, simulate_gpio=True, sound=False) as tell,
        open_results(None, str) as results,
    ):
        notices = notices_of(sources, tell, results, set_up)
        told = words.get("banner", "moved_since")
        assert told not in notices(words)
        after_learning(set_up, bumped())
        assert told in notices(words)
        after_learning(set_up)
        assert told not in notices(words)
