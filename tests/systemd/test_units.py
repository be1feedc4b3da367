"""The units are understood by systemd, and leave the station next to no rights."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

KIOSK = "wall-tap.service"
NAMES = (
    KIOSK,
    "wall-tap-publish.service",
    "wall-tap-coach.service",
    "wall-tap-maintain.service",
    "wall-tap-maintain.timer",
)
# What systemd and the units before ours bring; empty ones are enough to check ours against.
SYSTEM_UNITS = (
    "basic",
    "sysinit",
    "shutdown",
    "multi-user",
    "network-online",
    "timers",
    "time-sync",
)


@pytest.fixture(params=["lite", "desktop"])
def installed(request: pytest.FixtureRequest, units: Path, tmp_path: Path) -> Path:
    """A root with the units as the installer lays them, and something where they point to."""
    folder = tmp_path / "etc/systemd/system"
    folder.mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_bytes((units / name).read_bytes())
    drop_in = folder / f"{KIOSK}.d" / "screen.conf"
    drop_in.parent.mkdir()
    screen = (units / f"screen-{request.param}.conf").read_text()
    drop_in.write_text(screen.replace("@USER@", "coach").replace("@UID@", "1000"))
    for target in SYSTEM_UNITS:
        (folder / f"{target}.target").write_text("[Unit]\nDescription=stands for the real one\n")
    (folder / "system.slice").write_text("")
    for program in ("opt/wall-tap/venv/bin/station", "bin/true"):
        file = tmp_path / program
        file.parent.mkdir(parents=True)
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
    return tmp_path


def test_systemd_has_nothing_to_say_about_the_units(analyze: str, installed: Path) -> None:
    done = subprocess.run(
        [analyze, "verify", "--man=no", f"--root={installed}", *NAMES],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_mistyped_unit_would_be_noticed(analyze: str, installed: Path) -> None:
    unit = installed / "etc/systemd/system" / KIOSK
    unit.write_text(unit.read_text().replace("WatchdogSec=", "WachtdogSec="))
    done = subprocess.run(
        [analyze, "verify", "--man=no", f"--root={installed}", KIOSK],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "WachtdogSec" in done.stderr


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".service")])
def test_exposure_is_at_most_2_5(analyze: str, units: Path, name: str) -> None:
    done = subprocess.run(
        [analyze, "security", "--offline=yes", "--threshold=25", "--no-pager", units / name],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Overall exposure level" in done.stdout
    assert done.returncode == 0, done.stdout[-200:]
