"""Why the athlete cannot be measured or judged right now: one vocabulary for all rooms."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The value is the word used on the screen's catalogue, in the CSV and in the JSON."""

    NOBODY = "nobody"
    ONE_AT_A_TIME = "one at a time"
    NOT_A_PERSON = "not human-shaped"
    OUT_OF_VIEW = "not whole in view"
    TURN_SIDE_ON = "turn side-on"
    TOO_FEW_PIXELS = "too few valid pixels"
    BACK_HIDDEN = "back hidden"
    LOST = "lost from view"
    NO_BASELINE = "stand still first"
    CAMERA_MOVED = "camera moved"
    OWN_RANGE = "showing own range"
    """Done wrong on purpose, in a contrast drill."""
