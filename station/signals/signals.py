"""The station's light, buzzer and button: say what happened, and they show it."""

from __future__ import annotations

from station.closing import ClosesItself
from station.hinge.verdict import Outcome
from station.signals.patterns import (
    DARK,
    END,
    OUTCOMES,
    READY,
    TOUCH,
    TROUBLES,
    Pattern,
    SignalState,
    Trouble,
)
from station.signals.pins import PinNumbers, StationPins
from station.signals.press import Press

_LONGEST_STEP_S = 0.05
"""A late update moves a pattern on by no more than this, so that a stalled loop can stretch a
rhythm but never swallow a tone or the pause between two."""

_ROUND_S = 3.0
"""From one showing of a lasting trouble to the next."""

_BREATH_S = 0.5
"""Dark time between a signal and a trouble, so that the two are not read as one rhythm."""


class Signals(ClosesItself):
    """Pass light, fault light, buzzer and button, moved by the caller's clock; never waits.

    Call :meth:`update` once per turn of the loop. A new signal replaces the one that plays and
    reaches the pins before the call returns; signals never queue, and each starts at its
    beginning. A trouble is a state, not an event: while it lasts its pattern is shown every 3 s
    where nothing else plays. ``volume`` of the buzzer from 0 to 1. Raises
    :class:`~station.errors.PinsError` where there are no pins and ``simulate`` was not asked for.
    """

    def __init__(
        self, numbers: PinNumbers | None = None, *, simulate: bool = False, volume: float = 1.0
    ) -> None:
        self._pins = StationPins(numbers or PinNumbers(), simulate=simulate, volume=volume)
        self.silent = False
        """While True the buzzer does not sound, also within a pattern that plays; lamps do."""
        self._pattern = DARK
        self._elapsed_s = _BREATH_S
        self._updated_s: float | None = None
        # Sum of the steps, not the caller's clock: a recording's begins anew when it is repeated.
        self._played_s = 0.0
        self._trouble: Trouble | None = None
        self._shown_s: dict[Trouble, float] = {}
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
    def pattern(self) -> Pattern:
        """The pattern that plays, or played last."""
        return self._pattern

    @property
    def sounding(self) -> bool:
        """Whether a tone of the pattern sounds or is still to come."""
        return self._elapsed_s < self._pattern.sound_s

    @property
    def pins(self) -> StationPins:
        """The devices behind the signals; only the tests look at them."""
        return self._pins

    def ready(self) -> None:
        """The athlete may begin."""
        self.play(READY)

    def touch(self) -> None:
        """The hips reached the wall: light on at once."""
        self.play(TOUCH)

    def outcome(self, outcome: Outcome) -> None:
        """A repetition ended with this outcome."""
        self.play(OUTCOMES[outcome])

    def end(self) -> None:
        """The test is over."""
        self.play(END)

    def trouble(self, kind: Trouble) -> None:
        """This is wrong just now; call it every turn while it lasts, or once until :meth:`calm`.

        What plays is finished first, so that a verdict and the trouble that comes with it are
        both seen.
        """
        self._trouble = kind
        self._show_trouble()

    def calm(self) -> None:
        """Nothing is wrong any more. A pattern on its way is still shown whole."""
        self._trouble = None

    def stale(self) -> None:
        """No fresh picture: leave any light that could be read as a pass."""
        if self._pattern.pass_light:
            self._pattern = DARK
            self._elapsed_s = _BREATH_S
            self._drive(SignalState())

    def play(self, pattern: Pattern) -> None:
        """Start ``pattern`` from its beginning, in place of whatever plays."""
        self._pattern = pattern
        self._elapsed_s = 0.0
        self._drive(pattern.at(0.0))

    def update(self, now_s: float) -> None:
        """Move on to ``now_s``, seconds of any clock that does not go back."""
        late_s = 0.0 if self._updated_s is None else max(now_s - self._updated_s, 0.0)
        step_s = min(late_s, _LONGEST_STEP_S)
        self._updated_s = now_s
        self._elapsed_s += step_s
        self._played_s += step_s
        self._drive(self._pattern.at(self._elapsed_s))
        self._show_trouble()

    def presses(self) -> tuple[Press, ...]:
        """What the push button gave since the last call, oldest first."""
        return self._pins.button.presses()

    def close(self) -> None:
        """Put everything out and free the pins, as far as each allows; twice is harmless.

        The first error is raised once everything has been tried.
        """
        self._pattern = DARK
        self._trouble = None
        self._state = SignalState()
        self._pins.close()

    def _show_trouble(self) -> None:
        kind = self._trouble
        if kind is None or self._elapsed_s < self._pattern.duration_s + _BREATH_S:
            return
        # Per trouble and kept over a calm moment: one that flickers stays calm too, and two at
        # once take turns.
        shown_s = self._shown_s.get(kind)
        if shown_s is None or self._played_s - shown_s >= _ROUND_S:
            self._shown_s[kind] = self._played_s
            self.play(TROUBLES[kind])

    def _drive(self, state: SignalState) -> None:
        if self.silent or not self._pins.buzzer.audible:
            state = SignalState(state.pass_light, state.fault_light)
        old, self._state = self._state, state
        # Written only on a change: a pin write is a system call. The light leads.
        if state.pass_light != old.pass_light:
            self._pins.pass_light.value = state.pass_light
        if state.fault_light != old.fault_light:
            self._pins.fault_light.value = state.fault_light
        if state.buzzer_hz != old.buzzer_hz:
            self._pins.buzzer.sound(state.buzzer_hz)
