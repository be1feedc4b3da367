"""What to try, in which order and how often, with a camera that is there but does not deliver.

Each failure climbs one step: open it anew, a few times and ever more patiently; then reset it;
then give up, so that whoever started the station starts it afresh. Only a camera that has
delivered for a while begins again at the bottom: one that dies after three frames, for ever,
climbs to the end as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What is done next about a camera in trouble."""

    WAIT = "wait"
    """Nothing the station could do; a person has to."""
    REOPEN = "reopen"
    RESET = "reset"
    EXIT = "exit"
    """A new station has to try."""


@dataclass(frozen=True)
class Waits:
    """How patient the recovery is, in seconds."""

    silent_s: float = 3.0
    """An open camera that stays silent for longer has failed."""
    reopen_s: tuple[float, ...] = (0.5, 2.0, 4.0)
    """Before each opening anew."""
    reset_s: tuple[float, ...] = (1.0, 5.0)
    """Before each reset."""
    exit_s: float = 1.0
    """Before giving up, so that the words can be read."""
    again_s: float = 30.0
    """Where nobody would start a new station: before all is tried once more."""
    steady_s: float = 10.0
    """Frames, or a camera that is plainly not there, for so long end the climb."""
    gap_s: float = 1.0
    """Frames farther apart are not steady."""


class Recovery:
    """Steps out, failures in; all times are monotonic seconds given by the caller.

    ``may_exit`` says whether somebody starts the station again after :attr:`Step.EXIT`; if not,
    everything is tried over and over.
    """

    def __init__(self, waits: Waits | None = None, *, may_exit: bool = False) -> None:
        self.waits = waits or Waits()
        plan = [(Step.REOPEN, wait_s) for wait_s in self.waits.reopen_s]
        plan += [(Step.RESET, wait_s) for wait_s in self.waits.reset_s]
        if may_exit:
            plan.append((Step.EXIT, self.waits.exit_s))
        else:
            plan.append((Step.REOPEN, self.waits.again_s))
        self._plan = tuple(plan)
        self._failures = 0
        self._due_s = float("-inf")
        self._steady_since_s: float | None = None
        self._last_s = float("-inf")
        self._waiting = False

    @property
    def step(self) -> Step:
        """What is done next, or being done."""
        if self._waiting or not self._failures:
            return Step.WAIT
        return self._plan[self._failures - 1][0]

    @property
    def number(self) -> int:
        """How many failures there have been in this climb."""
        return self._failures

    def is_due(self, now_s: float) -> bool:
        """Whether the step's time has come."""
        return now_s >= self._due_s

    def failed(self, now_s: float, *, gone: bool = False) -> None:
        """A camera has failed: one step up. One that is ``gone`` from the bus is never a reason
        to give up: a new station would not find it either."""
        self._waiting = False
        self._steady_since_s = None
        above = self._failures % len(self._plan) + 1
        self._failures = min(above, len(self._plan) - 1) if gone else above
        self._due_s = now_s + self._plan[self._failures - 1][1]

    def missing(self, now_s: float) -> None:
        """There is no camera that could be opened; called again and again while that lasts."""
        if not self._waiting:
            self._waiting = True
            self._steady_since_s = None
        self._steady(now_s)

    def delivered(self, now_s: float) -> None:
        """A fresh frame has come."""
        self._waiting = False
        self._steady(now_s)

    def _steady(self, now_s: float) -> None:
        if self._steady_since_s is None or now_s - self._last_s > self.waits.gap_s:
            self._steady_since_s = now_s
        self._last_s = now_s
        if now_s - self._steady_since_s >= self.waits.steady_s:
            self._failures = 0
