"""The live adapter against the real SDK: a software device stands in for the camera.

Only the USB bus is pretended, by a list of what is plugged in. What real hardware alone can show
(permissions as the SDK words them, a cable pulled in mid-frame) is checked at bring-up.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pyrealsense2 as sdk
import pytest

from station.camera import realsense
from station.camera.realsense import UDEV_RULE, RealSenseSource
from station.camera.recorder import depth_stream
from station.camera.usb import UsbCamera
from station.errors import (
    CameraError,
    CameraPermissionError,
    CameraUnpluggedError,
    NoCameraError,
    NoFramesError,
    OtherCameraError,
    UsbTooSlowError,
)
from tests.camera.made_frames import lens

WIDTH_PX, HEIGHT_PX = 848, 480
MODES = ((848, 480, 30), (848, 480, 60), (640, 480, 60), (848, 480, 90))


class SoftCamera:
    """A camera made of the SDK's software device; ``send`` lets it capture a frame."""

    def __init__(
        self,
        serial: str = "816612061111",
        usb: str = "3.2",
        modes: tuple[tuple[int, int, int], ...] = MODES,
        unit_m: float = 0.001,
    ) -> None:
        self.unit_m = unit_m
        self.device = sdk.software_device()
        self.device.register_info(sdk.camera_info.name, "Intel RealSense D435")
        self.device.register_info(sdk.camera_info.serial_number, serial)
        if usb:
            self.device.register_info(sdk.camera_info.usb_type_descriptor, usb)
        self.sensor = self.device.add_sensor("Stereo Module")
        self.sensor.add_read_only_option(sdk.option.depth_units, unit_m)
        self.profiles = {
            mode: self.sensor.add_video_stream(
                depth_stream(sdk, lens(mode[0], mode[1]), mode[2], uid)
            )
            for uid, mode in enumerate(modes)
        }

    def send(
        self,
        number: int,
        depth: int = 0,
        time_ms: float | None = None,
        domain: Any = sdk.timestamp_domain.hardware_clock,
        rate_hz: int = 60,
    ) -> None:
        image = sdk.software_video_frame()
        image.pixels = np.full((HEIGHT_PX, WIDTH_PX), depth, dtype=np.uint16)
        image.stride, image.bpp = WIDTH_PX * 2, 2
        image.timestamp = 1000.0 * number / rate_hz if time_ms is None else time_ms
        image.domain, image.frame_number = domain, number
        image.profile = self.profiles[(WIDTH_PX, HEIGHT_PX, rate_hz)].as_video_stream_profile()
        image.depth_units = self.unit_m
        self.sensor.on_video_frame(image)


class Bus:
    """What is plugged in."""

    def __init__(self, *cameras: SoftCamera) -> None:
        self.cameras = list(cameras)

    def query_devices(self) -> list[Any]:
        return [camera.device for camera in self.cameras]


class BrokenBus:
    """A bus on which the SDK fails with its own kind of error."""

    def __init__(self, text: str) -> None:
        self._text = text

    def query_devices(self) -> list[Any]:
        raise RuntimeError(self._text)


def with_stopped_clocks(camera: SoftCamera) -> RealSenseSource:
    """The camera read at 500 s on the monotonic and 1,000,000 s on the wall clock."""
    return RealSenseSource(
        context=Bus(camera), monotonic_s=lambda: 500.0, wall_s=lambda: 1_000_000.0
    )


def test_it_takes_848_by_480_at_60_frames_a_second() -> None:
    with RealSenseSource(context=Bus(SoftCamera())) as source:
        assert source.frame_rate_hz == 60
        assert source.description == "D435 848x480 60 fps USB 3.2"
        assert source.is_live is True


def test_it_takes_30_where_60_is_not_offered() -> None:
    camera = SoftCamera(modes=((848, 480, 30), (848, 480, 15), (640, 480, 60)))
    with RealSenseSource(context=Bus(camera)) as source:
        assert source.frame_rate_hz == 30


def test_a_frame_arrives_whole_and_is_our_own_copy() -> None:
    camera = SoftCamera(unit_m=0.0001)
    with RealSenseSource(context=Bus(camera)) as source:
        camera.send(3, depth=1234)
        frame = source.read()
        for later in range(40):
            camera.send(4 + later, depth=9)
    assert frame.depth.shape == (HEIGHT_PX, WIDTH_PX)
    assert frame.depth.dtype == np.uint16
    assert (frame.depth == 1234).all()
    assert frame.sequence == 3
    assert frame.intrinsics == lens(WIDTH_PX, HEIGHT_PX)
    assert frame.depth_unit_m == pytest.approx(0.0001, rel=1e-6)


def test_the_newest_frame_wins_and_the_gap_shows() -> None:
    camera = SoftCamera()
    with RealSenseSource(context=Bus(camera)) as source:
        camera.send(1, depth=1)
        first = source.read()
        for number in range(2, 10):
            camera.send(number, depth=number)
        newest = source.read()
        assert (first.sequence, newest.sequence) == (1, 9)
        with pytest.raises(NoFramesError):
            source.read(timeout_s=0.01)


def test_silence_is_named_with_its_length() -> None:
    with (
        RealSenseSource(context=Bus(SoftCamera())) as source,
        pytest.raises(NoFramesError, match=r"0\.02 s") as caught,
    ):
        source.read(timeout_s=0.02)
    assert isinstance(caught.value, TimeoutError)


def test_a_camera_gone_from_the_bus_was_unplugged() -> None:
    bus = Bus(SoftCamera())
    with RealSenseSource(context=bus) as source:
        bus.cameras.clear()
        with pytest.raises(CameraUnpluggedError, match="plug it in again"):
            source.read(timeout_s=0.01)


def test_it_can_be_opened_again_after_closing_twice() -> None:
    camera = SoftCamera()
    source = RealSenseSource(context=Bus(camera))
    source.close()
    source.close()
    with RealSenseSource(context=Bus(camera)) as again:
        camera.send(5)
        assert again.read().sequence == 5


def test_the_age_of_a_frame_is_taken_off_its_arrival() -> None:
    camera = SoftCamera()
    with with_stopped_clocks(camera) as source:
        camera.send(1, time_ms=999_999_960.0, domain=sdk.timestamp_domain.system_time)
        assert source.read().capture_time_s == pytest.approx(499.96)


@pytest.mark.parametrize(
    ("time_ms", "domain"),
    [
        (33.0, sdk.timestamp_domain.hardware_clock),
        (1_000_003_600_000.0, sdk.timestamp_domain.system_time),
        (5.0, sdk.timestamp_domain.global_time),
    ],
)
def test_a_stamp_that_cannot_be_leaves_the_time_of_arrival(time_ms: float, domain: Any) -> None:
    camera = SoftCamera()
    with with_stopped_clocks(camera) as source:
        camera.send(1, time_ms=time_ms, domain=domain)
        assert source.read().capture_time_s == 500.0


def test_time_never_goes_back_when_a_stamp_is_late() -> None:
    camera = SoftCamera()
    with with_stopped_clocks(camera) as source:
        times = []
        for number, age_ms in enumerate((20.0, 80.0, 10.0), start=1):
            camera.send(number, time_ms=1e9 - age_ms, domain=sdk.timestamp_domain.global_time)
            times.append(source.read().capture_time_s)
    assert times == pytest.approx([499.98, 499.98, 499.99])


def test_real_clocks_give_a_time_just_past() -> None:
    camera = SoftCamera()
    with RealSenseSource(context=Bus(camera)) as source:
        before_s = time.monotonic()
        camera.send(1, time_ms=time.time() * 1000, domain=sdk.timestamp_domain.system_time)
        assert before_s - 0.05 <= source.read().capture_time_s <= time.monotonic()


def test_a_serial_number_picks_its_camera() -> None:
    bus = Bus(SoftCamera("111"), SoftCamera("222"))
    with RealSenseSource("222", context=bus) as source:
        bus.cameras[1].send(8)
        assert source.read().sequence == 8


def test_an_unknown_serial_number_names_those_that_are_there() -> None:
    with pytest.raises(
        OtherCameraError, match="333 is plugged in, only 111, 222; plug that one in"
    ):
        RealSenseSource("333", context=Bus(SoftCamera("111"), SoftCamera("222")))


def test_no_camera_at_all() -> None:
    with pytest.raises(NoCameraError, match="no RealSense camera is plugged in"):
        RealSenseSource(context=Bus())


@pytest.mark.parametrize("usb", ["2.1", "2.0", "1.1"])
def test_usb_2_is_refused_before_any_mode_is_looked_up(usb: str) -> None:
    camera = SoftCamera(usb=usb, modes=((640, 480, 15),))
    with pytest.raises(UsbTooSlowError, match="turn the plug / change the cable") as caught:
        RealSenseSource(context=Bus(camera))
    assert usb in str(caught.value)


def test_a_camera_that_does_not_tell_its_usb_version_is_tried() -> None:
    with RealSenseSource(context=Bus(SoftCamera(usb=""))) as source:
        assert source.description.endswith("USB unknown")


def test_a_camera_without_the_mode_is_named() -> None:
    with pytest.raises(CameraError, match="Intel RealSense D435 offers no 848x480"):
        RealSenseSource(context=Bus(SoftCamera(modes=((640, 480, 30),))))


@pytest.mark.parametrize(
    "text",
    [
        "failed to set power state",
        "failed to open usb interface: 0, error: RS2_USB_STATUS_ACCESS",
        "Cannot open '/dev/video0': Permission denied",
    ],
)
def test_a_refused_device_names_the_udev_rule(text: str) -> None:
    with pytest.raises(CameraPermissionError, match=UDEV_RULE):
        RealSenseSource(context=BrokenBus(text))


def test_a_camera_that_may_be_opened_and_is_not_reached_is_no_matter_of_permission(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(realsense, "plugged_in_cameras", lambda: (UsbCamera("D435", True),))
    with pytest.raises(CameraError, match="cannot be opened") as caught:
        RealSenseSource(context=BrokenBus("failed to set power state"))
    assert not caught.value.waits


def test_a_busy_camera_and_any_other_failure_are_one_line() -> None:
    with pytest.raises(CameraError, match="in use by another program"):
        RealSenseSource(context=BrokenBus("xioctl(VIDIOC_S_FMT) failed: Device or resource busy"))
    with pytest.raises(CameraError, match=r"cannot be opened \(no such luck\)"):
        RealSenseSource(context=BrokenBus("no such\n luck"))
