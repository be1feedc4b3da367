"""What guides an athlete through a drill: tempo bar, hold, rest, level. Values for the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from station.drills.levels import LevelRule
from station.hinge.task import Hold, Tempo


class Beat(StrEnum):
    """Where the tempo bar is."""

    WAIT = "wait"
    """Between repetitions, and during a rest."""
    COUNT_IN = "count_in"
    LOWER = "lower"
    PAUSE = "pause"
    RISE = "rise"
    OVER = "over"
    """At its end, while the athlete is not upright yet."""


@dataclass(frozen=True)
class TempoBar:
    """The bar to follow: ``at_s`` seconds along a track as long as the tempo takes.

    ``count`` is 3, 2, 1 while it counts in, else 0.
    """

    tempo: Tempo
    beat: Beat = Beat.WAIT
    at_s: float = 0.0
    count: int = 0

    @property
    def whole_s(self) -> float:
        """How long one repetition takes."""
        return self.tempo.lower_s + self.tempo.pause_s + self.tempo.rise_s

    @property
    def parts(self) -> tuple[tuple[Beat, float], ...]:
        """The parts of the track in order, each with its seconds."""
        tempo = self.tempo
        return (
            (Beat.LOWER, tempo.lower_s),
            (Beat.PAUSE, tempo.pause_s),
            (Beat.RISE, tempo.rise_s),
        )

    @property
    def left_s(self) -> float:
        """What is left of the part that the bar is in; 0 outside of them."""
        end_s = 0.0
        for beat, part_s in self.parts:
            end_s += part_s
            if beat is self.beat:
                return max(0.0, end_s - self.at_s)
        return 0.0

    def moved_to(self, since_start_s: float) -> TempoBar:
        """The same bar so long after its start; before it, it counts in."""
        if since_start_s < 0:
            return TempoBar(self.tempo, Beat.COUNT_IN, 0.0, math.ceil(-since_start_s))
        end_s = 0.0
        for beat, part_s in self.parts:
            end_s += part_s
            if since_start_s < end_s:
                return TempoBar(self.tempo, beat, since_start_s)
        return TempoBar(self.tempo, Beat.OVER, self.whole_s)


@dataclass(frozen=True)
class HoldSoFar:
    """How long the bottom has been held, and for how long it is to be."""

    held_s: float
    asked: Hold

    @property
    def enough(self) -> bool:
        """Who rises now has held it long enough."""
        return self.held_s >= self.asked.least_s

    @property
    def whole(self) -> bool:
        """There is nothing more to hold for."""
        return self.held_s >= self.asked.most_s


@dataclass(frozen=True)
class RestLeft:
    """The rest before the next set: what is left of it, and how long it is."""

    left_s: float
    whole_s: float

    @property
    def since_s(self) -> float:
        """How long it has been going on."""
        return self.whole_s - self.left_s


@dataclass(frozen=True)
class LevelSoFar:
    """How far the athlete is from a farther wall."""

    clean_in_row: int
    rule: LevelRule
    farthest: bool = False
    """The next wall would lie beyond the end of balance."""

    @property
    def clean_missing(self) -> int:
        """So many clean ones in a row and the wall moves back."""
        return self.rule.up_after_clean - self.clean_in_row
