"""Words for what is not real, and for what does not work just now."""

from __future__ import annotations

from collections.abc import Callable

from station.calibration.applied import SetUp
from station.results.clock import clock_is_trusted
from station.results.results import Results
from station.screen.words import Words
from station.signals.tell import Tell
from station.sources import Sources

NoticesNow = Callable[[Words], tuple[str, ...]]
"""The notices of this moment in the language of these words."""


def notices_of(sources: Sources, tell: Tell, results: Results, set_up: SetUp) -> NoticesNow:
    """Made once; what it returns is asked for every picture, so it is cheap."""
    always = []
    if sources.is_simulated:
        always.append("simulated_athlete")
    if sources.is_recording:
        always.append("recording")
    if tell.simulated:
        always.append("simulated_gpio")

    def now(words: Words) -> tuple[str, ...]:
        keys = [*always]
        if results.trouble is not None:
            keys.append("disk_full" if results.disk_full else "not_kept")
        elif sources.is_camera and not clock_is_trusted():
            keys.append("clock_not_set")
        keys += set_up.notices()
        return tuple(words.get("banner", key) for key in keys)

    return now
