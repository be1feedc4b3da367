"""By which limits a test was judged, as far as they are still known."""

from __future__ import annotations

from dataclasses import dataclass

from station.config.drills import load_drill
from station.drills.contrast import OwnRange
from station.drills.drill import Drill
from station.errors import ConfigError
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault
from station.reasons import Reason
from station.results.report.values import KeptTest

_OF_THE_OWN_RANGE = (Fault.LUMBAR_FLEXION, Fault.LUMBAR_EXTENSION)


@dataclass(frozen=True)
class JudgedBy:
    """``drill`` is None where there is no such drill any more: then the station's limits stand
    alone. ``own_range`` is what a contrast drill has learned of the athlete."""

    drill: Drill | None
    limits: FaultLimits
    own_range: OwnRange | None = None

    def limit(self, fault: Fault) -> float | None:
        """Where a fault begins, in the unit and with the sign of its measure; None where it is
        none in this drill, or where no single number says it."""
        if self.drill is not None and fault in self.drill.ignored:
            return None
        own = self.drill is not None and self.drill.contrast is not None
        if own and self.own_range is None and fault in _OF_THE_OWN_RANGE:
            return None
        at = {
            Fault.NO_TOUCH: 0.0,
            Fault.LUMBAR_FLEXION: self.limits.lumbar_flexion_deg,
            Fault.LUMBAR_EXTENSION: -self.limits.lumbar_extension_deg,
            Fault.THORACIC_FLEXION: self.limits.thoracic_flexion_deg,
            Fault.NECK_EXTENSION: -self.limits.neck_extension_deg,
            Fault.SQUAT: self.limits.squat_knee_deg,
            Fault.PAST_HORIZONTAL: self.limits.past_horizontal_deg,
        }
        return at.get(fault)

    def least_travel_mm(self, height_mm: float | None) -> float | None:
        """How far the hips have to go without a wall; None where nothing is asked."""
        if self.drill is None or self.drill.wall is not None or height_mm is None:
            return None
        return self.drill.least_travel_share * height_mm or None


def judged_by(name: str, station: FaultLimits, test: KeptTest | None = None) -> JudgedBy:
    """The drill as its file says today, over the ``station``'s limits.

    Of a contrast drill the limits are those of the athlete's own range, shown in the ``test``.
    """
    try:
        drill = load_drill(name).drill
    except ConfigError:
        return JudgedBy(None, station)
    limits = drill.task(station).limits
    shown = None if test is None else _own_range(test)
    if drill.contrast is None or shown is None:
        return JudgedBy(drill, limits)
    return JudgedBy(drill, shown.limits(drill.contrast, limits), shown)


def _own_range(test: KeptTest) -> OwnRange | None:
    """The widest that was shown: what showed too little was asked for again."""
    shown = [each for each in test.practice if each.reason is Reason.OWN_RANGE]
    rounds = [each.peaks.lumbar_flexion_deg or 0.0 for each in shown]
    arches = [each.arched_deg or 0.0 for each in shown]
    return OwnRange(max(rounds), max(arches)) if len(shown) > 1 else None
