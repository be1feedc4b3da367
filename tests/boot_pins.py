"""The installed station's command, with every change of its simulated pins written down.

``tests.boot`` starts it in place of ``station``: who looks from outside sees the lamps then. Each
line of the file: monotonic seconds, the same in the whole machine; the pin; 1 for driven.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from gpiozero.pins.mock import MockPWMPin

from station.cli import main

PINS_FILE = "/var/lib/wall-tap/pins"


def _write_changes_down() -> None:
    change: Any = MockPWMPin._change_state

    def change_and_tell(pin: Any, value: Any) -> bool:
        is_changed = bool(change(pin, value))
        if is_changed and pin.function == "output":
            with Path(PINS_FILE).open("a", encoding="ascii") as out:
                out.write(f"{time.monotonic():.3f} {pin.info.name} {int(bool(value))}\n")
        return is_changed

    MockPWMPin._change_state = change_and_tell


if __name__ == "__main__":
    _write_changes_down()
    sys.exit(main())
