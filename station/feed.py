"""The newest depth frame, or the words why there is none; opens the camera again by itself."""

from __future__ import annotations

from collections.abc import Callable

from station.camera.frame import DepthFrame, DepthSource
from station.errors import CameraError, NoFramesError

RETRY_S = 2.0
STALE_S = 0.5
_PATIENCE_S = 5.0
"""A camera that stays silent for longer is closed and opened again."""
_READ_TIMEOUT_S = 0.05
"""Short, so that lights and buzzer keep their rhythm while the camera is silent."""


class Feed:
    """Frames of one depth source after the other, as ``open_source`` provides them.

    Without frames :attr:`trouble` holds the camera's error, and the source is opened
    again every ``RETRY_S`` seconds. ``clock`` gives monotonic seconds.
    """

    def __init__(
        self,
        open_source: Callable[[], DepthSource],
        clock: Callable[[], float],
        first: DepthSource | None = None,
    ) -> None:
        self._open_source = open_source
        self._clock = clock
        self._source = first
        self._retry_at_s = float("-inf")
        self._fresh_s = clock()
        self._error: CameraError | None = None
        self.ended = False
        """True once a source that can end (a recording, a story) has delivered its last frame."""

    @property
    def trouble(self) -> CameraError | None:
        """The camera's error while it lasts."""
        return self._error

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
        try:
            frame = source.read(timeout_s=_READ_TIMEOUT_S)
        except NoFramesError as error:
            if self._clock() - self._fresh_s > _PATIENCE_S:
                self._give_up(error)
            return None
        except CameraError as error:
            self._give_up(error)
            return None
        if frame is None:
            self.ended = True
            return None
        self._fresh_s = self._clock()
        self._error = None
        return frame

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

    def _reopen(self) -> DepthSource | None:
        if self._clock() < self._retry_at_s:
            return None
        try:
            self._source = self._open_source()
        except CameraError as error:
            self._give_up(error)
            return None
        # A camera that has just been opened gets its time before it counts as silent.
        self._fresh_s = self._clock()
        return self._source

    def _give_up(self, error: CameraError) -> None:
        self.close()
        self._error = error
        self._retry_at_s = self._clock() + RETRY_S
