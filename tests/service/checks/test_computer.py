"""The computer's own checks, on made-up kernel files and firmware answers."""

from __future__ import annotations

import pytest

from station.service.checks.check import Ran, State, run
from station.service.checks.computer import (
    check_board,
    check_clock,
    check_computer,
    check_heat,
    check_python,
    check_supply,
    check_throttling,
)
from tests.service.checks.made_host import MadeHost, states


@pytest.mark.parametrize(
    ("machine", "python", "libc", "state"),
    [
        ("aarch64", (3, 12), "glibc 2.41", "pass"),
        ("aarch64", (3, 12), "glibc 2.38", "pass"),
        ("aarch64", (3, 12), "glibc 2.36", "fail"),
        ("aarch64", (3, 12), None, "fail"),
        ("aarch64", (3, 13), "glibc 2.41", "fail"),
        ("x86_64", (3, 11), "glibc 2.36", "pass"),
    ],
)
def test_the_cameras_library_needs_one_python_on_arm(
    machine: str, python: tuple[int, int], libc: str | None, state: str
) -> None:
    assert check_python(machine, python, libc).state == state


@pytest.mark.parametrize(
    ("bits", "state", "words"),
    [
        ("0x0", "pass", "no under-voltage"),
        ("0x50005", "fail", "now: under-voltage, throttled; since the start: under-voltage"),
        ("0x50000", "warn", "since the start: under-voltage, throttled"),
        ("0x80008", "warn", "now: soft temperature limit; since the start: soft"),
        ("0x20002", "warn", "now: clock capped"),
    ],
)
def test_the_throttling_bits_are_put_into_words(
    made: MadeHost, bits: str, state: str, words: str
) -> None:
    made.answers["vcgencmd get_throttled"] = Ran(0, f"throttled={bits}\n")
    (check,) = check_throttling(made.host)
    assert check.state == state
    assert check.found.startswith(words)
    if "under-voltage" in check.found and state != "pass":
        assert "5 A supply" in check.do


@pytest.mark.parametrize(
    "answer", [Ran(None), Ran(255, ""), Ran(0, "error=1"), Ran(None, "", True)]
)
def test_firmware_that_does_not_answer_is_a_warning(made: MadeHost, answer: Ran) -> None:
    made.answers["vcgencmd"] = answer
    assert states(check_throttling(made.host)) == {"power": "warn"}


@pytest.mark.parametrize(
    ("milli", "state"), [("48312", "pass"), ("79000", "warn"), ("86000", "fail")]
)
def test_the_hottest_zone_counts(made: MadeHost, milli: str, state: str) -> None:
    made.write("sys/class/thermal/thermal_zone0/temp", "20000")
    made.write("sys/class/thermal/thermal_zone1/temp", milli + "\n")
    made.write("sys/class/thermal/thermal_zone2/temp", "not a number")
    assert states(check_heat(made.host)) == {"temperature": state}


def test_a_weak_supply_is_told_unless_somebody_lifted_the_limit(made: MadeHost) -> None:
    power = "proc/device-tree/chosen/power"
    assert check_supply(made.host) == []
    made.write(f"{power}/max_current", (3000).to_bytes(4, "big"))
    (check,) = check_supply(made.host)
    assert (check.state, check.found) == ("warn", "3 A supply, so USB gives only 0.6 A")
    made.write(f"{power}/usb_max_current_enable", (1).to_bytes(4, "big"))
    assert states(check_supply(made.host)) == {"USB current": "pass"}


def test_a_whole_raspberry_pi(made: MadeHost) -> None:
    made.pi()
    found = states(check_computer(made.host))
    assert {name: found[name] for name in ("computer", "temperature", "power", "USB current")} == {
        "computer": "pass",
        "temperature": "pass",
        "power": "pass",
        "USB current": "pass",
    }


def test_another_computer_is_no_reason_not_to_open(made: MadeHost) -> None:
    assert check_board(made.host).state is State.WARN
    made.write("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0")
    assert check_board(made.host).state is State.WARN


def test_a_clock_that_was_not_set_is_a_warning() -> None:
    assert (check_clock(True).state, check_clock(False).state) == ("pass", "warn")


def test_a_program_is_given_up_in_time_and_a_missing_one_is_no_error() -> None:
    assert run(["sleep", "60"], 0.05).took_too_long
    assert run(["no-such-program-here"], 1.0) == Ran(None)
    assert run(["sh", "-c", "echo said; exit 3"], 5.0) == Ran(3, "said\n")
