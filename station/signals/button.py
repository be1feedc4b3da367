"""The push button: one event per push, short when let go, long while still held."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Lock

from gpiozero import Button, Factory

from station.signals.press import Press

_HOLD_S = 1.5
_BOUNCE_S = 0.02
"""Contacts of a push button settle within some milliseconds; nobody pushes 25 times a second."""


class PushButton:
    """Between the pin and ground, with the Pi's own pull-up.

    gpiozero calls back on threads of its own; these only put a :class:`Press` into a queue, and
    the loop takes it out with :meth:`presses`. A button that is down from the start (stuck, or
    wired to ground) gives nothing.
    """

    def __init__(self, number: int, factory: Factory) -> None:
        self._presses: SimpleQueue[Press] = SimpleQueue()
        # A push let go just when it becomes a long one is reported by two threads at once.
        self._lock = Lock()
        self._undecided = False
        self.device = Button(number, bounce_time=_BOUNCE_S, hold_time=_HOLD_S, pin_factory=factory)
        self.device.when_pressed = self._pressed
        self.device.when_held = self._held
        self.device.when_released = self._released

    def presses(self) -> tuple[Press, ...]:
        """What was pressed since the last call, oldest first. Never waits."""
        taken = []
        while True:
            try:
                taken.append(self._presses.get_nowait())
            except Empty:
                return tuple(taken)

    def close(self) -> None:
        """Let go of the pin; calling it twice is harmless."""
        self.device.close()

    def _pressed(self) -> None:
        with self._lock:
            self._undecided = True

    def _held(self) -> None:
        self._decide(Press.LONG)

    def _released(self) -> None:
        self._decide(Press.SHORT)

    def _decide(self, press: Press) -> None:
        with self._lock:
            decided, self._undecided = self._undecided, False
        if decided:
            self._presses.put(press)
