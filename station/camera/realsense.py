"""The live RealSense camera: depth stream only, newest frame only."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame
from station.camera.freshness import Freshness
from station.camera.recording import read_intrinsics
from station.camera.sdk import load_sdk, sdk_message
from station.camera.usb import plugged_in_cameras
from station.closing import ClosesItself
from station.errors import (
    CameraError,
    CameraPermissionError,
    CameraUnpluggedError,
    FrozenFramesError,
    NoCameraError,
    NoFramesError,
    OtherCameraError,
    UsbTooSlowError,
    WrongCameraError,
)

UDEV_RULE = "systemd/60-wall-tap-realsense.rules"

_WIDTH_PX, _HEIGHT_PX = 848, 480
# 60 frames a second halve the camera's share of the time from touch to light.
_RATES_HZ = (60, 30)
# A frame older than this was not captured when its stamp says so: the wall clock has jumped.
_OLDEST_S = 1.0
_LARGEST_UNIT_M = 0.01
_ASK_EVERY_S = 0.25
"""How often a silent camera is looked for on the bus; asking takes a while."""
_UNPLUGGED = "the camera was unplugged; plug it in again"
_PERMISSION_WORDS = ("permission", "access")
_NOT_REACHED = "failed to set power state"
"""Said of a camera that this user may not open, and of one that hangs or is in use."""


class RealSenseSource(ClosesItself):
    """The first RealSense found, or the one with ``serial``, as a live depth source.

    ``capture_time_s`` runs on this computer's monotonic clock. The SDK stamps a frame on the wall
    clock (its "global" or "system" time); the frame's age at arrival is taken from that and
    subtracted from the monotonic time of arrival. Where the camera gives only its own hardware
    time, or the wall clock has just been set, the time of arrival stands.

    ``context`` is what lists the devices, the SDK's own by default; ``monotonic_s`` and
    ``wall_s`` are the two clocks.

    Raises:
        NoCameraError, CameraPermissionError, UsbTooSlowError, CameraLibraryError, CameraError:
            the camera cannot be opened; the message says why and what to do.
    """

    def __init__(
        self,
        serial: str | None = None,
        context: Any = None,
        *,
        monotonic_s: Callable[[], float] = time.monotonic,
        wall_s: Callable[[], float] = time.time,
    ) -> None:
        self._sdk = load_sdk()
        self._monotonic_s = monotonic_s
        self._wall_s = wall_s
        self._last_s = -math.inf
        self._silent_s, self._asked_s = 0.0, -math.inf
        self._repeats = False
        self._freshness = Freshness()
        self._open = False
        try:
            self._context = context if context is not None else self._sdk.context()
            self._device = find_device(self._sdk, self._context, serial)
            self._serial = read_info(self._sdk, self._device, "serial_number")
            usb = _check_usb(self._sdk, self._device)
            self._sensor, profile = _depth_mode(self._sdk, self._device)
            self._frames = self._sdk.frame_queue(1)
            self._sensor.open(profile)
            self._sensor.start(self._frames)
        except RuntimeError as error:
            raise _opening_error(error) from None
        self._open = True
        self._unit_m = _depth_unit_m(self._sdk, self._sensor)
        self._intrinsics = read_intrinsics(profile)
        self.frame_rate_hz = int(profile.fps())
        name = read_info(self._sdk, self._device, "name").removeprefix("Intel RealSense ")
        self._description = f"{name} {_WIDTH_PX}x{_HEIGHT_PX} {self.frame_rate_hz} fps USB {usb}"

    @property
    def description(self) -> str:
        """Camera, mode and USB version."""
        return self._description

    @property
    def serial(self) -> str:
        """The serial number of the camera."""
        return self._serial

    @property
    def is_live(self) -> bool:
        """True: frames come by the clock."""
        return True

    def read(self, timeout_s: float = 1.0) -> DepthFrame:
        """Wait for the next frame; frames that came in between are dropped, never queued.

        Raises:
            NoFramesError: the camera is there but silent for ``timeout_s``, or repeats itself.
            CameraUnpluggedError: the camera is gone from the bus.
            CameraError: it fails, or its frames are not what was asked for.
        """
        try:
            frame, depth = self._fresh(timeout_s)
            self._check_size(depth)
            return DepthFrame(
                depth,
                _usable_unit_m(frame.as_depth_frame().get_units() or self._unit_m),
                self._intrinsics,
                self._capture_time_s(frame),
                frame.get_frame_number(),
            )
        except RuntimeError as error:
            raise self._running_error(error) from None

    def close(self) -> None:
        """Stop the stream and release the camera; calling it twice is harmless."""
        if not self._open:
            return
        self._open = False
        try:
            self._sensor.stop()
            self._sensor.close()
        except RuntimeError:
            # An unplugged camera cannot be stopped any more, and nothing is left to release.
            return

    def _fresh(self, timeout_s: float) -> tuple[Any, NDArray[np.uint16]]:
        """The next frame that was captured after the last one, and a copy of its picture."""
        until_s = self._monotonic_s() + timeout_s
        while True:
            left_s = until_s - self._monotonic_s()
            arrived, frame = self._frames.try_wait_for_frame(max(1, round(left_s * 1000)))
            if not arrived:
                break
            # A copy: the SDK has only a few buffers and takes this one back right away.
            depth = np.array(frame.get_data(), dtype=np.uint16)
            now_s = self._monotonic_s()
            number, stamp_ms = frame.get_frame_number(), frame.get_timestamp()
            if self._freshness.is_fresh(depth, number, stamp_ms, now_s):
                self._silent_s, self._asked_s, self._repeats = 0.0, -math.inf, False
                return frame, depth
            self._repeats = True
            if now_s >= until_s:
                break
        self._silent_s += timeout_s
        raise self._silence()

    def _check_size(self, depth: NDArray[np.uint16]) -> None:
        if depth.shape != (self._intrinsics.height_px, self._intrinsics.width_px):
            size = "x".join(str(length) for length in reversed(depth.shape))
            raise CameraError(
                f"the camera sends pictures of {size} instead of {_WIDTH_PX}x{_HEIGHT_PX}; unplug "
                "it and plug it in again"
            )

    def _silence(self) -> CameraError:
        if self._silent_s - self._asked_s >= _ASK_EVERY_S:
            self._asked_s = self._silent_s
            if not self._is_on_bus():
                return CameraUnpluggedError(_UNPLUGGED)
        if self._repeats:
            return FrozenFramesError(
                f"the camera has sent no new picture for {self._silent_s:.2g} s, only old ones;"
                " unplug it, wait a moment and plug it in again"
            )
        return NoFramesError(
            f"the camera has sent no frame for {self._silent_s:.2g} s; unplug it, wait a moment"
            " and plug it in again"
        )

    def _running_error(self, error: RuntimeError) -> CameraError:
        try:
            there = self._is_on_bus()
        except RuntimeError:
            there = True
        if not there:
            return CameraUnpluggedError(_UNPLUGGED)
        return CameraError(
            f"the camera failed while running ({sdk_message(error)}); check its plug"
        )

    def _is_on_bus(self) -> bool:
        devices = self._context.query_devices()
        return any(read_info(self._sdk, one, "serial_number") == self._serial for one in devices)

    def _capture_time_s(self, frame: Any) -> float:
        now_s = self._monotonic_s()
        age_s = 0.0
        if frame.get_frame_timestamp_domain() != self._sdk.timestamp_domain.hardware_clock:
            age_s = self._wall_s() - frame.get_timestamp() / 1000.0
        if not 0.0 <= age_s <= _OLDEST_S:
            age_s = 0.0
        self._last_s = max(self._last_s, now_s - age_s)
        return self._last_s


def find_device(sdk: Any, context: Any, serial: str | None) -> Any:
    """The first camera, or the one with ``serial``. Raises CameraError without one."""
    devices = list(context.query_devices())
    for device in devices:
        if not serial or read_info(sdk, device, "serial_number") == serial:
            return device
    if devices:
        found = ", ".join(read_info(sdk, device, "serial_number") for device in devices)
        raise OtherCameraError(
            f"no RealSense with serial number {serial} is plugged in, only {found}; plug that one"
            " in, or change camera.serial in the settings"
        )
    on_bus = plugged_in_cameras()
    if any(not camera.may_open for camera in on_bus):
        raise _permission_error()
    if on_bus:
        raise CameraError(
            f"{on_bus[0].product} is on the bus but does not answer; unplug it and plug it in again"
        )
    raise NoCameraError("no RealSense camera is plugged in")


def _check_usb(sdk: Any, device: Any) -> str:
    """The USB version. On USB 2 the 848x480 mode is missing, and looking it up fails oddly."""
    usb = read_info(sdk, device, "usb_type_descriptor")
    if usb.startswith(("1", "2")):
        raise UsbTooSlowError(
            f"the camera runs on USB {usb} and needs USB 3: turn the plug / change the cable, and "
            "use a blue USB port"
        )
    return usb or "unknown"


def _depth_mode(sdk: Any, device: Any) -> tuple[Any, Any]:
    """The fastest usable 848x480 depth mode and its sensor."""
    modes = {
        profile.fps(): (sensor, profile.as_video_stream_profile())
        for sensor in device.query_sensors()
        for profile in sensor.get_stream_profiles()
        if profile.stream_type() == sdk.stream.depth
        and profile.format() == sdk.format.z16
        and profile.as_video_stream_profile().width() == _WIDTH_PX
        and profile.as_video_stream_profile().height() == _HEIGHT_PX
    }
    for rate_hz in _RATES_HZ:
        if rate_hz in modes:
            return modes[rate_hz]
    raise WrongCameraError(
        f"{read_info(sdk, device, 'name')} offers no {_WIDTH_PX}x{_HEIGHT_PX} depth at 30 or 60 "
        "frames a second; use a RealSense of the D400 series"
    )


def _depth_unit_m(sdk: Any, sensor: Any) -> float:
    """Metres per step, from the device; it is not always a millimetre."""
    if not sensor.supports(sdk.option.depth_units):
        raise CameraError("the camera does not tell its depth unit; update its firmware")
    return float(sensor.get_option(sdk.option.depth_units))


def _usable_unit_m(unit_m: float) -> float:
    if not 0.0 < unit_m < _LARGEST_UNIT_M:
        raise CameraError(
            f"the camera says that one step of depth is {unit_m:g} m, which cannot be; unplug it "
            "and plug it in again"
        )
    return unit_m


def read_info(sdk: Any, device: Any, name: str) -> str:
    """What the device says of itself; empty where it does not say."""
    field = getattr(sdk.camera_info, name)
    return str(device.get_info(field)) if device.supports(field) else ""


def _opening_error(error: RuntimeError) -> CameraError:
    text = sdk_message(error)
    if any(word in text.lower() for word in _PERMISSION_WORDS):
        return _permission_error()
    if _NOT_REACHED in text.lower() and not _kernel_lets_open():
        return _permission_error()
    if "busy" in text.lower():
        return CameraError("the camera is in use by another program; end that program")
    return CameraError(f"the camera cannot be opened ({text}); unplug it and plug it in again")


def _kernel_lets_open() -> bool:
    """Whether this user may open whatever RealSense the kernel lists; False without such a list."""
    cameras = plugged_in_cameras()
    return bool(cameras) and all(camera.may_open for camera in cameras)


def _permission_error() -> CameraPermissionError:
    return CameraPermissionError(
        "a RealSense is plugged in but this user may not open it: copy "
        f"{UDEV_RULE} to /etc/udev/rules.d, then unplug the camera and plug it in again"
    )
