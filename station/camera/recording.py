"""Plays a RealSense recording frame by frame, as fast as it is asked, without losing one."""

from __future__ import annotations

import queue
import threading
import weakref
from pathlib import Path
from typing import Any

import numpy as np

from station.camera.frame import DepthFrame, Intrinsics
from station.camera.recording_file import inspect_recording
from station.camera.sdk import load_sdk, sdk_message
from station.closing import ClosesItself
from station.errors import RecordingError

# Enough to keep the decoder busy while a frame is judged, few enough to stay small in memory.
_FRAMES_AHEAD = 4
# The slowest frame seen takes some 20 ms; this only guards against an SDK that hangs.
_SILENCE_S = 20.0


class RecordingSource(ClosesItself):
    """A ``.db3`` or ``.bag`` recording as a depth source.

    ``capture_time_s`` runs in seconds from the first frame, by the clock of the camera that made
    the recording. ``frame_count`` and ``duration_s`` are None where the file does not tell.

    Raises:
        RecordingError: not a whole recording with depth frames; one line with cause and remedy.
        CameraLibraryError: pyrealsense2 is missing.
    """

    def __init__(self, path: Path) -> None:
        facts = inspect_recording(path)
        self.frame_count = facts.frame_count
        self.duration_s = facts.duration_s
        self._path = path
        self._delivered = 0
        self._first_s: float | None = None
        self._last_s = 0.0
        self._playback = _Playback(path)
        # The SDK's thread must be gone before the interpreter is, even if nobody calls close().
        self._close = weakref.finalize(self, self._playback.stop)

    @property
    def description(self) -> str:
        """The file's name and its depth mode."""
        lens = self._playback.intrinsics
        return f"{self._path.name} {lens.width_px}x{lens.height_px} recording"

    serial = ""

    @property
    def is_live(self) -> bool:
        """False: frames come as fast as they are asked for."""
        return False

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        """Return the next frame, or None after the last; ``timeout_s`` is for live sources only.

        Raises:
            RecordingError: the rest cannot be played, or its clock runs backwards.
        """
        if not self._close.alive:
            return None
        item = self._playback.next(_SILENCE_S)
        if isinstance(item, Exception):
            raise RecordingError(f"{self._path}: {sdk_message(item)}; record it again")
        if item is None:
            self.close()
            self._check_all_came()
            return None
        return self._frame(*item)

    def close(self) -> None:
        """Stop playing and let go of the file; calling it twice is harmless."""
        self._close()

    def _frame(
        self, depth: np.ndarray[Any, np.dtype[np.uint16]], unit_m: float, time_s: float, number: int
    ) -> DepthFrame:
        if self._first_s is None:
            self._first_s = self._last_s = time_s
        if time_s < self._last_s:
            raise RecordingError(
                f"{self._path}: the camera's clock jumps back by {self._last_s - time_s:.3f} s "
                f"after frame {self._delivered}; record it again"
            )
        self._last_s = time_s
        self._delivered += 1
        return DepthFrame(depth, unit_m, self._playback.intrinsics, time_s - self._first_s, number)

    def _check_all_came(self) -> None:
        if self.frame_count is None and self._delivered == 0:
            raise RecordingError(f"{self._path}: empty, not one depth frame in it; record it again")
        if self.frame_count is not None and self._delivered < self.frame_count:
            raise RecordingError(
                f"{self._path}: damaged, only {self._delivered} of {self.frame_count} frames can "
                "be played; record it again"
            )


_Item = tuple[np.ndarray[Any, np.dtype[np.uint16]], float, float, int]


class _Playback:
    """The SDK's playback thread on one side, a short queue on the other.

    The SDK's own ``frame_queue`` would be simpler, but when it fills up (which non-real-time
    playback does on purpose) it waits while holding the interpreter lock: a deadlock. A Python
    queue lets go of the lock while it waits, which holds the SDK back without losing a frame.
    """

    def __init__(self, path: Path) -> None:
        self._frames: queue.Queue[_Item | Exception | None] = queue.Queue(_FRAMES_AHEAD)
        self._closing = threading.Event()
        self._stopped = threading.Event()
        sdk = load_sdk()
        try:
            self._device = sdk.context().load_device(str(path))
            self._device.set_real_time(False)
            self._sensor, profile = _depth_profile(sdk, self._device)
            self._scale_m = _depth_scale_m(sdk, self._sensor)
            self.intrinsics = read_intrinsics(profile)
            self._device.set_status_changed_callback(
                lambda status: self._ended() if status == sdk.playback_status.stopped else None
            )
            self._sensor.open(profile)
            self._sensor.start(self._arrived)
        except RuntimeError as error:
            raise RecordingError(
                f"{path}: the RealSense library cannot play it ({sdk_message(error)}); "
                "record it again"
            ) from None
        except LookupError:
            raise RecordingError(
                f"{path}: has no depth stream; record it again with depth switched on"
            ) from None

    def next(self, timeout_s: float) -> _Item | Exception | None:
        """The next frame, the SDK's error, or None at the end."""
        try:
            return self._frames.get(timeout=timeout_s)
        except queue.Empty:
            return TimeoutError(f"nothing came for {timeout_s:g} s")

    def stop(self) -> None:
        """Stop the SDK's thread wherever it is, then release device and file."""
        self._closing.set()
        while not self._frames.empty():
            self._frames.get_nowait()
        if not self._stopped.is_set():
            self._sensor.stop()
            self._stopped.wait(2.0)
        self._sensor.close()
        del self._sensor, self._device

    def _arrived(self, frame: Any) -> None:
        """On the SDK's thread, for each frame. An exception must not travel into the SDK."""
        if self._closing.is_set():
            return
        item: _Item | Exception
        try:
            depth = frame.as_depth_frame()
            unit_m = depth.get_units() or self._scale_m
            if unit_m <= 0.0:
                raise ValueError("a frame without a depth unit")
            pixels = np.array(depth.get_data(), dtype=np.uint16)
            item = (pixels, unit_m, depth.get_timestamp() / 1000.0, depth.get_frame_number())
        except Exception as error:
            item = error
        self._frames.put(item)

    def _ended(self) -> None:
        """On the SDK's thread, after the last frame or after a stop."""
        self._stopped.set()
        if not self._closing.is_set():
            self._frames.put(None)


def _depth_profile(sdk: Any, device: Any) -> tuple[Any, Any]:
    """The first 16-bit depth stream. Raises LookupError without one."""
    for sensor in device.query_sensors():
        for profile in sensor.get_stream_profiles():
            if profile.stream_type() == sdk.stream.depth and profile.format() == sdk.format.z16:
                return sensor, profile.as_video_stream_profile()
    raise LookupError("depth")


def _depth_scale_m(sdk: Any, sensor: Any) -> float:
    supported = sensor.supports(sdk.option.depth_units)
    return float(sensor.get_option(sdk.option.depth_units)) if supported else 0.0


def read_intrinsics(profile: Any) -> Intrinsics:
    """The pinhole of an SDK video stream profile."""
    lens = profile.get_intrinsics()
    return Intrinsics(lens.width, lens.height, lens.fx, lens.fy, lens.ppx, lens.ppy)
