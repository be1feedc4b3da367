"""Opening the pins: the right ones, each once, and never silently none."""

from __future__ import annotations

import sys

import pytest

from station.closing import close_all
from station.errors import PinsError
from station.signals.buzzer import duty_of
from station.signals.pins import PinNumbers, StationPins
from station.signals.signals import Signals


def test_pins_of_the_settings_are_used() -> None:
    with Signals(PinNumbers(5, 6, 13, 26), simulate=True) as signals:
        pins = signals.pins
        devices = (pins.pass_light, pins.fault_light, pins.buzzer.device, pins.button.device)
        numbers = [device.pin.info.name for device in devices]
    assert numbers == ["GPIO5", "GPIO6", "GPIO13", "GPIO26"]


def test_without_pins_it_refuses_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    # None makes the import fail, also on a Raspberry Pi that has lgpio.
    monkeypatch.setitem(sys.modules, "lgpio", None)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)
    with pytest.raises(PinsError, match="--simulate-gpio"):
        Signals()


@pytest.mark.parametrize("numbers", [PinNumbers(5, 5, 13), PinNumbers(button=17)])
def test_a_pin_used_twice_is_refused(numbers: PinNumbers) -> None:
    with pytest.raises(PinsError, match=r"station\.toml"):
        StationPins(numbers, simulate=True, volume=1.0)


def test_a_silent_buzzer_rests_at_a_slow_rate() -> None:
    pins = StationPins(PinNumbers(), simulate=True, volume=1.0)
    device = pins.buzzer.device
    seen = []
    for pitch_hz in (0.0, 2093.0, 349.0, 0.0):
        pins.buzzer.sound(pitch_hz)
        seen.append((device.frequency, device.value))
    pins.close()
    assert seen == [(200, 0.0), (2093.0, 0.5), (349.0, 0.5), (200, 0.0)]


def test_duty_grows_with_volume_from_silence_to_one_half() -> None:
    duties = [duty_of(percent / 100) for percent in range(101)]
    assert duties == sorted(duties)
    assert (duties[0], duties[1], duties[-1]) == (0.0, 0.01, 0.5)
    # lgpio takes whole percents.
    assert all(duty * 100 == pytest.approx(round(duty * 100)) for duty in duties)


FAILURES = [
    ("pass_light", "off"),
    ("fault_light", "off"),
    ("buzzer", "sound"),
    *((part, "close") for part in ("pass_light", "fault_light", "buzzer", "button")),
]


@pytest.mark.parametrize(("broken", "method"), FAILURES)
def test_a_part_that_fails_on_closing_keeps_no_other_open(
    monkeypatch: pytest.MonkeyPatch, broken: str, method: str
) -> None:
    pins = StationPins(PinNumbers(), simulate=True, volume=1.0)
    devices = {
        "pass_light": pins.pass_light,
        "fault_light": pins.fault_light,
        "buzzer": pins.buzzer.device,
        "button": pins.button.device,
    }
    lamps = {name: devices[name].pin for name in ("pass_light", "fault_light")}
    pins.pass_light.on()
    pins.fault_light.on()
    pins.buzzer.sound(2093.0)

    def fail(*_: object) -> None:
        raise OSError(f"{broken} fails")

    with monkeypatch.context() as patch:
        patch.setattr(getattr(pins, broken), method, fail)
        with pytest.raises(OSError, match=f"{broken} fails"):
            pins.close()
    for name, device in devices.items():
        assert device.closed or (name, method) == (broken, "close")
    for name, pin in lamps.items():
        assert not pin.state or (name, method) == (broken, "off")
    pins.close()


def test_of_two_parts_that_fail_the_first_is_told() -> None:
    called = []

    def fail(name: str) -> None:
        called.append(name)
        raise OSError(name)

    with pytest.raises(OSError, match="first"):
        close_all(lambda: fail("first"), lambda: called.append("fine"), lambda: fail("last"))
    assert called == ["first", "fine", "last"]
