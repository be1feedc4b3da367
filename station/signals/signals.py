"""The station's light and buzzer: say what happened, and they show it."""

from __future__ import annotations

from types import TracebackType

from station.hinge.verdict import Outcome
from station.signals.patterns import (
    DARK,
    FAULT,
    NO_VERDICT,
    PASS,
    TOUCH,
    Pattern,
    SignalState,
)
from station.signals.pins import OutputPins, PinNumbers

_OUTCOME_PATTERNS = {
    Outcome.PASS: PASS,
    Outcome.FAULT: FAULT,
    Outcome.NO_VERDICT: NO_VERDICT,
}

_LONGEST_STEP_S = 0.05
"""A late update moves a pattern on by no more than this, so that a stalled loop can stretch a
rhythm but never swallow the pause between two beeps."""


class Signals:
    """Pass light, fault light and buzzer, stepped by the caller's clock; no threads, no sleeps.

    Call :meth:`update` once per turn of the loop. A new signal replaces the one that plays and
    reaches the pins before the call returns; signals never queue. ``now_s`` may be any
    monotonic clock. With ``muted`` the buzzer stays silent. Raises
    :class:`~station.errors.PinsError` where there are no pins and ``simulate`` was not asked
    for.
    """

    def __init__(
        self,
        numbers: PinNumbers | None = None,
        *,
        simulate: bool = False,
        muted: bool = False,
    ) -> None:
        self._pins = OutputPins(numbers or PinNumbers(), simulate=simulate)
        self._muted = muted
        self._pattern = DARK
        self._elapsed_s = 0.0
        self._updated_s = 0.0
        self._state = SignalState()

    @property
    def simulated(self) -> bool:
        """True when no real light and buzzer are driven; the screen must say so."""
        return self._pins.simulated

    @property
    def state(self) -> SignalState:
        """What the outputs do now."""
        return self._state

    @property
    def pins(self) -> OutputPins:
        """The gpiozero devices, for the bring-up check and the tests."""
        return self._pins

    def touch(self, now_s: float) -> None:
        """The hips reached the wall: light on at once."""
        self.play(TOUCH, now_s)

    def outcome(self, outcome: Outcome, now_s: float) -> None:
        """A repetition ended with this outcome."""
        self.play(_OUTCOME_PATTERNS[outcome], now_s)

    def stale(self) -> None:
        """No fresh picture: leave any light that could be read as a pass."""
        if self._pattern.pass_light:
            self._pattern = DARK
            self._drive(SignalState())

    def play(self, pattern: Pattern, now_s: float) -> None:
        """Start ``pattern`` in place of whatever plays."""
        self._pattern = pattern
        self._elapsed_s = 0.0
        self._updated_s = now_s
        self._drive(pattern.at(0.0))

    def update(self, now_s: float) -> None:
        """Move the pattern on to ``now_s``."""
        step_s = min(max(now_s - self._updated_s, 0.0), _LONGEST_STEP_S)
        self._updated_s = now_s
        self._elapsed_s += step_s
        self._drive(self._pattern.at(self._elapsed_s))

    def close(self) -> None:
        """Put everything out and free the pins; calling it twice is harmless."""
        self._pattern = DARK
        self._state = SignalState()
        self._pins.close()

    def __enter__(self) -> Signals:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _drive(self, state: SignalState) -> None:
        if self._muted:
            state = SignalState(state.pass_light, state.fault_light, False)
        old, self._state = self._state, state
        # Written only on a change: a pin write is a system call.
        if state.pass_light != old.pass_light:
            self._pins.pass_light.value = state.pass_light
        if state.fault_light != old.fault_light:
            self._pins.fault_light.value = state.fault_light
        if state.buzzer != old.buzzer:
            self._pins.buzzer.value = state.buzzer
