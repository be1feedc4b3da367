"""The scene as a whole: learn it empty, then find and follow the one athlete on the mat."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from station.camera.frame import DepthFrame
from station.scene.anew import LearningAnew
from station.scene.background import Background
from station.scene.bump import BumpWatch
from station.scene.floor import FloorPlane, fit_floor
from station.scene.people import Blob, Window, find_blobs, follow
from station.scene.plumb import SMALLEST_PIECE_CELLS, Darkness, hidden_share
from station.scene.side_plane import SidePlane
from station.scene.silhouette import SLAB_M, Silhouette, cut_out

_MAT_DISTANCE_M = (1.3, 3.4)
_MAT_HALF_WIDTH_M = 0.75
"""Who stands this close to the athlete is on the mat too; a coach a metre away is not."""
_MIDDLE_M = 1.0
_HIDDEN_SHARE = 0.10
"""A T-shirt is 0.3 of a body's height, shorts are 0.2; drop-outs are a hundredth."""
_NOBODYS_SHARE = 0.05
"""Fewer holes will do where they leave so little that it is no person any more."""
_SAME_PERSON_M = 0.45
"""Between two frames nobody moves farther than this."""
_LOOK_ROUND_EVERY_S, _LOOK_ROUND_AT_LATEST_S = 0.09, 0.14
"""While nobody else is there, the rest of the mat is looked at only so often; a little later if the
frame it would be due at is a dear one already."""
_NEARBY_M = 0.25
"""Between two frames no hand moves farther than this."""
_FORGET_AFTER_S = 0.6
_WATCH_ANEW_S = 60.0
_EDGE_PX = 3
_DISTANCE_TIME_CONSTANT_S = 0.15
_BODY_HALF_BREADTH_M = 0.08
"""From the near skin, where the median reading lies, to the outline seen from the side."""


class Sight(StrEnum):
    """What the scene shows."""

    LEARNING = "learning"
    MOVED = "moved"
    """The camera was bumped; the scene must be learned anew."""
    EMPTY = "empty"
    SEVERAL = "several"
    CUT_OFF = "cut off"
    UNREADABLE = "unreadable"
    """Somebody is there, but dark clothes leave too little to see."""
    ATHLETE = "athlete"


@dataclass(frozen=True, eq=False)
class SceneView:
    """One frame, understood. The athlete's fields are None unless ``sight`` is ATHLETE."""

    sight: Sight
    blob: Blob | None = None
    silhouette: Silhouette | None = None
    hidden_share: float = 0.0
    """How much of the athlete gave no reading lately, before the plane was locked."""
    dear: bool = False
    """The scene took longer than usual over this frame: what can wait for the next one should."""


class Scene:
    """Follows the athlete from frame to frame. Raises SceneError when there is no floor."""

    def __init__(self) -> None:
        self._background: Background | None = None
        self._learned = False
        self._floor: FloorPlane | None = None
        self._bump: BumpWatch | None = None
        self._bump_built_s = 0.0
        self._idle = False
        self._alone = False
        self._looked_round_s = -math.inf
        self._anew: LearningAnew | None = None
        self._darkness = Darkness()
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

    def has_moved(self, frame: DepthFrame) -> bool:
        """Look at this one frame whether the camera was bumped a moment ago.

        :meth:`look` notices by itself within half a second; ask before something is told that
        hangs on a millimetre. True puts the scene into :attr:`Sight.MOVED`.
        """
        if self._anew is None and self._bump is not None and self._bump.moved_in(frame):
            self._begin_anew(frame)
        return self._anew is not None

    def look(self, frame: DepthFrame, *, dear: bool = False) -> SceneView:
        """Understand one frame; ``dear`` says that it will cost much elsewhere."""
        if self._anew is not None:
            return self._look_anew(self._anew, frame)
        if self._background is None:
            self._background = Background(frame.intrinsics, frame.depth_unit_m)
        if not self._learned:
            self._learned = self._background.learn(frame.depth, frame.capture_time_s)
            if not self._learned:
                return SceneView(Sight.LEARNING)
        if self._floor is None:
            self._floor = fit_floor(self._background.depth_m, frame.intrinsics)
        background, floor = self._background, self._floor
        if self._bump is None:
            self._watch(frame, background, floor)
        elif self._bump.look(frame, idle=self._idle):
            self._begin_anew(frame)
            return SceneView(Sight.MOVED)
        looked = self._bump is not None and self._bump.looked_s == frame.capture_time_s
        dear |= looked
        blobs = self._blobs(frame, background, floor, dear)
        people = [b for b in blobs if b.is_person]
        self._idle = not people
        was_locked = self._locked
        athlete = self._choose(people, frame.capture_time_s)
        columns = slice(athlete.left_px, athlete.right_px) if athlete is not None else None
        background.keep_up(frame.depth, frame.capture_time_s, columns, can_wait=dear)
        if athlete is None:
            hidden = self._hidden_share(frame, floor, blobs)
            if hidden > _HIDDEN_SHARE if was_locked else self._darkness.share > _NOBODYS_SHARE:
                return SceneView(Sight.UNREADABLE)
            self._look_again_sometimes(frame, background, floor)
            return SceneView(Sight.EMPTY)
        if _others_on_mat(athlete, people):
            return SceneView(Sight.SEVERAL, athlete)
        if _cut_off(athlete, frame):
            return SceneView(Sight.CUT_OFF, athlete)
        plane = self._side_plane(athlete, frame, floor)
        # Once there is a baseline, its posture tells better where the body must be.
        if not was_locked:
            own = [blob for blob in blobs if _apart_m(blob, athlete) < _SAME_PERSON_M]
            self._hidden_share(frame, floor, own)
            if self._darkness.share > _HIDDEN_SHARE:
                return SceneView(Sight.UNREADABLE, athlete)
        silhouette = cut_out(frame, background, plane, athlete, to_keep=not was_locked)
        return SceneView(Sight.ATHLETE, athlete, silhouette, self._darkness.share, looked)

    def _watch(self, frame: DepthFrame, background: Background, floor: FloorPlane) -> None:
        self._bump = BumpWatch(background.depth_m, floor, frame.intrinsics)
        self._bump_built_s = frame.capture_time_s

    def _look_again_sometimes(
        self, frame: DepthFrame, background: Background, floor: FloorPlane
    ) -> None:
        """A bench that has become background is what the watch must expect from then on; the
        floor stays the one learned, so that many small bumps add up to one."""
        if frame.capture_time_s - self._bump_built_s > _WATCH_ANEW_S:
            self._watch(frame, background, floor)

    def _begin_anew(self, frame: DepthFrame) -> None:
        assert self._background is not None
        assert self._floor is not None
        self._anew = LearningAnew(
            self._background.depth_m, self._floor, frame.intrinsics, _MAT_DISTANCE_M
        )
        self._bump = None
        self._forget_athlete()

    def _look_anew(self, anew: LearningAnew, frame: DepthFrame) -> SceneView:
        found = anew.look(frame)
        if found is not None:
            self._background, self._floor = found
            self._anew = None
        return SceneView(Sight.MOVED)

    def _forget_athlete(self) -> None:
        self._athlete = None
        self._distance_m = None
        self._plane = None
        self._locked = False

    def _blobs(
        self, frame: DepthFrame, background: Background, floor: FloorPlane, dear: bool
    ) -> list[Blob]:
        if self._athlete is None or not self._locked or self._distance_m is None:
            return find_blobs(frame, background, floor, min_cells=SMALLEST_PIECE_CELLS)
        # With the athlete's depth known, who stands elsewhere cannot merge with them.
        middle = self._distance_m
        slab_m = middle - SLAB_M, middle + SLAB_M
        every_s = _LOOK_ROUND_AT_LATEST_S if dear else _LOOK_ROUND_EVERY_S
        if self._alone and frame.capture_time_s - self._looked_round_s < every_s:
            near = _around(self._athlete, frame)
            followed = follow(self._athlete, frame, background, slab_m, near)
            if followed is not None and _is_whole(followed, near):
                return [followed]
            blobs = find_blobs(frame, background, floor, slab_m, SMALLEST_PIECE_CELLS, near)
            if blobs and blobs[0].is_person and _is_whole(blobs[0], near):
                return blobs
        blobs = find_blobs(frame, background, floor, slab_m, SMALLEST_PIECE_CELLS)
        self._alone = sum(blob.is_person for blob in blobs) == 1
        self._looked_round_s = frame.capture_time_s
        return blobs

    def _hidden_share(self, frame: DepthFrame, floor: FloorPlane, pieces: list[Blob]) -> float:
        """How much of whoever stands in the middle of the mat dark clothes hide, in this frame."""
        shares = [
            hidden_share(frame, SidePlane(floor, frame.intrinsics, piece.distance_m), piece)
            for piece in pieces
            if abs(piece.x_m) < _MIDDLE_M
            and _MAT_DISTANCE_M[0] < piece.distance_m < _MAT_DISTANCE_M[1]
        ]
        share = max(shares, default=0.0)
        self._darkness.add(share, frame.capture_time_s)
        return share

    def _choose(self, people: list[Blob], time_s: float) -> Blob | None:
        """The athlete among the people: who is being measured, else who stands most central.

        Somebody who was only looked at is not followed: they may be the second person, leaving.
        """
        on_mat = [b for b in people if _MAT_DISTANCE_M[0] < b.distance_m < _MAT_DISTANCE_M[1]]
        before = self._athlete
        if before is not None and self._locked:
            on_mat = [b for b in on_mat if _apart_m(b, before) < _SAME_PERSON_M]
            on_mat.sort(key=lambda b: _apart_m(b, before))
        else:
            on_mat.sort(key=lambda b: abs(b.x_m))
        if on_mat:
            if before is not None and _apart_m(on_mat[0], before) > _SAME_PERSON_M:
                self._forget_athlete()
            self._athlete = on_mat[0]
            self._athlete_time_s = time_s
            return on_mat[0]
        if time_s - self._athlete_time_s > _FORGET_AFTER_S:
            self._forget_athlete()
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


def _around(athlete: Blob, frame: DepthFrame) -> Window:
    """Where the athlete of the last frame must be by now."""
    k = frame.intrinsics
    margin_px = round(_NEARBY_M * k.fx_px / athlete.distance_m)
    return (
        max(0, athlete.left_px - margin_px),
        max(0, athlete.top_px - margin_px),
        min(k.width_px, athlete.right_px + margin_px),
        min(k.height_px, athlete.bottom_px + margin_px),
    )


def _is_whole(blob: Blob, window: Window) -> bool:
    """Whether the border of what was looked at does not cut it."""
    left, top, right, bottom = window
    return (
        blob.left_px > left + _EDGE_PX
        and blob.top_px > top + _EDGE_PX
        and blob.right_px < right - _EDGE_PX
        and blob.bottom_px < bottom - _EDGE_PX
    )


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
