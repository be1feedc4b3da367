"""The live camera, kept in a process of its own: whatever its SDK does, the station goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from station.camera.frame import DepthFrame
from station.camera.link import PICTURE_BYTES, Captured, Link, Opened, pair, shared_memory
from station.closing import ClosesItself
from station.errors import CameraError, CameraStartingError, NoFramesError

OPENING_S = 15.0
RESETTING_S = 40.0
"""So long the camera may take to open, and to be reset and open."""
_ANSWERS_WITHIN_S = 1.0
"""The camera's process says something four times a second, if only that no frame came."""
_OLDEST_S = 0.5
"""An older picture is not shown as the newest, whatever kept it waiting."""
_GOODBYE_S = 1.0
_KILLED_WITHIN_S = 0.05


class CameraProcess(ClosesItself):
    """A RealSense as a depth source that can be neither hung nor killed by its SDK.

    Made at once; the camera opens meanwhile. Until then :attr:`description` and :attr:`serial`
    are empty and :meth:`read` raises :class:`~station.errors.CameraStartingError`. With ``reset``
    the camera is reset first. No call but :meth:`wait_until_open` takes much longer than the time
    it is given; :meth:`close` takes a second at most, and no time where the camera has failed.

    ``serial`` names the camera; empty for the first one found. Where there is none that may be
    opened, the process goes on looking, and :meth:`read` goes on raising that error, which
    ``waits``.
    """

    def __init__(
        self,
        serial: str = "",
        *,
        reset: bool = False,
        patience_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._patience_s = patience_s or (RESETTING_S if reset else OPENING_S)
        self._opened: Opened | None = None
        self._missing: CameraError | None = None
        self._silence: NoFramesError | None = None
        self._failure: CameraError | None = None
        self._asked = False
        self._heard_s = clock()
        self._link, self._process = _start(serial, reset=reset)

    @property
    def description(self) -> str:
        """Camera, mode and USB version."""
        return "" if self._opened is None else self._opened.description

    @property
    def serial(self) -> str:
        """The serial number of the open camera."""
        return "" if self._opened is None else self._opened.serial

    @property
    def is_live(self) -> bool:
        """True: frames come by the clock."""
        return True

    def wait_until_open(self) -> None:
        """Wait until the camera is open; where it cannot be, close this source again.

        Raises:
            CameraError: it cannot be opened, or takes too long.
        """
        with contextlib.ExitStack() as undo:
            undo.callback(self.close)
            while self._opened is None:
                with contextlib.suppress(CameraStartingError):
                    self._hear(self._clock() + self._patience_s)
            undo.pop_all()

    def read(self, timeout_s: float = 1.0) -> DepthFrame:
        """Wait for the next frame; frames that came in between are dropped, never queued.

        Raises:
            CameraStartingError: the camera is not open yet.
            NoFramesError: it is open but silent, or only repeats itself.
            CameraError: it cannot be opened, or has failed. Where the error does not ``wait``,
                this source is done for.
        """
        until_s = self._clock() + timeout_s
        while True:
            if self._opened is not None and not self._asked:
                self._ask()
            captured = self._hear(until_s)
            if captured is None:
                continue
            self._asked, self._silence = False, None
            if self._clock() - captured.capture_time_s <= _OLDEST_S:
                return DepthFrame(
                    np.array(self._link.picture),
                    captured.depth_unit_m,
                    captured.intrinsics,
                    captured.capture_time_s,
                    captured.sequence,
                )

    def close(self) -> None:
        """Release the camera and end its process; calling it twice is harmless."""
        self._link.close()
        delivers = self._opened is not None and self._failure is None and self._silence is None
        if self._process.poll() is None and delivers and not self._hangs():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_GOODBYE_S)
        if self._process.poll() is None:
            self._process.kill()
            # One that hangs in the kernel is not waited for; it is gone when the kernel lets go.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_KILLED_WITHIN_S)

    def _ask(self) -> None:
        # A process that is gone is noticed by the one who listens.
        with contextlib.suppress(EOFError):
            self._link.ask()
        self._asked = True
        self._heard_s = self._clock()

    def _hear(self, until_s: float) -> Captured | None:
        """Take in what the process says; its errors are raised, and silence is one."""
        if self._failure is not None:
            raise self._failure
        try:
            message = self._link.hear(until_s - self._clock())
        except EOFError:
            raise self._failed(self._ended()) from None
        if message is None:
            raise self._nothing()
        self._heard_s = self._clock()
        if isinstance(message, Captured):
            return message
        if isinstance(message, Opened):
            self._opened, self._missing = message, None
        elif isinstance(message, NoFramesError):
            self._silence = message
        elif message.waits:
            self._missing = message
            raise message
        else:
            raise self._failed(message)
        return None

    def _nothing(self) -> CameraError:
        """Why nothing has come in time."""
        if self._opened is None:
            return self._nothing_opened()
        if self._hangs():
            silent_s = self._clock() - self._heard_s
            return NoFramesError(
                f"the camera's software has not answered for {silent_s:.1f} s; if this lasts, "
                "unplug the camera and plug it in again"
            )
        return self._silence or NoFramesError("no fresh frame has come from the camera")

    def _nothing_opened(self) -> CameraError:
        if self._clock() - self._heard_s > self._patience_s:
            return self._failed(
                CameraError(
                    f"the camera could not be opened within {self._patience_s:g} s; unplug it and "
                    "plug it in again"
                )
            )
        return self._missing or CameraStartingError("the camera is starting")

    def _hangs(self) -> bool:
        return self._asked and self._clock() - self._heard_s > _ANSWERS_WITHIN_S

    def _failed(self, error: CameraError) -> CameraError:
        self._failure = error
        return error

    def _ended(self) -> CameraError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_KILLED_WITHIN_S)
        code = self._process.returncode
        how = f"exit code {code}" if code is None or code >= 0 else signal.Signals(-code).name
        return CameraError(
            f"the camera's software crashed ({how}); if this comes again, unplug the camera and "
            "plug it in again"
        )


def _start(serial: str, *, reset: bool) -> tuple[Link, subprocess.Popen[bytes]]:
    """The process and the line to it.

    A new program, not a fork: pins may be open already, and the SDK has threads. In a process
    group of its own, so that Ctrl-C is the station's alone.
    """
    with contextlib.ExitStack() as stack, contextlib.ExitStack() as undo:
        try:
            ours, theirs = pair()
            undo.callback(ours.close)
            stack.callback(theirs.close)
            memory = os.memfd_create("depth")
            stack.callback(os.close, memory)
            os.ftruncate(memory, PICTURE_BYTES)
            link = Link(ours, shared_memory(memory))
            undo.callback(link.close)
            process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "station.camera.child"),
                    *(str(theirs.fileno()), str(memory), serial, "reset" if reset else "open"),
                ],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                pass_fds=(theirs.fileno(), memory),
                process_group=0,
            )
        except OSError as error:
            raise CameraError(f"the camera's process cannot be started ({error})") from None
        undo.pop_all()
    return link, process
