"""Causal smoothing that knows how people move and how noisy the sensor is."""

from __future__ import annotations

import math


class MotionFilter:
    """Kalman filter of one number that moves smoothly (constant velocity, random acceleration).

    ``acceleration_sd`` is how hard the number is accelerated in an ordinary repetition, in its
    unit/s²; ``noise_sd`` the standard deviation of one reading. Unlike a low-pass of equal
    quietness it does not lag behind a steady movement. A missing value (None) gives None and
    nothing is invented for it; after a gap longer than ``forget_s`` the filter starts afresh.
    """

    def __init__(self, acceleration_sd: float, noise_sd: float, forget_s: float = 0.3) -> None:
        self._acceleration_sd = acceleration_sd
        self._noise_var = noise_sd * noise_sd
        self._forget_s = forget_s
        self._time_s = -math.inf
        self._value = 0.0
        self._speed = 0.0
        # Covariance of (value, speed).
        self._p00 = self._p01 = self._p11 = 0.0

    def step(self, value: float | None, time_s: float) -> float | None:
        """Take in one reading and return the filtered value."""
        if value is None:
            return None
        dt_s = time_s - self._time_s
        self._time_s = time_s
        if dt_s > self._forget_s or dt_s <= 0.0:
            self._value, self._speed = value, 0.0
            self._p00, self._p01 = self._noise_var, 0.0
            self._p11 = (self._acceleration_sd * 0.3) ** 2
            return value
        # What was expected; in local names, as a dozen of these run in every frame.
        predicted = self._value + dt_s * self._speed
        q = (self._acceleration_sd * dt_s) ** 2
        p01, p11 = self._p01, self._p11
        p00 = self._p00 + dt_s * (2 * p01 + dt_s * p11) + q * dt_s * dt_s / 4
        p01 += dt_s * p11 + q * dt_s / 2
        p11 += q
        # What the reading says about it.
        gain_value = p00 / (p00 + self._noise_var)
        gain_speed = p01 / (p00 + self._noise_var)
        surprise = value - predicted
        self._speed += gain_speed * surprise
        self._p11 = p11 - gain_speed * p01
        self._p01 = p01 * (1.0 - gain_value)
        self._p00 = p00 * (1.0 - gain_value)
        self._value = predicted + gain_value * surprise
        return self._value
