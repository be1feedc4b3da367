"""Postures in time: smooth from rest to rest, a little uneven, and never quite still."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from station.simulator.motion import Sway, ease
from tests.lab.kinematics import Posture
from tests.lab.legs import Feet, Foot

_LIFT_M = 0.03
"""How high a stepping foot is lifted."""


@dataclass(frozen=True)
class Movement:
    """From one posture to another between two times, seconds of the session.

    ``late`` above 1 starts slower than it ends, below 1 the other way round; ``spine_late`` is
    the same for the spine, which need not bend in step with the hips.
    """

    start_s: float
    end_s: float
    start: Posture
    end: Posture
    phase: str
    late: float = 1.0
    spine_late: float = 1.0

    def at(self, time_s: float) -> Posture:
        """The posture at a time, clipped to the movement."""
        span_s = self.end_s - self.start_s
        share = min(1.0, max(0.0, (time_s - self.start_s) / span_s))
        return mix(self.start, self.end, ease(share**self.late), ease(share**self.spine_late))


def mix(start: Posture, end: Posture, share: float, spine_share: float | None = None) -> Posture:
    """Between two postures, joint by joint; the spine and neck may be further on than the rest."""
    spine = share if spine_share is None else spine_share

    def between(a: float, b: float, how_far: float) -> float:
        return a + (b - a) * how_far

    return Posture(
        hip_deg=between(start.hip_deg, end.hip_deg, share),
        knee_deg=between(start.knee_deg, end.knee_deg, share),
        lumbar_deg=between(start.lumbar_deg, end.lumbar_deg, spine),
        thoracic_deg=between(start.thoracic_deg, end.thoracic_deg, spine),
        neck_deg=between(start.neck_deg, end.neck_deg, spine),
        forward_m=between(start.forward_m, end.forward_m, share),
        bottom_share=between(start.bottom_share, end.bottom_share, share),
    )


@dataclass(frozen=True)
class Liveliness:
    """What keeps a body from being still: sway of the weight and a wobble of every joint.

    ``sway_mm`` and ``wobble_deg`` are rms values.
    """

    seed: int
    sway_mm: float
    wobble_deg: float

    @cached_property
    def _sways(self) -> tuple[Sway, ...]:
        return tuple(Sway(self.seed, channel) for channel in range(7))

    def on(self, posture: Posture, time_s: float, share: float = 1.0) -> Posture:
        """The posture as it really is at this time; ``share`` 0 is none of the liveliness."""
        hip, knee, lumbar, thoracic, neck = (
            share * self.wobble_deg * sway.at(time_s) for sway in self._sways[:5]
        )
        sway_m = share * self._sways[5].at(time_s) * self.sway_mm / 1000
        return replace(
            posture,
            hip_deg=posture.hip_deg + 0.7 * hip,
            knee_deg=posture.knee_deg + 0.7 * knee,
            lumbar_deg=posture.lumbar_deg + lumbar,
            thoracic_deg=posture.thoracic_deg + thoracic,
            neck_deg=posture.neck_deg + 1.4 * neck,
            forward_m=posture.forward_m + sway_m,
        )

    def sideways_m(self, time_s: float) -> float:
        """How far the whole body has swayed to its left."""
        return self._sways[6].at(time_s) * self.sway_mm / 1000


class FootStep(NamedTuple):
    """One foot, 0 left, 1 right, goes from one place to another, metres forward of its own."""

    foot: int
    start_s: float
    end_s: float
    from_m: float
    to_m: float

    def at(self, time_s: float) -> Foot:
        """Where the foot is once the step has begun."""
        share = ease((time_s - self.start_s) / (self.end_s - self.start_s))
        place_m = self.from_m + (self.to_m - self.from_m) * share
        return Foot(place_m, _LIFT_M * 4 * share * (1 - share))


@dataclass(frozen=True)
class Timeline:
    """The movements from standing still to the last rest, one after the other without a pause.

    ``steps`` are those of feet that leave their place or come back, in order of time.
    """

    movements: tuple[Movement, ...]
    steps: tuple[FootStep, ...] = ()

    @cached_property
    def _starts_s(self) -> list[float]:
        return [movement.start_s for movement in self.movements]

    @property
    def end_s(self) -> float:
        """When the last rest is over."""
        return self.movements[-1].end_s

    def at(self, time_s: float) -> tuple[Posture, str]:
        """The posture without its liveliness, and the phase: stand, down, hold, up or rest."""
        number = max(0, bisect_right(self._starts_s, time_s) - 1)
        movement = self.movements[number]
        posture = movement.at(time_s)
        if self.steps:
            posture = replace(posture, feet=self._feet_at(time_s))
        return posture, movement.phase

    def _feet_at(self, time_s: float) -> Feet:
        feet = [Foot(), Foot()]
        for step in self.steps:
            if time_s > step.start_s:
                feet[step.foot] = step.at(time_s)
        return feet[0], feet[1]
