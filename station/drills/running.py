"""What a walk-up test, a screening's test and a warm-up have in common for who runs them."""

from __future__ import annotations

from typing import Protocol

from station.drills.asked import Asked
from station.drills.attempt import Attempt
from station.engine import Reading


class RunningTest(Protocol):
    """One athlete's test, whatever is asked for: readings in, attempts out, and an end."""

    @property
    def asked(self) -> Asked:
        """What the engine is to be told for the next frame."""
        ...

    @property
    def finished(self) -> bool:
        """Whether it takes no more repetitions."""
        ...

    @property
    def left(self) -> bool:
        """Whether it ended because the athlete walked away."""
        ...

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All repetitions so far, practice included."""
        ...

    def step(self, reading: Reading) -> Attempt | None:
        """Take in one reading; return the attempt that ended with it, if any."""
        ...

    def lead_on(self) -> None:
        """Somebody presses the button: out of the practice, else to the end."""
        ...

    def skip(self) -> None:
        """End it here."""
        ...
