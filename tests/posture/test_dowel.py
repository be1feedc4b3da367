"""The dowel: a straight back holds all three contacts, each wrong bend loses its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.posture.dowel import HEAD, SACRUM_CONTACT, THORACIC, lay_dowel
from tests.posture.made_body import bends, bent, model, straight_back

STRAIGHT = straight_back()
CURVED = model()


@given(st.floats(-10, 100), st.floats(0, 60))
@settings(max_examples=40)
def test_a_straight_back_holds_every_contact_however_deep_the_hinge(
    hip: float, knee: float
) -> None:
    dowel = lay_dowel(STRAIGHT, bent(STRAIGHT, bends(hip=hip, knee=knee)))
    np.testing.assert_allclose(dowel.gaps_mm, 0.0, atol=0.5)


@pytest.mark.parametrize(
    ("part", "degrees", "lost"),
    [
        ("lumbar", 30.0, {SACRUM_CONTACT}),
        ("lumbar", -20.0, {THORACIC}),
        ("thoracic", 30.0, {HEAD, SACRUM_CONTACT}),
        ("neck", 30.0, {HEAD}),
        ("neck", -30.0, {THORACIC}),
    ],
)
@pytest.mark.parametrize("hip", [0.0, 55.0])
def test_each_bend_loses_its_contacts(
    part: str, degrees: float, lost: set[int], hip: float
) -> None:
    dowel = lay_dowel(STRAIGHT, bent(STRAIGHT, bends(hip=hip, **{part: degrees})))
    assert {i for i in range(3) if dowel.gaps_mm[i] > 8.0} == lost
    assert {i for i in range(3) if dowel.gaps_mm[i] < 1.0} == {0, 1, 2} - lost


@pytest.mark.parametrize(("part", "sign"), [("lumbar", 1), ("thoracic", 1), ("neck", -1)])
def test_more_bend_is_more_gap(part: str, sign: int) -> None:
    widest = [
        lay_dowel(STRAIGHT, bent(STRAIGHT, bends(hip=40.0, **{part: sign * d}))).gaps_mm.max()
        for d in (5.0, 15.0, 30.0)
    ]
    assert widest == sorted(widest)
    assert widest[2] > 2 * widest[0]


@given(st.floats(0, 90), st.floats(-15, 35), st.floats(-10, 35), st.floats(-40, 30))
@settings(max_examples=60)
def test_the_stick_never_cuts_into_the_back(
    hip: float, lumbar: float, thoracic: float, neck: float
) -> None:
    angles = bends(hip=hip, lumbar=lumbar, thoracic=thoracic, neck=neck)
    dowel = lay_dowel(CURVED, bent(CURVED, angles))
    assert (dowel.gaps_mm >= 0.0).all()
    assert np.sort(dowel.gaps_mm)[0] < 8.0
    along = dowel.ends_m[1] - dowel.ends_m[0]
    outward = np.array([-along[1], along[0]]) / np.linalg.norm(along)
    behind_mm = (dowel.ends_m[0] - dowel.contacts_m) @ outward * 1000
    assert behind_mm == pytest.approx(dowel.gaps_mm, abs=0.5)
