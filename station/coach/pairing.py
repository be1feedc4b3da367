"""Who may become a coach's phone: whoever reads the PIN off the station's screen.

The PIN has six digits, lives only while the screen shows it, changes when it was used and after
five wrong ones. An address that guesses is locked out, and so is everybody when many guess: twenty
tries in a quarter of an hour find one of a million numbers in one of 50,000 cases.
"""

from __future__ import annotations

import hmac
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

PIN_DIGITS = 6
WRONG_PER_PIN = 5
WRONG_PER_ADDRESS = 5
WRONG_IN_ALL = 20
LOCKED_S = 15 * 60.0
"""Wrong tries are forgotten after this."""


class Answer(StrEnum):
    """What became of a try; words in ``config/cues``, section ``coach``."""

    RIGHT = "right"
    WRONG = "pin_wrong"
    NOT_SHOWN = "pin_not_shown"
    """The station's screen shows no PIN now."""
    LOCKED = "pin_locked"
    ALL_LOCKED = "pin_all_locked"


@dataclass(frozen=True)
class Shown:
    """What the station's screen is to show: the PIN, "" for none; for how long nobody may try; how
    many phones have come in since it shows the pairing."""

    pin: str = ""
    locked_s: float = 0.0
    paired: int = 0


class PinPairing:
    """The PIN and the wrong tries. ``clock`` gives monotonic seconds.

    ``shown`` is called with everything that the station's screen is to show.
    """

    def __init__(self, clock: Callable[[], float], shown: Callable[[Shown], None]) -> None:
        self._clock, self.shown = clock, shown
        self.pin = ""
        """What the station's screen shows; "" is none."""
        self._wrong_here = self._paired = 0
        self._wrong: dict[str, deque[float]] = {}
        self._wrong_in_all: deque[float] = deque()

    @property
    def open(self) -> bool:
        """Whether there is a PIN."""
        return bool(self.pin)

    def screen(self, showing: bool) -> None:
        """The station's screen begins or ceases to show the pairing."""
        if showing:
            self._paired = 0
            self._new_pin()
        else:
            self.pin = ""
            self.shown(Shown())

    def attempt(self, address: str, pin: str) -> Answer:
        """Somebody at ``address`` typed ``pin``. A right one counts once."""
        now_s = self._clock()
        self._forget(now_s)
        if not self.pin:
            return Answer.NOT_SHOWN
        if len(self._wrong.get(address, ())) >= WRONG_PER_ADDRESS:
            return Answer.LOCKED
        if len(self._wrong_in_all) >= WRONG_IN_ALL:
            return Answer.ALL_LOCKED
        if hmac.compare_digest(self.pin.encode(), pin.encode()):
            self._paired += 1
            self._new_pin()
            return Answer.RIGHT
        self._note(address, now_s)
        return Answer.WRONG

    def _note(self, address: str, now_s: float) -> None:
        self._wrong_in_all.append(now_s)
        self._wrong.setdefault(address, deque()).append(now_s)
        self._wrong_here += 1
        if self._wrong_here >= WRONG_PER_PIN or len(self._wrong_in_all) >= WRONG_IN_ALL:
            self._new_pin()

    def _new_pin(self) -> None:
        self.pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        self._wrong_here = 0
        self.shown(Shown(self.pin, self._locked_s, self._paired))

    @property
    def _locked_s(self) -> float:
        """How long nobody may try."""
        self._forget(now_s := self._clock())
        if len(self._wrong_in_all) < WRONG_IN_ALL:
            return 0.0
        return LOCKED_S - (now_s - self._wrong_in_all[0])

    def _forget(self, now_s: float) -> None:
        """Tries of long ago; there are never more addresses than :data:`WRONG_IN_ALL`."""
        for tries in (self._wrong_in_all, *self._wrong.values()):
            while tries and now_s - tries[0] >= LOCKED_S:
                tries.popleft()
        self._wrong = {address: tries for address, tries in self._wrong.items() if tries}
