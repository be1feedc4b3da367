"""Samples for the soft-tissue map: what the station's fit makes of the films of pupils."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from station.posture.body_model import ANKLE, BodyModel, build
from station.posture.fit import STANDING, Fit, Posture, fit_outline
from station.posture.outline import field
from station.posture.sagittal import SagittalPlane
from station.posture.soft_tissue import SoftTissue
from station.posture.template import leg_joints, rear_line
from station.posture.yaw import MAX_YAW_DEG
from station.simulator.shape import AthleteShape
from tests.lab.rig import Floats
from tests.lab.train_films import Film, Picture
from tests.lab.train_pupils import Pupil

_YAW_ERROR_DEG = 0.8
"""By how much the station misjudges the turn, rms."""
_YAW_UNKNOWN_SHARE = 0.05
"""At the beginning of a first repetition it does not know the turn at all."""
_SUPPORT, _BACK, _BACK_SUPPORT = 0.6, (0.56, 0.90), 0.55
"""Of outlines that lie on the bent model no better, the station says nothing either."""
_SKIN_SHARE = 0.7
_SHANKS_DEG = (-8.0, 0.0, 8.0)


@dataclass(frozen=True, eq=False)
class Samples:
    """One pupil's postures: ``inputs`` ``(n, i)``, true ``bends_deg`` ``(n, 5)``.

    ``standing`` ``(i,)`` are the mean inputs of the still second.
    """

    simulated: bool
    inputs: Floats
    bends_deg: Floats
    standing: Floats


def samples_of(film: Film, pupil: Pupil) -> Samples | None:
    """What today's fit and inputs make of a film; None where they refuse the pupil."""
    random = np.random.default_rng([pupil.seed, 79])
    yaw_deg = 0.0
    if random.random() > _YAW_UNKNOWN_SHARE:
        seen_deg = film.yaw_deg + random.normal(0.0, _YAW_ERROR_DEG)
        yaw_deg = float(np.clip(seen_deg, -MAX_YAW_DEG, MAX_YAW_DEG))
    plane = replace(film.plane, yaw_deg=yaw_deg)
    contour = plane.from_side(film.contour_m)
    height_m = float(contour[:, 1].max())
    if contour[:, 1].min() >= ANKLE * height_m:
        return None
    model = build(rear_line(contour, height_m), leg_joints(contour, height_m), height_m)
    pitch_mm = 1000 * plane.distance_m / pupil.camera.pinhole.f_px
    tissue = SoftTissue(model, yaw_deg, pitch_mm)
    still = [_fit(model, plane, picture, STANDING, steps=2) for picture in film.still]
    inputs, bends = [], []
    before, movement = STANDING, -1
    for looks, true_deg, number in zip(film.looks, film.bends_deg, film.movement, strict=True):
        before = before if number == movement else STANDING
        movement = number
        fits = _fits(model, plane, looks, [before, *_near(true_deg)])
        before = fits[-1].posture
        if all(_believed(model, fit) for fit in fits):
            inputs.append(np.mean([tissue.inputs_of(fit) for fit in fits], axis=0))
            bends.append(true_deg)
    if not inputs or not still:
        return None
    standing = np.mean([tissue.inputs_of(fit) for fit in still], axis=0)
    return Samples(
        isinstance(pupil.body, AthleteShape), np.array(inputs), np.array(bends), standing
    )


def _near(true_deg: Floats) -> list[Posture]:
    """Postures near a known one, with the shanks' lean unknown.

    The station follows a movement frame by frame. Films have a few frames of each, and a fit that
    starts too far away ends in a wrong valley, which is not to be learned from.
    """
    hip, knee, lumbar, thoracic, neck = true_deg
    skin = _SKIN_SHARE * np.array([lumbar, thoracic, neck])
    return [
        Posture(np.array([shank, shank - knee, shank - knee + hip, *skin]), np.zeros(4))
        for shank in _SHANKS_DEG
    ]


def _fits(
    model: BodyModel, plane: SagittalPlane, looks: list[Picture], starts: list[Posture]
) -> list[Fit]:
    """The fits of the looks at one posture, from whichever start lies closest in the end."""
    tried = [_fit(model, plane, looks[0], start, steps=2) for start in starts]
    found = [min(tried, key=lambda fit: float(np.minimum(np.abs(fit.distance_m), 0.05).mean()))]
    for picture in looks[1:]:
        found.append(_fit(model, plane, picture, found[-1].posture, steps=1))
    return found


def _fit(
    model: BodyModel, plane: SagittalPlane, picture: Picture, start: Posture, steps: int
) -> Fit:
    """Several fits in a row make up for skipped frames."""
    outline = field(picture.coverage, picture.left_m, picture.top_m, plane)
    fit = fit_outline(model, outline, start)
    for _ in range(steps - 1):
        fit = fit_outline(model, outline, fit.posture)
    return fit


def _believed(model: BodyModel, fit: Fit) -> bool:
    back = fit.support_of(model.part(*_BACK))
    return fit.support >= _SUPPORT and back > _BACK_SUPPORT
