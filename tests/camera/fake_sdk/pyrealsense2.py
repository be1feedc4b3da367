"""A ``pyrealsense2`` that goes wrong on demand, for the camera's own process.

Only what the station asks of the SDK is here. It plays rendered frames by a clock that goes on
while nobody looks, and reads what to do wrong from the folder in ``WALL_TAP_FAKE_CAMERA``, where
the test writes it (:mod:`tests.camera.faulty`) and where openings and resets are counted.
"""

from __future__ import annotations

import ctypes
import json
import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

FOLDER = Path(os.environ["WALL_TAP_FAKE_CAMERA"])
WORLD = json.loads((FOLDER / "world.json").read_text())
FRAMES = np.load(WORLD["frames"], mmap_mode="r")

camera_info = SimpleNamespace(
    name="name", serial_number="serial_number", usb_type_descriptor="usb_type_descriptor"
)
stream: Any = SimpleNamespace(depth="depth")
format: Any = SimpleNamespace(z16="z16")
option = SimpleNamespace(depth_units="depth_units")
timestamp_domain = SimpleNamespace(hardware_clock="hardware", system_time="system")

_AWAY_S = 0.3
"""How long a camera that was reset is not on the bus."""
_GONE = ("absent", "usb2", "wrong_mode", "permission")


def _fault() -> dict[str, Any]:
    """What is wrong just now; {"name": ""} while nothing is."""
    fault: dict[str, Any] = json.loads((FOLDER / "fault.json").read_text())
    kind, value = fault["heals"], fault["value"]
    healed = (kind == "time" and time.monotonic() >= value) or (
        kind in ("opens", "resets") and _count(kind) >= value
    )
    return {"name": "", "id": fault["id"]} if healed else fault


def _count(kind: str) -> int:
    file = FOLDER / kind
    return file.stat().st_size if file.exists() else 0


def _note(kind: str) -> None:
    with (FOLDER / kind).open("ab") as file:
        file.write(b".")


def _hang() -> None:
    time.sleep(1e6)


def _hang_with_the_lock() -> None:
    ctypes.PyDLL(None).sleep(1_000_000)


def _is_on_bus(opened_under: int | None = None) -> bool:
    """``opened_under`` is the fault that an open stream began with: it cannot outlive others."""
    fault = _fault()
    if fault["name"] == "absent":
        return False
    if opened_under is not None and fault["name"] in _GONE and fault["id"] != opened_under:
        return False
    file = FOLDER / "resets"
    return not file.exists() or time.time() - file.stat().st_mtime > _AWAY_S


class Profile:
    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height

    def fps(self) -> int:
        return 60

    def stream_type(self) -> Any:
        return stream.depth

    def format(self) -> Any:
        return format.z16

    def as_video_stream_profile(self) -> Profile:
        return self

    def width(self) -> int:
        return self._width

    def height(self) -> int:
        return self._height

    def get_intrinsics(self) -> SimpleNamespace:
        return SimpleNamespace(**WORLD["lens"])


class Frame:
    def __init__(self, number: int, fault: str, first_s: float) -> None:
        self._number, self._fault, self._first_s = number, fault, first_s

    def get_data(self) -> Any:
        if self._fault == "odd_exception":
            raise BufferError("no buffer for you")
        picture = FRAMES[self._number % len(FRAMES)]
        if self._fault == "garbage":
            random = np.random.default_rng(self._number)
            return random.integers(0, 65536, picture.shape, dtype=np.uint16)
        if self._fault in ("zeros", "saturated"):
            return np.full_like(picture, 0 if self._fault == "zeros" else 65535)
        if self._fault == "wrong_size":
            return np.full((480, 640), 2000, np.uint16)
        if self._fault == "odd_stride":
            wide = np.zeros((picture.shape[0], picture.shape[1] + 11), np.uint16)
            wide[:, : picture.shape[1]] = picture
            return wide[:, : picture.shape[1]]
        if self._fault == "freeze_pixels":
            return FRAMES[0]
        return picture

    def get_frame_number(self) -> int:
        return 7 if self._fault == "freeze_number" else self._number

    def get_timestamp(self) -> float:
        now_s = time.time()
        if self._fault == "times_back":
            now_s = 2 * self._first_s - now_s
        return now_s * 1000

    def get_frame_timestamp_domain(self) -> Any:
        return timestamp_domain.system_time

    def as_depth_frame(self) -> Frame:
        return self

    def get_units(self) -> float:
        wrong = {"unit_zero": -1.0, "unit_nan": float("nan")}
        return wrong.get(self._fault, float(WORLD["unit_m"]))


class frame_queue:  # noqa: N801
    def __init__(self, capacity: int) -> None:
        self._number, self._id, self._sent = -1, _fault()["id"], 0
        self._since_s: float | None = None

    def try_wait_for_frame(self, timeout_ms: int) -> tuple[bool, Any]:
        until_s = time.monotonic() + timeout_ms / 1000
        while True:
            fault = _fault()["name"]
            self._fail(fault)
            number = int((time.monotonic() - WORLD["epoch_s"]) * WORLD["fps"])
            if number > self._number and self._delivers(fault):
                self._number, self._sent = number, self._sent + 1
                self._since_s = (self._since_s or time.time()) if fault == "times_back" else None
                return True, Frame(number, fault, self._since_s or 0.0)
            if time.monotonic() >= until_s:
                return False, None
            time.sleep(0.004)

    def _delivers(self, fault: str) -> bool:
        return fault not in ("silent", "hang_close", "hang_reset", "hang_open", "open_fails") and (
            _is_on_bus(self._id)
        )

    def _fail(self, fault: str) -> None:
        if fault == "exception":
            raise RuntimeError("Frame didn't arrive: hwmon command 0x10 failed")
        if fault == "flapping" and self._sent >= 3:
            raise RuntimeError("USB endpoint stalled")
        if fault == "hang":
            _hang()
        if fault == "busy_hang":
            _hang_with_the_lock()
        if fault == "crash":
            os.abort()
        if fault == "exit":
            os._exit(7)


class Sensor:
    def get_stream_profiles(self) -> list[Profile]:
        if _fault()["name"] == "wrong_mode":
            return [Profile(640, 480)]
        return [Profile(848, 480), Profile(640, 480)]

    def supports(self, option: str) -> bool:
        return True

    def get_option(self, option: str) -> float:
        return float(WORLD["unit_m"])

    def open(self, profile: Profile) -> None:
        fault = _fault()["name"]
        if fault == "hang_open":
            _hang()
        if fault == "permission":
            raise RuntimeError("Cannot open '/dev/video0': Permission denied")
        if fault == "open_fails":
            raise RuntimeError("xioctl(VIDIOC_S_FMT) failed, errno=5: Input/output error")

    def start(self, queue: frame_queue) -> None:
        pass

    def stop(self) -> None:
        if _fault()["name"] == "hang_close":
            _hang()

    def close(self) -> None:
        pass


class Device:
    def supports(self, field: str) -> bool:
        return True

    def get_info(self, field: str) -> str:
        if field == "usb_type_descriptor":
            return "2.1" if _fault()["name"] == "usb2" else "3.2"
        return {"name": "Intel RealSense D435", "serial_number": "816612061111"}[field]

    def query_sensors(self) -> list[Sensor]:
        return [Sensor()]

    def hardware_reset(self) -> None:
        if _fault()["name"] == "hang_reset":
            _hang()
        _note("resets")


class context:  # noqa: N801
    def __init__(self) -> None:
        _note("opens")
        self._id = _fault()["id"]

    def query_devices(self) -> list[Device]:
        return [Device()] if _is_on_bus() else []
