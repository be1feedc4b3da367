"""The sagittal plane of an athlete who stands a little right of the camera's axis, side-on."""

from __future__ import annotations

from station.posture.sagittal import SagittalPlane

PLANE = SagittalPlane(
    side_distance_m=2.2,
    distance_m=2.16,
    camera_height_m=1.0,
    pivot_x_m=0.05,
    forward=1,
)
