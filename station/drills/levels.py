"""How the wall of a drill moves with skill. Values only."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from station.hinge.verdict import Outcome

_ROUNDING_M = 1e-6


@dataclass(frozen=True)
class LevelRule:
    """Farther after ``up_after_clean`` clean ones in a row, nearer after ``down_after_faults``
    faults in the last ``of_last``. ``farthest_share`` is of body height."""

    up_after_clean: int
    down_after_faults: int
    of_last: int
    step_m: float
    nearest_m: float
    farthest_share: float


class Levels:
    """Where the wall stands for one athlete. A new wall starts both counts anew."""

    def __init__(self, rule: LevelRule, first_wall_m: float, height_m: float) -> None:
        self.rule = rule
        self.wall_m = first_wall_m
        # A first wall outside the range is asked as it is; from there it can only come back in.
        self._nearest_m = min(rule.nearest_m, first_wall_m)
        self._farthest_m = max(rule.farthest_share * height_m, first_wall_m)
        self.clean_in_row = 0
        self._last: deque[Outcome] = deque(maxlen=rule.of_last)

    def take(self, outcome: Outcome) -> None:
        """One repetition is over. Without a verdict it says nothing of skill."""
        if outcome is Outcome.NO_VERDICT:
            return
        self._last.append(outcome)
        self.clean_in_row = self.clean_in_row + 1 if outcome is Outcome.PASS else 0
        if self.clean_in_row >= self.rule.up_after_clean:
            self._move(self.rule.step_m)
        elif self._last.count(Outcome.FAULT) >= self.rule.down_after_faults:
            self._move(-self.rule.step_m)

    @property
    def is_farthest(self) -> bool:
        """However many clean ones, the wall goes no farther: balance ends there."""
        return not self._allows(self._next_m(self.rule.step_m))

    def _next_m(self, step_m: float) -> float:
        return round(self.wall_m + step_m, 4)

    def _allows(self, wall_m: float) -> bool:
        return self._nearest_m - _ROUNDING_M <= wall_m <= self._farthest_m + _ROUNDING_M

    def _move(self, step_m: float) -> None:
        """One step, or where it stands already when that would lead out of the range."""
        wall_m = self._next_m(step_m)
        if self._allows(wall_m):
            self.wall_m = wall_m
        self.clean_in_row = 0
        self._last.clear()
