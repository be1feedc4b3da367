"""The only door to pyrealsense2, so that everything else runs on machines without it."""

from __future__ import annotations

from typing import Any

from station.errors import CameraLibraryError


def load_sdk() -> Any:
    """Return the ``pyrealsense2`` module.

    Raises:
        CameraLibraryError: not installed, or a system library it links to is missing.
    """
    try:
        import pyrealsense2 as sdk
    except ModuleNotFoundError as error:
        if error.name not in (None, "pyrealsense2"):
            raise CameraLibraryError(_broken(error)) from None
        raise CameraLibraryError(
            "pyrealsense2 is not installed: it has wheels for 64-bit x86 Linux, and for 64-bit Arm "
            "Linux with Python 3.12 only; set the station up with one of those"
        ) from None
    except ImportError as error:
        raise CameraLibraryError(_broken(error)) from None
    return sdk


def _broken(error: ImportError) -> str:
    cause = " ".join(str(error).split())
    if "libusb" in cause:
        fix = "install it: sudo apt install libusb-1.0-0"
    elif "GLIBC" in cause:
        fix = "this system is too old for it: use Raspberry Pi OS Trixie or newer"
    else:
        fix = "install the station again"
    return f"pyrealsense2 cannot be loaded ({cause}); {fix}"


def sdk_message(error: Exception) -> str:
    """An SDK error as part of one line."""
    return " ".join(str(error).split()) or type(error).__name__
