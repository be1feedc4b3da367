"""What is asked of a repetition besides a straight back. Values only; a drill fills them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault, Hint


@dataclass(frozen=True)
class Tempo:
    """What a tempo drill asks for, seconds; a part may be off by ``tolerance``."""

    lower_s: float
    pause_s: float
    rise_s: float
    tolerance: float = 0.25

    @property
    def longest_pause_s(self) -> float:
        """A pause as long as this is still the one asked for."""
        return self.pause_s * (1 + self.tolerance)


@dataclass(frozen=True)
class Hold:
    """The bottom is to be held for at least and at most so many seconds, spine neutral."""

    least_s: float
    most_s: float


@dataclass(frozen=True)
class Task:
    """What is asked of every repetition, and where a measure becomes a fault.

    Without a ``wall`` nothing can be touched or leaned on; then ``least_travel_share`` of body
    height is how far the hips have to go back. ``dowel`` asks that the back keep the contacts of
    a straight stick. ``hip_extension_deg`` asks for hips that are stretched out again at the end,
    up to this much. What is ``ignored`` is no fault. ``cues`` are other keys of the cue catalogue
    for some faults than their own.
    """

    limits: FaultLimits = field(default_factory=FaultLimits)
    wall: bool = True
    tempo: Tempo | None = None
    hold: Hold | None = None
    least_travel_share: float = 0.0
    dowel: bool = False
    hip_extension_deg: float | None = None
    ignored: frozenset[Fault | Hint] = frozenset()
    cues: Mapping[Fault, str] = field(default_factory=dict)

    @property
    def longest_rest_s(self) -> float:
        """How long the hips may rest on the wall before that is leaning."""
        asked_s = [self.limits.leaning_hold_s]
        if self.tempo is not None:
            asked_s.append(self.tempo.longest_pause_s)
        if self.hold is not None:
            asked_s.append(self.hold.most_s)
        return max(asked_s)
