"""The verdict on one repetition, and the words it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from station.posture.measures import Measures
from station.reasons import Reason as Reason


class Outcome(StrEnum):
    """What the station says of a repetition."""

    PASS = "PASS"
    FAULT = "FAULT"
    NO_VERDICT = "NO_VERDICT"


class Fault(StrEnum):
    """Fault codes, as in the fault table; the value is the code used everywhere."""

    NO_TOUCH = "no_touch"
    LUMBAR_FLEXION = "lumbar_flexion"
    LUMBAR_EXTENSION = "lumbar_extension"
    THORACIC_FLEXION = "thoracic_flexion"
    NECK_EXTENSION = "neck_extension"
    SQUAT = "squat"
    PAST_HORIZONTAL = "past_horizontal"
    LEANING = "leaning"
    LOCKOUT_HYPEREXTENSION = "lockout_hyperextension"
    INCOMPLETE_LOCKOUT = "incomplete_lockout"
    FEET_MOVED = "feet_moved"
    TEMPO = "tempo"
    TOO_SHALLOW = "too_shallow"
    """Only in drills without a wall: the hips did not travel as far as asked."""
    DOWEL_LOST = "dowel_lost"
    """Only in drills with a stick on the back: it would have lost a contact. The camera sees the
    back, not the stick."""


class Hint(StrEnum):
    """Worth saying, never a fault."""

    LOCKED_KNEES = "locked_knees"


@dataclass(frozen=True)
class Verdict:
    """PASS, FAULT(faults) or NO_VERDICT(reason), with the one cue to give.

    ``cue`` is a key of the cue catalogue: a fault code, a hint, a reason's name in lower case,
    ``pass``, or what a drill says instead. ``back_judged`` is False when only the back could not
    be judged: the tap still counts and the repetition says so.
    """

    outcome: Outcome
    faults: tuple[Fault, ...] = ()
    reason: Reason | None = None
    hints: tuple[Hint, ...] = ()
    cue: str = "pass"
    back_judged: bool = True


@dataclass(frozen=True)
class Repetition:
    """One repetition from leaving the standing posture to the end of the rise.

    Times are seconds of the source's own clock. ``lower_s``, ``pause_s`` and ``rise_s`` are the
    durations of its three parts. ``peaks`` holds the largest value of each measure in the
    direction of its fault (the smallest for ``hip_gap_mm``, the most craned for the neck).
    ``arched_deg`` is how far the lower back arched while hinging, > 0 over standing; ``held_s``
    how long the bottom was held with a neutral spine, where a drill asks for it. Without a wall
    ``min_gap_mm`` is NaN.
    """

    number: int
    start_s: float
    end_s: float
    touched: bool
    touch_s: float | None
    min_gap_mm: float
    lower_s: float
    pause_s: float
    rise_s: float
    peaks: Measures
    verdict: Verdict
    arched_deg: float | None = None
    held_s: float | None = None
