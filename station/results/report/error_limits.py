"""How far each number may be off, and from where on a difference between two tests is a change."""

from __future__ import annotations

import math
from dataclasses import dataclass

MEAN_ERROR = {
    "hip_gap_mm": 4.1,
    "hip_displacement_mm": 3.1,
    "trunk_inclination_deg": 0.8,
    "lumbar_flexion_deg": 2.3,
    "thoracic_flexion_deg": 1.2,
    "neck_flexion_deg": 1.8,
    "knee_flexion_deg": 0.8,
}
"""Mean distance from the truth of a frame, of the measures that a report tells.

Source: the accuracy lab (``tests/lab``, its unseen half), as README's table "How good is it?"
tells it; a test holds the two together.
"""


@dataclass(frozen=True)
class LabCount:
    """Of ``of`` repetitions in the lab ``exact`` were judged with exactly their faults."""

    bodies: int
    exact: int
    of: int


LAB = LabCount(bodies=32, exact=187, of=201)
"""From the same table, and the line above it."""

TIMES_MEAN_ERROR = 3.5
"""A change is more than this many mean errors.

For normal errors the mean distance e is sigma * sqrt(2 / pi); the difference of two tests, each off
by itself, strays by sqrt(2) * sigma, and 95 of 100 differences are within 1.96 times that:
1.96 * sqrt(2) * sqrt(pi / 2) * e = 3.47 e.
"""


def least_change(measure: str) -> float:
    """The smallest difference between two tests that is called a change, in whole mm or degrees."""
    return float(math.ceil(TIMES_MEAN_ERROR * MEAN_ERROR[measure]))
