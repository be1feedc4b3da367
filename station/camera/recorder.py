"""Writes depth frames as a RealSense recording, through the SDK's own recorder.

One way for every source: the frames are fed to a software device that the SDK records, so a
simulated athlete and a live camera give files that play back the same.
"""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from station.camera.frame import DepthFrame, DepthSource, Intrinsics
from station.camera.recording_file import inspect_recording
from station.camera.recording_order import restore_order
from station.camera.sdk import load_sdk, sdk_message
from station.errors import RecordingError

# The recorder's own queue has no bound: pausing it waits until everything in it is written.
_FLUSH_EVERY = 32
# Distance between the two imagers of a D435; readers use it for the noise of the depth.
_STEREO_BASELINE_MM = 50.0
_USUAL_RATES_HZ = (6, 15, 30, 60, 90)


@dataclass(frozen=True)
class RecordingSummary:
    """What was recorded; ``frames_missed`` is what the source dropped, from its own count."""

    frames: int
    frames_missed: int
    duration_s: float


class RecordingWriter:
    """A ``.db3`` being written; use it in ``with``.

    The frames go into a hidden file beside ``path``, which takes its name only when it is whole.
    After an exception, or without a single frame, nothing is left behind.

    Raises:
        RecordingError: wrong ending, missing folder, existing file, or the disk is full.
    """

    def __init__(
        self,
        path: Path,
        intrinsics: Intrinsics,
        depth_unit_m: float,
        fps: int,
        *,
        camera_name: str = "Simulated camera",
        overwrite: bool = False,
    ) -> None:
        check_target(path, overwrite=overwrite)
        self.frames = 0
        self._path = path
        self._overwrite = overwrite
        self._depth_unit_m = depth_unit_m
        self._shape = (intrinsics.height_px, intrinsics.width_px)
        self._partial = path.with_name(f".{path.stem}.{os.getpid()}.part.db3")
        self._sdk = load_sdk()
        try:
            self._start(intrinsics, fps, camera_name)
        except RuntimeError as error:
            self._partial.unlink(missing_ok=True)
            raise RecordingError(f"{path}: cannot be written ({sdk_message(error)})") from None

    def write(self, frame: DepthFrame) -> None:
        """Add one frame. Its clock and its count are kept; time is kept to the nanosecond."""
        if frame.depth.shape != self._shape or frame.depth.dtype != np.uint16:
            raise ValueError(f"expected uint16 of shape {self._shape}, got {frame.depth.shape}")
        image = self._sdk.software_video_frame()
        image.pixels = np.ascontiguousarray(frame.depth)
        image.stride = self._shape[1] * 2
        image.bpp = 2
        image.timestamp = frame.capture_time_s * 1000.0
        image.domain = self._sdk.timestamp_domain.hardware_clock
        image.frame_number = frame.sequence
        image.profile = self._profile
        image.depth_units = self._depth_unit_m
        self._camera.on_video_frame(image)
        self.frames += 1
        if self.frames % _FLUSH_EVERY == 0:
            self._recorder.pause()
            self._recorder.resume()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._stop()
            if error is None:
                self._take_name()
        finally:
            self._partial.unlink(missing_ok=True)

    def _start(self, intrinsics: Intrinsics, fps: int, camera_name: str) -> None:
        sdk = self._sdk
        device = sdk.software_device()
        device.register_info(sdk.camera_info.name, camera_name)
        device.register_info(sdk.camera_info.serial_number, "0")
        self._camera = device.add_sensor("Stereo Module")
        self._camera.add_read_only_option(sdk.option.depth_units, self._depth_unit_m)
        self._camera.add_read_only_option(sdk.option.stereo_baseline, _STEREO_BASELINE_MM)
        stream = self._camera.add_video_stream(depth_stream(sdk, intrinsics, fps))
        self._profile = stream.as_video_stream_profile()
        self._recorder = sdk.recorder(str(self._partial), device)
        self._tap = self._recorder.query_sensors()[0]
        self._tap.open(self._profile)
        # The recorder writes what passes through it; nobody else wants these frames.
        self._tap.start(sdk.frame_queue(1))

    def _stop(self) -> None:
        """Flush and close the file: it is whole only when the recorder object is gone."""
        self._recorder.pause()
        self._tap.stop()
        self._tap.close()
        del self._recorder, self._tap, self._camera, self._profile
        gc.collect()

    def _take_name(self) -> None:
        if self.frames == 0:
            raise RecordingError(f"{self._path}: nothing was recorded, not one frame came")
        try:
            restore_order(self._partial)
            written = inspect_recording(self._partial).frame_count
        except (RecordingError, sqlite3.Error):
            written = 0
        if written is None or written < self.frames:
            raise RecordingError(
                f"{self._path}: only {written} of {self.frames} frames could be written; "
                "is the disk full?"
            )
        check_target(self._path, overwrite=self._overwrite)
        with self._partial.open("rb") as file:
            os.fsync(file.fileno())
        self._partial.replace(self._path)


def check_target(path: Path, *, overwrite: bool) -> None:
    """Raise RecordingError when a recording cannot take this name."""
    if path.suffix != ".db3":
        raise RecordingError(f"{path}: a recording's name must end in .db3")
    if not path.parent.is_dir():
        raise RecordingError(f"{path}: the folder {path.parent} does not exist; make it first")
    if path.is_dir():
        raise RecordingError(f"{path}: is a folder; name a file")
    if path.exists() and not overwrite:
        raise RecordingError(f"{path}: exists already; name another file or add --force")


def depth_stream(sdk: Any, intrinsics: Intrinsics, fps: int, uid: int = 0) -> Any:
    """The SDK's description of a 16-bit depth stream."""
    lens = sdk.intrinsics()
    lens.width, lens.height = intrinsics.width_px, intrinsics.height_px
    lens.fx, lens.fy = intrinsics.fx_px, intrinsics.fy_px
    lens.ppx, lens.ppy = intrinsics.cx_px, intrinsics.cy_px
    lens.model = sdk.distortion.brown_conrady
    lens.coeffs = [0.0] * 5
    stream = sdk.video_stream()
    stream.type, stream.index, stream.uid = sdk.stream.depth, 0, uid
    stream.width, stream.height = intrinsics.width_px, intrinsics.height_px
    stream.fps, stream.bpp, stream.fmt = fps, 2, sdk.format.z16
    stream.intrinsics = lens
    return stream


def record(
    source: DepthSource,
    path: Path,
    seconds: float,
    *,
    overwrite: bool = False,
    on_frame: Callable[[float], None] | None = None,
) -> RecordingSummary:
    """Record ``seconds`` by the source's clock, or until it ends; Ctrl-C keeps what is there.

    ``on_frame`` is told the recorded seconds after each frame.

    Raises:
        RecordingError: the file cannot be written, or no frame came.
        CameraError: the camera failed; nothing is kept.
    """
    check_target(path, overwrite=overwrite)
    first, second = source.read(), source.read()
    if first is None:
        raise RecordingError(f"{path}: nothing was recorded, not one frame came")
    rate_hz = _usual_rate_hz(first, second)
    last, missed, frame = first, 0, second
    with RecordingWriter(
        path,
        first.intrinsics,
        first.depth_unit_m,
        rate_hz,
        camera_name=source.description,
        overwrite=overwrite,
    ) as writer:
        writer.write(first)
        try:
            while frame is not None and frame.capture_time_s - first.capture_time_s < seconds:
                writer.write(frame)
                missed += max(0, frame.sequence - last.sequence - 1)
                last = frame
                if on_frame is not None:
                    on_frame(last.capture_time_s - first.capture_time_s)
                frame = source.read()
        except KeyboardInterrupt:
            # Stopping early is a wish, not a failure.
            frame = None
    return RecordingSummary(writer.frames, missed, last.capture_time_s - first.capture_time_s)


def _usual_rate_hz(first: DepthFrame, second: DepthFrame | None) -> int:
    """The nominal rate nearest to the first two frames; only a label in the file."""
    step_s = second.capture_time_s - first.capture_time_s if second is not None else 0.0
    if step_s <= 0.0:
        return 30
    return min(_USUAL_RATES_HZ, key=lambda rate_hz: abs(1.0 / rate_hz - step_s))
