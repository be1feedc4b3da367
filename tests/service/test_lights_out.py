"""Lights out from outside: every output low, one that fails spares no other, and it says so."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from gpiozero import LED
from gpiozero.pins.mock import MockFactory

from station.config import PinSettings
from station.service.lights_out import drive_low, pins_to_put_out, run_lights_out


def test_lamps_left_on_by_a_dead_station_go_out() -> None:
    factory = MockFactory()
    pins = [factory.pin(number) for number in (17, 27, 22)]
    for pin in pins:
        pin.function = "output"
        pin.state = True
    assert drive_low((17, 27, 22), factory) == []
    assert [pin.states[-1].state for pin in pins] == [False, False, False]


def test_one_that_is_held_is_told_and_the_others_go_out() -> None:
    factory = MockFactory()
    with LED(17, pin_factory=factory, initial_value=True):
        (complaint,) = drive_low((17, 27, 22), factory)
    assert complaint.startswith("BCM 17 cannot be driven")
    assert complaint.endswith("does the station run?")
    assert factory.pin(22).states[-1].state is False


@pytest.mark.usefixtures("no_pins")
def test_without_pins_there_is_nothing_to_do_and_it_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        assert run_lights_out(PinSettings()) == 0
    assert "nothing to put out" in caplog.text


def test_settings_spoilt_meanwhile_do_not_keep_a_lamp_lit(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "station.toml"
    file.write_text("[pins]\npass_light = 5\n")
    assert pins_to_put_out(file).pass_light == 5
    file.write_text("[pinz]\npass_light = 5\n")
    assert pins_to_put_out(file) == PinSettings()
    assert "did you mean [pins]?" in caplog.text
