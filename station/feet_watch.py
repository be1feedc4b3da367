"""Where one athlete's feet are since their baseline: the wall stands behind them."""

from __future__ import annotations

import math
import statistics
from collections import deque
from dataclasses import dataclass

from station.camera.frame import DepthFrame
from station.posture.baseline import Baseline
from station.scene.feet import FeetAverage
from station.scene.heels import HeelRows, HeelsAverage, heel_rows

_LOOK_EVERY_S, _FAR_EVERY_S = 0.15, 0.25
_LOOKS = 3
_ZERO_LOOKS = 30
_SETTLE_S, _SETTLE_EVERY_S = 4.0, 0.8
_AWAY_S = 0.7


@dataclass(frozen=True, eq=False)
class FeetStep:
    """What one frame says of the feet.

    ``moved_away``: they have left their place, a new baseline is due. ``heels``: the place of the
    heels, better known than before.
    """

    moved_away: bool = False
    heels: HeelRows | None = None


class FeetWatch:
    """Follows the feet of one athlete; build a new one for each baseline.

    ``feet`` and ``heels`` are what was seen of them up to the end of the still second,
    ``still_s``. Looks are dear, so there is at most one kind of them in a frame.
    """

    def __init__(
        self, feet: FeetAverage, heels: HeelsAverage, still_s: float, feet_moved_mm: float
    ) -> None:
        self.feet_moved_mm = feet_moved_mm
        self.zero_mm = 0.0
        """What a look reads, by the median of the first ones, where the feet have not moved."""
        self._feet, self._heels = feet, heels
        self._still_s = self._settled_s = still_s
        self._near_mm: float | None = None
        self._first_mm = [0.0]
        self._shifts_mm: deque[float] = deque(maxlen=_LOOKS)
        self._far_mm: deque[float] = deque(maxlen=_LOOKS)
        self._look_s = self._far_look_s = -math.inf
        self._home_s = math.inf

    @property
    def shift_mm(self) -> float | None:
        """How far the near heel has moved, or the far one if that has stepped back farther."""
        if self._near_mm is None or len(self._far_mm) < _LOOKS:
            return self._near_mm
        far_mm = statistics.median(self._far_mm)
        return far_mm if far_mm < -abs(self._near_mm) else self._near_mm

    @property
    def have_moved(self) -> bool:
        """Whether the near foot stands elsewhere than in the still second."""
        return self._near_mm is not None and abs(self._near_mm) > self.feet_moved_mm

    def is_due(self, time_s: float) -> bool:
        """Whether the frame of this time will look at the feet."""
        return time_s - self._look_s >= _LOOK_EVERY_S

    def has_looked(self, time_s: float) -> bool:
        """Whether the frame of this time did."""
        return self._look_s == time_s

    def step(
        self, frame: DepthFrame, baseline: Baseline, *, in_repetition: bool, spare: bool
    ) -> FeetStep:
        """Take in one frame; ``spare`` says that it has cost much already."""
        self._feet.add(frame)
        if spare:
            return FeetStep()
        if not self.is_due(frame.capture_time_s):
            self._look_at_far_heel(frame.capture_time_s, baseline, in_repetition)
            return FeetStep(heels=self._settled(frame, baseline.plane.forward))
        return FeetStep(moved_away=self._look(frame.capture_time_s, baseline))

    def _look(self, time_s: float, baseline: Baseline) -> bool:
        """Where the near heel is; True when it has left its place for good."""
        self._look_s = time_s
        feet = self._feet.feet()
        if feet is None:
            return False
        shift_mm = baseline.heel_shift_mm(feet)
        if len(self._first_mm) < _ZERO_LOOKS and abs(shift_mm) < self.feet_moved_mm:
            self._first_mm.append(shift_mm)
            self.zero_mm = statistics.median(self._first_mm)
        self._shifts_mm.append(shift_mm - self.zero_mm)
        self._near_mm = statistics.median(self._shifts_mm)
        if abs(self._near_mm) < self.feet_moved_mm:
            self._home_s = time_s
        return time_s - self._home_s > _AWAY_S

    def _look_at_far_heel(self, time_s: float, baseline: Baseline, in_repetition: bool) -> None:
        """Whether the far foot steps back: asked in a repetition only."""
        if not in_repetition:
            self._far_mm.clear()
        elif time_s - self._far_look_s >= _FAR_EVERY_S:
            self._far_look_s = time_s
            feet = self._feet
            rows = heel_rows(feet.window, feet.depth_m, feet.weight, baseline.plane.forward)
            shift_mm = None if rows is None else baseline.far_heel_shift_mm(rows)
            if shift_mm is not None:
                self._far_mm.append(shift_mm)

    def _settled(self, frame: DepthFrame, forward: int) -> HeelRows | None:
        """The feet stay where they are: the first seconds make the heels' place, and with it the
        wall's, surer than the still second alone."""
        time_s = frame.capture_time_s
        if time_s - self._still_s > _SETTLE_S or self.have_moved:
            return None
        self._heels.add(frame)
        if time_s - self._settled_s < _SETTLE_EVERY_S:
            return None
        self._settled_s = time_s
        return self._heels.rows(forward)
