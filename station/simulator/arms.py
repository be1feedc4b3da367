"""Where the arms are: each style names a place for the wrists and a way for the elbows to point."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from station.simulator import anatomy
from station.simulator.anatomy import Segment
from station.simulator.body import Body
from station.simulator.shape import ArmStyle

Vector = tuple[float, float, float]

WRISTS: dict[ArmStyle, tuple[Segment | None, Vector, Vector]] = {
    ArmStyle.HANGING: (None, (0.020, 0.012, -0.316), (-1.0, 0.3, 0.0)),
    ArmStyle.HIPS: (Segment.PELVIS, (0.050, 0.112, 0.040), (-0.15, 1.0, 0.0)),
    ArmStyle.CROSSED: (Segment.THORAX_TOP, (0.115, -0.020, -0.060), (-0.1, 0.7, -1.0)),
    ArmStyle.REACHING: (Segment.THORAX_TOP, (0.255, 0.075, -0.035), (-0.3, 0.4, -1.0)),
    ArmStyle.BEHIND_HEAD: (Segment.HEAD, (-0.040, 0.030, 0.020), (0.4, 1.0, -1.2)),
}
"""Style -> (segment the wrist is fixed to, wrist in shares of height, where the elbow points).

Fixed to a segment, the wrist is relative to its joint; None hangs it from the shoulder, straight
down whatever the trunk does. ``y`` is outward; the elbow points in the same frame."""


def place_arms(
    body: Body,
    origins_m: NDArray[np.float64],
    rotations: NDArray[np.float64],
    hang: float,
    swing_m: float,
) -> None:
    """Fill in the rows of the arms.

    ``hang`` 0 holds them as the body's style says, 1 lets them hang as in walking; ``swing_m``
    brings a hanging left hand forward and the right one back.
    """
    height = body.shape.height_m
    thorax = Segment.THORAX_TOP
    for side in (0, 1):
        outward = 1.0 if side == 0 else -1.0
        upper, lower = Segment.UPPER_ARM_L + side, Segment.FOREARM_L + side
        mirror = np.array([1.0, outward, 1.0])
        shoulder = origins_m[thorax] + rotations[thorax] @ (
            body.joints_m[upper] - body.joints_m[thorax]
        )
        target, pole = _reach(ArmStyle.HANGING, mirror, shoulder, origins_m, rotations, height)
        swing = swing_m * outward
        target += np.array([swing, 0.0, swing**2 / (2 * (shoulder - target)[2])])
        if hang < 1.0:
            held, held_pole = _reach(
                body.shape.arms, mirror, shoulder, origins_m, rotations, height
            )
            target = hang * target + (1 - hang) * held
            pole = hang * pole + (1 - hang) * held_pole
        elbow, wrist_way = _bend(shoulder, target, pole, height)
        origins_m[upper], origins_m[lower] = shoulder, elbow
        rotations[upper] = _pointing(_unit(elbow - shoulder))
        rotations[lower] = _pointing(wrist_way)


def _reach(
    style: ArmStyle,
    mirror: NDArray[np.float64],
    shoulder: NDArray[np.float64],
    origins_m: NDArray[np.float64],
    rotations: NDArray[np.float64],
    height_m: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where a style holds one wrist, and which way that elbow points."""
    anchor, wrist, pole = WRISTS[style]
    offset, way = np.array(wrist) * mirror * height_m, np.array(pole) * mirror
    if anchor is None:
        return shoulder + offset, way
    turn = rotations[anchor]
    return origins_m[anchor] + turn @ offset, turn @ way


def _bend(
    shoulder: NDArray[np.float64],
    wrist: NDArray[np.float64],
    pole: NDArray[np.float64],
    height_m: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The elbow between shoulder and wrist, and the way the forearm points."""
    upper, lower = anatomy.UPPER_ARM * height_m, anatomy.FOREARM * height_m
    line = wrist - shoulder
    reach = math.sqrt(line @ line)
    along = line / reach
    length = min(max(reach, (upper - lower) * 1.05), (upper + lower) * 0.999)
    cosine = (upper**2 + length**2 - lower**2) / (2 * upper * length)
    aside = _unit(pole - along * float(pole @ along))
    elbow = shoulder + upper * (cosine * along + math.sqrt(max(0.0, 1 - cosine**2)) * aside)
    end = shoulder + along * length
    return elbow, _unit(end - elbow)


def _unit(line: NDArray[np.float64]) -> NDArray[np.float64]:
    return line / math.sqrt(line @ line)


def _pointing(way: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rotation of a forearm or upper arm that turns straight down into ``way``.

    Written out, because two arms a frame made numpy's cross product the slowest step of a pose.
    """
    x, y, z = (-float(value) for value in way)
    across = math.hypot(y, z)
    if across < 1e-9:
        return np.array([[0.0, 0.0, x], [0.0, 1.0, 0.0], [-x, 0.0, 0.0]])
    return np.array(
        [
            [across, 0.0, x],
            [-x * y / across, z / across, y],
            [-x * z / across, -y / across, z],
        ]
    )
