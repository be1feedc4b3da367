"""How long the bottom has been held so far, to be shown while it is held."""

from __future__ import annotations

from station.engine import Reading, Stage
from station.hinge.limits import FaultLimits

_DEEPER, _NEAR = 1.1, 0.85
"""A tenth deeper is a new bottom; coming up by more than the judge allows leaves it."""
_BRIDGED_S = 0.25
"""Leaving it for a shorter time is noise, as for the judge."""


class HoldClock:
    """Runs while hips stay at the bottom with a neutral spine. Time is that of the readings.

    It begins a little later than what the judge counts, so that who rises when it says so has
    held long enough.
    """

    def __init__(self, limits: FaultLimits) -> None:
        self._limits = limits
        self.held_s = 0.0
        self._level_mm = self._since_s = 0.0
        self._away_since_s: float | None = None

    def step(self, reading: Reading) -> None:
        """Take in one reading."""
        back_mm = reading.measures.hip_displacement_mm
        if reading.stage is not Stage.REPETITION:
            if reading.stage is not Stage.PLACING:
                # Placing in the middle of it is a stumble of the measuring, or the end anyway.
                self._forget()
            return
        if back_mm is None:
            return
        if back_mm > _DEEPER * self._level_mm:
            self._level_mm, self._since_s = back_mm, reading.time_s
        if self._is_held(reading, back_mm):
            self._away_since_s = None
        elif self._away_since_s is None:
            self._away_since_s = reading.time_s
        elif reading.time_s - self._away_since_s > _BRIDGED_S:
            self._level_mm, self._since_s = back_mm, reading.time_s
        self.held_s = reading.time_s - self._since_s

    def _is_held(self, reading: Reading, back_mm: float) -> bool:
        lumbar_deg = reading.measures.lumbar_flexion_deg
        limits = self._limits
        neutral = lumbar_deg is None or (
            -limits.lumbar_extension_deg <= lumbar_deg <= limits.lumbar_flexion_deg
        )
        return neutral and back_mm >= _NEAR * self._level_mm

    def _forget(self) -> None:
        self.held_s = self._level_mm = self._since_s = 0.0
        self._away_since_s = None
