"""The wall that is not there: gap and touch."""

from __future__ import annotations

REARM_MM = 30.0
"""After a touch the hips must come this far off the wall before the next one counts; a pixel is
about 5 mm, so noise cannot count twice."""


class WallTouch:
    """Whether the hips touch, frame by frame, with hysteresis.

    One reading beyond the wall is not yet a touch: a single flicker of the outline must never
    add a tap. The second one is, 17 ms later at 60 fps.
    """

    def __init__(self) -> None:
        self._armed = True
        self._readings = 0
        self.touching = False
        self.touch_s: float | None = None

    def step(self, gap_mm: float | None, time_s: float) -> bool:
        """Take in one gap; return True on the reading that makes a new touch."""
        if gap_mm is None:
            return False
        if gap_mm > 0.0:
            self._readings = 0
            self.touching = False
            self._armed = self._armed or gap_mm >= REARM_MM
            return False
        self._readings += 1
        if self._readings < 2:
            return False
        self.touching = True
        if not self._armed:
            return False
        self._armed = False
        self.touch_s = time_s
        return True

    def release(self) -> None:
        """Forget the contact: the athlete is gone or was lost."""
        self._armed = True
        self._readings = 0
        self.touching = False
