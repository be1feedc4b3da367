"""Where the body must be by now, from how it moved a moment ago."""

from __future__ import annotations

from collections import deque

from station.posture.fit import STANDING, Posture

_OVER_S = 0.12
"""The speed is that of the last eighth of a second: of one frame at 60 per second, noise would be
most of it, and within longer a quick repetition turns round."""


class ExpectedPosture:
    """Remembers the last postures of one athlete and carries their movement on.

    Hips are accelerated by 300 deg/s² (rms) at most, so that a frame later an expected back lies
    within 2 cm of the true one; carried on for longer it says less and less.
    """

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Posture]] = deque()

    def add(self, posture: Posture, time_s: float) -> None:
        """Take in the posture of a frame."""
        self._seen.append((time_s, posture))
        while len(self._seen) > 2 and time_s - self._seen[1][0] >= _OVER_S:
            self._seen.popleft()

    def at(self, time_s: float) -> Posture:
        """The posture at a later time."""
        if not self._seen:
            return STANDING
        (first_s, first), (last_s, last) = self._seen[0], self._seen[-1]
        if last_s <= first_s:
            return last
        ahead = (time_s - last_s) / (last_s - first_s)
        return Posture(
            last.angles_deg + ahead * (last.angles_deg - first.angles_deg),
            last.shift_m + ahead * (last.shift_m - first.shift_m),
        )
