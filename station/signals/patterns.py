"""What each signal looks and sounds like, as plain values on a time line.

Pass and fault differ in place (two lamps), rhythm (steady and one tone against blinking and two)
and pitch (high against low), not only in colour. Numbers: steady blue for pass and orange at
4 Hz for at most 0.5 s for a fault (GTRI kiosk guide, WCAG 1.4.1), tones of 80-150 ms (Al-Arja
2020). The small buzzers are loudest at 2-4 kHz, so a pass carries best; a fault is meant to be
low, and its square wave has overtones that they do carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from station.hinge.verdict import Outcome

Pulses = tuple[tuple[float, float], ...]
"""When a lamp is on: (start, end) in seconds since the pattern began, in order."""

Tones = tuple[tuple[float, float, float], ...]
"""When the buzzer sounds: (start, end) in seconds since the pattern began and the pitch in hertz,
in order."""


@dataclass(frozen=True)
class SignalState:
    """What the three outputs do at one moment. ``buzzer_hz`` is 0.0 while it is silent."""

    pass_light: bool = False
    fault_light: bool = False
    buzzer_hz: float = 0.0


@dataclass(frozen=True)
class Pattern:
    """One signal: when each of the three outputs is on."""

    name: str
    pass_light: Pulses = ()
    fault_light: Pulses = ()
    buzzer: Tones = ()

    @property
    def duration_s(self) -> float:
        """When the last output goes out."""
        lit = (end for lamp in (self.pass_light, self.fault_light) for _, end in lamp)
        return max(self.sound_s, max(lit, default=0.0))

    @property
    def sound_s(self) -> float:
        """When the last tone ends; 0.0 without sound."""
        return max((end for _, end, _ in self.buzzer), default=0.0)

    def at(self, elapsed_s: float) -> SignalState:
        """The outputs ``elapsed_s`` after the pattern began."""
        moment = elapsed_s + _ROUNDING_S
        return SignalState(
            pass_light=any(start <= moment < end for start, end in self.pass_light),
            fault_light=any(start <= moment < end for start, end in self.fault_light),
            buzzer_hz=next((hz for start, end, hz in self.buzzer if start <= moment < end), 0.0),
        )


# Frame times add up to a rounding error short of a pulse's edge; they still count as there.
_ROUNDING_S = 1e-9


class Trouble(StrEnum):
    """What keeps the station from judging, or from remembering."""

    CAMERA = "camera"
    """No camera, or no fresh picture from it."""
    MOVED = "moved"
    """The camera was bumped: the wall is no longer where it was."""
    UNSEEN = "unseen"
    """The body cannot be seen well enough: black clothes, a hidden back."""
    SEVERAL = "several"
    """More than one person."""
    STORE = "store"
    """Results are not kept. The test goes on."""


DARK = Pattern("dark")
"""Everything out."""

READY = Pattern(
    "ready",
    pass_light=((0.0, 0.15), (0.3, 0.45)),
    buzzer=((0.0, 0.1, 880.0),),
)
"""The baseline is taken, begin: two winks, one tone in the middle."""

TOUCH = Pattern("touch", pass_light=((0.0, 1.2),), buzzer=((0.0, 0.08, 1047.0),))
"""The hips reached the wall: the light at once, with a tick. Says nothing about the back yet."""

PASS = Pattern("pass", pass_light=((0.0, 1.2),), buzzer=((0.0, 0.15, 2093.0),))
"""A clean tap: steady light, one high tone."""

FAULT = Pattern(
    "fault",
    fault_light=((0.0, 0.125), (0.25, 0.375)),
    buzzer=((0.0, 0.12, 440.0), (0.25, 0.37, 349.0)),
)
"""A fault: the other lamp twice at 4 Hz, two low tones in step with it."""

NO_VERDICT = Pattern("no verdict", pass_light=((0.0, 0.2),), fault_light=((0.0, 0.2),))
"""Not judged: both lamps wink once together, no sound. Neither a pass nor a fault."""

END = Pattern(
    "end",
    pass_light=((0.0, 0.12), (0.2, 0.32), (0.4, 0.52)),
    buzzer=((0.0, 0.12, 1047.0), (0.2, 0.32, 784.0), (0.4, 0.52, 523.0)),
)
"""The test is over: three winks with three falling tones."""

TROUBLES = {
    Trouble.CAMERA: Pattern("camera", fault_light=((0.0, 2.0),)),
    Trouble.MOVED: Pattern("moved", fault_light=((0.0, 0.4), (0.8, 1.2), (1.6, 2.0))),
    Trouble.UNSEEN: Pattern("unseen", fault_light=((0.0, 0.8),)),
    Trouble.SEVERAL: Pattern("several", fault_light=((0.0, 0.4), (0.8, 1.2))),
    Trouble.STORE: Pattern("store", fault_light=((0.0, 0.2),)),
}
"""One calm, silent pattern each. Never the pass light, and no faster than 1.25 Hz, so that none
can be taken for a pass or a fault."""

OUTCOMES = {Outcome.PASS: PASS, Outcome.FAULT: FAULT, Outcome.NO_VERDICT: NO_VERDICT}
"""How a repetition ended."""

EVENTS = (READY, TOUCH, PASS, FAULT, NO_VERDICT, END)
"""Every signal that something happened."""
