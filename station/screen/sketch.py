"""A drawn person who shows the hinge: an outline of our own, bent at ankle, knee and hip.

It is drawn with the same code as the athlete, so that both look alike. Lengths are those of
somebody 1.75 m tall, drawn by hand; it claims nothing about how real people move.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from station.posture.side_view import SideView
from station.screen.canvas import Canvas
from station.screen.figure import draw_figure
from station.screen.shapes import polygon, strokes
from station.screen.stage import Stage
from station.screen.theme import mix

Points = NDArray[np.float64]

_ANKLE_MM = (62.0, 80.0)
_SHANK_MM, _THIGH_MM = 408.0, 424.0
_KNEE_DEG = (6.0, 20.0)
_LEAN_DEG = (0.0, 58.0)
_HIP_X_MM = (56.0, -150.0)
"""Of the ankle and so on while standing, and at the bottom of the hinge."""

# The outline in millimetres along a part (upwards) and away from its axis (ahead or behind).
_FOOT_FRONT = ((236.0, 0.0), (258.0, 14.0), (240.0, 42.0), (178.0, 66.0), (122.0, 102.0))
_SHANK_FRONT = ((90.0, 40.0), (230.0, 52.0), (345.0, 52.0))
_THIGH_FRONT = ((25.0, 62.0), (110.0, 70.0), (210.0, 82.0), (300.0, 90.0))
_CREASE_MM = 98.0
_TRUNK_FRONT = (
    (120.0, 108.0), (215.0, 108.0), (310.0, 116.0), (400.0, 128.0), (470.0, 122.0), (535.0, 88.0),
    (585.0, 52.0), (622.0, 50.0), (642.0, 92.0), (680.0, 98.0), (705.0, 114.0), (735.0, 100.0),
    (785.0, 92.0), (825.0, 55.0), (845.0, 0.0),
)  # fmt: skip
_TRUNK_BACK = (
    (828.0, -58.0), (785.0, -92.0), (735.0, -104.0), (685.0, -100.0), (640.0, -72.0),
    (600.0, -58.0), (555.0, -72.0), (500.0, -98.0), (430.0, -112.0), (350.0, -106.0),
    (270.0, -88.0), (200.0, -84.0), (140.0, -98.0), (85.0, -112.0),
)  # fmt: skip
_SEAT_MM = (122.0, 128.0, 122.0, 108.0)
"""The buttocks turn around the hip: how far they lie behind it, from the trunk to the thigh."""
_THIGH_BACK = ((290.0, -90.0), (190.0, -76.0), (80.0, -60.0), (10.0, -52.0))
_SHANK_BACK = ((340.0, -62.0), (270.0, -68.0), (150.0, -46.0), (50.0, -36.0))
_FOOT_BACK = ((14.0, 70.0), (2.0, 36.0), (4.0, 10.0), (16.0, 0.0))
_STICK_MM = ((20.0, -118.0), (860.0, -112.0))
_CONTACTS = ((735.0, -106.0), (430.0, -114.0), (95.0, -114.0))
_BACK_LINE = _TRUNK_BACK[2:]
_SHOULDER = (478.0, 8.0)
_UPPER_ARM_MM, _FOREARM_MM, _ARM_MM = 300.0, 330.0, 88.0


@dataclass(frozen=True)
class Cycle:
    """One repetition of the drawn person, over and over; seconds."""

    stand_s: float = 1.0
    down_s: float = 1.5
    hold_s: float = 0.7
    rise_s: float = 1.4

    @property
    def whole_s(self) -> float:
        """From standing to standing."""
        return self.stand_s + self.down_s + self.hold_s + self.rise_s


TAP = Cycle()


@dataclass(frozen=True, eq=False)
class Sketch:
    """The drawn person in one pose: the side view, and the arm, which hangs on its own."""

    side_view: SideView
    arm_mm: NDArray[np.float32]
    """``(3, 2)``: shoulder, elbow, hand."""

    def draw(self, canvas: Canvas, stage: Stage) -> None:
        """Draw it like an athlete."""
        arm = stage.points(self.arm_mm)
        strokes(canvas.surface, [arm], _ARM_MM * stage.px_per_mm, canvas.theme.body)
        draw_figure(canvas, stage, self.side_view)


def hinge_at(time_s: float, cycle: Cycle = TAP) -> float:
    """How deep the drawn person is at a time: 0 standing, 1 at the wall; smooth, for ever."""
    moment_s = time_s % cycle.whole_s - cycle.stand_s
    if moment_s < 0:
        return 0.0
    if moment_s < cycle.down_s + cycle.hold_s:
        return _eased(moment_s / cycle.down_s)
    return _eased(1 - (moment_s - cycle.down_s - cycle.hold_s) / cycle.rise_s)


@cache
def wall_mm() -> float:
    """Where the wall stands that the drawn person just touches, behind its heels."""
    return -float(sketch(1.0).side_view.outline_mm[:, 0].min())


def sketch(hinge: float) -> Sketch:
    """The drawn person at ``hinge`` (0 standing, 1 at the wall), facing right."""
    hip, knee, lean = _joints(hinge)
    shank, thigh = _Part(np.array(_ANKLE_MM), knee), _Part(knee, hip)
    trunk = _Part(hip, hip + np.array([math.sin(lean), math.cos(lean)]))
    corners = np.concatenate(
        [
            np.array(_FOOT_FRONT),
            shank.at(_SHANK_FRONT),
            thigh.at(_THIGH_FRONT),
            _crease(hip, trunk, thigh),
            trunk.at(_TRUNK_FRONT),
            trunk.at(_TRUNK_BACK),
            _seat(hip, trunk, thigh),
            thigh.at(_THIGH_BACK),
            shank.at(_SHANK_BACK),
            np.array(_FOOT_BACK),
        ]
    )
    back = trunk.at(_BACK_LINE)[::-1]
    view = SideView(
        faces_right=True,
        outline_mm=rounded(corners).astype(np.float32),
        back_line_mm=back.astype(np.float32),
        dowel_mm=trunk.at(_STICK_MM).astype(np.float32),
        contacts_mm=trunk.at(_CONTACTS).astype(np.float32),
        contact_held=(True, True, True),
    )
    return Sketch(view, _arm(trunk.at((_SHOULDER,))[0], lean).astype(np.float32))


def draw_ghost(canvas: Canvas, stage: Stage) -> None:
    """A dashed outline of the drawn person, standing: stand like this."""
    theme, unit_px = canvas.theme, canvas.layout.unit_px
    outline = stage.points(sketch(0.0).side_view.outline_mm)
    polygon(canvas.surface, outline, mix(theme.ground, theme.quiet_text, 0.14))
    colour = mix(theme.ground, theme.quiet_text, 0.8)
    strokes(canvas.surface, _dashes(outline, 2.2 * unit_px), max(2.0, 0.5 * unit_px), colour)


class _Part:
    """One limb from ``start`` towards ``end``: maps (along, ahead) to the station frame."""

    def __init__(self, start: Points, end: Points) -> None:
        along = end - start
        self._start = start
        self.along = along / np.hypot(*along)
        self.ahead = np.array([self.along[1], -self.along[0]])

    def at(self, places: tuple[tuple[float, float], ...]) -> Points:
        """``(N, 2)`` station millimetres of places given as (along, ahead)."""
        offsets: Points = np.array(places) @ np.array([self.along, self.ahead])
        return self._start + offsets


def _joints(hinge: float) -> tuple[Points, Points, float]:
    """Hip, knee and the trunk's lean in radians; the foot stays where it is."""
    knee_rad = math.radians(_between(_KNEE_DEG, hinge))
    lean = math.radians(_between(_LEAN_DEG, hinge))
    reach = math.sqrt(_SHANK_MM**2 + _THIGH_MM**2 + 2 * _SHANK_MM * _THIGH_MM * math.cos(knee_rad))
    ankle, hip_x = np.array(_ANKLE_MM), _between(_HIP_X_MM, hinge)
    hip = np.array([hip_x, ankle[1] + math.sqrt(reach**2 - (hip_x - ankle[0]) ** 2)])
    leg = (hip - ankle) / reach
    # Law of cosines: how far the knee stands ahead of the line from ankle to hip.
    along = (_SHANK_MM**2 - _THIGH_MM**2 + reach**2) / (2 * reach)
    ahead = math.sqrt(max(_SHANK_MM**2 - along**2, 0.0))
    return hip, ankle + along * leg + ahead * np.array([leg[1], -leg[0]]), lean


def _crease(hip: Points, trunk: _Part, thigh: _Part) -> Points:
    """Where the fronts of trunk and thigh meet."""
    middle = trunk.ahead + thigh.ahead
    cosine = float(np.hypot(*middle)) / 2
    return np.array([hip + middle / (2 * cosine) * _CREASE_MM / cosine])


def _seat(hip: Points, trunk: _Part, thigh: _Part) -> Points:
    """The buttocks: an arc around the hip from behind the trunk to behind the thigh."""
    shares = np.linspace(0.15, 0.85, len(_SEAT_MM))[:, None]
    behind = -(trunk.ahead * (1 - shares) + thigh.ahead * shares)
    behind -= np.linspace(-0.25, 0.35, len(_SEAT_MM))[:, None] * thigh.along
    return np.asarray(hip + behind / np.hypot(*behind.T)[:, None] * np.array(_SEAT_MM)[:, None])


def _arm(shoulder: Points, lean: float) -> Points:
    """Hangs down, a little ahead of the plumb line when the trunk leans."""
    elbow = shoulder + _UPPER_ARM_MM * _direction(0.05 + 0.10 * lean)
    return np.array([shoulder, elbow, elbow + _FOREARM_MM * _direction(-0.12 - 0.05 * lean)])


def _direction(radians: float) -> Points:
    """Straight down, turned towards the back by ``radians``."""
    return np.array([-math.sin(radians), -math.cos(radians)])


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * share


def _eased(share: float) -> float:
    """From 0 to 1 with no jerk at either end (minimum jerk, Flash and Hogan 1985)."""
    t = min(max(share, 0.0), 1.0)
    return t * t * t * (10 - 15 * t + 6 * t * t)


def rounded(points: Points, per_side: int = 6) -> Points:
    """A closed curve through the points (Catmull-Rom)."""
    before, after, beyond = (np.roll(points, shift, axis=0) for shift in (1, -1, -2))
    t = np.linspace(0, 1, per_side, endpoint=False)[:, None, None]
    curve = 0.5 * (
        2 * points
        + (after - before) * t
        + (2 * before - 5 * points + 4 * after - beyond) * t**2
        + (3 * points - before - 3 * after + beyond) * t**3
    )
    return np.asarray(curve.transpose(1, 0, 2).reshape(-1, 2))


def _dashes(curve: Points, dash_px: float) -> list[Points]:
    closed = np.vstack([curve, curve[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    # A whole number of dash-and-space pairs, so that the pattern closes without a seam.
    pairs = max(1, round(along[-1] / (2 * dash_px)))
    starts = np.arange(pairs) * along[-1] / pairs
    dashes = []
    for start in starts:
        at = np.linspace(start, start + along[-1] / pairs * 0.5, 6)
        dashes.append(np.column_stack([np.interp(at, along, closed[:, axis]) for axis in (0, 1)]))
    return dashes
