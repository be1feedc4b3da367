"""Whether the athlete of a test is still the one in front of the station."""

from __future__ import annotations

from station.engine import Reading, Stage

LEFT_S = 3.0
"""An empty mat for so long: they have left."""
_SWAPPED_S = 1.0
"""After an empty mat for so long, whoever stands still there next is another one."""
_UNMEASURED_S = 45.0
"""With something on the mat all the while that cannot be measured, too."""
_OTHER_HEIGHT_M = 0.05
"""The same body is measured alike within 2 cm from one still second to the next."""


class Presence:
    """Follows the readings of one test. Time is theirs."""

    def __init__(self) -> None:
        self._height_m: float | None = None
        self._measured_s: float | None = None
        self._empty_since_s: float | None = None
        self._was_empty = False

    def has_left(self, reading: Reading, resting: bool = False) -> bool:
        """Whether the athlete has left, or another one has taken their place.

        Who is ``resting`` may sit or turn away on the mat for as long as they like.
        """
        time_s = reading.time_s
        if reading.measured:
            return self._is_another(reading)
        if self._measured_s is None or resting:
            self._measured_s = time_s
        if reading.stage is not Stage.EMPTY:
            self._empty_since_s = None
        elif self._empty_since_s is None:
            self._empty_since_s = time_s
        empty_s = 0.0 if self._empty_since_s is None else time_s - self._empty_since_s
        self._was_empty = self._was_empty or empty_s > _SWAPPED_S
        return empty_s > LEFT_S or time_s - self._measured_s > _UNMEASURED_S

    def _is_another(self, reading: Reading) -> bool:
        self._measured_s, self._empty_since_s = reading.time_s, None
        height_m = reading.height_m
        if self._height_m is None:
            self._height_m = height_m
        grown = (
            height_m is not None
            and self._height_m is not None
            and abs(height_m - self._height_m) > _OTHER_HEIGHT_M
        )
        return grown or self._was_empty
