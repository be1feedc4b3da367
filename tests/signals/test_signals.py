"""Real gpiozero on its mock pins; whole lists of pin states are compared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from station.errors import PinsError
from station.hinge.verdict import Outcome
from station.signals.patterns import DARK, FAULT, NO_VERDICT, PASS, TOUCH, SignalState
from station.signals.pins import OutputPins, PinNumbers
from station.signals.signals import Signals

FRAME_S = 1 / 60


@pytest.fixture
def signals() -> Iterator[Signals]:
    with Signals(simulate=True) as opened:
        yield opened


def history(signals: Signals) -> dict[str, list[bool]]:
    """Every state each pin ever had, the first one included."""
    return {
        name: [state.state for state in getattr(signals.pins, name).pin.states]
        for name in ("pass_light", "fault_light", "buzzer")
    }


def run(signals: Signals, start_s: float, duration_s: float, step_s: float = FRAME_S) -> float:
    """Step the signals; return the time of the last update."""
    now_s = start_s
    while now_s < start_s + duration_s:
        now_s += step_s
        signals.update(now_s)
    return now_s


def test_pass_is_one_steady_light_and_one_beep(signals: Signals) -> None:
    signals.outcome(Outcome.PASS, 10.0)
    run(signals, 10.0, 3.0)
    assert history(signals) == {
        "pass_light": [False, True, False],
        "fault_light": [False],
        "buzzer": [False, True, False],
    }


def test_fault_is_two_blinks_and_two_beeps(signals: Signals) -> None:
    signals.outcome(Outcome.FAULT, 10.0)
    run(signals, 10.0, 3.0)
    assert history(signals) == {
        "pass_light": [False],
        "fault_light": [False, True, False, True, False],
        "buzzer": [False, True, False, True, False],
    }


def test_no_verdict_is_silent_and_neither_pass_nor_fault(signals: Signals) -> None:
    signals.outcome(Outcome.NO_VERDICT, 10.0)
    assert signals.state == SignalState(pass_light=True, fault_light=True, buzzer=False)
    run(signals, 10.0, 1.0)
    assert history(signals) == {
        "pass_light": [False, True, False],
        "fault_light": [False, True, False],
        "buzzer": [False],
    }


def test_touch_lights_the_pin_before_any_update(signals: Signals) -> None:
    signals.touch(10.0)
    assert history(signals)["pass_light"] == [False, True]


@pytest.mark.parametrize("at_s", [0.0, 1.19])
def test_pass_light_stays_for_its_time(signals: Signals, at_s: float) -> None:
    signals.outcome(Outcome.PASS, 10.0)
    run(signals, 10.0, at_s - FRAME_S)
    assert signals.state.pass_light


def test_fault_after_touch_replaces_it_at_once(signals: Signals) -> None:
    signals.touch(10.0)
    now_s = run(signals, 10.0, 0.3)
    signals.outcome(Outcome.FAULT, now_s)
    assert signals.state == SignalState(fault_light=True, buzzer=True)
    run(signals, now_s, 3.0)
    assert history(signals) == {
        "pass_light": [False, True, False],
        "fault_light": [False, True, False, True, False],
        "buzzer": [False, True, False, True, False, True, False],
    }


def test_patterns_never_queue(signals: Signals) -> None:
    for _ in range(5):
        signals.outcome(Outcome.FAULT, 10.0)
    run(signals, 10.0, FAULT.duration_s + 0.05)
    assert signals.state == SignalState()


def test_a_slow_loop_stretches_the_rhythm_but_keeps_both_beeps(signals: Signals) -> None:
    signals.outcome(Outcome.FAULT, 10.0)
    run(signals, 10.0, 6.0, step_s=0.4)
    assert history(signals)["buzzer"] == [False, True, False, True, False]


def test_a_clock_that_stands_still_or_jumps_back_changes_nothing(signals: Signals) -> None:
    signals.outcome(Outcome.PASS, 10.0)
    signals.update(10.0)
    signals.update(9.0)
    assert signals.state == SignalState(pass_light=True, buzzer=True)


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.NO_VERDICT])
def test_stale_leaves_the_pass_light(signals: Signals, outcome: Outcome) -> None:
    signals.outcome(outcome, 10.0)
    signals.stale()
    assert signals.state == SignalState()
    run(signals, 10.0, 1.0)
    assert history(signals)["pass_light"] == [False, True, False]


def test_stale_lets_a_fault_finish(signals: Signals) -> None:
    signals.outcome(Outcome.FAULT, 10.0)
    signals.stale()
    run(signals, 10.0, 1.0)
    assert history(signals)["fault_light"] == [False, True, False, True, False]


def test_muted_keeps_the_lamps() -> None:
    with Signals(simulate=True, muted=True) as signals:
        signals.outcome(Outcome.PASS, 10.0)
        run(signals, 10.0, 1.5)
        assert history(signals) == {
            "pass_light": [False, True, False],
            "fault_light": [False],
            "buzzer": [False],
        }


def test_close_puts_everything_out_and_may_be_called_twice() -> None:
    signals = Signals(simulate=True)
    light = signals.pins.pass_light.pin
    signals.outcome(Outcome.PASS, 10.0)
    signals.close()
    signals.close()
    assert [state.state for state in light.states] == [False, True, False]


def test_pins_of_the_settings_are_driven() -> None:
    with Signals(PinNumbers(5, 6, 13), simulate=True) as signals:
        numbers = [
            device.pin.info.name
            for device in (signals.pins.pass_light, signals.pins.fault_light, signals.pins.buzzer)
        ]
    assert numbers == ["GPIO5", "GPIO6", "GPIO13"]


def test_without_pins_it_refuses_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    # None makes the import fail, also on a Raspberry Pi that has lgpio.
    monkeypatch.setitem(__import__("sys").modules, "lgpio", None)
    monkeypatch.delitem(__import__("sys").modules, "gpiozero.pins.lgpio", raising=False)
    with pytest.raises(PinsError, match="--simulate-gpio"):
        Signals()


def test_a_pin_used_twice_is_refused() -> None:
    with pytest.raises(PinsError, match=r"station\.toml"):
        OutputPins(PinNumbers(5, 5, 13), simulate=True)


def test_patterns_differ_in_more_than_colour() -> None:
    rhythms = {pattern.name: pattern.buzzer for pattern in (PASS, FAULT, NO_VERDICT)}
    assert len(set(rhythms.values())) == 3
    assert FAULT.duration_s <= 0.5
    assert DARK.duration_s == 0.0
    assert TOUCH.at(0.0).pass_light
