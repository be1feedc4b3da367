"""Puts lights and buzzer out from outside, after a station that could not do so itself.

A pin keeps its state when the process that drove it dies: without this, a station that was killed
on a clean tap would show "pass" until somebody pulls the plug.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from gpiozero import DigitalOutputDevice, Factory

from station.config import PinSettings, load_settings
from station.errors import ConfigError, PinsError
from station.signals.pins import raspberry_pi_factory

_log = logging.getLogger(__name__)


def pins_to_put_out(settings_file: Path | None) -> PinSettings:
    """The pins of the settings, or the usual ones where the settings cannot be read.

    They may have been spoilt while the station ran; its lamp must not stay lit for that.
    """
    try:
        return load_settings(settings_file).pins
    except ConfigError as error:
        _log.warning("lights out: the usual pins, because the settings are wrong: %s", error)
        return PinSettings()


def run_lights_out(pins: PinSettings) -> int:
    """Drive the three outputs low and say what came of it; always 0: there is nothing to retry.

    A machine without pins has no light that could be on.
    """
    try:
        factory = raspberry_pi_factory()
    except PinsError as error:
        _log.info("lights out: nothing to put out (%s)", error.__cause__)
        return 0
    try:
        held = drive_low((pins.pass_light, pins.fault_light, pins.buzzer), factory)
    finally:
        factory.close()
    for complaint in held:
        _log.warning("lights out: %s", complaint)
    if not held:
        _log.info("lights out: both lights and the buzzer are off")
    return 0


def drive_low(numbers: Sequence[int], factory: Factory) -> list[str]:
    """Drive each pin low; returns a line for each that could not be. One spares no other."""
    complaints = []
    for number in numbers:
        try:
            DigitalOutputDevice(number, initial_value=False, pin_factory=factory).close()
        # gpiozero and lgpio have no common base class for "this pin cannot be had".
        except Exception as error:
            complaints.append(f"BCM {number} cannot be driven ({error}); does the station run?")
    return complaints
