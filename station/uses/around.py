"""What every use is built from, and who hears of its tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from station.drills.attempt import Attempt
from station.results.about import TestAbout, TestEnd
from station.screen.menu import MenuState
from station.screen.pairing import PairingState
from station.screen.words import Words
from station.signals.tell import Tell


class Listener(Protocol):
    """Whoever wants to hear of tests: the store, the narrator, the counts."""

    def begin(self, about: TestAbout) -> None:
        """A test begins."""
        ...

    def attempt(self, attempt: Attempt) -> None:
        """A repetition is over."""
        ...

    def finish(self, end: TestEnd) -> None:
        """The test is over."""
        ...


@dataclass(frozen=True, eq=False)
class Around:
    """Words, lights, the coach's menu and pairing, and ``listeners``, who hear of every test in the
    order given."""

    words: Words
    tell: Tell
    listeners: Sequence[Listener]
    menu: Callable[[], MenuState]
    pairing: Callable[[], PairingState]

    def begin(self, about: TestAbout) -> None:
        """A test begins."""
        for listener in self.listeners:
            listener.begin(about)

    def attempt(self, attempt: Attempt) -> None:
        """A repetition is over."""
        for listener in self.listeners:
            listener.attempt(attempt)

    def finish(self, end: TestEnd) -> None:
        """The test is over."""
        for listener in self.listeners:
            listener.finish(end)
