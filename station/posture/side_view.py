"""The athlete from the side, in the station frame: what the screens draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.posture.baseline import Baseline
from station.posture.outline import contour_of
from station.posture.shape import CONTACT_HELD_MM, Shape
from station.scene.silhouette import Silhouette


@dataclass(frozen=True, eq=False)
class SideView:
    """One athlete in their own sagittal plane.

    Points are ``(N, 2)`` float32 arrays of (x, z) in millimetres of the station frame: x the
    way the athlete faces, z up, origin on the floor at the heels (before a baseline: below the
    middle of the feet). ``faces_right`` says which way the athlete faces in the camera image, so
    that a screen can show them as a mirror would.
    """

    faces_right: bool
    outline_mm: NDArray[np.float32]
    """Closed polygon around the body."""
    back_line_mm: NDArray[np.float32]
    """Sacrum to head along the back, at most 64 points; empty when the back is hidden."""
    dowel_mm: NDArray[np.float32]
    """The two ends of the straight stick laid on the back; empty when the back is hidden."""
    contacts_mm: NDArray[np.float32]
    """Points on the back at the three contacts: head, thoracic, sacrum; empty when hidden."""
    contact_held: tuple[bool, bool, bool]
    """Whether each of the three still touches the stick (as it did in the standing baseline)."""


_NO_POINTS = np.empty((0, 2), np.float32)
_BACK = (0.54, 0.985)
_MOST_POINTS = 64


def plain_view(silhouette: Silhouette) -> SideView:
    """Somebody without a baseline: the outline alone, x as in the picture."""
    outline = contour_of(silhouette)
    middle = (outline[:, 0].min() + outline[:, 0].max()) / 2 if len(outline) else 0.0
    return SideView(
        faces_right=True,
        outline_mm=_mm(outline - np.array([middle, 0.0])),
        back_line_mm=_NO_POINTS,
        dowel_mm=_NO_POINTS,
        contacts_mm=_NO_POINTS,
        contact_held=(False, False, False),
    )


def measured_view(baseline: Baseline, shape: Shape, silhouette: Silhouette) -> SideView:
    """The measured athlete: outline, back line and dowel, origin at the heels."""
    plane = baseline.plane
    heel = np.array([baseline.heel_x_m, 0.0])
    outline = plane.from_side(contour_of(silhouette)) - heel
    back, dowel, contacts = _NO_POINTS, _NO_POINTS, _NO_POINTS
    held = (False, False, False)
    if shape.dowel is not None:
        share = baseline.model.share
        points = shape.fit.body.skin_m[(share > _BACK[0]) & (share < _BACK[1])]
        step = -(-len(points) // _MOST_POINTS)
        back = _mm(points[::step] - heel)
        dowel = _mm(shape.dowel.ends_m - heel)
        contacts = _mm(shape.dowel.contacts_m - heel)
        m = shape.measures
        gaps = (m.dowel_head_mm, m.dowel_thoracic_mm, m.dowel_sacrum_mm)
        head, thoracic, sacrum = (
            gap is not None and gap < held_mm
            for gap, held_mm in zip(gaps, CONTACT_HELD_MM, strict=True)
        )
        held = (head, thoracic, sacrum)
    return SideView(plane.forward > 0, _mm(outline), back, dowel, contacts, held)


def _mm(points_m: NDArray[np.float64]) -> NDArray[np.float32]:
    return (points_m * 1000).astype(np.float32)
