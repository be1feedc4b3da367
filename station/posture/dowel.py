"""The coach's dowel: a straight stick laid on the back, and its three contacts."""

from __future__ import annotations

from dataclasses import dataclass

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

    ``ends_m`` ``(2, 2)``; ``contacts_m`` ``(3, 2)`` the skin nearest to the stick at head, shoulder
    blades and sacrum; ``gaps_mm`` ``(3,)`` their distances from it.
    """

    ends_m: Floats
    contacts_m: Floats
    gaps_mm: Floats


def lay_dowel(model: BodyModel, skin_m: Floats) -> Dowel:
    """Lay a straight stick on the back of the skin ``(n, 2)`` as gravity and hands would."""
    crown = int(model.skin_m[:, 1].argmax())
    low = model.part(_CONTACTS[2][0], 1.0).start
    line = skin_m[low : crown + 1]
    first, last = line[0], line[-1]
    along = (last - first) / np.linalg.norm(last - first)
    outward = np.array([-along[1], along[0]])
    s, height = (line - first) @ along, (line - first) @ outward
    middle = float(np.interp(_BALANCE, model.share[low : crown + 1], s))
    a, b = _hull_edge(s, height, middle)
    tilt = (height[b] - height[a]) / (s[b] - s[a])
    gap = height[a] + tilt * (s - s[a]) - height
    gap /= np.hypot(1.0, tilt)
    contacts, gaps = [], []
    for contact in _CONTACTS:
        region = model.part(*contact)
        start = region.start - low
        nearest = start + int(gap[start : region.stop - low].argmin())
        contacts.append(line[nearest])
        gaps.append(max(0.0, float(gap[nearest])) * 1000)
    reach = np.array([s.min() - 0.05, s.max() + 0.03])
    ends = first + np.outer(reach, along) + np.outer(height[a] + tilt * (reach - s[a]), outward)
    return Dowel(ends, np.array(contacts), np.array(gaps))


def _hull_edge(s: Floats, height: Floats, middle: float) -> tuple[int, int]:
    """The two points of the upper convex hull between which ``middle`` lies.

    Of all lines through one point on either side, the hull's is the one highest at the middle.
    """
    before, after = np.nonzero(s <= middle)[0], np.nonzero(s > middle)[0]
    span = s[after][None, :] - s[before][:, None]
    part = (middle - s[before])[:, None] / span
    at_middle = height[before][:, None] * (1 - part) + height[after][None, :] * part
    a, b = np.unravel_index(int(np.argmax(at_middle)), at_middle.shape)
    return int(before[a]), int(after[b])
