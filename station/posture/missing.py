"""How much of the athlete gives no reading: black clothes swallow the sensor's pattern."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from station.posture.body_model import SACRUM, BentBody, BodyModel
from station.posture.expected import ExpectedPosture
from station.posture.fit import STANDING, Fit
from station.posture.sagittal import SagittalPlane
from station.scene.silhouette import RASTER_M, Silhouette

_DEPTHS = np.array([0.5, 0.75, 1.0])
"""From the skin to the bones: deep enough that a fast body is still there in the next frame."""
_INSIDE = 127
_SPECKS = 2
"""Single cells above each other that are noise and nobody."""
_STRETCH = 8
"""So many neighbouring points, about 18 cm of outline, are looked at together."""
_JUDGED = (0.06, 0.82)
"""Shares of height: the feet are measured apart, a neck is too thin to look into."""
_MISSING = 0.5
"""More holes than this in one stretch of the body: dark cloth, and the outline is a wrong one."""
_MISSING_LONG = 0.3
"""So many are too many where they last. Bodies in light clothes miss 0.08 on average and 0.2 in
one frame of thirty; an outline with 0.4 is a hand's breadth wrong now and then."""
_TIME_CONSTANT_S = 0.4
_LOOK_EVERY_S = 0.09
_FEW = 0.2
"""While no more than this is missing anywhere, nobody is looked at more often than that."""


@dataclass(frozen=True)
class Holes:
    """Share of readings missing in the worst stretch of feet to hips, and of the back, 0 to 1."""

    hips: float
    back: float


@dataclass(frozen=True)
class Hidden:
    """What dark cloth hides too much of to be measured."""

    hips: bool
    back: bool


def holes_in(
    silhouette: Silhouette,
    model: BodyModel,
    body: BentBody,
    plane: SagittalPlane,
    only_theirs: bool = False,
) -> Holes:
    """The holes in ``body``, which is the ``model`` bent to where the athlete is thought to be.

    ``only_theirs``: a reading of the room behind is a hole as well, for when it is but a guess
    that the athlete is there.
    """
    part = model.part(*_JUDGED)
    inner = body.skin_m[part] - _DEPTHS[:, None, None] * body.flesh_m[part]
    to_cells = plane.to_cells(silhouette.left_m, silhouette.top_m, RASTER_M)
    # Outside the raster the nearest cell counts.
    height, width = silhouette.coverage.shape
    cells = np.minimum(cv2.perspectiveTransform(inner, to_cells), (width - 1.0, height - 1.0))
    cells = np.maximum(cells, 0.0, out=cells)
    pixels = cv2.perspectiveTransform(cells, silhouette.to_readings)
    hole = _nearest(silhouette.readings, pixels) == 0
    if only_theirs:
        hole |= _nearest(silhouette.coverage, cells) <= _INSIDE
    total = hole.sum(axis=0).cumsum()
    total[_STRETCH:] -= total[:-_STRETCH].copy()
    stretches = total[_STRETCH - 1 :] / (_STRETCH * len(_DEPTHS))
    # A stretch counts to the hips if it reaches below the sacrum.
    back = model.part(_JUDGED[0], SACRUM).stop - part.start
    return Holes(float(stretches[:back].max()), float(stretches[back:].max()))


def _nearest(image: NDArray[np.integer], places: cv2.typing.MatLike) -> NDArray[np.integer]:
    """What an image holds at ``(k, n, 2)`` columns and rows; 0 outside it."""
    found = cv2.remap(  # type: ignore[call-overload]
        image, np.asarray(places, np.float32), None, cv2.INTER_NEAREST
    )
    return np.asarray(found)


def _is_beside(silhouette: Silhouette, body: BentBody, plane: SagittalPlane) -> bool:
    """Whether all that is seen lies to the left or to the right of ``body``."""
    body_cells = np.count_nonzero(silhouette.coverage > _INSIDE, axis=0)
    seen = np.flatnonzero(body_cells > _SPECKS)
    columns = (plane.to_side(body.skin_m)[:, 0] - silhouette.left_m) / RASTER_M
    return not len(seen) or bool(seen[0] > columns.max() or seen[-1] < columns.min())


class DarkCloth:
    """Watches for holes where the athlete is; build a new one for each baseline.

    What was fitted to a frame cannot tell of that frame: it would lie on the rim of the holes.
    Where the athlete was in the frame before can, unless a quick one has left that place and the
    empty hall behind reads nothing either; then, where they must be by now. What was fitted to the
    last step of who turned in may be neither; where they stand since tells that nothing is hidden.
    Of who is seen only beside all that nothing is hidden: they have walked off.
    """

    def __init__(self) -> None:
        self._body: BentBody | None = None
        self._expected = ExpectedPosture()
        self._lasting = Holes(0.0, 0.0)
        self._time_s = math.inf
        self._few = False

    def look(
        self, silhouette: Silhouette, model: BodyModel, plane: SagittalPlane, time_s: float
    ) -> Hidden:
        """What is hidden in one frame, before anything is fitted to it."""
        if self._few and 0.0 <= time_s - self._time_s < _LOOK_EVERY_S:
            return Hidden(hips=False, back=False)
        if self._body is None:
            self._body = model.bend(STANDING.angles_deg, STANDING.shift_m)
        holes = holes_in(silhouette, model, self._body, plane)
        if holes.hips > _MISSING_LONG or holes.back > _MISSING_LONG:
            if _is_beside(silhouette, self._body, plane):
                return Hidden(hips=False, back=False)
            for posture in (self._expected.at(time_s), STANDING):
                body = model.bend(posture.angles_deg, posture.shift_m)
                there = holes_in(silhouette, model, body, plane, posture is STANDING)
                holes = Holes(min(holes.hips, there.hips), min(holes.back, there.back))
        share = 1 - math.exp(-max(time_s - self._time_s, 0.0) / _TIME_CONSTANT_S)
        before, self._time_s = self._lasting, time_s
        self._lasting = Holes(
            before.hips + share * (holes.hips - before.hips),
            before.back + share * (holes.back - before.back),
        )
        self._few = max(holes.hips, holes.back, self._lasting.hips, self._lasting.back) < _FEW
        return Hidden(
            hips=holes.hips > _MISSING or self._lasting.hips > _MISSING_LONG,
            back=holes.back > _MISSING or self._lasting.back > _MISSING_LONG,
        )

    def add(self, fit: Fit, time_s: float) -> None:
        """Take in where the athlete was found in that frame."""
        self._body = fit.body
        self._expected.add(fit.posture, time_s)
