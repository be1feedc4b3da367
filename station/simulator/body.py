"""One body ready to be posed: its ellipsoids on their segments, its joints and its masses.

Points of the sagittal plane are complex numbers ``x + iz``; turning one forward by ``a`` radians
is a product with ``exp(-ia)``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from station.simulator import anatomy
from station.simulator.anatomy import SPINE, SPINE_JOINTS, Segment
from station.simulator.flesh import Part, parts_of
from station.simulator.shape import AthleteShape, Sex


@dataclass(frozen=True, eq=False)
class Body:
    """A body in metres.

    ``centres_m`` ``(N, 3)`` and ``spread_m2`` ``(N, 3, 3)`` are relative to the joint at the near
    end of each ellipsoid's segment; ``segment`` ``(N,)`` names it. ``joints_m`` ``(S, 3)`` holds
    the joints in layout coordinates, ``mass_points_m`` where the weight of a segment sits (complex,
    relative to its joint).
    """

    shape: AthleteShape
    segment: NDArray[np.int64]
    centres_m: NDArray[np.float64]
    spread_m2: NDArray[np.float64]
    is_buttock: NDArray[np.bool_]
    is_heel: NDArray[np.bool_]
    joints_m: NDArray[np.float64]
    mass_points_m: dict[Segment, complex]

    @cached_property
    def thigh_m(self) -> float:
        """Hip joint to knee."""
        return (anatomy.HIP_HEIGHT - anatomy.KNEE_HEIGHT) * self.shape.height_m

    @cached_property
    def shank_m(self) -> float:
        """Knee to ankle."""
        return (anatomy.KNEE_HEIGHT - anatomy.ANKLE_HEIGHT) * self.shape.height_m

    @cached_property
    def ankle_m(self) -> complex:
        """The ankle joint when the rearmost point of the heel is at the origin."""
        return complex(anatomy.ANKLE_BEHIND, anatomy.ANKLE_HEIGHT) * self.shape.height_m

    @cached_property
    def foot_m(self) -> float:
        """Heel to toe."""
        return anatomy.FOOT_LENGTH * self.shape.height_m

    @cached_property
    def standing_pitch_rad(self) -> tuple[float, ...]:
        """Pelvis and the spine's segments upward, forward pitch of the athlete's own standing."""
        shape = self.shape
        pelvis = 0.5 * shape.lordosis_deg
        lumbar = -shape.lordosis_deg - 0.5 * shape.kyphosis_deg
        upper = pelvis + lumbar + shape.kyphosis_deg
        neck = upper + shape.head_forward_deg
        pitches = [pelvis]
        pitches += [pelvis + lumbar * s for s in np.cumsum(anatomy.LUMBAR_SHARES)]
        top = pitches[-1]
        pitches += [top + shape.kyphosis_deg * s for s in np.cumsum(anatomy.THORACIC_SHARES)]
        pitches += [neck, 0.0]
        return tuple(math.radians(p) for p in pitches)


def build_body(shape: AthleteShape) -> Body:
    """Make the body of this shape."""
    height = shape.height_m
    parts = parts_of(shape)
    joints = _joints(shape) * height
    segment = np.array([part.segment for part in parts], dtype=np.int64)
    centres = np.array([part.centre for part in parts], dtype=np.float64) * height
    return Body(
        shape=shape,
        segment=segment,
        centres_m=centres - joints[segment],
        spread_m2=np.array([_spread(part) for part in parts]) * height**2,
        is_buttock=np.array([part.is_buttock for part in parts]),
        is_heel=np.array([part.is_heel for part in parts]),
        joints_m=joints,
        mass_points_m={s: p * height for s, p in _mass_points(parts, joints / height).items()},
    )


def _spread(part: Part) -> NDArray[np.float64]:
    angle = math.radians(part.tilt_deg)
    c, s = math.cos(angle), math.sin(angle)
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    result: NDArray[np.float64] = turn @ np.diag(np.square(part.half_axes)) @ turn.T
    return result


def _joints(shape: AthleteShape) -> NDArray[np.float64]:
    """The joint at the near end of every segment, layout coordinates, shares of height."""
    joints = np.zeros((len(Segment), 3))
    for segment, (x, z) in SPINE_JOINTS.items():
        joints[segment] = (x, 0.0, z)
    x, y, z = anatomy.SHOULDER
    y *= 0.92 if shape.sex is Sex.WOMAN else 1.0
    for row, side in ((0, 1.0), (1, -1.0)):
        leg_y = side * anatomy.HIP_HALF_WIDTH
        joints[Segment.FOOT_L + row] = (0.0, leg_y, anatomy.ANKLE_HEIGHT)
        joints[Segment.SHANK_L + row] = (0.0, leg_y, anatomy.KNEE_HEIGHT)
        joints[Segment.THIGH_L + row] = (0.0, leg_y, anatomy.HIP_HEIGHT)
        joints[Segment.UPPER_ARM_L + row] = (x, side * y, z)
        joints[Segment.FOREARM_L + row] = (x, side * y, z - anatomy.UPPER_ARM)
    return joints


def _mass_points(parts: list[Part], joints: NDArray[np.float64]) -> dict[Segment, complex]:
    """Where each segment's weight sits: the middle of its flesh, by volume."""
    points = {}
    for segment in (Segment.PELVIS, *SPINE, Segment.THIGH_L, Segment.SHANK_L, Segment.FOOT_L):
        own = [part for part in parts if part.segment is segment]
        volumes = np.array([np.prod(part.half_axes) for part in own])
        centre = volumes @ np.array([part.centre for part in own]) / volumes.sum()
        offset = centre - joints[segment]
        points[segment] = complex(offset[0], offset[2])
    return points
