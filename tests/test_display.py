"""Whether there is a screen decides between the kiosk and one session told in text."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.display import display_available


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_desktop_is_a_screen(tmp_path: Path, name: str) -> None:
    assert display_available({name: ":0"}, tmp_path)


@pytest.mark.parametrize(
    ("status", "expected"), [("connected", True), ("disconnected", False), (None, True)]
)
def test_a_graphics_card_counts_when_a_screen_hangs_on_it(
    tmp_path: Path, status: str | None, expected: bool
) -> None:
    dri, drm = tmp_path / "dri", tmp_path / "drm"
    dri.mkdir()
    (dri / "card1").touch()
    if status is not None:
        (drm / "card1-HDMI-A-1").mkdir(parents=True)
        (drm / "card1-HDMI-A-1" / "status").write_text(f"{status}\n")
    assert display_available({"DISPLAY": ""}, dri, drm) is expected


def test_nothing_at_all_is_no_screen(tmp_path: Path) -> None:
    assert not display_available({}, tmp_path / "no-dri")
