"""The push button on a mock pin, with gpiozero's own callbacks and its own hold thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gpiozero.pins.mock import MockFactory

from station.signals import button
from station.signals.button import PushButton
from station.signals.press import Press
from station.signals.signals import Signals

LONG_WAIT_S = 10.0


@pytest.fixture
def pushed() -> Iterator[PushButton]:
    """A button that nobody has touched yet."""
    opened = PushButton(23, MockFactory())
    yield opened
    opened.close()


def test_it_pulls_up_waits_out_the_bounce_and_holds_for_a_second_and_a_half(
    pushed: PushButton,
) -> None:
    device = pushed.device
    assert (device.pull_up, device.pin.bounce, device.hold_time) == (True, 0.02, 1.5)
    assert not device.hold_repeat


def test_a_push_counts_when_it_is_let_go(pushed: PushButton) -> None:
    pin = pushed.device.pin
    pin.drive_low()
    assert pushed.presses() == ()
    pin.drive_high()
    assert pushed.presses() == (Press.SHORT,)
    assert pushed.presses() == ()


def test_several_pushes_are_kept_in_order(pushed: PushButton) -> None:
    pin = pushed.device.pin
    for _ in range(3):
        pin.drive_low()
        pin.drive_high()
    assert pushed.presses() == (Press.SHORT,) * 3


def test_a_long_push_is_long_once_and_not_short_when_let_go(pushed: PushButton) -> None:
    pin = pushed.device.pin
    pin.drive_low()
    pushed.device.when_held()
    assert pushed.presses() == (Press.LONG,)
    pushed.device.when_held()
    pin.drive_high()
    assert pushed.presses() == ()
    pin.drive_low()
    pin.drive_high()
    assert pushed.presses() == (Press.SHORT,)


def test_held_too_late_is_short_only(pushed: PushButton) -> None:
    pin = pushed.device.pin
    pin.drive_low()
    pin.drive_high()
    pushed.device.when_held()
    assert pushed.presses() == (Press.SHORT,)


def test_gpiozeros_hold_thread_reports_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(button, "_HOLD_S", 0.001)
    opened = PushButton(23, MockFactory())
    opened.device.pin.drive_low()
    assert opened._presses.get(timeout=LONG_WAIT_S) is Press.LONG
    opened.device.pin.drive_high()
    opened.close()
    assert opened.presses() == ()


def test_a_button_that_is_down_from_the_start_gives_nothing() -> None:
    factory = MockFactory()
    pin = factory.pin(23)
    pin._set_pull = lambda value: None  # Grounded: stronger than the pull-up.
    pin.drive_low()
    opened = PushButton(23, factory)
    assert opened.device.is_pressed
    pin.drive_high()
    assert opened.presses() == ()
    opened.close()


def test_signals_hand_the_presses_on(signals: Signals) -> None:
    pin = signals.pins.button.device.pin
    pin.drive_low()
    pin.drive_high()
    assert signals.presses() == (Press.SHORT,)
    assert signals.presses() == ()
