"""Playing a session: the athlete's surface in the gym and the truth, frame by frame, unrendered."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.simulator.motion import ease
from station.simulator.truth import Truth
from tests.lab.figure import Figure
from tests.lab.kinematics import Placed, Posture, place, skin, walking
from tests.lab.plan import LabSession
from tests.lab.script import Script, script_of
from tests.lab.truth import true_measures

_STEPS_PER_S = 1.7
_STRIDE_DEG = 22.0


@dataclass(frozen=True, eq=False)
class LabFrame:
    """One frame: ``(n, 3)`` points of the surface in the gym frame, metres, and the truth.

    Points are None while nobody is there, the truth unless the athlete stands on the spot.
    ``phase`` is one of empty, walk, stand, down, hold, up, rest, leave.
    """

    time_s: float
    phase: str
    vertices_m: NDArray[np.float32] | None
    truth: Truth | None


def play(session: LabSession) -> Iterator[LabFrame]:
    """Every frame of a session, in order."""
    script = script_of(session)
    for number in range(int(script.end_s * session.camera.fps) + 1):
        yield frame_at(script, number / session.camera.fps)


def faces_of(session: LabSession) -> NDArray[np.int32]:
    """``(f, 3)`` point numbers of the surface's triangles, outward side anticlockwise."""
    return script_of(session).figure.rig.faces.astype(np.int32)


def frame_at(script: Script, time_s: float) -> LabFrame:
    """The frame of a time, seconds."""
    if script.arrive_s <= time_s < script.leave_s:
        placed, phase = script.placed(time_s)
        truth = true_measures(script.figure, placed, script.standing)
        session = script.session
        sideways_m = script.lively.sideways_m(time_s)
        points = in_gym(script.figure, placed, session.facing_deg, session.spot_m, sideways_m)
        return LabFrame(time_s, phase, points, truth)
    timing = script.session.timing
    leaving = time_s >= script.leave_s
    gone_s = script.leave_s + timing.turn_s + timing.walk_s
    since_s = gone_s - time_s if leaving else time_s - timing.empty_s
    if since_s <= 0:
        return LabFrame(time_s, "empty", None, None)
    points = _on_the_way(script, time_s, since_s, leaving)
    return LabFrame(time_s, "leave" if leaving else "walk", points, None)


def _on_the_way(
    script: Script, time_s: float, since_s: float, leaving: bool
) -> NDArray[np.float32]:
    """Walking from outside to the spot, then turning on it; leaving is the same reversed.

    Strides grow and shrink with the speed, and what keeps a body from being still comes and goes
    with the turn, so that walking, turning and standing join without a jerk.
    """
    session, timing = script.session, script.session.timing
    side = -1.0 if session.enters_from == "left" else 1.0
    camera = session.camera
    half_view = camera.width_px / 2 / camera.pinhole.f_px
    outside_m = session.spot_m + side * (camera.distance_m * half_view * 1.1 + 0.8)
    walk = min(1.0, since_s / timing.walk_s)
    at_m = session.spot_m + (outside_m - session.spot_m) * (1.0 - ease(walk))
    pace = (4 * walk * (1 - walk)) ** 2
    swing_deg = _STRIDE_DEG * pace * math.sin(math.pi * _STEPS_PER_S * since_s)
    heading_deg = (180.0 if side > 0 else 0.0) + (180.0 if leaving else 0.0)
    turn_deg = (session.facing_deg - heading_deg + 180.0) % 360.0 - 180.0
    turned = ease((since_s - timing.walk_s) / timing.turn_s)
    if turned > 0.0:
        placed = place(script.figure, script.lively.on(Posture(), time_s, turned))
    else:
        placed = walking(script.figure, Posture(stride_deg=swing_deg))
    sideways_m = turned * script.lively.sideways_m(time_s)
    return in_gym(script.figure, placed, heading_deg + turned * turn_deg, at_m, sideways_m)


def in_gym(
    figure: Figure, placed: Placed, facing_deg: float, x_m: float, sideways_m: float
) -> NDArray[np.float32]:
    """The surface turned about the middle of the ankles' places, which is on the spot."""
    c, s = math.cos(math.radians(facing_deg)), math.sin(math.radians(facing_deg))
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    about = np.array([figure.ankle_m[0], figure.ankle_m[1] - sideways_m, 0.0])
    return skin(figure, placed.moved(turn, about, np.array([x_m, 0.0, 0.0])), figure.surface)
