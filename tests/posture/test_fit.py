"""Fitting the model to outlines drawn from a known posture gives that posture back."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from station.posture.body_model import LUMBAR, NECK, PELVIS, SHANK, THIGH, THORACIC
from station.posture.fit import STANDING, Fit, fit_outline
from tests.posture.made_body import Floats, bends, model, outline_of_bent

BODY = model()
POSTURES: dict[str, Floats] = {
    "standing": bends(),
    "clean": bends(hip=70, knee=10, lumbar=4, thoracic=2, neck=3),
    "lumbar": bends(hip=50, knee=10, lumbar=30, thoracic=5),
    "thoracic": bends(hip=60, knee=10, thoracic=30),
    "craned": bends(hip=60, knee=10, neck=-35),
    "squat": bends(hip=60, knee=60),
    "arched": bends(hip=60, lumbar=-20),
    "leaning back": bends(hip=-10, lumbar=-10),
}


@lru_cache(maxsize=16)
def fitted(name: str) -> Fit:
    """The fit at the end of a movement from standing into the posture, frame by frame."""
    posture = STANDING
    for share in (0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0):
        posture = fit_outline(BODY, outline_of_bent(BODY, POSTURES[name] * share), posture).posture
    return fit_outline(BODY, outline_of_bent(BODY, POSTURES[name]), posture)


@pytest.mark.parametrize("name", POSTURES)
def test_the_model_lies_on_the_outline(name: str) -> None:
    fit = fitted(name)
    assert fit.support > 0.95
    assert np.median(np.abs(fit.distance_m)) < 0.0025


@pytest.mark.parametrize("name", POSTURES)
def test_hip_and_knee_are_recovered(name: str) -> None:
    found, true = fitted(name).posture.angles_deg, POSTURES[name]
    hip = (found[PELVIS] - found[THIGH]) - (true[PELVIS] - true[THIGH])
    knee = (found[SHANK] - found[THIGH]) - (true[SHANK] - true[THIGH])
    assert hip == pytest.approx(0.0, abs=5.0)
    assert knee == pytest.approx(0.0, abs=2.0)


@pytest.mark.parametrize("name", POSTURES)
def test_the_bends_of_the_spine_are_recovered(name: str) -> None:
    """Within nine degrees: the fit leans towards no bend, the more the less the outline tells.

    The soft-tissue map, learned with this fit, makes up for it.
    """
    found, true = fitted(name).posture.angles_deg, POSTURES[name]
    for part in (LUMBAR, THORACIC, NECK):
        assert found[part] == pytest.approx(true[part], abs=9.0)


@pytest.mark.parametrize("name", POSTURES)
def test_the_trunk_as_a_whole_is_recovered(name: str) -> None:
    found, true = fitted(name).posture.angles_deg, POSTURES[name]
    whole = [float(np.sum(a[[PELVIS, LUMBAR, THORACIC]])) for a in (found, true)]
    assert whole[0] == pytest.approx(whole[1], abs=4.0)


def test_a_fit_that_starts_on_its_answer_stays_there() -> None:
    start = fitted("clean").posture
    again = fit_outline(BODY, outline_of_bent(BODY, POSTURES["clean"]), start)
    np.testing.assert_allclose(again.posture.angles_deg, start.angles_deg, atol=0.5)
