"""The scene as a whole: learn it empty, then find and follow the one athlete on the mat."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from station.camera.frame import DepthFrame
from station.scene.background import Background
from station.scene.floor import FloorPlane, fit_floor
from station.scene.people import Blob, find_blobs
from station.scene.side_plane import SidePlane
from station.scene.silhouette import SLAB_M, Silhouette, cut_out

_MAT_DISTANCE_M = (1.3, 3.4)
_MAT_HALF_WIDTH_M = 0.75
"""Who stands this close to the athlete is on the mat too; a coach a metre away is not."""
_SAME_PERSON_M = 0.45
"""Between two frames nobody moves farther than this."""
_FORGET_AFTER_S = 0.6
_EDGE_PX = 3
_DISTANCE_TIME_CONSTANT_S = 0.15
_BODY_HALF_BREADTH_M = 0.08
"""From the near skin, where the median reading lies, to the outline seen from the side."""


class Sight(StrEnum):
    """What the scene shows."""

    LEARNING = "learning"
    EMPTY = "empty"
    SEVERAL = "several"
    CUT_OFF = "cut off"
    ATHLETE = "athlete"


@dataclass(frozen=True, eq=False)
class SceneView:
    """One frame, understood. The athlete's fields are None unless ``sight`` is ATHLETE."""

    sight: Sight
    blob: Blob | None = None
    silhouette: Silhouette | None = None


class Scene:
    """Follows the athlete from frame to frame. Raises SceneError when there is no floor."""

    def __init__(self) -> None:
        self._background: Background | None = None
        self._learned = False
        self._floor: FloorPlane | None = None
        self._athlete: Blob | None = None
        self._athlete_time_s = 0.0
        self._distance_m: float | None = None
        self._distance_time_s = 0.0
        self._plane: SidePlane | None = None
        self._locked = False

    @property
    def floor(self) -> FloorPlane | None:
        """The fitted floor, once learned."""
        return self._floor

    def lock_plane(self) -> None:
        """Keep the side plane where it is until the athlete is gone: a baseline depends on it."""
        self._locked = True

    def release_plane(self) -> None:
        """Let the side plane follow the athlete again."""
        self._locked = False

    def look(self, frame: DepthFrame) -> SceneView:
        """Understand one frame."""
        if self._background is None:
            self._background = Background(frame.intrinsics, frame.depth_unit_m)
        if not self._learned:
            self._learned = self._background.learn(frame.depth, frame.capture_time_s)
            if not self._learned:
                return SceneView(Sight.LEARNING)
        if self._floor is None:
            self._floor = fit_floor(self._background.depth_m, frame.intrinsics)
        background, floor = self._background, self._floor
        people = [b for b in self._blobs(frame, background, floor) if b.is_person]
        athlete = self._choose(people, frame.capture_time_s)
        columns = slice(athlete.left_px, athlete.right_px) if athlete is not None else None
        background.keep_up(frame.depth, frame.capture_time_s, columns)
        if athlete is None:
            return SceneView(Sight.EMPTY)
        if _others_on_mat(athlete, people):
            return SceneView(Sight.SEVERAL, athlete)
        if _cut_off(athlete, frame):
            return SceneView(Sight.CUT_OFF, athlete)
        plane = self._side_plane(athlete, frame, floor)
        return SceneView(Sight.ATHLETE, athlete, cut_out(frame, background, plane, athlete))

    def _blobs(self, frame: DepthFrame, background: Background, floor: FloorPlane) -> list[Blob]:
        if self._athlete is None or not self._locked or self._distance_m is None:
            return find_blobs(frame, background, floor)
        # With the athlete's depth known, who stands elsewhere cannot merge with them.
        middle = self._distance_m
        return find_blobs(frame, background, floor, (middle - SLAB_M, middle + SLAB_M))

    def _choose(self, people: list[Blob], time_s: float) -> Blob | None:
        """The athlete among the people: who was it before, else who stands most central."""
        on_mat = [b for b in people if _MAT_DISTANCE_M[0] < b.distance_m < _MAT_DISTANCE_M[1]]
        if self._athlete is not None:
            before = self._athlete
            on_mat = [b for b in on_mat if _apart_m(b, before) < _SAME_PERSON_M]
            on_mat.sort(key=lambda b: _apart_m(b, before))
        else:
            on_mat.sort(key=lambda b: abs(b.x_m))
        if on_mat:
            self._athlete = on_mat[0]
            self._athlete_time_s = time_s
            return on_mat[0]
        if time_s - self._athlete_time_s > _FORGET_AFTER_S:
            self._athlete = None
            self._distance_m = None
            self._plane = None
            self._locked = False
        return None

    def _side_plane(self, athlete: Blob, frame: DepthFrame, floor: FloorPlane) -> SidePlane:
        """The plane through the athlete; follows them smoothly in steps, then stays locked."""
        target_m = athlete.distance_m + _BODY_HALF_BREADTH_M
        if self._distance_m is None:
            self._distance_m = target_m
            self._distance_time_s = frame.capture_time_s
        if not self._locked:
            elapsed_s = frame.capture_time_s - self._distance_time_s
            share = 1.0 - math.exp(-elapsed_s / _DISTANCE_TIME_CONSTANT_S)
            self._distance_m += share * (target_m - self._distance_m)
            # A new plane only for a real step, so that averages over frames stay in one plane.
            if self._plane is None or abs(self._plane.distance_m - self._distance_m) > 0.06:
                self._plane = SidePlane(floor, frame.intrinsics, self._distance_m)
        self._distance_time_s = frame.capture_time_s
        assert self._plane is not None
        return self._plane


def _apart_m(a: Blob, b: Blob) -> float:
    return float(((a.x_m - b.x_m) ** 2 + (a.distance_m - b.distance_m) ** 2) ** 0.5)


def _others_on_mat(athlete: Blob, people: list[Blob]) -> bool:
    return any(
        other is not athlete
        and abs(other.x_m - athlete.x_m) < _MAT_HALF_WIDTH_M
        and abs(other.distance_m - athlete.distance_m) < _MAT_HALF_WIDTH_M
        for other in people
    )


def _cut_off(athlete: Blob, frame: DepthFrame) -> bool:
    """Whether the picture's border cuts the athlete."""
    k = frame.intrinsics
    return (
        athlete.left_px <= _EDGE_PX
        or athlete.top_px <= _EDGE_PX
        or athlete.right_px >= k.width_px - _EDGE_PX
        or athlete.bottom_px >= k.height_px - _EDGE_PX
    )
