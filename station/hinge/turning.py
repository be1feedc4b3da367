"""Whether somebody has come up from the bottom, and whether they go down again."""

from __future__ import annotations

from collections import deque
from operator import attrgetter
from typing import NamedTuple

START_SHARE = 0.03
"""Hips this share of height behind where they rested begin a repetition."""
START_TRUNK_DEG = 25.0
"""So does a bow whose hips do not travel."""
_LEFT, _CLEAR = 0.25, 0.3
"""Whose hips and trunk have come up this share of the way has left the bottom, if they stay there;
and has clearly turned, if they do not."""
_LEAST_STAY = 0.6
"""A rise to stay up at may be so much less than what begins a repetition: staying tells as well."""
_HALF = 0.5
_TURN_DEG = 5.0
_KEPT_S = 0.2
"""Only what lasts so long is a place somebody was at: an outline that flickers by a hand's breadth
for one frame is filtered into three."""


def bend(hips_mm: float, trunk_deg: float, height_mm: float) -> float:
    """How far somebody is into a hinge: 0 standing, and 1 is as much as begins a repetition.

    Hips and trunk go together, so both count: a flapping shirt moves one of them alone.
    """
    return hips_mm / (START_SHARE * height_mm) + trunk_deg / START_TRUNK_DEG


class _Place(NamedTuple):
    """Where hips and trunk are in one frame."""

    time_s: float
    bend: float
    hips_mm: float
    trunk_deg: float


_NOWHERE = _Place(0.0, float("inf"), 0.0, 0.0)
_bend_of = attrgetter("bend")


class Turning:
    """Follows one repetition from its lowest point to the highest one since.

    A rise counts when it is about as large as what begins a repetition, and a clear part of the
    way: a hold that sways and a bounce on the wall are less. ``holds``: the athlete is to stay at
    the bottom, for so long that they sag and come up more than others do; only half the way is a
    rise then. ``rest`` is the bend that the way is measured from; ``first`` the number of the
    first sample that will be added.
    """

    def __init__(self, height_mm: float, rest: float, holds: bool, first: int) -> None:
        self._height_mm = height_mm
        self._rest = min(rest, 0.0)
        self._shares = (_HALF, _HALF) if holds else (_LEFT, _CLEAR)
        self._trunk_deg: float | None = None
        self._recent: deque[_Place] = deque()
        self._deepest = _NOWHERE._replace(bend=-float("inf"))
        self._highest = _NOWHERE
        self._least = float("inf")
        self._next = first
        self.highest_at = first
        """The number of the sample that is the highest since the lowest."""

    def add(self, time_s: float, hips_mm: float | None, trunk_deg: float | None) -> None:
        """Take in one frame. A trunk out of sight is where it was last seen."""
        self._next += 1
        if hips_mm is None:
            return
        if trunk_deg is not None:
            self._trunk_deg = trunk_deg
        lean_deg = self._trunk_deg or 0.0
        now = _Place(time_s, bend(hips_mm, lean_deg, self._height_mm), hips_mm, lean_deg)
        self._recent.append(now)
        while len(self._recent) > 1 and self._recent[1].time_s <= time_s - _KEPT_S:
            self._recent.popleft()
        if self._down.bend > self._deepest.bend and not self.goes_down_again:
            self._deepest, self._highest, self._least = self._down, _NOWHERE, float("inf")
        self._highest = min(self._highest, max(self._recent, key=_bend_of), key=_bend_of)
        if now.bend < self._least:
            self._least, self.highest_at = now.bend, self._next - 1

    @property
    def is_up(self) -> bool:
        """Whether the athlete is up so far that, staying there, they are done."""
        risen = self._deepest.bend - self._recent[-1].bend
        return risen >= max(_LEAST_STAY, self._shares[0] * self._way)

    @property
    def goes_down_again(self) -> bool:
        """Whether they came up and are on the way down without having stayed up there.

        Hips that come off the wall by a few centimetres and go back at once bounce on it; so a
        rise of less than half the way must bring them as far forward as begins a repetition.
        """
        forward_mm = self._deepest.hips_mm - self._highest.hips_mm
        far = self._rise >= _HALF * self._way or forward_mm >= START_SHARE * self._height_mm
        if not far or self._rise < max(1.0, self._shares[1] * self._way):
            return False
        # Coming back upright from leaning back is not going down.
        fallen = self._down.bend - max(self._highest.bend, 0.0)
        leans = self._trunk_deg is None or (
            self._down.trunk_deg > self._highest.trunk_deg + _TURN_DEG
        )
        return fallen > 1.0 and leans

    @property
    def _down(self) -> _Place:
        """How deep they have kept for a moment."""
        return min(self._recent, key=_bend_of)

    @property
    def _rise(self) -> float:
        return self._deepest.bend - self._highest.bend

    @property
    def _way(self) -> float:
        return self._deepest.bend - self._rest
