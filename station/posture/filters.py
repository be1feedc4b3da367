"""Causal smoothing with a time constant in seconds."""

from __future__ import annotations

import math


class LowPass:
    """First-order low-pass of one number; built once, reset when the athlete was lost.

    A missing value (None) passes through as None and leaves the state alone; after a gap longer
    than ``forget_s`` the filter starts afresh, so that nothing old leaks into new readings.
    """

    def __init__(self, time_constant_s: float, forget_s: float = 0.3) -> None:
        self._time_constant_s = time_constant_s
        self._forget_s = forget_s
        self._value: float | None = None
        self._time_s = -math.inf

    def step(self, value: float | None, time_s: float) -> float | None:
        """Take in one value and return the smoothed one."""
        if value is None:
            return None
        elapsed_s = time_s - self._time_s
        if self._value is None or elapsed_s > self._forget_s:
            self._value = value
        else:
            share = 1.0 - math.exp(-max(elapsed_s, 0.0) / self._time_constant_s)
            self._value += share * (value - self._value)
        self._time_s = time_s
        return self._value
