"""A drill: what is asked of whoever stands there, and how strictly it is judged. Values only.

Drills are read from files (``config/drills`` and the gym's own) by ``station.config.drills``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from station.drills.contrast import ContrastRule
from station.drills.levels import LevelRule
from station.hinge.limits import FaultLimits
from station.hinge.task import Hold, Task, Tempo
from station.hinge.verdict import Fault, Hint


@dataclass(frozen=True)
class Wall:
    """The wall behind the heels: so many metres, or a share of body height."""

    distance_m: float | None = None
    height_share: float | None = None

    def for_height(self, height_m: float | None) -> float | None:
        """Metres behind the heels; None while it hangs on a height that is not known."""
        if self.distance_m is not None:
            return self.distance_m
        if self.height_share is None or height_m is None:
            return None
        return round(self.height_share * height_m, 3)


@dataclass(frozen=True)
class Dose:
    """So many repetitions in each of so many sets, with a rest between them."""

    repetitions: int
    sets: int
    rest_s: float


@dataclass(frozen=True)
class Drill:
    """One drill. ``name`` is that of its file; ``title`` and ``what_to_do`` are a gym's own words,
    "" takes those of ``config/cues``.

    ``limits`` holds the fault limits that differ from the station's, by their names.
    """

    name: str
    dose: Dose
    title: str = ""
    what_to_do: str = ""
    wall: Wall | None = None
    least_travel_share: float = 0.0
    tempo: Tempo | None = None
    hold: Hold | None = None
    dowel: bool = False
    hip_extension_deg: float | None = None
    ignored: frozenset[Fault | Hint] = frozenset()
    limits: Mapping[str, float] = field(default_factory=dict)
    levels: LevelRule | None = None
    contrast: ContrastRule | None = None
    cues: Mapping[Fault, str] = field(default_factory=dict)

    def task(self, station: FaultLimits) -> Task:
        """What is asked of each repetition, over the station's own limits."""
        return Task(
            limits=replace(station, **self.limits),
            wall=self.wall is not None,
            tempo=self.tempo,
            hold=self.hold,
            least_travel_share=self.least_travel_share,
            dowel=self.dowel,
            hip_extension_deg=self.hip_extension_deg,
            ignored=self.ignored,
            cues=self.cues,
        )
