"""Opens the station's four pins: real ones, or simulated ones when asked for by name."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import TypeVar

from gpiozero import LED, Factory
from gpiozero.pins.mock import MockFactory, MockPWMPin

from station.closing import close_all
from station.errors import PinsError
from station.signals.button import PushButton
from station.signals.buzzer import PassiveBuzzer


@dataclass(frozen=True)
class PinNumbers:
    """Which GPIO (BCM numbering) drives which MOSFET gate, and which one the button grounds."""

    pass_light: int = 17
    fault_light: int = 27
    buzzer: int = 22
    button: int = 23


_AnyPart = TypeVar("_AnyPart", LED, PassiveBuzzer, PushButton)


class StationPins:
    """The pass light, the fault light, the buzzer and the push button, all out at first.

    With ``simulate`` the pins are gpiozero's mock pins. Without it they are the Raspberry Pi's,
    through lgpio (the only library that works on a Pi 5); where that fails
    :class:`~station.errors.PinsError` says why. There is no silent fall-back: a kiosk with a
    dead lamp must say so. ``volume`` of the buzzer from 0 to 1.
    """

    def __init__(self, numbers: PinNumbers, *, simulate: bool, volume: float) -> None:
        self.simulated = simulate
        self.factory: Factory = (
            # The buzzer's pin must know PWM, and a mock factory makes pins of one kind.
            MockFactory(pin_class=MockPWMPin) if simulate else raspberry_pi_factory()
        )
        self._parts: list[LED | PassiveBuzzer | PushButton] = []
        try:
            self.pass_light = self._keep(LED(numbers.pass_light, pin_factory=self.factory))
            self.fault_light = self._keep(LED(numbers.fault_light, pin_factory=self.factory))
            self.buzzer = self._keep(PassiveBuzzer(numbers.buzzer, volume, self.factory))
            self.button = self._keep(PushButton(numbers.button, self.factory))
        # gpiozero and lgpio have no common base class for "this pin cannot be had".
        except Exception as error:
            self.close()
            raise PinsError(
                f"cannot use the pins of light, buzzer and button {numbers}: {error}; check the "
                "pin numbers in station.toml and that no other program holds them"
            ) from error

    def close(self) -> None:
        """Put everything out, then let go of the pins; calling it twice is harmless.

        One that fails keeps none of the others lit; the first error is raised at the end.
        """
        parts, self._parts = self._parts, []
        lamps = [part for part in parts if isinstance(part, LED)]
        close_all(
            *(lamp.off for lamp in lamps), *(part.close for part in parts), self.factory.close
        )

    def _keep(self, part: _AnyPart) -> _AnyPart:
        self._parts.append(part)
        return part


def raspberry_pi_factory() -> Factory:
    """The Raspberry Pi's own pins; raises PinsError, caused by what lgpio or gpiozero said."""
    # lgpio puts a named pipe into the current directory unless told otherwise, and that
    # directory may be read-only under systemd.
    os.environ.setdefault("LG_WD", tempfile.gettempdir())
    try:
        from gpiozero.pins.lgpio import LGPIOFactory

        return LGPIOFactory()
    # ImportError without lgpio, OSError or lgpio.error without a chip, gpiozero's own
    # PinUnknownPi on another computer: no common base class either.
    except Exception as error:
        raise PinsError(
            f"no light and buzzer pins on this machine ({error}); on the Raspberry Pi install "
            "lgpio and join the group gpio, elsewhere run with --simulate-gpio to go on "
            "without a real light and buzzer"
        ) from error
