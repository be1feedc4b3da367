"""The athlete's own zero: model, plane and rest positions from the still standing second."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import ANKLE, C7, SACRUM, BodyModel, build
from station.posture.heels import heel_x_m, heels_x_m
from station.posture.midline import Midline, NearSkin, midline_of, near_skin
from station.posture.outline import HALF, Outline, contour_m, field, largest_piece, smoothed
from station.posture.rearmost import buttocks_of, rearmost_x_m
from station.posture.sagittal import SagittalPlane
from station.posture.standing import StandingAverage
from station.posture.template import leg_joints, rear_line
from station.reasons import Reason
from station.scene.feet import Feet
from station.scene.heels import HeelRows, HeelsAverage
from station.scene.side_plane import SidePlane
from station.scene.silhouette import RASTER_M

Floats = NDArray[np.float64]

_HEIGHT_M = (1.15, 2.2)
_WIDEST_SHARE = 0.36
"""Side-on, hips with the hands folded before a hoodie are 0.31 of body height deep; who faces the
camera is told by the feet, which show no length."""
_FOOT_AHEAD_MM = 25.0
_HEAD_OVER_FEET = 0.16
_HIPS_BEHIND_HEELS, _BOWED_DEG, _LEANT_BACK_DEG = 0.17, 28.0, -5.0
"""Who holds still with the hips back is in the middle of a repetition, and who leans back at the
end of one. Loose clothes carry the buttocks behind the heels and a round back tilts the trunk, but
only a hinge does both: the shares of these two limits (of body height, and degrees) are added up,
and one is the most. Standing, the buttocks of measured bodies were from 0.027 of their height
before the heels to 0.039 behind, 0.08 in hoodies, and their trunks 0 to 13 degrees forward, at
most 0.8 together; at the bottom of hinges it was 1.5 and more. A lean is 8 degrees behind the own
standing."""
_OUTLINE_BEHIND_SKIN = 0.066
_NEAR_FOOT_M = 0.14
_HEEL_ROUNDING_M = 0.004


@dataclass(frozen=True, eq=False)
class StillBody:
    """What the still second showed; the same whichever way the athlete turns out to face.

    ``contour_m`` ``(n, 2)`` and ``outline`` are in the side plane.
    """

    average: StandingAverage
    contour_m: Floats
    outline: Outline
    skin: NearSkin
    feet: Feet
    heels: HeelRows | None


@dataclass(frozen=True, eq=False)
class Baseline:
    """Everything later frames are compared with.

    ``heel_x_m`` and ``rear_x_m`` are the rearmost points of heels and buttocks in ``plane``;
    ``heels_seen`` tells whether the heels' is that of many frames, or one look's for want of it;
    ``trunk_deg`` is the standing trunk inclination. ``still`` is kept so that the baseline can be
    laid into another plane when the yaw becomes known.
    """

    model: BodyModel
    plane: SagittalPlane
    midline: Midline
    heel_x_m: float
    heels_seen: bool
    rear_x_m: float
    trunk_deg: float
    still: StillBody

    @property
    def height_m(self) -> float:
        """Body height, standing."""
        return self.model.height_m

    def heel_shift_mm(self, feet: Feet) -> float:
        """How far the heel has moved along the athlete's x since the baseline."""
        before_m = _near_heel_x_m(self.still.feet, self.plane)
        return (_near_heel_x_m(feet, self.plane) - before_m) * 1000

    def far_heel_shift_mm(self, heels: HeelRows) -> float | None:
        """The same of the far heel; None where it is not seen now, or was not then."""
        if self.still.heels is None:
            return None
        _, before_m = heels_x_m(self.still.heels, self.plane, self.heel_x_m)
        _, now_m = heels_x_m(heels, self.plane, self.heel_x_m)
        return None if before_m is None or now_m is None else (now_m - before_m) * 1000


def take_baseline(
    average: StandingAverage,
    feet: Feet,
    side: SidePlane,
    yaw_deg: float = 0.0,
    heels: HeelsAverage | None = None,
) -> Baseline | Reason:
    """Make the baseline, or say why this is nobody who stands side-on.

    Without ``heels`` the wall is told from the feet as they are now.
    """
    forward = _facing(feet)
    if forward == 0:
        return Reason.TURN_SIDE_ON
    contour = _contour(average)
    plane = SagittalPlane(
        side_distance_m=side.distance_m,
        distance_m=_outline_distance_m(average, side, float(contour[:, 1].max())),
        camera_height_m=side.floor.camera_height_m,
        pivot_x_m=float(feet.leg_m[0]),
        forward=forward,
        yaw_deg=yaw_deg,
    )
    height_m = float(plane.from_side(contour)[:, 1].max())
    if not _HEIGHT_M[0] < height_m < _HEIGHT_M[1]:
        return Reason.NOT_A_PERSON
    refusal = _unlike_standing(plane.from_side(contour), height_m)
    if refusal is not None:
        return refusal
    outline = field(average.coverage, average.left_m, average.top_m, plane)
    rows = heels.rows(forward) if heels is not None else None
    skin = near_skin(average, side)
    baseline = _lay(StillBody(average, contour, outline, skin, feet, rows), plane)
    if isinstance(baseline, Baseline) and _holds_still_bent(baseline):
        return Reason.NO_BASELINE
    return baseline


def turned(baseline: Baseline, yaw_deg: float) -> Baseline | Reason:
    """The same still second, seen as of an athlete who is turned by another yaw.

    Who was once taken for standing is not refused by it: turned, hips and head look deeper.
    """
    return _lay(baseline.still, replace(baseline.plane, yaw_deg=yaw_deg))


def with_heels(baseline: Baseline, heels: HeelRows) -> Baseline:
    """The same still second with the heels seen better."""
    still = replace(baseline.still, heels=heels)
    heel_x_m, seen = _heel_x_m(still, baseline.plane)
    return replace(baseline, still=still, heel_x_m=heel_x_m, heels_seen=seen)


def _lay(still: StillBody, plane: SagittalPlane) -> Baseline | Reason:
    contour = plane.from_side(still.contour_m)
    height_m = float(contour[:, 1].max())
    if contour[:, 1].min() >= ANKLE * height_m:
        # The rear line begins at the ankle; feet that nothing is read of have none.
        return Reason.NOT_A_PERSON
    rear = rear_line(contour, height_m)
    joints = leg_joints(contour, height_m)
    model = build(rear, joints, height_m)
    outline = replace(still.outline, plane=plane)
    buttocks = buttocks_of(model, model.skin_m)
    outline_x_m = rearmost_x_m(buttocks, outline)
    if outline_x_m is None:
        return Reason.BACK_HIDDEN
    rear_z_m = float(buttocks[buttocks[:, 0].argmin(), 1])
    midline = midline_of(still.skin, plane, height_m, (outline_x_m, rear_z_m))
    rear_x_m = midline.rearmost_m(outline_x_m)
    heel_x_m, heels_seen = _heel_x_m(still, plane)
    trunk_deg = trunk_inclination_deg(model, model.skin_m)
    return Baseline(
        model=model,
        plane=plane,
        midline=midline,
        heel_x_m=heel_x_m,
        heels_seen=heels_seen,
        rear_x_m=rear_x_m,
        trunk_deg=trunk_deg,
        still=still,
    )


def trunk_inclination_deg(model: BodyModel, skin_m: Floats) -> float:
    """Inclination of the line from sacrum to C7 on the (bent) skin ``(n, 2)``."""
    x, z = (model.at(skin_m, C7) - model.at(skin_m, SACRUM)).tolist()
    return math.degrees(math.atan2(x, z))


def _heel_x_m(still: StillBody, plane: SagittalPlane) -> tuple[float, bool]:
    """x of the rearmost point of the heels, and whether many frames tell it."""
    near_m = _near_heel_x_m(still.feet, plane)
    both_m = None if still.heels is None else heel_x_m(still.heels, plane, near_m)
    return (near_m, False) if both_m is None else (both_m, True)


def _near_heel_x_m(feet: Feet, plane: SagittalPlane) -> float:
    """x of the near foot's heel; the far one comes and goes behind the near leg."""
    ends = feet.left_m if plane.forward > 0 else feet.right_m
    near = ends[ends[:, 1] < ends[:, 1].min() + _NEAR_FOOT_M]
    rearmost = np.sort(plane.forward_of(near))
    # The second row, lest a flying pixel counts; its neighbours, lest the noise of the rows is
    # taken for length.
    anchor = rearmost[min(1, len(rearmost) - 1)]
    return float(np.mean(rearmost[np.abs(rearmost - anchor) < _HEEL_ROUNDING_M]))


def _contour(average: StandingAverage) -> Floats:
    blurred = smoothed(average.coverage)
    inside = largest_piece((blurred > HALF).astype(np.uint8))
    return contour_m(blurred, inside, average.left_m, average.top_m)


def _facing(feet: Feet) -> int:
    """+1 or -1 by which way the feet point from the leg; 0 when they show no length."""
    longer_m = feet.reach_right_m - feet.reach_left_m
    if abs(longer_m) * 1000 < _FOOT_AHEAD_MM:
        return 0
    return 1 if longer_m > 0 else -1


def _holds_still_bent(baseline: Baseline) -> bool:
    behind_m = baseline.heel_x_m - baseline.rear_x_m
    return not is_upright(baseline.trunk_deg, behind_m / baseline.height_m)


def _outline_distance_m(average: StandingAverage, side: SidePlane, height_m: float) -> float:
    """How far from the camera, along the floor, the athlete's rear outline lies.

    The near skin (the median of all readings) is what the camera measures well; the outline lies
    behind it by a share of height that hardly changes between bodies.
    """
    row, column = np.nonzero((average.depth_m > 0) & (average.coverage > 127))
    x = average.left_m + column * RASTER_M
    z = average.top_m - row * RASTER_M
    ratio = average.depth_m[row, column] / side.camera_depth_m(np.column_stack([x, z]))
    return float(np.median(ratio)) * side.distance_m + _OUTLINE_BEHIND_SKIN * height_m


def is_upright(trunk_deg: float, behind_share: float) -> bool:
    """Whether this is standing, and neither a hinge nor a lean held still."""
    hinged = max(trunk_deg, 0.0) / _BOWED_DEG + max(behind_share, 0.0) / _HIPS_BEHIND_HEELS
    return trunk_deg > _LEANT_BACK_DEG and hinged < 1.0


def _unlike_standing(contour: Floats, height_m: float) -> Reason | None:
    """Whether this outline is no upright person seen from the side."""
    share = contour[:, 1] / height_m
    hips = contour[(share > 0.46) & (share < 0.56), 0]
    head = contour[share > 0.92, 0]
    feet = contour[share < 0.08, 0]
    if not len(hips) or not len(feet):
        return Reason.NOT_A_PERSON
    if abs(head.mean() - feet.mean()) > _HEAD_OVER_FEET * height_m:
        return Reason.NO_BASELINE
    if np.ptp(hips) > _WIDEST_SHARE * height_m or np.ptp(head) > 0.22 * height_m:
        return Reason.NOT_A_PERSON
    return None
