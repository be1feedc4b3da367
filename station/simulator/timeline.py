"""The athlete's postures in time, from standing still to the end of the last repetition."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from station.simulator.body import Body
from station.simulator.motion import Sway, ease
from station.simulator.pose import Foot, Pose
from station.simulator.repetitions import (
    LEAN_BACK,
    STEP_BACK_M,
    End,
    Kind,
    RepetitionPlan,
    bottom_pose,
    mix,
    off_the_wall,
    short_of_standing,
)

STAND_UP_S = 0.6
"""From a wrong end of the rise to standing tall."""
STEP_S = 0.22
LUMBAR_SWAY_DEG_M, THORACIC_SWAY_DEG_M, NECK_SWAY_DEG_M = 170.0, 230.0, 330.0
"""A standing spine moves too: about a third of a degree rms with the usual 1.5 mm of sway."""


class Key(NamedTuple):
    """A posture reached, at rest, at this time; ``phase`` names the movement into it."""

    time_s: float
    pose: Pose
    phase: str


class Step(NamedTuple):
    """One foot steps back or forward."""

    start_s: float
    foot: int
    from_m: float
    to_m: float


@dataclass(frozen=True)
class PlannedTimes:
    """When a planned repetition happens, seconds of the story."""

    plan: RepetitionPlan
    start_s: float
    bottom_s: float
    rise_from_s: float
    end_s: float
    """The rise is over: standing, or stopped at the wrong end."""
    over_s: float
    """The wrong end, if any, has been held."""


@dataclass(frozen=True, eq=False)
class Timeline:
    """Postures between the first and the last key; sway on top."""

    keys: tuple[Key, ...]
    steps: tuple[Step, ...]
    repetitions: tuple[PlannedTimes, ...]
    sways: tuple[Sway, ...]
    sway_m: float

    @property
    def end_s(self) -> float:
        """When the last rest is over."""
        return self.keys[-1].time_s

    def pose_at(self, time_s: float) -> tuple[Pose, str]:
        """The posture and what it is part of: stand, down, hold, up, rest."""
        times = [key.time_s for key in self.keys]
        after = min(max(bisect_right(times, time_s), 1), len(times) - 1)
        before, key = self.keys[after - 1], self.keys[after]
        share = (time_s - before.time_s) / (key.time_s - before.time_s)
        pose = mix(before.pose, key.pose, ease(share))
        lively = [sway.at(time_s) * self.sway_m for sway in self.sways]
        return replace(
            pose,
            sway_m=lively[0],
            lumbar_deg=pose.lumbar_deg + LUMBAR_SWAY_DEG_M * lively[1],
            thoracic_deg=pose.thoracic_deg + THORACIC_SWAY_DEG_M * lively[2],
            neck_deg=pose.neck_deg + NECK_SWAY_DEG_M * lively[3],
            feet=(self._foot(0, time_s), self._foot(1, time_s)),
        ), key.phase

    def _foot(self, foot: int, time_s: float) -> Foot:
        place = Foot()
        for step in self.steps:
            if step.foot == foot and time_s > step.start_s:
                share = ease((time_s - step.start_s) / STEP_S)
                lift = 0.03 * 4 * share * (1 - share)
                place = Foot(step.from_m + (step.to_m - step.from_m) * share, lift)
        return place


def plan_timeline(
    body: Body,
    plans: tuple[RepetitionPlan, ...],
    wall_m: float,
    start_s: float,
    still_s: float,
    sway_m: float,
    seed: int,
) -> Timeline:
    """Stand from ``start_s`` for ``still_s``, then do the plans one after the other."""
    random = np.random.default_rng([seed, 104729])
    standing = Pose()
    keys = [Key(start_s, standing, "stand"), Key(start_s + still_s, standing, "stand")]
    steps: list[Step] = []
    repetitions = []
    for plan in plans:
        bottom = bottom_pose(body, plan, wall_m, random)
        times, own_keys = _one(body, plan, bottom, keys[-1].time_s)
        keys += own_keys
        repetitions.append(times)
        if plan.kind is Kind.FEET_MOVED:
            steps += _step_back_and_return(times)
    return Timeline(
        keys=tuple(keys),
        steps=tuple(steps),
        repetitions=tuple(repetitions),
        sways=tuple(Sway(seed, channel) for channel in range(4)),
        sway_m=sway_m,
    )


def _one(
    body: Body, plan: RepetitionPlan, bottom: Pose, start_s: float
) -> tuple[PlannedTimes, list[Key]]:
    bottom_s = start_s + plan.lower_s
    rise_from_s = bottom_s + plan.pause_s
    end_s = rise_from_s + plan.rise_s
    keys = [Key(bottom_s, bottom, "down")]
    if plan.bounce_mm > 0:
        off = off_the_wall(body, bottom, plan.bounce_mm / 1000)
        keys.append(Key((bottom_s + rise_from_s) / 2, off, "hold"))
    if plan.pause_s > 0:
        keys.append(Key(rise_from_s, bottom, "hold"))
    over_s = end_s
    if plan.end is End.STAND:
        keys.append(Key(end_s, Pose(), "up"))
    else:
        end = LEAN_BACK if plan.end is End.HYPER else short_of_standing(body, bottom)
        over_s = end_s + plan.end_hold_s
        keys += [Key(end_s, end, "up"), Key(over_s, end, plan.end.value)]
        keys.append(Key(over_s + STAND_UP_S, Pose(), "rest"))
    keys.append(Key(keys[-1].time_s + plan.rest_s, Pose(), "rest"))
    return PlannedTimes(plan, start_s, bottom_s, rise_from_s, end_s, over_s), keys


def _step_back_and_return(times: PlannedTimes) -> list[Step]:
    """Both heels step back one after the other on the way down, and return during the rest."""
    back_s = times.start_s + 0.35 * (times.bottom_s - times.start_s)
    return [
        Step(back_s, 0, 0.0, -STEP_BACK_M),
        Step(back_s + STEP_S, 1, 0.0, -STEP_BACK_M),
        Step(times.over_s + 0.1, 0, -STEP_BACK_M, 0.0),
        Step(times.over_s + 0.1 + STEP_S, 1, -STEP_BACK_M, 0.0),
    ]
