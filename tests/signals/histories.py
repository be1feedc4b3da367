"""What the pins did, from the first state to the last."""

from __future__ import annotations

from station.signals.patterns import Pattern, SignalState
from station.signals.signals import Signals

FRAME_S = 1 / 60
OUTPUTS = ("pass_light", "fault_light", "buzzer")


def devices(signals: Signals) -> dict[str, object]:
    """The gpiozero device of each output."""
    pins = signals.pins
    return dict(zip(OUTPUTS, (pins.pass_light, pins.fault_light, pins.buzzer.device), strict=True))


def history(signals: Signals) -> dict[str, list[float]]:
    """Every state each pin ever had, the first one included; duty from 0 to 1 for the buzzer."""
    return {
        name: [state.state for state in device.pin.states]  # type: ignore[attr-defined]
        for name, device in devices(signals).items()
    }


def forget(signals: Signals) -> None:
    """Begin all histories anew."""
    for device in devices(signals).values():
        device.pin.clear_states()  # type: ignore[attr-defined]


def expected(*patterns: Pattern, duty: float = 0.5) -> dict[str, list[float]]:
    """The histories of patterns that are shown whole, one after the other."""
    lamp_on = {name: sum(len(getattr(pattern, name)) for pattern in patterns) for name in OUTPUTS}
    return {
        name: [0.0] + [duty if name == "buzzer" else 1.0, 0.0] * count
        for name, count in lamp_on.items()
    }


def run(
    signals: Signals, start_s: float, duration_s: float, step_s: float = FRAME_S
) -> list[SignalState]:
    """Update from ``start_s`` on; return the states seen, without repeats."""
    seen = [signals.state]
    for turn in range(1, round(duration_s / step_s) + 1):
        signals.update(start_s + turn * step_s)
        if signals.state != seen[-1]:
            seen.append(signals.state)
    return seen
