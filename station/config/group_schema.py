"""The settings of a screening and of a warm-up: what is asked for, of whom."""

from __future__ import annotations

from typing import Self

from pydantic import field_validator, model_validator

from station.config.keys import Section, number, text
from station.drills.desk import (
    FARTHEST_WALL_CM,
    MOST_PRACTICE,
    MOST_REPETITIONS,
    NEAREST_WALL_CM,
)
from station.drills.screening import Protocol


class ScreeningSettings(Section):
    """What a screening is offered with; a coach's phone may choose otherwise."""

    drill: str = text(
        "wall-tap", 32, 'What everybody is asked for; "station drills list" names all.'
    )
    wall_cm: float = number(
        10.0,
        0.0,
        FARTHEST_WALL_CM,
        "cm",
        "The same wall for everybody, 5 or more; 0 is as the drill says.",
    )
    repetitions: int = number(3, 1, MOST_REPETITIONS, "repetitions", "So many are judged.")
    practice_taps: int = number(
        1, 0, MOST_PRACTICE, "taps", "Taps before them, shown but not judged."
    )
    seen_in: int = number(
        2,
        1,
        MOST_REPETITIONS,
        "repetitions",
        "A fault counts when seen in so many; not more than repetitions.",
    )

    @field_validator("wall_cm")
    @classmethod
    def _none_or_far_enough(cls, value: float) -> float:
        return _wall_or_none(value)

    @model_validator(mode="after")
    def _can_be_seen(self) -> Self:
        if self.seen_in > self.repetitions:
            raise ValueError("seen_in must be at most repetitions, or no fault ever counts")
        return self

    def protocol(self) -> Protocol:
        """The same values as the drills room takes them."""
        return Protocol(
            drill=self.drill,
            wall_m=self.wall_cm / 100 or None,
            repetitions=self.repetitions,
            practice=self.practice_taps,
            seen_in=self.seen_in,
        )


class WarmUpSettings(Section):
    """What whoever comes to warm up is asked for."""

    drill: str = text(
        "wall-tap", 32, 'What is guided and counted; "station drills list" names all.'
    )
    wall_cm: float = number(
        0.0,
        0.0,
        FARTHEST_WALL_CM,
        "cm",
        "Where its wall begins, 5 or more; 0 is as the drill says.",
    )

    @field_validator("wall_cm")
    @classmethod
    def _none_or_far_enough(cls, value: float) -> float:
        return _wall_or_none(value)


def _wall_or_none(wall_cm: float) -> float:
    """Nearer than the walk-up's nearest wall, standing still would be a touch."""
    if 0 < wall_cm < NEAREST_WALL_CM:
        raise ValueError(f"wall_cm {wall_cm:g} must be 0 or {NEAREST_WALL_CM:g} or more")
    return wall_cm
