"""Light, buzzer and button: may they be driven, and on demand, do they work?"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable

from station.errors import PinsError
from station.service.checks.check import Check, Host, fail, good
from station.service.health import Health
from station.signals.pins import PinNumbers, StationPins

_LIT_S = 1.0
_BUTTON_S = 10.0
_LOOK_S = 0.05
_TONE_HZ = 1000.0


def check_pins(host: Host, running: Health | None) -> list[Check]:
    """Whether the pins can be had, without touching one."""
    name = "pins"
    if running is not None:
        if running.pins_simulated:
            return [fail(name, "the running station simulates them", "start it on the real pins")]
        return [good(name, f"held by the running station; lamp {running.lamp}")]
    chips = sorted(host.path("dev").glob("gpiochip*"))
    if not chips:
        return [fail(name, "this computer has no pins", "use a Raspberry Pi 5")]
    if importlib.util.find_spec("lgpio") is None:
        return [fail(name, "lgpio is not installed", "install the station again, on Python 3.12")]
    if not any(os.access(chip, os.R_OK | os.W_OK) for chip in chips):
        found = f"user {host.user} may not open {chips[0]}"
        return [fail(name, found, "join the group gpio, then log in again")]
    return [good(name, f"{len(chips)} pin controllers, lgpio")]


def try_pins(
    numbers: PinNumbers,
    volume: float,
    ask: Callable[[str], bool],
    say: Callable[[str], None],
    *,
    simulate: bool = False,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Check]:
    """Light each lamp, sound the buzzer and wait for the button; ``ask`` the person after each."""
    try:
        pins = StationPins(numbers, simulate=simulate, volume=max(volume, 0.1))
    except PinsError as error:
        cause, _, do = str(error).partition("; ")
        return [fail("pins", cause, do)]
    try:
        tried = (
            ("pass light", numbers.pass_light, pins.pass_light.on, pins.pass_light.off),
            ("fault light", numbers.fault_light, pins.fault_light.on, pins.fault_light.off),
            (
                "buzzer",
                numbers.buzzer,
                lambda: pins.buzzer.sound(_TONE_HZ),
                lambda: pins.buzzer.sound(0.0),
            ),
        )
        checks = []
        for name, number, begin, end in tried:
            say(f"{name}, BCM {number}: on for {_LIT_S:g} s")
            begin()
            sleep(_LIT_S)
            end()
            worked = ask(f"{name}: did you notice it?")
            do = f"check its wiring at BCM {number} (hardware/wiring.md)"
            checks.append(good(name, "works") if worked else fail(name, "nothing noticed", do))
        say(f"button, BCM {numbers.button}: press it within {_BUTTON_S:g} s")
        do = f"check its wiring: between BCM {numbers.button} and ground"
        pressed = _wait_for_press(pins, clock, sleep)
        button = good("button", "works") if pressed else fail("button", "no press came", do)
        return [*checks, button]
    finally:
        pins.close()


def _wait_for_press(
    pins: StationPins, clock: Callable[[], float], sleep: Callable[[float], None]
) -> bool:
    # Whoever pressed while the lamps were tried meant something else.
    pins.button.presses()
    until_s = clock() + _BUTTON_S
    while clock() < until_s:
        sleep(_LOOK_S)
        if pins.button.presses():
            return True
    return False
