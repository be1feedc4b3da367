"""The ladder of the walk-up test: from which wall to which, and when it is over. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from station.hinge.verdict import Outcome

_ROUNDING_M = 1e-6


@dataclass(frozen=True)
class LadderRules:
    """What is asked for. Walls are metres behind the heels.

    ``limit_share`` of body height is as far as hips can travel before balance ends (ANSUR II
    lengths, the project's own statics).
    """

    first_wall_m: float = 0.10
    step_m: float = 0.025
    clean_taps: int = 2
    tries: int = 3
    practice: int = 3
    limit_share: float = 0.155

    def wall_m(self, level: int) -> float:
        """The wall of a level, the first being 0; rounded, so that 20 cm is 20 cm."""
        return round(self.first_wall_m + level * self.step_m, 4)


class Phase(StrEnum):
    """Where a test stands."""

    PRACTICE = "practice"
    LEVELS = "levels"
    OVER = "over"


class Ending(StrEnum):
    """Why a test is over."""

    LEVEL_NOT_CLEAN = "level_not_clean"
    """Too few clean taps at a level."""
    LIMIT = "limit"
    """The next wall would lie beyond the end of balance: there is nothing more to ask."""
    LEFT = "left"
    """The athlete walked away."""
    SKIPPED = "skipped"
    """Somebody pressed the button."""
    DONE = "done"
    """All that was asked for was done; only where a drill sets how much that is."""


@dataclass(frozen=True)
class Level:
    """One wall and what became of the tries at it, each with a verdict of pass or fault."""

    wall_m: float
    outcomes: tuple[Outcome, ...] = ()

    @property
    def clean(self) -> int:
        """Clean taps at this wall."""
        return self.outcomes.count(Outcome.PASS)


class Ladder:
    """Takes outcomes in and moves the wall. ``height_m`` of the athlete sets the last wall."""

    def __init__(self, rules: LadderRules) -> None:
        self.rules = rules
        self.practised = 0
        self.passed: list[Level] = []
        """Levels with enough clean taps, nearest wall first."""
        self.level = Level(rules.first_wall_m)
        """The level under way, or the one at which the test ended."""
        self.ending: Ending | None = None

    @property
    def phase(self) -> Phase:
        """Practice, levels, over."""
        if self.ending is not None:
            return Phase.OVER
        return Phase.PRACTICE if self.practised < self.rules.practice else Phase.LEVELS

    @property
    def best_wall_m(self) -> float | None:
        """The farthest wall with enough clean taps: the score. None when there is none."""
        return self.passed[-1].wall_m if self.passed else None

    def take(self, outcome: Outcome, height_m: float) -> None:
        """One repetition is over. Without a verdict it is neither practice nor a try."""
        if outcome is Outcome.NO_VERDICT or self.ending is not None:
            return
        if self.phase is Phase.PRACTICE:
            self.practised += 1
            return
        self.level = Level(self.level.wall_m, (*self.level.outcomes, outcome))
        rules, level = self.rules, self.level
        tries_left = rules.tries - len(level.outcomes)
        if level.clean >= rules.clean_taps:
            self._climb(height_m)
        elif level.clean + tries_left < rules.clean_taps:
            self.ending = Ending.LEVEL_NOT_CLEAN

    def skip_practice(self) -> None:
        """The next repetition is a try."""
        self.practised = self.rules.practice

    def end(self, ending: Ending) -> None:
        """Over before its time; the first reason stays."""
        self.ending = self.ending or ending

    def _climb(self, height_m: float) -> None:
        self.passed.append(self.level)
        wall_m = self.rules.wall_m(len(self.passed))
        if wall_m > self.rules.limit_share * height_m + _ROUNDING_M:
            self.ending = Ending.LIMIT
        else:
            self.level = Level(wall_m)
