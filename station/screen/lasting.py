"""How long something has been so, and values that change only after a moment's thought."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")

NEAR_S = 0.2
"""Somebody is there when they have been for this long."""
SETTLE_S = 0.3
"""Words stay for this long after they are due no more."""
AWAY_S = 2.0
"""Somebody who has not been there for this long has gone."""


class Lasting:
    """Measures how long a condition has held without a break. Time is the caller's, in seconds."""

    def __init__(self) -> None:
        self._since_s: float | None = None

    def step(self, so: bool, time_s: float) -> float:
        """How long it has been so by now; 0 when it is not."""
        if not so:
            self._since_s = None
            return 0.0
        # A source that starts again starts its time again too.
        if self._since_s is None or time_s < self._since_s:
            self._since_s = time_s
        return time_s - self._since_s


class Settled(Generic[T]):
    """A value that gives way only when it has not been wanted for ``settle_s``.

    So a stumble of the measuring does not flash other words at the athlete.
    """

    def __init__(self, first: T, settle_s: float) -> None:
        self.value = first
        self._settle_s = settle_s
        self._unwanted = Lasting()

    def step(self, wanted: T, time_s: float) -> T:
        """The value to show, now that ``wanted`` is due."""
        if self._unwanted.step(wanted != self.value, time_s) >= self._settle_s:
            self.value = wanted
            self._unwanted = Lasting()
        return self.value
