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


class TwoWayFilter:
    """Kalman filter of one smoothly moving number that is read in two ways at once.

    The first reading is right on average; the second is quieter, but off by a bias that drifts.
    Told apart by how they change, both count: the bias is a third state beside value and speed.
    ``acceleration_density`` is the spectral density of the acceleration (unit²/s³), the same at
    any frame rate; ``noise_sd`` the standard deviations of one reading either way,
    ``correlation`` that of their noise, ``drift_sd`` how far the bias drifts in a second and
    ``bias_sd`` how large it may be at first. Gaps are dealt with as in :class:`MotionFilter`.
    """

    def __init__(
        self,
        acceleration_density: float,
        noise_sd: tuple[float, float],
        correlation: float,
        drift_sd: float,
        bias_sd: float,
        forget_s: float = 0.3,
    ) -> None:
        self.noise_sd, self.correlation = noise_sd, correlation
        self._density = acceleration_density
        self._first_var = noise_sd[0] ** 2
        # What the second reading says beyond the first has noise of its own.
        self._shared = correlation * noise_sd[1] / noise_sd[0]
        self._second_var = noise_sd[1] ** 2 * (1 - correlation * correlation)
        self._drift_var, self._bias_var = drift_sd**2, bias_sd**2
        self._forget_s = forget_s
        self._time_s = -math.inf
        self._begun = False
        self._value = self._speed = self._bias = 0.0
        # Covariance of (value, speed, bias): its upper half.
        self._spread = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    def step(self, first: float, second: float, time_s: float) -> float:
        """Take in both readings of one frame and return the filtered value."""
        dt_s = time_s - self._time_s
        self._time_s = time_s
        if self._begun and dt_s == 0.0:
            # The same frame delivered again: it tells nothing new.
            return self._value
        if not self._begun or not 0.0 < dt_s <= self._forget_s:
            self._begin(first, second)
            return first
        # Written out, as arrays of three cost ten times as much in every frame.
        self._value += dt_s * self._speed
        p00, p01, p02, p11, p12, p22 = self._spread
        density = self._density
        p00 += dt_s * (2 * p01 + dt_s * p11) + density * dt_s**3 / 3
        p01 += dt_s * p11 + density * dt_s**2 / 2
        p02 += dt_s * p12
        p11 += density * dt_s
        p22 += self._drift_var * dt_s
        self._spread = p00, p01, p02, p11, p12, p22
        self._hear(first, 1.0, 0.0, self._first_var)
        self._hear(second - self._shared * first, 1.0 - self._shared, 1.0, self._second_var)
        return self._value

    def _begin(self, first: float, second: float) -> None:
        """Start at this frame; a bias known from before the gap is kept."""
        bias_var = self._spread[5] if self._begun else self._bias_var
        if not self._begun:
            self._bias = second - first
        self._begun = True
        self._value, self._speed = first, 0.0
        self._spread = self._first_var, 0.0, 0.0, self._density * self._forget_s, 0.0, bias_var

    def _hear(self, reading: float, of_value: float, of_bias: float, var: float) -> None:
        """Take in a reading of ``of_value`` times the value plus ``of_bias`` times the bias."""
        p00, p01, p02, p11, p12, p22 = self._spread
        c0 = of_value * p00 + of_bias * p02
        c1 = of_value * p01 + of_bias * p12
        c2 = of_value * p02 + of_bias * p22
        var += of_value * c0 + of_bias * c2
        surprise = (reading - of_value * self._value - of_bias * self._bias) / var
        self._value += c0 * surprise
        self._speed += c1 * surprise
        self._bias += c2 * surprise
        p00, p01, p02 = p00 - c0 * c0 / var, p01 - c0 * c1 / var, p02 - c0 * c2 / var
        p11, p12, p22 = p11 - c1 * c1 / var, p12 - c1 * c2 / var, p22 - c2 * c2 / var
        self._spread = p00, p01, p02, p11, p12, p22
