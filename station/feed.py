"""The newest depth frame, or the words why there is none; brings the camera back by itself."""

from __future__ import annotations

from collections.abc import Callable

from station.camera.frame import DepthFrame, DepthSource
from station.camera.recovery import Recovery, Step
from station.errors import (
    CameraError,
    CameraStartingError,
    CameraUnpluggedError,
    NoFramesError,
)

RETRY_S = 2.0
STALE_S = 0.5
PROVEN_S = 0.5
"""A camera that was in trouble must deliver for so long before it is believed: a frozen one still
has one picture to give each time it is opened, and one about to fail again a few."""
_READ_TIMEOUT_S = 0.05
"""Short, so that lights and buzzer keep their rhythm while the camera is silent."""


class Feed:
    """Frames of one depth source after the other, as ``open_source`` provides them.

    Without frames :attr:`trouble` holds the camera's error. What a camera that fails is worth
    trying, and when, is ``recovery``'s to say; ``reset_source`` opens it after a reset. An error
    that ``waits`` is waited out: by a source that goes on looking for its camera by itself, else
    by opening it again every ``RETRY_S`` seconds. ``clock`` gives monotonic seconds.
    """

    def __init__(
        self,
        open_source: Callable[[], DepthSource],
        clock: Callable[[], float],
        first: DepthSource | None = None,
        *,
        reset_source: Callable[[], DepthSource] | None = None,
        recovery: Recovery | None = None,
    ) -> None:
        self._open_source = open_source
        self._reset_source = reset_source or open_source
        self._recovery = recovery or Recovery()
        self._clock = clock
        self._source = first
        self._retry_at_s = float("-inf")
        self._fresh_s = clock()
        self._patient_since_s = self._fresh_s
        self._delivers_since_s: float | None = None
        self._starting = False
        self._error: CameraError | None = None
        self._given_up = False
        self.ended = False
        """True once a source that can end (a recording, a story) has delivered its last frame."""

    @property
    def trouble(self) -> CameraError | None:
        """The camera's error while it lasts."""
        return self._error

    @property
    def step(self) -> Step:
        """What is being done about the trouble."""
        return self._recovery.step

    @property
    def failures(self) -> int:
        """How often the camera has failed since it last worked for a while."""
        return self._recovery.number

    @property
    def starting(self) -> bool:
        """True while the source is being opened and nothing is wrong yet."""
        return self._starting and self._error is None

    @property
    def description(self) -> str:
        """What the open source says of itself; empty without one."""
        return "" if self._source is None else self._source.description

    @property
    def is_live(self) -> bool:
        """Whether the open source sends frames by the clock, without an end."""
        return self._source is not None and self._source.is_live

    @property
    def serial(self) -> str:
        """The serial number of the open camera; empty without one."""
        return "" if self._source is None else self._source.serial

    def raise_trouble(self) -> None:
        """Raise the camera's error, if there is one."""
        if self._error is not None:
            raise self._error

    def raise_given_up(self) -> None:
        """Raise the camera's error once everything has been tried in vain."""
        if self._given_up:
            raise CameraError(
                f"gave the camera up after {self.failures} failures, so that the station starts"
                f" afresh: {self._error}"
            )

    @property
    def stale(self) -> bool:
        """True when the last frame is older than ``STALE_S``."""
        return self._clock() - self._fresh_s > STALE_S

    @property
    def waiting(self) -> bool:
        """True while there is no open source to wait for a frame on."""
        return self._source is None

    def next(self) -> DepthFrame | None:
        """Wait a short while for the next frame; None when there is none."""
        source = self._source or self._reopen()
        if source is None:
            return None
        self._starting = False
        try:
            frame = source.read(timeout_s=_READ_TIMEOUT_S)
        except CameraStartingError:
            # It has a patience of its own.
            self._starting = True
            self._patient_since_s = self._clock()
            return None
        except NoFramesError as error:
            if self._clock() - self._patient_since_s > self._recovery.waits.silent_s:
                self._give_up(error)
            return None
        except CameraError as error:
            self._take_error(error)
            return None
        if frame is None:
            self.ended = True
            return None
        return frame if self._is_believed(self._clock()) else None

    def restart(self) -> None:
        """Go on with a newly opened source."""
        self.close()
        self.ended = False
        self._retry_at_s = float("-inf")

    def close(self) -> None:
        """Let go of the source; calling it twice is harmless."""
        if self._source is not None:
            self._source.close()
            self._source = None

    def _is_believed(self, now_s: float) -> bool:
        """A frame has come: whether it may be judged and shown."""
        if self._delivers_since_s is None or now_s - self._patient_since_s > STALE_S:
            self._delivers_since_s = now_s
        self._patient_since_s = now_s
        self._recovery.delivered(now_s)
        if self._error is not None and now_s - self._delivers_since_s < PROVEN_S:
            return False
        self._fresh_s = now_s
        self._error = None
        return True

    def _reopen(self) -> DepthSource | None:
        now_s = self._clock()
        step = self._recovery.step
        if now_s < self._retry_at_s or not self._recovery.is_due(now_s):
            return None
        if step is Step.EXIT:
            self._given_up = True
            return None
        try:
            self._source = self._reset_source() if step is Step.RESET else self._open_source()
        except CameraError as error:
            self._give_up(error)
            return None
        # A camera that has just been opened gets its time before it counts as silent.
        self._patient_since_s = self._clock()
        self._delivers_since_s = None
        return self._source

    def _take_error(self, error: CameraError) -> None:
        if error.waits:
            self._error = error
            self._patient_since_s = self._clock()
            self._recovery.missing(self._patient_since_s)
        else:
            self._give_up(error)

    def _give_up(self, error: CameraError) -> None:
        self.close()
        self._error = error
        now_s = self._clock()
        if error.waits:
            self._recovery.missing(now_s)
            self._retry_at_s = now_s + RETRY_S
        else:
            self._recovery.failed(now_s, gone=isinstance(error, CameraUnpluggedError))
