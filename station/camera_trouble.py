"""A camera in trouble, for the screen and for the log: what is wrong, and what is done about it."""

from __future__ import annotations

from station.camera.recovery import Step
from station.errors import (
    CameraError,
    CameraLibraryError,
    CameraPermissionError,
    CameraUnpluggedError,
    FrozenFramesError,
    NoCameraError,
    NoFramesError,
    OtherCameraError,
    SceneError,
    UsbTooSlowError,
    WrongCameraError,
)
from station.feed import Feed
from station.screen.trouble import TroublePicture
from station.screen.words import Message, Words

CAMERA_WORDS: dict[type[CameraError], str] = {
    NoCameraError: "no_camera",
    OtherCameraError: "other_serial",
    CameraLibraryError: "library",
    CameraPermissionError: "permission",
    UsbTooSlowError: "usb_too_slow",
    WrongCameraError: "wrong_camera",
    NoFramesError: "no_frames",
    FrozenFramesError: "frozen",
    CameraUnpluggedError: "unplugged",
}
OTHER_CAMERA = "other"
"""Where the words of a camera's errors stand in the catalogue."""

_LOG_OF_STEP = {
    Step.REOPEN: "starting the camera anew",
    Step.RESET: "resetting the camera",
    Step.EXIT: "giving the camera up",
}


def camera_words(words: Words, error: CameraError) -> str:
    """Cause and way back of a camera error for whoever stands before the screen.

    The error's own line, with serial numbers and paths, is for the log.
    """
    return words.get("camera", CAMERA_WORDS.get(type(error), OTHER_CAMERA))


def camera_picture(words: Words, feed: Feed) -> TroublePicture | None:
    """What to show while the camera is in trouble or starting; None while it is neither."""
    if feed.trouble is not None:
        # Without a step of its own it is looked for every second or two, as the message says.
        step = None if feed.step is Step.WAIT else words.get("camera_step", feed.step)
        return TroublePicture(Message.CAMERA_TROUBLE, camera_words(words, feed.trouble), step)
    return TroublePicture(Message.STARTING) if feed.starting else None


class CameraLog:
    """Lines for the log, each thing once: a camera looked for all night must not fill it."""

    def __init__(self) -> None:
        self._told: str | None = None
        self._step: tuple[Step, int] | None = None

    def lines(self, feed: Feed, no_floor: SceneError | None) -> list[str]:
        """What is new; ``no_floor`` is the other thing that may be wrong with the picture."""
        error = feed.trouble or no_floor
        line = None if error is None else str(error)
        step = None if feed.trouble is None else (feed.step, feed.failures)
        news = []
        if step is None and self._step is not None:
            news.append("the camera delivers again")
        if line is not None and line != self._told:
            news.append(line)
        if step is not None and step != self._step and step[0] in _LOG_OF_STEP:
            news.append(f"{_LOG_OF_STEP[step[0]]}; failure {step[1]}")
        self._told, self._step = line, step
        return news
