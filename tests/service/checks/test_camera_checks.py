"""The camera's checks: a made-up USB bus, and every way the probe can end."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace

import pytest

from station.camera.probe import Probe
from station.service.checks.camera import check_camera, check_probe
from station.service.checks.check import Ran
from tests.made_health import WELL
from tests.service.checks.made_host import MadeHost, states

FOUND = Probe(
    library="2.59.1",
    serial="0815",
    description="D435 848x480 60 fps USB 3.2",
    firmware="5.17.0.10",
    recommended="5.17.0.10",
    frame=True,
)


def plug_in(made: MadeHost, speed: str = "5000", *, node: bool = True) -> None:
    folder = "sys/bus/usb/devices/2-1"
    made.write(f"{folder}/product", "Intel(R) RealSense(TM) Depth Camera 435\n")
    made.write(f"{folder}/busnum", "2")
    made.write(f"{folder}/devnum", "3")
    made.write(f"{folder}/speed", speed + "\n")
    if node:
        made.write("dev/bus/usb/002/003", "")


def ends_with(made: MadeHost, probe: Probe) -> None:
    made.answers[sys.executable] = Ran(0, json.dumps(asdict(probe)))


def test_all_is_well(made: MadeHost) -> None:
    plug_in(made)
    ends_with(made, FOUND)
    checks = check_camera(made.host, "0815", None)
    assert set(states(checks).values()) == {"pass"}
    assert checks[-1].found == "D435 848x480 60 fps USB 3.2, 0815 as in the settings"


def test_nothing_is_plugged_in(made: MadeHost) -> None:
    ends_with(made, Probe(library="2.59.1", error="no RealSense camera is plugged in"))
    assert states(check_camera(made.host, "", None)) == {"camera": "fail", "camera library": "pass"}


def test_a_camera_that_may_not_be_opened_names_the_rule(made: MadeHost) -> None:
    plug_in(made, node=False)
    line = "a RealSense is plugged in but this user may not open it: copy the rule"
    ends_with(made, Probe(library="2.59.1", error=line, error_kind="camera"))
    checks = check_camera(made.host, "", None)
    assert states(checks)["camera access"] == "fail"
    assert "60-wall-tap-realsense.rules" in checks[1].do


def test_a_slow_cable_is_seen_before_the_library_is_asked(made: MadeHost) -> None:
    plug_in(made, "480")
    made.answers[sys.executable] = Ran(None, took_too_long=True)
    found = states(check_camera(made.host, "", None))
    assert found == {"camera": "pass", "USB speed": "fail", "depth picture": "fail"}


@pytest.mark.parametrize(
    ("ran", "name", "words"),
    [
        (Ran(None, took_too_long=True), "depth picture", "did not come back within 15 s"),
        (Ran(-11, ""), "camera library", "crashed (exit code -11)"),
        (Ran(0, '{"another": "answer"}'), "camera library", "crashed"),
        (
            Ran(
                0,
                json.dumps(
                    asdict(Probe(error="libusb is missing; install it", error_kind="library"))
                ),
            ),
            "camera library",
            "libusb is missing",
        ),
        (
            Ran(0, json.dumps(asdict(replace(FOUND, frame=False, error="no frame; plug it anew")))),
            "depth picture",
            "no frame",
        ),
    ],
)
def test_what_can_become_of_opening_it(ran: Ran, name: str, words: str) -> None:
    checks = check_probe(ran, "", plugged_in=True)
    assert states(checks)[name] == "fail"
    assert words in checks[-1].found


def test_old_firmware_is_a_warning() -> None:
    old = replace(FOUND, firmware="5.9.15.1")
    ran = Ran(0, json.dumps(asdict(old)))
    assert states(check_probe(ran, "", plugged_in=True))["firmware"] == "warn"


def test_a_running_station_holds_the_camera_and_answers_for_it(made: MadeHost) -> None:
    """Nothing is opened, and who asks needs no permission."""
    plug_in(made, node=False)
    checks = check_camera(made.host, "", WELL)
    assert set(states(checks).values()) == {"pass"}
    assert checks[-1].found.startswith("the running station has it: D435")
    made_up = replace(WELL, camera="simulated athlete", camera_serial="")
    assert states(check_camera(made.host, "", made_up))["depth picture"] == "fail"
    for silent in (
        replace(WELL, trouble="the camera was unplugged"),
        replace(WELL, frame_age_s=2.0),
        replace(WELL, frame_age_s=None),
    ):
        assert states(check_camera(made.host, "", silent))["depth picture"] == "fail"
