"""`station doctor` as a whole: on a made-up Pi that may open, and for real where it must not."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from rich.console import Console

from station import doctor
from station.camera.probe import Probe
from station.config import Settings
from station.doctor import Diagnosis, examine, print_for_people
from station.service.checks.check import Check, Ran, State
from station.service.health import write_health
from tests.made_health import WELL
from tests.service.checks.made_host import MadeHost, states

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture
def pi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeHost:
    """A Raspberry Pi on which everything is as it should be."""
    made = MadeHost(tmp_path)
    made.pi()
    made.environment = {
        "STATE_DIRECTORY": str(tmp_path / "state"),
        "RUNTIME_DIRECTORY": str(tmp_path / "run"),
    }
    (tmp_path / "state").mkdir()
    usb = "sys/bus/usb/devices/2-1"
    for name, text in (("product", "RealSense 435"), ("busnum", "2"), ("devnum", "3")):
        made.write(f"{usb}/{name}", text)
    made.write(f"{usb}/speed", "5000")
    for node in ("dev/bus/usb/002/003", "dev/gpiochip0", "dev/dri/card1"):
        made.write(node, "")
    made.write("sys/class/drm/card1-HDMI-A-1/status", "connected")
    probe = Probe(library="2.59.1", serial="0815", description="D435", frame=True)
    made.answers[sys.executable] = Ran(0, json.dumps(asdict(probe)))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    return made


def test_a_station_in_order_may_open(pi: MadeHost) -> None:
    checks = examine(pi.host, Settings())
    found = states(checks)
    assert Diagnosis(tuple(checks)).may_open
    assert {name for name, state in found.items() if state == "warn"} <= {
        "clock",
        "calibration",
        "service",
    }


def test_a_running_station_keeps_what_it_holds(pi: MadeHost) -> None:
    """No probe is started, no pin is opened: its own health tells."""
    write_health(replace(WELL, written_s=time.monotonic()), pi.root / "run" / "health.json")
    pi.answers[sys.executable] = Ran(-11)
    pi.write("sys/class/drm/card1-HDMI-A-1/status", "disconnected")
    found = {check.name: check for check in examine(pi.host, Settings())}
    assert "the running station has it" in found["depth picture"].found
    assert "held by the running station" in found["pins"].found
    assert "the running station draws" in found["screen"].found
    assert found["station"].state == "pass"


def test_a_folder_of_another_user_is_told_and_not_called_damaged(
    pi: MadeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "may_look", lambda folder: False)
    pi.user = "guest"
    found = {check.name: check for check in examine(pi.host, Settings())}
    assert found["disk"].found.startswith("user guest may not look into")
    assert found["disk"].do == "ask as its user: sudo station doctor"
    assert not {"results", "calibration"} & found.keys()


def test_a_mistake_in_one_part_hides_none_of_the_others(
    pi: MadeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(doctor, "check_screen", broken)
    found = {check.name: check for check in examine(pi.host, Settings())}
    assert found["screen"].state is State.FAIL
    assert "ZeroDivisionError" in found["screen"].found
    assert {"disk", "camera", "pins"} <= found.keys()


def test_the_table_fits_eighty_columns_and_says_what_to_do() -> None:
    long = "a finding that is rather long, so that it does not fit on one line of eighty columns"
    checks = (
        Check("settings", State.PASS, "fine"),
        Check("camera", State.FAIL, long, "plug it in"),
    )
    out = io.StringIO()
    print_for_people(Diagnosis(checks), Console(file=out, width=80))
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert max(map(len, lines)) <= 80
    assert lines[0] == "ok    settings  fine"
    assert lines[1].startswith("FAIL  camera    a finding")
    assert lines[2].startswith(" " * 16 + "line of eighty"), "wrapped below itself, between words"
    assert lines[3] == " " * 16 + "-> plug it in"
    assert lines[-1] == "The station must not open: camera."


def test_the_real_command_fails_honestly_without_the_hardware(tmp_path: Path) -> None:
    """Nothing made up: the machine this runs on, with a mistake in its settings."""
    settings = tmp_path / "station.toml"
    settings.write_text("[pins]\nbuzer = 22\n")
    ended = subprocess.run(
        [sys.executable, "-m", "station.cli", "doctor", "--json", "--config", str(settings)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=REPOSITORY,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(REPOSITORY), "HOME": str(tmp_path)},
    )
    assert (ended.returncode, ended.stderr) == (1, "")
    told = json.loads(ended.stdout)
    assert (told["schema_version"], told["may_open"]) == (1, False)
    checks = {check["name"]: Check(**check) for check in told["checks"]}
    assert "did you mean buzzer?" in checks["settings"].found
    assert checks["camera library"].found.startswith("pyrealsense2")
    for name in ("python", "computer", "clock", "camera", "pins", "screen", "disk", "calibration"):
        assert name in checks
    for check in checks.values():
        assert bool(check.do) == (check.state != "pass")


def test_trying_the_pins_needs_somebody_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from station import cli

    monkeypatch.setattr(sys, "argv", ["station", "doctor", "--pins"])
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert cli.main() == 2
    assert "needs somebody at a terminal" in capsys.readouterr().err
