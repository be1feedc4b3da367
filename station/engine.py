"""Scene, posture and hinge in a row: depth frames in, readings and repetitions out.

The same engine runs under the kiosk, ``station measure``, ``station bench`` and the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from station.hinge.verdict import Reason, Repetition
from station.posture.measures import Measures
from station.posture.side_view import SideView


class Stage(StrEnum):
    """How far the station is with whoever stands in front of it."""

    LEARNING = "learning"
    """The empty scene is being learned."""
    EMPTY = "empty"
    """Nobody on the mat."""
    PLACING = "placing"
    """Somebody is there but not yet measurable; ``Reading.reason`` says why."""
    STANDING_STILL = "standing still"
    """In place; the baseline is being taken."""
    READY = "ready"
    """Baseline taken, between repetitions."""
    REPETITION = "repetition"
    """Inside a repetition."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What the station knows after one frame.

    ``baseline_progress`` runs from 0 to 1 while standing still. ``repetition`` is set on the one
    frame at which a repetition ended. ``touching`` follows the wall contact at once, before any
    verdict.
    """

    time_s: float
    stage: Stage
    reason: Reason | None
    measures: Measures
    side_view: SideView | None
    wall_mm: float
    baseline_progress: float
    touching: bool
    repetition: Repetition | None

    @property
    def present(self) -> bool:
        """Somebody on the mat is being measured."""
        return self.side_view is not None
