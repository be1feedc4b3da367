"""The kernel's list of USB devices, as a folder of small files."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

import pytest

from station.camera import realsense, usb
from station.camera.usb import UsbCamera, plugged_in_cameras
from station.errors import CameraError, CameraPermissionError


class NothingListed:
    """What the SDK sees of a camera that it may not open."""

    def query_devices(self) -> list[object]:
        return []


def plug_in(sysfs: Path, port: str, product: str, bus: int, device: int) -> None:
    entry = sysfs / port
    entry.mkdir(parents=True)
    (entry / "product").write_text(f"{product}\n")
    (entry / "busnum").write_text(f"{bus}\n")
    (entry / "devnum").write_text(f"{device}\n")


def test_a_camera_is_found_among_other_devices(tmp_path: Path) -> None:
    plug_in(tmp_path / "sys", "1-1", "USB Keyboard", 1, 2)
    plug_in(tmp_path / "sys", "2-1", "Intel(R) RealSense(TM) Depth Camera 435", 2, 3)
    (tmp_path / "sys" / "2-1:1.0").mkdir()
    (tmp_path / "dev" / "002").mkdir(parents=True)
    (tmp_path / "dev" / "002" / "003").touch()

    found = plugged_in_cameras(tmp_path / "sys", tmp_path / "dev")

    assert found == (UsbCamera("Intel(R) RealSense(TM) Depth Camera 435", may_open=True),)


def test_a_node_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    plug_in(tmp_path / "sys", "2-1", "RealSense(TM) D455", 2, 3)

    found = plugged_in_cameras(tmp_path / "sys", tmp_path / "dev")

    assert found == (UsbCamera("RealSense(TM) D455", may_open=False),)


def test_no_list_means_no_cameras(tmp_path: Path) -> None:
    assert plugged_in_cameras(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("may_open", "error", "words"),
    [
        (False, CameraPermissionError, "udev"),
        (True, CameraError, "does not answer"),
    ],
)
def test_on_the_bus_but_not_listed_is_not_the_same_as_not_plugged_in(
    monkeypatch: pytest.MonkeyPatch, may_open: bool, error: type[Exception], words: str
) -> None:
    monkeypatch.setattr(
        realsense, "plugged_in_cameras", lambda: (usb.UsbCamera("RealSense D435", may_open),)
    )
    with pytest.raises(error, match=words):
        realsense.RealSenseSource(context=NothingListed())


RULE = Path(__file__).parents[2] / realsense.UDEV_RULE


@pytest.mark.parametrize(
    ("product", "matches"),
    [
        ("0ad3", True),  # D415
        ("0b07", True),  # D435
        ("0b3a", True),  # D435i
        ("0b5b", True),  # D405
        ("0b5c", True),  # D455
        ("0a2b", False),
        ("15ee", False),
    ],
)
def test_the_rule_the_error_names_opens_the_cameras_of_the_family(
    product: str, matches: bool
) -> None:
    (line,) = [text for text in RULE.read_text().splitlines() if text and text[0] != "#"]
    parts = [
        re.fullmatch(r'([A-Z]+(?:\{\w+\})?)(==|!=|\+=|=)"([^"]+)"', p) for p in line.split(", ")
    ]
    rule = {part[1]: (part[2], part[3]) for part in parts if part is not None}
    assert len(rule) == len(parts)
    assert rule["ATTR{idVendor}"] == ("==", "8086")
    wildcards = rule["ATTR{idProduct}"][1].split("|")
    assert any(fnmatch.fnmatchcase(product, each) for each in wildcards) is matches
    assert rule["GROUP"] == ("=", "plugdev")
    assert rule["TAG"] == ("+=", "uaccess")
    # uaccess is handed out by 73-seat-late.rules; a later rule has no effect.
    assert int(RULE.name.split("-")[0]) < 73
