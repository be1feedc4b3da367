"""Where everything stands, to scale: from the side, from above, and as the camera sees it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from hardware.drawings.geometry import (
    BEHIND_M,
    DISTANCE_M,
    DISTANCES_M,
    LENS_HEIGHT_M,
    LENS_HEIGHTS_M,
    SCREEN_AHEAD_M,
    SCREEN_MIDDLE_M,
    SCREEN_TILT_DEG,
    TALLEST_M,
    half_height_per_m,
    half_width_per_m,
    nearest_mat_m,
)
from hardware.drawings.mat import FEET_APART_MM
from hardware.drawings.paper import Paper, Point

A3_MM = (420.0, 297.0)
SCALE = 25
_QUIET, _SEEN, _SEEN_INK, _BODY, _GHOST = "#555555", "#e8f0f8", "#8fb0cf", "#3c4a57", "#c3ccd4"
_BLUE, _ORANGE = "#0b5fa5", "#d06a00"
_FOOT_M, _MAT_M = 0.27, (0.9, 0.6)
_SCREEN_WIDTH_M, _SCREEN_HEIGHT_M = 0.53, 0.30


@dataclass(frozen=True)
class View:
    """One of the three views: turns metres into places on the paper."""

    paper: Paper
    origin_mm: Point

    def at(self, x_m: float, y_m: float) -> Point:
        """A place on the paper."""
        scale = 1000 / SCALE
        return self.origin_mm[0] + x_m * scale, self.origin_mm[1] + y_m * scale

    def all(self, points_m: Iterable[Point]) -> list[Point]:
        """Several places."""
        return [self.at(*point) for point in points_m]

    def box(self, low: Point, high: Point) -> list[Point]:
        """The corners of a rectangle."""
        return self.all([low, (high[0], low[1]), high, (low[0], high[1])])


def mounting_svg() -> bytes:
    """The sheet, A3 at 1 : 25."""
    paper = Paper(*A3_MM)
    paper.text(
        (12, 286), "Wall Tap Station: where everything stands", height_mm=6, side="left", bold=True
    )
    paper.text(
        (408, 286), f"1 : {SCALE} on A3, lengths in metres", height_mm=3.6, side="right", ink=_QUIET
    )
    _from_the_side(View(paper, (30.0, 172.0)))
    _as_the_camera_sees_it(View(paper, (107.0, 40.0)))
    _from_above(View(paper, (297.0, 98.0)))
    _notes(paper)
    return paper.svg()


def _title(view: View, at_m: Point, words: str) -> None:
    view.paper.text(view.at(*at_m), words, height_mm=4.2, side="left", bold=True)


def _from_the_side(view: View) -> None:
    """Across the athlete's way of looking: heights, distance, what the picture holds."""
    paper, far_m = view.paper, 3.7
    lens: Point = (0.0, LENS_HEIGHT_M)
    floor_m = LENS_HEIGHT_M / half_height_per_m()
    top_m = LENS_HEIGHT_M + far_m * half_height_per_m()
    clipped_m = (2.35 - LENS_HEIGHT_M) / half_height_per_m()
    seen: list[Point] = [lens, (floor_m, 0.0), (far_m, 0.0), (far_m, min(top_m, 2.35))]
    paper.shape(view.all([*seen, (clipped_m, 2.35)]), fill=_SEEN, ink=_SEEN_INK)
    paper.line(view.all([(-0.45, 0.0), (far_m + 0.1, 0.0)]), width_mm=0.6)
    paper.line(view.all([lens, (2.75, LENS_HEIGHT_M)]), dashed=True, ink=_QUIET, width_mm=0.25)
    _stand(view, lens)
    paper.shape(view.box((DISTANCES_M[0], -0.07), (DISTANCES_M[1], -0.03)), fill="black")
    low, high = DISTANCES_M
    words = f"mat {low:.1f} to {high:.1f}"
    paper.text(view.at(high + 0.08, -0.06), words, height_mm=3.2, side="left")
    _front_figure(view, DISTANCE_M)
    paper.measure(view.at(0.0, -0.3), view.at(DISTANCE_M, -0.3), f"{DISTANCE_M:.1f}", beside_mm=2.4)
    for x_m in (0.0, DISTANCE_M):
        paper.line(view.all([(x_m, -0.34), (x_m, -0.02)]), ink=_QUIET, width_mm=0.2)
    paper.measure(view.at(-0.35, 0.0), view.at(-0.35, LENS_HEIGHT_M), f"{LENS_HEIGHT_M:.1f}")
    paper.measure(view.at(2.95, 0.0), view.at(2.95, TALLEST_M), f"{TALLEST_M:.2f}", beside_mm=-2.6)
    paper.text(view.at(0.85, LENS_HEIGHT_M + 0.07), "level", height_mm=3.2, ink=_QUIET)
    _title(view, (-0.45, 2.52), "From the side")


def _stand(view: View, lens: Point) -> None:
    paper = view.paper
    for foot_m in (-0.22, 0.0, 0.22):
        paper.line(view.all([(0.0 - 0.05, lens[1] - 0.3), (foot_m - 0.05, 0.0)]), width_mm=0.5)
    paper.line(view.all([(-0.05, lens[1] - 0.3), (-0.05, lens[1] - 0.02)]), width_mm=0.8)
    paper.shape(view.box((-0.07, lens[1] - 0.025), (0.0, lens[1] + 0.025)), fill="black")
    paper.shape(view.box((-0.13, 0.55), (-0.02, 0.68)), fill="white")
    paper.text(view.at(-0.16, 0.62), "Pi", height_mm=3.0, side="right")
    paper.text(view.at(-0.05, lens[1] + 0.1), "camera", height_mm=3.0)


def _front_figure(view: View, x_m: float) -> None:
    """Somebody as tall as may be, from the front."""
    crown = TALLEST_M
    half = FEET_APART_MM / 2000
    hips, shoulders = 0.52 * crown, 0.82 * crown
    for side in (-1.0, 1.0):
        leg = [(x_m + side * 0.09, hips), (x_m + side * half, 0.06)]
        arm = [(x_m + side * 0.2, shoulders), (x_m + side * 0.27, hips - 0.08)]
        foot = [(x_m + side * (half - 0.03), 0.03), (x_m + side * (half + 0.03), 0.03)]
        for limb, width_mm in ((leg, 5.2), (arm, 3.4), (foot, 2.4)):
            view.paper.line(view.all(limb), width_mm=width_mm, ink=_BODY, round_ends=True)
    trunk = [(-0.14, hips - 0.04), (0.14, hips - 0.04), (0.2, shoulders), (-0.2, shoulders)]
    corners = [(x_m + across, height) for across, height in trunk]
    view.paper.shape(view.all(corners), fill=_BODY, ink=_BODY, width_mm=2.0)
    view.paper.circle(view.at(x_m, crown - 0.12), 0.12 * 1000 / SCALE, fill=_BODY, ink=_BODY)


_STANDING = {
    "leg": ((0.05, 0.06), (0.08, 0.49), (0.05, 0.93)),
    "trunk": ((0.05, 0.97), (0.02, 1.22), (0.03, 1.42)),
    "arm": ((0.03, 1.40), (0.02, 1.10), (0.07, 0.85)),
    "foot": ((0.03, 0.04), (0.23, 0.03)),
}
_HINGED = {
    "leg": ((0.05, 0.06), (0.09, 0.49), (-0.04, 0.89)),
    "trunk": ((-0.03, 0.92), (0.20, 1.08), (0.40, 1.18)),
    "arm": ((0.40, 1.16), (0.38, 0.88), (0.42, 0.63)),
    "foot": ((0.03, 0.04), (0.23, 0.03)),
}
_HEADS: tuple[Point, Point] = (0.06, 1.63), (0.60, 1.29)
_WALL_M = 0.15


def _as_the_camera_sees_it(view: View) -> None:
    """The picture at the usual distance, with a tap in it."""
    paper = view.paper
    half_width_m = DISTANCE_M * half_width_per_m()
    half_height_m = DISTANCE_M * half_height_per_m()
    low_m, high_m = LENS_HEIGHT_M - half_height_m, LENS_HEIGHT_M + half_height_m
    paper.shape(view.box((-half_width_m, low_m), (half_width_m, high_m)), fill=_SEEN, ink=_SEEN_INK)
    paper.line(view.all([(-half_width_m, 0.0), (half_width_m, 0.0)]), width_mm=0.6)
    wall = view.box((-_WALL_M - 0.45, 0.0), (-_WALL_M, 1.9))
    paper.shape(wall, ink=_SEEN_INK, hatch="//", width_mm=0.2)
    paper.line(view.all([(-_WALL_M, 0.0), (-_WALL_M, 1.9)]), width_mm=1.0, ink=_BLUE)
    for pose, head, ink in ((_STANDING, _HEADS[0], _GHOST), (_HINGED, _HEADS[1], _BODY)):
        for name, width_mm in (("foot", 2.4), ("leg", 6.0), ("trunk", 8.0), ("arm", 3.0)):
            paper.line(view.all(pose[name]), width_mm=width_mm, ink=ink, round_ends=True)
        paper.circle(view.at(*head), 0.105 * 1000 / SCALE, fill=ink, ink=ink)
    paper.text(view.at(-0.68, 1.99), "the wall that is not there", height_mm=3.2, ink=_BLUE)
    paper.measure(
        view.at(-half_width_m, low_m - 0.12),
        view.at(half_width_m, low_m - 0.12),
        f"{2 * half_width_m:.1f}",
        beside_mm=2.4,
    )
    paper.measure(
        view.at(-half_width_m - 0.08, low_m),
        view.at(-half_width_m - 0.08, high_m),
        f"{2 * half_height_m:.1f}",
    )
    _low_screen(view, _HEADS[1])
    _title(view, (-half_width_m, high_m + 0.13), f"What the camera sees at {DISTANCE_M:.1f}")


def _low_screen(view: View, head: Point) -> None:
    """Low and tilted: whoever looks at it from a hinge keeps the neck in line with the back."""
    x_m, half_m, tilt = (
        _FOOT_M + SCREEN_AHEAD_M,
        _SCREEN_HEIGHT_M / 2,
        math.radians(SCREEN_TILT_DEG),
    )
    across, up = half_m * math.sin(tilt), half_m * math.cos(tilt)
    foot = view.all([(x_m + 0.06, SCREEN_MIDDLE_M), (x_m + 0.12, 0.0)])
    view.paper.line(foot, width_mm=0.8)
    face = [(x_m - across, SCREEN_MIDDLE_M - up), (x_m + across, SCREEN_MIDDLE_M + up)]
    view.paper.line(view.all(face), width_mm=1.8)
    sight = [(head[0] + 0.14, head[1] - 0.05), (x_m - 0.04, SCREEN_MIDDLE_M + 0.02)]
    view.paper.line(view.all(sight), dashed=True, ink=_QUIET, width_mm=0.25)
    view.paper.text(view.at(x_m, SCREEN_MIDDLE_M + 0.26), "screen", height_mm=3.2)


def _from_above(view: View) -> None:
    """The floor: camera below, athlete in the middle, facing right."""
    paper, far_m = view.paper, 3.35
    edge_m = 2.35
    reach_m = edge_m / half_width_per_m()
    fan = [(0.0, 0.0), (-edge_m, reach_m), (-edge_m, far_m), (edge_m, far_m), (edge_m, reach_m)]
    paper.shape(view.all(fan), fill=_SEEN, ink=_SEEN_INK)
    paper.line(view.all([(-edge_m, 3.75), (edge_m + 0.3, 3.75)]), width_mm=1.4, ink=_QUIET)
    paper.text(view.at(-0.7, 3.62), "room wall, no mirror", height_mm=3.2, ink=_QUIET)
    middle_m = _FOOT_M / 2
    mat = view.box(
        (middle_m - _MAT_M[0] / 2, DISTANCE_M - _MAT_M[1] / 2),
        (middle_m + _MAT_M[0] / 2, DISTANCE_M + _MAT_M[1] / 2),
    )
    paper.shape(mat, fill="#f2f2f2", ink="black")
    for side in (-1, 1):
        y_m = DISTANCE_M + side * FEET_APART_MM / 2000
        paper.line(view.all([(0.04, y_m), (_FOOT_M - 0.04, y_m)]), width_mm=3.2, round_ends=True)
    paper.line(view.all([(0.0, 0.0), (0.0, far_m)]), dashed=True, ink=_QUIET, width_mm=0.25)
    paper.shape(
        view.box((-0.32, DISTANCE_M - 0.45), (-0.10, DISTANCE_M + 0.45)),
        ink=_BLUE,
        hatch="//",
        width_mm=0.2,
    )
    paper.text(view.at(-0.42, DISTANCE_M + 0.55), "wall", height_mm=3.2, ink=_BLUE)
    paper.shape(view.box((-0.06, -0.05), (0.06, 0.0)), fill="black")
    paper.text(view.at(0.12, -0.03), "camera, Pi", height_mm=3.2, side="left")
    _screen_from_above(view)
    paper.measure(view.at(0.0, 0.05), view.at(0.0, DISTANCE_M), f"{DISTANCE_M:.1f}")
    paper.measure(
        view.at(-BEHIND_M, DISTANCE_M - 0.6), view.at(0.0, DISTANCE_M - 0.6), f"{BEHIND_M:.1f} free"
    )
    paper.measure(view.at(-1.6, DISTANCE_M), view.at(-1.6, 3.74), "1.0 or more")
    paper.line(
        view.all([(-1.75, DISTANCE_M), (-0.45, DISTANCE_M)]), ink=_QUIET, width_mm=0.2, dashed=True
    )
    _title(view, (-edge_m, 4.0), "From above")


def _screen_from_above(view: View) -> None:
    """Straight ahead, just outside the picture at that distance; lamps beside it."""
    paper = view.paper
    x_m = _FOOT_M + SCREEN_AHEAD_M
    low, high = DISTANCE_M - _SCREEN_WIDTH_M / 2, DISTANCE_M + _SCREEN_WIDTH_M / 2
    paper.shape(view.box((x_m, low), (x_m + 0.05, high)), fill="black")
    paper.circle(view.at(x_m + 0.02, high + 0.1), 1.6, fill=_BLUE, ink=_BLUE)
    paper.circle(view.at(x_m + 0.02, low - 0.1), 1.6, fill=_ORANGE, ink=_ORANGE)
    paper.text(view.at(x_m + 0.12, high + 0.1), "pass", height_mm=3.2, side="left", ink=_BLUE)
    paper.text(view.at(x_m + 0.12, low - 0.1), "fault", height_mm=3.2, side="left", ink="#b35400")
    paper.text(view.at(x_m + 0.12, DISTANCE_M), "screen", height_mm=3.2, side="left")
    paper.measure(
        view.at(_FOOT_M, DISTANCE_M + 0.42),
        view.at(x_m, DISTANCE_M + 0.42),
        f"{SCREEN_AHEAD_M:.1f}",
    )


def _notes(paper: Paper) -> None:
    low, high = LENS_HEIGHTS_M
    lines = (
        f"Lens {LENS_HEIGHT_M:.1f} above the floor ({low:.1f} to {high:.1f}), level, not rolled.",
        f"For somebody {TALLEST_M:.2f} tall the mat is at least this far:",
        " · ".join(
            f"{nearest_mat_m(height_m):.2f} with the lens at {height_m:.1f}"
            for height_m in (low, LENS_HEIGHT_M, high)
        ),
        f"Screen {SCREEN_AHEAD_M:.1f} ahead of the toes, its middle {SCREEN_MIDDLE_M:.1f} high, "
        f"tilted back {SCREEN_TILT_DEG:.0f}°.",
        "The athlete may face left or right: mirror screen and free floor.",
        "The heel line of the mat points at the camera.",
    )
    for row, line in enumerate(lines):
        paper.text((222.0, 78.0 - row * 6.6), line, height_mm=3.8, side="left")
