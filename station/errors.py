"""The one tree of errors: what happened, the likely cause, what to do.

Each class also descends from the builtin a Python programmer would expect, so that
``except ConnectionError`` catches a pulled plug. The message is one line fit for a person;
the command line prints it as it is and exits with :attr:`StationError.exit_code`.
"""

from __future__ import annotations


def one_line(text: str, longest: int = 300) -> str:
    """Any text as one readable line: signs that cannot be seen become spaces, the end is cut."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text[: longest + 1])
    line = " ".join(seen.split())
    return line if len(text) <= longest else f"{line[: longest - 1]}…"


class StationError(Exception):
    """Something the station cannot work around. ``str(error)`` is one line for a person."""

    exit_code = 2


class ConfigError(StationError, ValueError):
    """A setting is unknown, of the wrong kind or out of its range."""


class CalibrationError(StationError, ValueError):
    """The calibration cannot be read or kept, or the set-up cannot be calibrated."""


class HealthError(StationError, ValueError):
    """What the running station wrote about itself cannot be read."""


class CameraError(StationError):
    """The depth camera does not deliver. Subclasses name the cause."""

    exit_code = 3
    waits = False
    """True for what only a person can mend: the station waits for it as long as it takes, where
    a camera that is there and fails is opened anew, reset and at last given up."""


class NoCameraError(CameraError, OSError):
    """No RealSense device is connected."""

    waits = True


class OtherCameraError(NoCameraError):
    """A RealSense is connected, but not the one that the settings name."""


class CameraLibraryError(CameraError, ImportError):
    """pyrealsense2 is missing or cannot be loaded on this machine."""

    waits = True


class CameraPermissionError(CameraError, PermissionError):
    """The device is there but this user may not open it (udev rule missing)."""

    waits = True


class UsbTooSlowError(CameraError, OSError):
    """The camera hangs on USB 2, where the depth mode the station needs does not exist."""

    waits = True


class WrongCameraError(CameraError, ValueError):
    """This model has no depth mode that the station can use."""

    waits = True


class NoFramesError(CameraError, TimeoutError):
    """The camera is open but delivers nothing."""


class CameraStartingError(NoFramesError):
    """The camera is not open yet; it still has time."""


class FrozenFramesError(NoFramesError):
    """The camera delivers, but always the same picture, or by a clock that does not go on."""


class CameraUnpluggedError(CameraError, ConnectionError):
    """The camera vanished while running."""


class RecordingError(StationError, ValueError):
    """A recording is missing, not a recording, without depth, truncated or empty."""


class SceneError(StationError, ValueError):
    """The scene cannot be measured: no plausible floor, or nobody on the mat."""


class LabResultsError(StationError, ValueError):
    """What the accuracy lab found out cannot be read."""


class PageError(StationError, OSError):
    """A page that was asked for cannot be written."""


class CoachPageError(StationError, OSError):
    """The coach's page cannot be served."""


class PinsError(StationError, OSError):
    """The light and buzzer pins cannot be driven on this machine."""


class DisplayError(StationError, OSError):
    """No screen can be opened."""


class ResultsError(StationError, OSError):
    """Results cannot be kept: the database cannot be opened, read or written."""

    exit_code = 4


class ResultsFullError(ResultsError):
    """There is no room left on the disk."""


class ResultsDamagedError(ResultsError):
    """The file is not a database, or one that lost its order."""


class ResultsRefusedError(ResultsError, ValueError):
    """The database works but will never take this row."""


class UnknownNameError(StationError, LookupError):
    """Nobody has this name, or more than one."""


class ExportError(StationError, OSError):
    """Results cannot be written into this file."""
