"""What the station and the camera's own process say to each other, and the picture they share.

The station asks for one frame at a time, with an empty message; the camera's process answers with
what it has, errors included. It writes the picture only between question and answer, and the
station reads it only after the answer: so nobody reads half a picture, and whatever came in
between is overtaken by the newest frame.
"""

from __future__ import annotations

import mmap
import pickle
import socket
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import Intrinsics
from station.errors import CameraError

WIDTH_PX, HEIGHT_PX = 848, 480
PICTURE_BYTES = WIDTH_PX * HEIGHT_PX * 2
_LARGEST_MESSAGE = 65536
_ASK = b"?"


@dataclass(frozen=True)
class Opened:
    """The camera is open."""

    description: str
    serial: str


@dataclass(frozen=True)
class Captured:
    """A frame, but for its picture, which lies in the shared memory."""

    depth_unit_m: float
    intrinsics: Intrinsics
    capture_time_s: float
    sequence: int


Message = Opened | Captured | CameraError


class Link:
    """One end of the line: whole messages, and EOFError once the other end is gone."""

    def __init__(self, end: socket.socket, memory: mmap.mmap) -> None:
        self._end, self._memory = end, memory
        self.picture: NDArray[np.uint16] = np.frombuffer(memory, np.uint16).reshape(
            HEIGHT_PX, WIDTH_PX
        )

    def ask(self) -> None:
        """Ask for the next frame."""
        self._send(_ASK)

    def tell(self, message: Message) -> None:
        """Answer."""
        self._send(pickle.dumps(message))

    def wait_for_question(self) -> None:
        """Wait until the other end asks."""
        self._receive(None)

    def closed_within(self, seconds: float) -> bool:
        """Whether the other end goes away in this time. Nobody may be asking meanwhile."""
        try:
            self._receive(seconds)
        except EOFError:
            return True
        return False

    def hear(self, timeout_s: float) -> Message | None:
        """The next answer; None when none comes in this time."""
        data = self._receive(timeout_s)
        return None if data is None else _message(data)

    def close(self) -> None:
        """Hang up; the other end hears it. The picture is given back at once.

        An error that came through here keeps this object alive, for hours where nothing collects
        it, and each would hold its memory and file descriptor.
        """
        self._end.close()
        self.picture = np.empty((0, 0), np.uint16)
        self._memory.close()

    def _send(self, data: bytes) -> None:
        try:
            self._end.settimeout(None)
            self._end.send(data)
        except OSError:
            raise EOFError from None

    def _receive(self, timeout_s: float | None) -> bytes | None:
        try:
            # Zero would mean not to wait at all, and raises another error.
            self._end.settimeout(None if timeout_s is None else max(timeout_s, 0.001))
            data = self._end.recv(_LARGEST_MESSAGE)
        except TimeoutError:
            return None
        except OSError:
            raise EOFError from None
        if not data:
            raise EOFError
        return data


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends that keep messages whole."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def shared_memory(descriptor: int) -> mmap.mmap:
    """The picture's memory behind an open file descriptor."""
    return mmap.mmap(descriptor, PICTURE_BYTES)


def _message(data: bytes) -> Message:
    message = pickle.loads(data)
    if not isinstance(message, Opened | Captured | CameraError):
        raise EOFError
    return message
