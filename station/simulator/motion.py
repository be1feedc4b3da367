"""How bodies move in time: smooth from rest to rest, and never quite still."""

from __future__ import annotations

import math

import numpy as np


def ease(share: float) -> float:
    """0 to 1 along a minimum-jerk path (Flash & Hogan 1985), clipped outside."""
    s = min(1.0, max(0.0, share))
    return s * s * s * (10.0 + s * (6.0 * s - 15.0))


class Sway:
    """Smooth, seeded noise of unit rms: a few slow waves whose periods share no common beat."""

    def __init__(self, seed: int, channel: int) -> None:
        random = np.random.default_rng([seed, 7919, channel])
        self._rates = random.uniform(0.12, 0.42, size=4) * 2 * math.pi
        self._starts = random.uniform(0, 2 * math.pi, size=4)
        weights = random.uniform(0.5, 1.0, size=4)
        self._weights = weights * math.sqrt(2.0) / float(np.linalg.norm(weights))

    def at(self, time_s: float) -> float:
        """The noise at this time."""
        return float(self._weights @ np.sin(self._rates * time_s + self._starts))
