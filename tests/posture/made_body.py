"""A standing body drawn by hand: its side contour, its bendable model, and outlines of it bent."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import (
    LUMBAR,
    N_BENDS,
    NECK,
    PELVIS,
    SHANK,
    THIGH,
    THORACIC,
    BodyModel,
    ChainFront,
    build,
)
from station.posture.outline import Outline, field
from station.posture.sagittal import SagittalPlane
from station.posture.template import leg_joints, rear_line
from station.scene.silhouette import RASTER_M

Floats = NDArray[np.float64]

HEIGHT_M = 1.75
NOT_TURNED = SagittalPlane(
    side_distance_m=2.2, distance_m=2.2, camera_height_m=1.0, pivot_x_m=0.0, forward=1
)
# Share of height, rear x and front x over height: heel, calf, knee, buttocks, lumbar hollow,
# shoulder blades, nape, back of the head, crown.
_PROFILE = np.array(
    [
        [0.000, 0.000, 0.140],
        [0.040, 0.005, 0.060],
        [0.180, -0.012, 0.055],
        [0.280, 0.005, 0.062],
        [0.400, -0.010, 0.090],
        [0.510, -0.035, 0.095],
        [0.570, -0.020, 0.100],
        [0.640, 0.004, 0.105],
        [0.780, -0.030, 0.110],
        [0.850, 0.000, 0.075],
        [0.890, 0.015, 0.080],
        [0.940, -0.002, 0.110],
        [0.985, 0.025, 0.095],
        [1.000, 0.060, 0.062],
    ]
)
_THICKNESS_M = 0.12
_FINER = 4


def contour() -> Floats:
    """The closed side contour ``(n, 2)``, x forward, metres."""
    share = np.linspace(0.0, 1.0, 700)
    kernel = np.hanning(41) / np.hanning(41).sum()
    rear, front = (
        np.convolve(np.pad(np.interp(share, _PROFILE[:, 0], column), 20, "edge"), kernel, "valid")
        for column in (_PROFILE[:, 1], _PROFILE[:, 2])
    )
    up = np.column_stack([rear, share])
    down = np.column_stack([front, share])[::-1]
    return np.concatenate([up, down]) * HEIGHT_M


def model() -> BodyModel:
    """The bendable model of the contour."""
    side = contour()
    rear = rear_line(side, HEIGHT_M)
    return build(rear, leg_joints(side, HEIGHT_M), HEIGHT_M)


def bends(
    *,
    knee: float = 0.0,
    hip: float = 0.0,
    lumbar: float = 0.0,
    thoracic: float = 0.0,
    neck: float = 0.0,
) -> Floats:
    """Angles ``(N_BENDS,)`` in degrees of a posture whose shank stays upright."""
    angles = np.zeros(N_BENDS)
    angles[SHANK] = knee / 2
    angles[THIGH] = -knee / 2
    angles[PELVIS] = hip + angles[THIGH]
    angles[LUMBAR], angles[THORACIC], angles[NECK] = lumbar, thoracic, neck
    return angles


def bent(body: BodyModel, angles_deg: Floats) -> Floats:
    """The skin ``(n, 2)`` of the bent body, its ankle in place."""
    return body.bend(angles_deg, np.zeros(4)).skin_m


def outline_of_bent(body: BodyModel, angles_deg: Floats) -> Outline:
    """The outline of a bent body, twelve centimetres thick behind its rear line."""
    bent_body = body.bend(angles_deg, np.zeros(4))
    skin = bent_body.skin_m
    inner = skin - _THICKNESS_M * bent_body.normals
    left_m, top_m = -1.2, 2.1
    cells = np.array([2.4, 2.2]) / RASTER_M * _FINER
    canvas = np.zeros((round(cells[1]), round(cells[0])), np.uint8)
    scale = _FINER / RASTER_M
    for i in range(len(skin) - 1):
        quad = np.array([skin[i], skin[i + 1], inner[i + 1], inner[i]])
        # Cell centres are whole numbers, so half a coarse cell is added before refining.
        columns = (quad[:, 0] - left_m) * scale + (_FINER - 1) / 2
        rows = (top_m - quad[:, 1]) * scale + (_FINER - 1) / 2
        corners = np.column_stack([columns, rows])
        cv2.fillPoly(canvas, [np.rint(corners * 256).astype(np.int32)], (255,), shift=8)
    size = (canvas.shape[1] // _FINER, canvas.shape[0] // _FINER)
    coverage = cv2.resize(canvas, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    return field(coverage, left_m, top_m, NOT_TURNED)


def straight_back() -> BodyModel:
    """A body whose whole rear is one upright line, as nobody's is."""
    z = np.arange(0.07, HEIGHT_M, 0.018)
    rear = np.column_stack([np.zeros(len(z)), z])
    return build(rear, ChainFront(0.06, 0.06, 0.06), HEIGHT_M)
