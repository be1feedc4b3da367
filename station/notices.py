"""Words for what is not real, and for what does not work just now."""

from __future__ import annotations

from collections.abc import Callable

from station.errors import (
    CameraError,
    CameraLibraryError,
    CameraPermissionError,
    CameraUnpluggedError,
    NoCameraError,
    NoFramesError,
    UsbTooSlowError,
)
from station.results.clock import clock_is_trusted
from station.results.results import Results
from station.screen.words import Words
from station.set_up import SetUp
from station.signals.tell import Tell
from station.sources import Sources

NoticesNow = Callable[[Words], tuple[str, ...]]
"""The notices of this moment in the language of these words."""

CAMERA_WORDS: dict[type[CameraError], str] = {
    NoCameraError: "no_camera",
    CameraLibraryError: "library",
    CameraPermissionError: "permission",
    UsbTooSlowError: "usb_too_slow",
    NoFramesError: "no_frames",
    CameraUnpluggedError: "unplugged",
}
OTHER_CAMERA = "other"
"""Where the words of a camera's errors stand in the catalogue."""


def camera_words(words: Words, error: CameraError) -> str:
    """Cause and way back of a camera error for whoever stands before the screen.

    The error's own line, with serial numbers and paths, is for the log.
    """
    return words.get("camera", CAMERA_WORDS.get(type(error), OTHER_CAMERA))


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
