"""One frame's body shape against the baseline: the fit, and the measures read from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.posture.baseline import Baseline, trunk_inclination_deg
from station.posture.body_model import PELVIS, SHANK, THIGH, BentBody
from station.posture.dowel import Dowel, lay_dowel
from station.posture.filters import MotionFilter, TwoWayFilter
from station.posture.fit import STANDING, Fit, fit_outline
from station.posture.measures import Measures
from station.posture.missing import DarkCloth
from station.posture.outline import Outline, outline_of
from station.posture.rearmost import buttocks_of, rearmost_x_m
from station.posture.soft_tissue import SoftTissue
from station.reasons import Reason
from station.scene.silhouette import Silhouette

Floats = NDArray[np.float64]

_SUPPORT = 0.6
"""Share of the outline that must lie on the bent model: the gate of "human-shaped"."""
_BACK_SUPPORT = 0.55
_COVERED = 0.04
"""Somebody in front hides more than this of the athlete's surroundings: nothing is measured."""
_BACK = (0.56, 0.90)
CONTACT_HELD_MM = (45.0, 15.0, 15.0)
"""A dowel contact (head, thoracic, sacrum) counts as held up to this gap above the standing one.
The head has more play: in clean hinges it leaves the stick by up to 4 cm, in rounded ones by 7."""

# Of each measure: how hard it is accelerated in an ordinary repetition (unit/s², rms), and the
# noise of one reading per millimetre of pixel pitch at the athlete (the outline of a stereo camera
# is ragged by 1.3 pixels rms, correlated over three rows; the rest follows from the fit).
MOTION: dict[str, tuple[float, float]] = {
    "trunk_inclination_deg": (300.0, 0.13),
    "hip_flexion_deg": (300.0, 0.5),
    "knee_flexion_deg": (200.0, 0.4),
    "lumbar_flexion_deg": (150.0, 0.6),
    "thoracic_flexion_deg": (150.0, 0.5),
    "neck_flexion_deg": (170.0, 0.7),
    "dowel_head_mm": (60.0, 0.6),
    "dowel_thoracic_mm": (60.0, 0.6),
    "dowel_sacrum_mm": (60.0, 0.6),
}


# The hips' displacement is read in two ways: from the outline's own rows and from the fitted body.
# Noise over pixel pitch, measured at a pitch of 5.3 mm; coarser pixels also leave fewer rows.
_HIPS_NOISE, _HIPS_PITCH_MM = (0.49, 0.42), 5.3
_HIPS_CORRELATION = 0.5
_HIPS_MM2_PER_S3 = 27_000.0
"""900 mm/s² rms that changes its mind every 33 ms: a hinge of 200 mm in a second, with room."""
_FLESH_MM_PER_S, _FLESH_MM = 8.0, 3.0
"""How fast the fitted body drifts from the flesh, and how far it is from it at first."""


@dataclass(frozen=True, eq=False)
class Shape:
    """The body of one frame: ``measures`` (all but the wall's gap) and what they were read from."""

    measures: Measures
    fit: Fit
    outline: Outline
    dowel: Dowel | None


class ShapeReader:
    """Reads frame after frame of one athlete; build a new one for each baseline."""

    def __init__(self, baseline: Baseline, pixel_pitch_mm: float) -> None:
        self._pixel_pitch_mm = pixel_pitch_mm
        self.lay_anew(baseline)
        self._posture = STANDING
        self._dark_cloth = DarkCloth()
        self._filters = {name: motion_filter(name, pixel_pitch_mm) for name in MOTION}
        self._hips = hips_filter(pixel_pitch_mm)

    def lay_anew(self, baseline: Baseline) -> None:
        """Go on with the same athlete seen in another plane."""
        self._body: BentBody | None = None
        self.baseline = baseline
        self._tissue = SoftTissue(baseline.model, baseline.plane.yaw_deg, self._pixel_pitch_mm)
        self._standing_gaps_mm = lay_dowel(baseline.model, baseline.model.skin_m).gaps_mm

    def read(self, silhouette: Silhouette, time_s: float) -> Shape | Reason:
        """The shape of one frame, or why there is none."""
        if silhouette.covered_share > _COVERED:
            return Reason.TOO_FEW_PIXELS
        model = self.baseline.model
        hidden = self._dark_cloth.look(silhouette, model, self.baseline.plane, time_s)
        if hidden.hips:
            return Reason.TOO_FEW_PIXELS
        outline = outline_of(silhouette, self.baseline.plane)
        fit = fit_outline(model, outline, self._posture, self._body)
        if fit.support < _SUPPORT:
            fit = fit_outline(model, outline, STANDING)
            if fit.support < _SUPPORT:
                return Reason.NOT_A_PERSON
        self._posture, self._body = fit.posture, fit.body
        self._dark_cloth.add(fit, time_s)
        back_seen = not hidden.back and fit.support_of(model.part(*_BACK)) > _BACK_SUPPORT
        dowel = lay_dowel(model, fit.body.skin_m) if back_seen else None
        raw = self._raw(fit, dowel)
        smooth = {name: self._filters[name].step(value, time_s) for name, value in raw.items()}
        smooth["hip_displacement_mm"] = self._hips_back_mm(fit.body.skin_m, outline, time_s)
        return Shape(Measures(**smooth), fit, outline, dowel)

    def _hips_back_mm(self, skin: Floats, outline: Outline, time_s: float) -> float | None:
        """How far back the rearmost point is.

        The outline's own rows at the buttocks are right on average but ragged; the model, fitted
        to the whole body, is steadier but bends its buttocks only nearly as flesh does.
        """
        buttocks = buttocks_of(self.baseline.model, skin)
        rear_x_m = rearmost_x_m(buttocks, outline)
        if rear_x_m is None:
            return None
        seen_mm = self._back_mm(rear_x_m)
        modelled_mm = self._back_mm(float(buttocks[:, 0].min()))
        return self._hips.step(seen_mm, modelled_mm, time_s)

    def _back_mm(self, outline_x_m: float) -> float:
        rear_x_m = self.baseline.midline.rearmost_m(outline_x_m)
        return (self.baseline.rear_x_m - rear_x_m) * 1000

    def _raw(self, fit: Fit, dowel: Dowel | None) -> dict[str, float | None]:
        skin = fit.body.skin_m
        chain = fit.posture.angles_deg
        raw: dict[str, float | None] = {
            # Without the back, the bones behind the fit are not known as well.
            "hip_flexion_deg": float(chain[PELVIS] - chain[THIGH]),
            "knee_flexion_deg": float(chain[SHANK] - chain[THIGH]),
        }
        if dowel is not None:
            bends = self._tissue.bends(fit)
            if bends is not None:
                raw |= {
                    "hip_flexion_deg": bends.hip_deg,
                    "knee_flexion_deg": bends.knee_deg,
                    "lumbar_flexion_deg": bends.lumbar_deg,
                    "thoracic_flexion_deg": bends.thoracic_deg,
                    "neck_flexion_deg": bends.neck_deg,
                }
            gaps = np.maximum(dowel.gaps_mm - self._standing_gaps_mm, 0.0)
            raw |= {
                "trunk_inclination_deg": trunk_inclination_deg(self.baseline.model, skin),
                "dowel_head_mm": float(gaps[0]),
                "dowel_thoracic_mm": float(gaps[1]),
                "dowel_sacrum_mm": float(gaps[2]),
            }
        return raw


def motion_filter(name: str, pixel_pitch_mm: float) -> MotionFilter:
    """The filter of a measure of :data:`MOTION`, at ``pixel_pitch_mm`` a pixel at the athlete."""
    acceleration, noise = MOTION[name]
    return MotionFilter(acceleration, noise * pixel_pitch_mm)


def hips_filter(pixel_pitch_mm: float) -> TwoWayFilter:
    """That of the hips' displacement: read from the outline's rows and from the fitted body."""
    noise_mm = pixel_pitch_mm * (pixel_pitch_mm / _HIPS_PITCH_MM) ** 0.5
    return TwoWayFilter(
        _HIPS_MM2_PER_S3,
        (_HIPS_NOISE[0] * noise_mm, _HIPS_NOISE[1] * noise_mm),
        _HIPS_CORRELATION,
        _FLESH_MM_PER_S,
        _FLESH_MM,
    )
