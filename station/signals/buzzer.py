"""A passive buzzer: a pin switched at the pitch wanted, more briefly when it shall be quieter."""

from __future__ import annotations

from gpiozero import Factory, PWMOutputDevice

from station.closing import close_all

# lgpio changes pitch and duty only at the end of the cycle under way, and a pin that rests
# without a cycle is looked at only every 20 ms. Resting at this rate starts a tone within 5 ms
# and wakes lgpio's thread 200 times a second, not 2000.
_REST_HZ = 200


def duty_of(volume: float) -> float:
    """The share of a cycle the buzzer is switched on for a ``volume`` of 0 to 1.

    A square wave is loudest at one half. Of a shorter pulse the fundamental has sin(pi * duty),
    nearly in proportion to a small duty, and loudness follows amplitude to the power of 0.6
    (Stevens): the square of the volume makes half the volume sound about half as loud. lgpio
    takes whole percents and would round the quietest tones down to nothing, so they get one.
    """
    if volume <= 0.0:
        return 0.0
    return max(round(50.0 * volume**2), 1) / 100.0


class PassiveBuzzer:
    """Silent until told a pitch. ``volume`` from 0 (silent) to 1."""

    def __init__(self, number: int, volume: float, factory: Factory) -> None:
        self.device = PWMOutputDevice(number, frequency=_REST_HZ, pin_factory=factory)
        self._duty = duty_of(volume)

    @property
    def audible(self) -> bool:
        """False when the volume is zero."""
        return self._duty > 0.0

    def sound(self, pitch_hz: float) -> None:
        """Sound at this pitch from now on; 0.0 is silence. Returns at once."""
        if pitch_hz > 0.0:
            self.device.frequency = pitch_hz
            self.device.value = self._duty
        else:
            self.device.value = 0.0
            self.device.frequency = _REST_HZ

    def close(self) -> None:
        """Silence, then let go of the pin; calling it twice is harmless."""
        if not self.device.closed:
            close_all(lambda: self.sound(0.0), self.device.close)
