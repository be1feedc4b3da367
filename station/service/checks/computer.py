"""The computer: Python, system library, heat, power, clock."""

from __future__ import annotations

import os
import platform
import sys

from station.results.clock import clock_is_trusted
from station.service.checks.check import Check, Host, fail, good, warn

_ASK_S = 5.0
_HOT_C, _TOO_HOT_C = 75.0, 85.0
_FULL_MA = 5000
_ARM_PYTHON = (3, 12)
_ARM_GLIBC = (2, 38)
# Bits of `vcgencmd get_throttled`; 16 higher: since the computer was started.
_UNDER_VOLTAGE = 0
_THROTTLED = {
    _UNDER_VOLTAGE: "under-voltage",
    1: "clock capped",
    2: "throttled",
    3: "soft temperature limit",
}
_SINCE_START = 16


def check_computer(host: Host) -> list[Check]:
    """Everything in this file."""
    checks = [
        check_python(platform.machine(), sys.version_info[:2], os.confstr("CS_GNU_LIBC_VERSION")),
        check_board(host),
        check_clock(clock_is_trusted()),
        *check_heat(host),
    ]
    return checks + ([*check_throttling(host), *check_supply(host)] if host.is_pi else [])


def check_python(machine: str, python: tuple[int, int], libc: str | None) -> Check:
    """Whether the camera's library has a wheel that loads here."""
    name, number = "python", ".".join(map(str, python))
    found = f"Python {number}, {machine}, {libc or 'unknown C library'}"
    if machine != "aarch64":
        return good(name, found)
    if python != _ARM_PYTHON:
        return fail(name, found, "on 64-bit Arm the camera's library needs Python 3.12: use uv's")
    words = (libc or "").split()
    version = words[-1] if words else ""
    parts = tuple(int(part) for part in version.split(".") if part.isdecimal())
    if parts < _ARM_GLIBC:
        return fail(
            name, found, "too old for the camera's library: install Raspberry Pi OS Trixie 64-bit"
        )
    return good(name, found)


def check_board(host: Host) -> Check:
    """A Raspberry Pi 5 is what the station is made for."""
    name = "computer"
    if not host.is_pi:
        return warn(name, "not a Raspberry Pi", "fine for trying out; lamps need a Raspberry Pi 5")
    if not host.model.startswith("Raspberry Pi 5"):
        return warn(name, host.model, "may be too slow: the station is made for a Raspberry Pi 5")
    return good(name, host.model)


def check_clock(trusted: bool) -> Check:
    """Whether dates written now can be believed."""
    if trusted:
        return good("clock", "set by the network, or kept by its battery")
    return warn(
        "clock",
        "not set since the start; results are kept with a date that is not trusted",
        "connect the network for a minute, or fit a battery to the Pi's clock",
    )


def check_heat(host: Host) -> list[Check]:
    """The hottest of the kernel's thermal zones; nothing where there are none."""
    zones = sorted(host.path("sys/class/thermal").glob("thermal_zone*"))
    texts = [host.text(f"sys/class/thermal/{zone.name}/temp") for zone in zones]
    hottest = max((int(text) / 1000 for text in texts if text.isdecimal()), default=None)
    if hottest is None:
        return []
    found, do = f"{hottest:.0f} degrees C", "fit the Pi's fan, and let air to it"
    if hottest >= _TOO_HOT_C:
        return [fail("temperature", found, do)]
    return [warn("temperature", found, do) if hottest >= _HOT_C else good("temperature", found)]


def check_throttling(host: Host) -> list[Check]:
    """What the Pi's firmware says of its power, in words."""
    name = "power"
    ran = host.run(["vcgencmd", "get_throttled"], _ASK_S)
    try:
        bits = int(ran.out.strip().removeprefix("throttled="), 16)
    except ValueError:
        return [warn(name, "vcgencmd gave no answer", "join the group video and ask again")]
    now = [word for bit, word in _THROTTLED.items() if bits >> bit & 1]
    before = [word for bit, word in _THROTTLED.items() if bits >> (bit + _SINCE_START) & 1]
    if not now and not before:
        return [good(name, "no under-voltage, not throttled since the start")]
    told = [f"now: {', '.join(now)}"] if now else []
    told += [f"since the start: {', '.join(before)}"] if before else []
    found = "; ".join(told)
    cause = _THROTTLED[_UNDER_VOLTAGE] in (*now, *before)
    do = "use the Pi's own 5 A supply and its cable" if cause else "fit the Pi's fan"
    if bits >> _UNDER_VOLTAGE & 1:
        return [fail(name, found, do)]
    return [warn(name, found, do)]


def check_supply(host: Host) -> list[Check]:
    """Whether the USB ports may give the camera what it takes at its start (Pi 5)."""
    name, folder = "USB current", "proc/device-tree/chosen/power"
    supply_ma = _cell(host, f"{folder}/max_current")
    if supply_ma is None:
        return []
    if supply_ma >= _FULL_MA or _cell(host, f"{folder}/usb_max_current_enable"):
        return [good(name, f"{supply_ma / 1000:g} A supply, USB gives 1.6 A")]
    return [
        warn(
            name,
            f"{supply_ma / 1000:g} A supply, so USB gives only 0.6 A",
            "use the Pi's own 5 A supply, or the camera may vanish at its start",
        )
    ]


def _cell(host: Host, name: str) -> int | None:
    """A number of the device tree: four bytes, the highest first."""
    try:
        content = host.path(name).read_bytes()
    except OSError:
        return None
    return int.from_bytes(content, "big") if len(content) == 4 else None
