"""What the USB bus says of a RealSense, asked of the kernel and not of the SDK.

The SDK does not list a camera it may not open, so "not plugged in" and "not permitted" look the
same to it. The kernel's own list tells them apart, and also works without pyrealsense2.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

SYSFS_DEVICES = Path("/sys/bus/usb/devices")
USB_NODES = Path("/dev/bus/usb")


@dataclass(frozen=True)
class UsbCamera:
    """A RealSense on the bus: its product name, whether this user may open it, how fast it runs.

    ``speed_mbps`` is 480 on USB 2, 5000 or more on USB 3; None where the kernel does not tell.
    """

    product: str
    may_open: bool
    speed_mbps: float | None = None


def plugged_in_cameras(
    sysfs: Path = SYSFS_DEVICES, nodes: Path = USB_NODES
) -> tuple[UsbCamera, ...]:
    """Every RealSense the kernel sees; empty where there is no such list (not Linux)."""
    cameras = []
    for entry in sorted(sysfs.iterdir()) if sysfs.is_dir() else []:
        product = _text(entry / "product")
        if "RealSense" in product:
            node = nodes / _text(entry / "busnum").zfill(3) / _text(entry / "devnum").zfill(3)
            speed = _text(entry / "speed")
            speed_mbps = float(speed) if speed.isdecimal() else None
            cameras.append(UsbCamera(product, os.access(node, os.R_OK | os.W_OK), speed_mbps))
    return tuple(cameras)


def _text(file: Path) -> str:
    """A small kernel file; empty when the entry has none or was unplugged meanwhile."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
