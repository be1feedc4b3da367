"""The coach's dowel: a straight stick laid on the back, and its three contacts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import BodyModel

Floats = NDArray[np.float64]

HEAD, THORACIC, SACRUM_CONTACT = 0, 1, 2
_CONTACTS = ((0.90, 0.985), (0.70, 0.84), (0.535, 0.60))
"""Shares of height of the back of the head, between the shoulder blades, the sacrum."""
_BALANCE = 0.72
"""The stick rests where its middle is supported on both sides."""


@dataclass(frozen=True, eq=False)
class Dowel:
    """Where the stick lies on one (bent) back.

    ``back_m`` ``(n, 2)`` is the skin from sacrum to crown, ``under`` the two of its points the
    stick rests on. ``contacts_m`` ``(3, 2)`` is the skin nearest to the stick at head, shoulder
    blades and sacrum; ``gaps_mm`` ``(3,)`` their distances from it.
    """

    back_m: Floats
    under: tuple[int, int]
    contacts_m: Floats
    gaps_mm: Floats

    @cached_property
    def ends_m(self) -> Floats:
        """``(2, 2)``, for drawing only: a little longer than the back, below and above."""
        low, high = self.back_m[list(self.under)]
        along = (high - low) / np.linalg.norm(high - low)
        reach_m = (self.back_m - low) @ along
        below_m, above_m = reach_m.min() - 0.05, reach_m.max() + 0.03
        ends: Floats = low + np.stack([below_m * along, above_m * along])
        return ends


def lay_dowel(model: BodyModel, skin_m: Floats) -> Dowel:
    """Lay a straight stick on the back of the skin ``(n, 2)`` as gravity and hands would."""
    low = model.part(_CONTACTS[2][0], 1.0).start
    line = skin_m[low : model.crown + 1]
    (first_x, first_z), (last_x, last_z) = line[0].tolist(), line[-1].tolist()
    length_m = math.hypot(last_x - first_x, last_z - first_z)
    up_x, up_z = (last_x - first_x) / length_m, (last_z - first_z) / length_m
    axes = np.array([[up_x, up_z], [-up_z, up_x]])
    s, height = axes @ line.T
    balance, share = _balance_point(model, low)
    middle = float(s[balance] + share * (s[balance + 1] - s[balance]))
    a, b = _hull_edge(s, height, middle)
    (a_s, a_height), (b_s, b_height) = ((float(s[i]), float(height[i])) for i in (a, b))
    tilt = (b_height - a_height) / (b_s - a_s)
    gap = s * tilt
    gap -= height
    gap += a_height - tilt * a_s
    gap *= 1000 / math.hypot(1.0, tilt)
    nearest = []
    for contact in _CONTACTS:
        region = model.part(*contact)
        start = region.start - low
        nearest.append(start + int(gap[start : region.stop - low].argmin()))
    return Dowel(line, (a, b), line[nearest], np.maximum(gap[nearest], 0.0))


@lru_cache(maxsize=8)
def _balance_point(model: BodyModel, low: int) -> tuple[int, float]:
    """Behind which point from ``low`` on the balance lies, and how far towards the next one."""
    place = float(np.interp(_BALANCE, model.share[low:], np.arange(len(model.share) - low)))
    return int(place), place % 1.0


def _hull_edge(s: Floats, height: Floats, middle: float) -> tuple[int, int]:
    """The two points of the upper convex hull between which ``middle`` lies.

    Of all lines through one point on either side, the hull's is the one highest at the middle.
    """
    is_after = s > middle
    before, after = np.flatnonzero(~is_after), np.flatnonzero(is_after)
    short_m, beyond_m = (middle - s[before])[:, None], s[after] - middle
    at_middle = height[before][:, None] * beyond_m + height[after] * short_m
    at_middle /= short_m + beyond_m
    a, b = divmod(int(at_middle.argmax()), len(after))
    return int(before[a]), int(after[b])
