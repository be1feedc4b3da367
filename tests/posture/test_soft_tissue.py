"""The learned map from the fitted skin to the bones: zero, order, mirror, range and cost."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from station.posture.body_model import LUMBAR, N_BENDS, NECK
from station.posture.fit import STANDING, Fit, Posture, fit_outline
from station.posture.outline import Outline
from station.posture.soft_tissue import Bends, SoftTissue
from tests.posture.made_body import Floats, bends, model, outline_of_bent

BODY = model()
TISSUE = SoftTissue(BODY, 0.0, 5.0)
_SLOWEST_S = 0.001
"""On a busy machine; an idle one needs a twentieth."""


def unbent(angles_deg: Floats, away_m: float = 0.0) -> Fit:
    """A fit with these angles whose skin is everywhere so far inside the outline."""
    posture = Posture(angles_deg, np.zeros(4))
    body = BODY.bend(posture.angles_deg, posture.shift_m)
    return Fit(posture, body, np.full(len(BODY.share), away_m))


def read(fit: Fit) -> Bends:
    found = TISSUE.bends(fit)
    assert found is not None
    return found


@lru_cache(maxsize=32)
def read_at(
    hip: float = 0.0,
    knee: float = 0.0,
    lumbar: float = 0.0,
    thoracic: float = 0.0,
    neck: float = 0.0,
) -> Bends:
    """What is read of the drawn body in a posture, reached in steps from standing."""
    angles = bends(hip=hip, knee=knee, lumbar=lumbar, thoracic=thoracic, neck=neck)
    posture = STANDING
    for share in (0.25, 0.5, 0.75, 1.0, 1.0):
        fit = fit_outline(BODY, outline_of_bent(BODY, angles * share), posture)
        posture = fit.posture
    return read(fit)


def test_the_standing_template_is_not_bent_at_all() -> None:
    own = TISSUE.inputs_of(unbent(bends(hip=50.0)))
    standing = TISSUE.inputs_of(unbent(np.zeros(N_BENDS)))
    assert np.flatnonzero(standing - own)[-1] < np.flatnonzero(standing)[0]
    assert vars(read(unbent(np.zeros(N_BENDS)))) == pytest.approx(
        vars(Bends(0.0, 0.0, 0.0, 0.0, 0.0)), abs=0.001
    )


@pytest.mark.parametrize(
    ("part", "sizes"),
    [
        ("hip", (0.0, 30.0, 60.0)),
        ("knee", (5.0, 30.0, 60.0)),
        ("lumbar", (-15.0, 0.0, 15.0, 30.0)),
        ("thoracic", (0.0, 15.0, 30.0)),
        ("neck", (-35.0, -15.0, 0.0, 15.0)),
    ],
)
def test_a_larger_bend_reads_larger(part: str, sizes: tuple[float, ...]) -> None:
    hinge = {"hip": 50.0, "knee": 10.0}
    found = [getattr(read_at(**{**hinge, part: size}), f"{part}_deg") for size in sizes]
    assert found == sorted(found)
    assert found[-1] - found[0] > 0.5 * (sizes[-1] - sizes[0])


def test_who_faces_the_other_way_reads_the_same() -> None:
    angles = bends(hip=50.0, knee=10.0, lumbar=20.0)
    outline = outline_of_bent(BODY, angles)
    width_m = (outline.distance_m.shape[1] - 1) * 0.008
    mirrored = Outline(
        np.ascontiguousarray(outline.distance_m[:, ::-1]),
        -outline.left_m - width_m,
        outline.top_m,
        replace(outline.plane, forward=-outline.plane.forward),
    )
    start = Posture(angles, np.zeros(4))
    one, other = (read(fit_outline(BODY, seen, start)) for seen in (outline, mirrored))
    for joint in ("hip_deg", "knee_deg", "lumbar_deg", "thoracic_deg", "neck_deg"):
        assert getattr(one, joint) == pytest.approx(getattr(other, joint), abs=0.2)


def test_one_wild_input_is_clipped_to_what_was_learned_from() -> None:
    wild = np.zeros(N_BENDS)
    wild[LUMBAR] = 300.0
    wilder = wild * 2
    assert read(unbent(wild)) == read(unbent(wilder))


def test_what_is_like_nothing_learned_from_is_not_read() -> None:
    nobody = np.full(N_BENDS, 400.0)
    nobody[NECK] = -400.0
    assert TISSUE.bends(unbent(nobody, away_m=0.5)) is None


def test_it_costs_next_to_nothing() -> None:
    fit = unbent(bends(hip=40.0))
    # Reading the file is no frame's business.
    TISSUE.bends(fit)
    took = []
    for _ in range(30):
        started = time.perf_counter()
        TISSUE.bends(fit)
        took.append(time.perf_counter() - started)
    assert min(took) < _SLOWEST_S
