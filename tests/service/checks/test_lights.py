"""The pins: may they be had, and what a person who looks at them makes of it."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import replace
from types import SimpleNamespace

import pytest

from station.service.checks import lights
from station.service.checks.lights import check_pins, try_pins
from station.signals.pins import PinNumbers, StationPins
from station.signals.press import Press
from tests.made_health import WELL
from tests.service.checks.made_host import MadeHost, states


def test_a_computer_without_pins(made: MadeHost) -> None:
    assert states(check_pins(made.host, None)) == {"pins": "fail"}


def test_pins_that_may_be_opened(made: MadeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    made.write("dev/gpiochip0", "")
    for there, state in ((None, "fail"), (SimpleNamespace(), "pass")):
        monkeypatch.setattr(importlib.util, "find_spec", lambda name, at=there: at)
        assert states(check_pins(made.host, None)) == {"pins": state}
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    (check,) = check_pins(made.host, None)
    assert "user wall-tap may not open" in check.found
    assert "gpio" in check.do


def test_a_running_station_holds_them(made: MadeHost) -> None:
    assert states(check_pins(made.host, WELL)) == {"pins": "pass"}
    assert states(check_pins(made.host, replace(WELL, pins_simulated=True))) == {"pins": "fail"}


class Person:
    """Looks at the lamps of simulated pins, and presses the button or not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, presses_s: float) -> None:
        self.now_s, self.presses_s = 0.0, presses_s
        self.saw: list[tuple[bool, bool, bool]] = []
        self.said: list[str] = []
        self.pins: StationPins | None = None
        person = self

        class Watched(StationPins):
            def __init__(self, numbers: PinNumbers, *, simulate: bool, volume: float) -> None:
                super().__init__(numbers, simulate=simulate, volume=volume)
                person.pins = self
                monkeypatch.setattr(self.button, "presses", person.pressed)

        monkeypatch.setattr(lights, "StationPins", Watched)

    def pressed(self) -> tuple[Press, ...]:
        return (Press.SHORT,) if self.now_s >= self.presses_s else ()

    def sleep(self, seconds: float) -> None:
        pins = self.pins
        assert pins is not None
        lit = (
            bool(pins.pass_light.value),
            bool(pins.fault_light.value),
            pins.buzzer.device.is_active,
        )
        if seconds >= 1.0:
            self.saw.append(lit)
        self.now_s += seconds

    def try_pins(self, answer: bool) -> dict[str, str]:
        checks = try_pins(
            PinNumbers(),
            0.5,
            lambda question: answer,
            self.said.append,
            simulate=True,
            clock=lambda: self.now_s,
            sleep=self.sleep,
        )
        return states(checks)


def test_each_is_lit_alone_and_the_button_is_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person(monkeypatch, presses_s=5.0)
    assert set(person.try_pins(True).values()) == {"pass"}
    assert person.saw == [(True, False, False), (False, True, False), (False, False, True)]
    assert len(person.said) == 4
    assert person.now_s < 6.0


def test_dead_lamps_and_a_button_nobody_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person(monkeypatch, presses_s=1000.0)
    found = person.try_pins(False)
    assert list(found) == ["pass light", "fault light", "buzzer", "button"]
    assert set(found.values()) == {"fail"}
    assert person.now_s == pytest.approx(13.0, abs=0.2), "the wait has an end"


def test_without_real_pins_it_is_told(no_pins: None) -> None:
    checks = try_pins(PinNumbers(), 0.5, lambda question: True, print)
    assert states(checks) == {"pins": "fail"}
