"""The camera's own process: opens it, answers for it, and may hang or die without the station.

Started by :mod:`station.camera.process` and by nobody else.
"""

from __future__ import annotations

import ctypes
import signal
import socket
import sys
from collections.abc import Callable

from station.camera.link import HEIGHT_PX, WIDTH_PX, Captured, Link, Opened, shared_memory
from station.camera.realsense import RealSenseSource
from station.camera.reset import reset_camera
from station.camera.sdk import sdk_message
from station.errors import CameraError, NoFramesError

_TRY_AGAIN_S = 2.0
"""Between two looks for a camera that is not there: in one process, as starting one is dear."""
_LOOK_UP_S = 0.25
"""A silent camera's process looks up this often: to say so, and whether anybody still listens."""
_PR_SET_PDEATHSIG = 1


def serve(link: Link, open_camera: Callable[[], RealSenseSource]) -> None:
    """Open the camera and answer until the station hangs up or the camera fails."""
    try:
        source = _open_when_there(link, open_camera)
        try:
            link.tell(Opened(source.description, source.serial))
            while True:
                _answer(link, source)
        except EOFError:
            raise
        except Exception as error:
            # Before closing: that may hang as well.
            link.tell(_as_camera_error(error))
        finally:
            source.close()
    except EOFError:
        return
    except Exception as error:
        link.tell(_as_camera_error(error))


def _open_when_there(link: Link, open_camera: Callable[[], RealSenseSource]) -> RealSenseSource:
    while True:
        try:
            return open_camera()
        except CameraError as error:
            if not error.waits:
                raise
            link.tell(error)
        if link.closed_within(_TRY_AGAIN_S):
            raise EOFError


def _answer(link: Link, source: RealSenseSource) -> None:
    link.wait_for_question()
    while True:
        try:
            frame = source.read(_LOOK_UP_S)
            break
        except NoFramesError as error:
            link.tell(error)
    if frame.depth.shape != (HEIGHT_PX, WIDTH_PX):
        raise CameraError(f"the camera sends pictures of another size, {frame.depth.shape}")
    link.picture[:] = frame.depth
    link.tell(Captured(frame.depth_unit_m, frame.intrinsics, frame.capture_time_s, frame.sequence))


def _as_camera_error(error: Exception) -> CameraError:
    """Whatever the SDK throws, in one line."""
    if isinstance(error, CameraError):
        return error
    return CameraError(
        f"the camera's software failed ({type(error).__name__}: {sdk_message(error)}); if this "
        "comes again, unplug the camera and plug it in again"
    )


def _end_with_the_station() -> None:
    """Also where this process hangs; without Linux it ends when it next looks up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _opener(serial: str, *, reset: bool) -> Callable[[], RealSenseSource]:
    """Opens the camera; the first time, if asked to, after a reset.

    Only then: a camera that has to be plugged in first starts afresh anyway.
    """

    def opened() -> RealSenseSource:
        nonlocal reset
        wanted, resets, reset = serial or None, reset, False
        return RealSenseSource(reset_camera(wanted) if resets else wanted)

    return opened


def main(end: int, memory: int, serial: str, *, reset: bool) -> None:
    """Serve on these file descriptors."""
    # Whoever ends the station ends this too, by hanging up; Ctrl-C and systemd tell both at once.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _end_with_the_station()
    link = Link(socket.socket(fileno=end), shared_memory(memory))
    serve(link, _opener(serial, reset=reset))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], reset=sys.argv[4] == "reset")
