"""What the athlete did at the bottom: how long they held it, and how far the back arched."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from station.hinge.history import History, sustained_max
from station.hinge.task import Task
from station.hinge.verdict import Fault

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HINGING_TRUNK_DEG = 15.0
"""Bent further forward than this the athlete is hinging; leaning back at the top is not."""
POSTURE_S = 0.25
"""How long an upper-back or neck posture must last; the lumbar limit has its own."""
_NEAR = 0.85
"""So much of the way down is the bottom: who holds it for ten seconds sways and sinks a little."""
_LEVEL_S = 0.5
"""The bottom is as low as somebody stays for so long, not where they swing through."""
_BRIDGED_S = 0.25
"""Leaving it for a shorter time is noise."""


def held_s(history: History, task: Task) -> float:
    """The longest time at the bottom with a neutral spine, seconds.

    The slow ends of lowering and rise lie so near the bottom that a part of them counts: up to
    half a second together in an ordinary hinge, to the athlete's favour.
    """
    t, hips, trunk = history.times(), history.values("hip_displacement_mm"), history.trunk_change()
    away = _above(t, hips) | _above(t, trunk)
    lumbar = history.values("lumbar_flexion_deg")
    if Fault.LUMBAR_FLEXION not in task.ignored:
        away |= lumbar > task.limits.lumbar_flexion_deg
    if Fault.LUMBAR_EXTENSION not in task.ignored:
        away |= -lumbar > task.limits.lumbar_extension_deg
    there_s = t[~away]
    if not len(there_s):
        return 0.0
    runs = np.split(there_s, np.flatnonzero(np.diff(there_s) > _BRIDGED_S) + 1)
    return float(max(run[-1] - run[0] for run in runs))


def arched_deg(history: History) -> float | None:
    """How far the lower back arched while hinging, degrees over standing; None if unseen."""
    arched = sustained_while(
        history.times(), -history.values("lumbar_flexion_deg"), hinging(history)
    )
    return arched if np.isfinite(arched) else None


def hinging(history: History) -> Flags:
    """When the trunk was bent forward."""
    bent: Flags = history.trunk_change() > HINGING_TRUNK_DEG
    return bent


def sustained_while(t: Floats, values: Floats, condition: Flags) -> float:
    """The largest value held for :data:`POSTURE_S` while a condition was true."""
    return sustained_max(t, np.where(condition, values, -np.inf), POSTURE_S)


def _above(t: Floats, way: Floats) -> Flags:
    """Where something was known to be clearly above its lowest; nowhere when never seen."""
    lowest = sustained_max(t, way, _LEVEL_S)
    above: Flags = way < _NEAR * lowest
    return above
