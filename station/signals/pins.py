"""Opens the three output pins: real ones, or simulated ones when asked for by name."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass

from gpiozero import LED, Buzzer, Factory, OutputDevice
from gpiozero.pins.mock import MockFactory

from station.errors import PinsError


@dataclass(frozen=True)
class PinNumbers:
    """Which GPIO (BCM numbering) drives which MOSFET gate."""

    pass_light: int = 17
    fault_light: int = 27
    buzzer: int = 22


class OutputPins:
    """The pass light, the fault light and the buzzer as gpiozero devices, all out at first.

    With ``simulate`` the pins are gpiozero's mock pins. Without it they are the Raspberry Pi's,
    through lgpio (the only library that works on a Pi 5); where that fails
    :class:`~station.errors.PinsError` says why. There is no silent fall-back: a kiosk with a
    dead lamp must say so.
    """

    def __init__(self, numbers: PinNumbers, *, simulate: bool) -> None:
        self.simulated = simulate
        self.factory: Factory = MockFactory() if simulate else _raspberry_pi_factory()
        self._devices: list[OutputDevice] = []
        try:
            self.pass_light = self._keep(LED(numbers.pass_light, pin_factory=self.factory))
            self.fault_light = self._keep(LED(numbers.fault_light, pin_factory=self.factory))
            self.buzzer = self._keep(Buzzer(numbers.buzzer, pin_factory=self.factory))
        # gpiozero and lgpio have no common base class for "this pin cannot be had".
        except Exception as error:
            self.close()
            raise PinsError(
                f"cannot drive the light and buzzer pins {numbers}: {error}; check the pin "
                "numbers in station.toml and that no other program holds them"
            ) from error

    def close(self) -> None:
        """Put everything out, then let go of the pins; calling it twice is harmless."""
        for device in self._devices:
            device.off()
            device.close()
        self._devices.clear()
        self.factory.close()

    def _keep(self, device: OutputDevice) -> OutputDevice:
        self._devices.append(device)
        return device


def _raspberry_pi_factory() -> Factory:
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
