"""Other people in the gym: passing behind, coaching beside, stepping onto the mat, running by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from station.simulator.body import Body, build_body
from station.simulator.ellipsoids import Ellipsoids
from station.simulator.gait import walking
from station.simulator.motion import ease
from station.simulator.pose import place
from station.simulator.shape import AthleteShape, Sex

WALKING_SPEED_M_S = 0.8
"""Full steps from this speed on."""


class Waypoint(NamedTuple):
    """Be there, at rest, at this time of the story; gym frame."""

    time_s: float
    x_m: float
    y_m: float


@dataclass(frozen=True)
class Bystander:
    """One other person, on a path. Before the first waypoint and after the last: not there.

    ``heading_deg`` (0 to the right in the picture, 90 away from the camera) is used while
    standing still; on the way they look where they go.
    """

    shape: AthleteShape
    path: tuple[Waypoint, ...]
    heading_deg: float = -90.0

    def ellipsoids(self, time_s: float) -> Ellipsoids | None:
        """Their body in the gym frame; None while they are not there."""
        if not self.path[0].time_s <= time_s <= self.path[-1].time_s:
            return None
        body = body_of(self.shape)
        x, y, walked_m, vigour, heading = self._walk(time_s)
        placed = place(body, walking(body, walked_m, vigour)).ellipsoids
        return stood_at(body, placed, x, y, heading)

    def _walk(self, time_s: float) -> tuple[float, float, float, float, float]:
        """Place, way walked, vigour of the steps and heading in degrees."""
        walked = 0.0
        for before, after in pairwise(self.path):
            dx, dy = after.x_m - before.x_m, after.y_m - before.y_m
            length, duration = math.hypot(dx, dy), after.time_s - before.time_s
            if time_s > after.time_s:
                walked += length
                continue
            u = (time_s - before.time_s) / duration
            share = ease(u)
            speed = length / duration * 30 * u * u * (1 - u) * (1 - u)
            vigour = min(1.0, speed / WALKING_SPEED_M_S)
            heading = math.degrees(math.atan2(dy, dx)) if length > 0.05 else self.heading_deg
            walked += length * share
            return before.x_m + dx * share, before.y_m + dy * share, walked, vigour, heading
        last = self.path[-1]
        return last.x_m, last.y_m, walked, 0.0, self.heading_deg


@lru_cache(maxsize=64)
def body_of(shape: AthleteShape) -> Body:
    """The body of a shape, built once."""
    return build_body(shape)


def stood_at(
    body: Body, placed: Ellipsoids, x_m: float, y_m: float, heading_deg: float
) -> Ellipsoids:
    """A body in the gym frame: the middle of its feet over a place, turned to a heading."""
    angle = math.radians(heading_deg)
    c, s = math.cos(angle), math.sin(angle)
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    pivot = np.array([body.foot_m / 2, 0.0, 0.0])
    return placed.moved(turn, np.array([x_m, y_m, 0.0]) - turn @ pivot)


def passer_by(start_s: float, y_m: float = 1.2, to_the_right: bool = True) -> Bystander:
    """Somebody who walks past behind the athlete, across the whole picture, in five seconds."""
    side = -1.0 if to_the_right else 1.0
    path = (Waypoint(start_s, 4.5 * side, y_m), Waypoint(start_s + 5.0, -4.5 * side, y_m))
    return Bystander(AthleteShape(1.70, 0.5, Sex.WOMAN, 10.0), path)


def coach(x_m: float, y_m: float, until_s: float = 600.0) -> Bystander:
    """Somebody who stands and watches, looking at the athlete."""
    path = (Waypoint(0.0, x_m, y_m), Waypoint(until_s, x_m, y_m))
    heading = math.degrees(math.atan2(-y_m, -x_m))
    return Bystander(AthleteShape(1.82, 0.6), path, heading)


def second_athlete(start_s: float, end_s: float, x_m: float = -0.45) -> Bystander:
    """Somebody who comes from the left onto the mat, stands beside the athlete, and leaves."""
    path = (
        Waypoint(start_s, -3.6, 0.1),
        Waypoint(start_s + 2.0, x_m, 0.1),
        Waypoint(end_s - 2.0, x_m, 0.1),
        Waypoint(end_s, -3.6, 0.1),
    )
    return Bystander(AthleteShape(1.78, 0.4), path, 0.0)


def running_child(start_s: float, y_m: float = 0.7) -> Bystander:
    """A child who runs through the picture in two and a half seconds."""
    path = (Waypoint(start_s, 4.2, y_m), Waypoint(start_s + 2.5, -4.2, y_m))
    return Bystander(AthleteShape(1.15, 0.3), path)
