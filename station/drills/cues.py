"""What drills have to say besides the cue of a fault; keys of the cue catalogue."""

from __future__ import annotations

from enum import StrEnum


class DrillCue(StrEnum):
    """The value is the key in ``config/cues``, section ``cue``."""

    HOLD_LONGER = "hold_longer"
    PRESS_INTO_HANDS = "press_into_hands"
    PULL_STICK_BACK = "pull_stick_back"
    STAND_AGAINST_PULL = "stand_against_pull"
    ROUND = "round"
    """Contrast: round the back, all the way."""
    ARCH = "arch"
    """Contrast: arch it, all the way."""
    IN_BETWEEN = "in_between"
    """Contrast: both were shown; now the back stays in between."""
    ROUND_MORE = "round_more"
    ARCH_MORE = "arch_more"
