"""The depth camera: asked of the kernel first, then opened in a process of its own."""

from __future__ import annotations

import json
import re
import sys

from station.camera.probe import Probe
from station.camera.usb import UsbCamera, plugged_in_cameras
from station.service.checks.check import Check, Host, Ran, fail, good, warn
from station.service.health import Health

_PROBE_S = 15.0
"""Starting Python takes up to 4 s on a Pi, finding the camera 2 s, its first frame 3 s."""
_USB_3_MBPS = 5000
_UDEV = "install systemd/60-wall-tap-realsense.rules, join the group plugdev, and plug it in again"


def check_camera(host: Host, serial: str, running: Health | None) -> list[Check]:
    """Bus, permission and speed; then library, firmware and a fresh picture.

    A ``running`` station holds the camera: then its own word counts.
    """
    cameras = plugged_in_cameras(host.path("sys/bus/usb/devices"), host.path("dev/bus/usb"))
    on_bus = check_bus(cameras, others=running is not None)
    if running is not None:
        return [*on_bus, check_of_running(running)]
    ran = host.run([sys.executable, "-m", "station.camera.probe", serial], _PROBE_S)
    return [*on_bus, *check_probe(ran, serial, plugged_in=bool(cameras))]


def check_bus(cameras: tuple[UsbCamera, ...], *, others: bool = False) -> list[Check]:
    """What the kernel says; with ``others`` somebody else has opened it and we need not."""
    if not cameras:
        return [fail("camera", "no RealSense is plugged in", "plug it into a blue USB port")]
    first = cameras[0]
    more = f" and {len(cameras) - 1} more" if len(cameras) > 1 else ""
    checks = [good("camera", first.product + more)]
    if not first.may_open and not others:
        checks.append(fail("camera access", "this user may not open it", _UDEV))
    if first.speed_mbps is not None:
        found = f"{first.speed_mbps:g} Mbit/s"
        slow = first.speed_mbps < _USB_3_MBPS
        do = "turn the plug, change the cable, use a blue USB port"
        checks.append(
            fail("USB speed", f"{found}: USB 2", do) if slow else good("USB speed", found)
        )
    return checks


def check_of_running(health: Health) -> Check:
    """What the running station says of its camera."""
    name = "depth picture"
    if health.why_no_test is not None:
        return fail(name, health.why_no_test, "see the screen")
    if not health.camera_serial:
        found = f"the running station has no camera but a {health.camera}"
        return fail(name, found, "plug the camera in and start the station again")
    found = f"the running station has it: {health.camera}, {health.frames_per_second:.0f} a second"
    return good(name, found)


def check_probe(ran: Ran, serial: str, *, plugged_in: bool) -> list[Check]:
    """What came of opening the camera; without one only whether the library loads."""
    if ran.took_too_long:
        found = f"the camera's library did not come back within {_PROBE_S:.0f} s"
        return [fail("depth picture", found, "unplug the camera, wait a moment, plug it in again")]
    try:
        probe = Probe(**json.loads(ran.out))
    except (ValueError, TypeError):
        found = f"the camera's library crashed (exit code {ran.code})"
        return [fail("camera library", found, "install the station again; change the cable")]
    if probe.error_kind == "library":
        return [fail("camera library", *_cause_and_do(probe.error))]
    checks = [good("camera library", f"pyrealsense2 {probe.library}")]
    if not plugged_in and not probe.frame:
        return checks
    if probe.firmware:
        checks.append(_check_firmware(probe))
    if probe.frame:
        which = f" {probe.serial}" + (" as in the settings" if serial else "")
        return [*checks, good("depth picture", probe.description + "," + which)]
    return [*checks, fail("depth picture", *_cause_and_do(probe.error))]


def _check_firmware(probe: Probe) -> Check:
    name = "firmware"
    if probe.recommended and _numbers(probe.firmware) < _numbers(probe.recommended):
        found = f"{probe.firmware}, older than {probe.recommended}"
        return warn(name, found, "update it with the RealSense Viewer on another computer")
    return good(name, probe.firmware)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _cause_and_do(line: str) -> tuple[str, str]:
    """The errors of the camera say "cause; what to do" or "cause: what to do"."""
    for mark in ("; ", ": "):
        cause, _, do = line.partition(mark)
        if do:
            return cause, do
    return line, "plug the camera in, or mend its serial in the settings"
