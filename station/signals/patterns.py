"""What each signal looks and sounds like, as plain values on a time line.

Pass and fault differ in place (two lamps), shape (steady against blinking) and rhythm (one beep
against two), not only in colour. Numbers: steady blue for pass and orange at 4 Hz for at most
0.5 s for a fault (GTRI kiosk guide, WCAG 1.4.1), beeps of 80-150 ms (Al-Arja 2020).
"""

from __future__ import annotations

from dataclasses import dataclass

Pulses = tuple[tuple[float, float], ...]
"""When an output is on: (start, end) in seconds since the pattern began, in order."""


@dataclass(frozen=True)
class SignalState:
    """What the three outputs do at one moment."""

    pass_light: bool = False
    fault_light: bool = False
    buzzer: bool = False


@dataclass(frozen=True)
class Pattern:
    """One signal: when each of the three outputs is on."""

    name: str
    pass_light: Pulses = ()
    fault_light: Pulses = ()
    buzzer: Pulses = ()

    @property
    def duration_s(self) -> float:
        """When the last output goes out."""
        ends = [end for pulses in self._outputs for _, end in pulses]
        return max(ends, default=0.0)

    def at(self, elapsed_s: float) -> SignalState:
        """The outputs ``elapsed_s`` after the pattern began."""
        return SignalState(*(_is_on(pulses, elapsed_s) for pulses in self._outputs))

    @property
    def _outputs(self) -> tuple[Pulses, Pulses, Pulses]:
        return self.pass_light, self.fault_light, self.buzzer


# Frame times add up to a rounding error short of a pulse's edge; they still count as there.
_ROUNDING_S = 1e-9


def _is_on(pulses: Pulses, elapsed_s: float) -> bool:
    moment = elapsed_s + _ROUNDING_S
    return any(start <= moment < end for start, end in pulses)


DARK = Pattern("dark")
"""Everything out."""

TOUCH = Pattern("touch", pass_light=((0.0, 1.2),), buzzer=((0.0, 0.08),))
"""The hips reached the wall: the light at once, with a tick. Says nothing about the back yet."""

PASS = Pattern("pass", pass_light=((0.0, 1.2),), buzzer=((0.0, 0.12),))
"""A clean tap: steady light, one beep."""

FAULT = Pattern(
    "fault",
    fault_light=((0.0, 0.125), (0.25, 0.375)),
    buzzer=((0.0, 0.08), (0.16, 0.24)),
)
"""A fault: the other lamp twice at 4 Hz, two beeps."""

NO_VERDICT = Pattern("no verdict", pass_light=((0.0, 0.2),), fault_light=((0.0, 0.2),))
"""Not judged: both lamps wink once together, no sound. Neither a pass nor a fault."""
