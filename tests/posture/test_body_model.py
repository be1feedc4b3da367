"""The bendable body: nothing changes unbent, no length changes bent, bends are what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.posture.body_model import C7, HIP, KNEE, N_BENDS, SACRUM
from tests.posture.made_body import Floats, bends, bent, model, straight_back

BODY = model()
angles = st.builds(
    bends,
    knee=st.floats(0, 90),
    hip=st.floats(-20, 110),
    lumbar=st.floats(-30, 45),
    thoracic=st.floats(-25, 45),
    neck=st.floats(-60, 50),
)
shifts = st.builds(np.array, st.lists(st.floats(-0.05, 0.05), min_size=4, max_size=4))


def test_bending_by_nothing_changes_nothing() -> None:
    body = BODY.bend(np.zeros(6), np.zeros(4))
    np.testing.assert_allclose(body.skin_m, BODY.skin_m, atol=1e-12)
    np.testing.assert_allclose(body.normals, BODY.normals, atol=1e-12)


@given(angles, shifts)
@settings(max_examples=60)
def test_normals_stay_unit_vectors(angles_deg: Floats, shift_m: Floats) -> None:
    normals = BODY.bend(angles_deg, shift_m).normals
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1.0, atol=1e-6)


@given(angles)
@settings(max_examples=60)
def test_thigh_and_shank_keep_their_length(angles_deg: Floats) -> None:
    """The skin slides round a joint, but between joints the body is rigid."""
    skin = bent(BODY, angles_deg)
    for low, high in ((0.07, KNEE - 0.04), (KNEE + 0.04, HIP - 0.07), (0.91, 0.92)):
        before = BODY.at(BODY.skin_m, high) - BODY.at(BODY.skin_m, low)
        after = BODY.at(skin, high) - BODY.at(skin, low)
        assert np.linalg.norm(after) == pytest.approx(np.linalg.norm(before), rel=0.02)


@given(angles)
@settings(max_examples=60)
def test_the_chain_inside_keeps_every_length(angles_deg: Floats) -> None:
    """A back line bent round itself gets longer outside, the chain inside it must not.

    On a body with a straight back the chain lies right under the skin, along its normals.
    """
    body = straight_back()
    below_head = body.skin_m[:, 1] < 0.9 * body.height_m
    depth = np.linalg.norm(body.skin_m - body.chain_m, axis=1)
    bent_body = body.bend(angles_deg, np.zeros(4))
    chain = (bent_body.skin_m - depth[:, None] * bent_body.normals)[below_head]
    np.testing.assert_allclose(
        np.linalg.norm(np.diff(chain, axis=0), axis=1),
        np.linalg.norm(np.diff(body.chain_m[below_head], axis=0), axis=1),
        rtol=1e-3,
    )


@given(angles, st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
@settings(max_examples=30)
def test_moving_the_ankle_moves_everything_alike(angles_deg: Floats, x: float, z: float) -> None:
    moved = BODY.bend(angles_deg, np.array([x, z, 0.0, 0.0])).skin_m
    shift = np.broadcast_to(np.array([x, z]), moved.shape)
    np.testing.assert_allclose(moved - bent(BODY, angles_deg), shift, atol=1e-12)


@given(st.floats(5, 100))
@settings(max_examples=30)
def test_a_hinge_tips_the_trunk_by_its_angle_and_bends_nothing_above(hip: float) -> None:
    skin = bent(BODY, bends(hip=hip))
    assert _tangent_deg(skin, SACRUM + 0.03, C7) - _tangent_deg(
        BODY.skin_m, SACRUM + 0.03, C7
    ) == pytest.approx(hip, abs=0.5)
    assert _tangent_deg(skin, 0.70, 0.80) - _tangent_deg(BODY.skin_m, 0.70, 0.80) == pytest.approx(
        hip, abs=0.5
    )


@given(angles, shifts, st.integers(0, N_BENDS - 1))
@settings(max_examples=30)
def test_directions_are_where_the_skin_goes(angles_deg: Floats, shift_m: Floats, k: int) -> None:
    step = np.eye(N_BENDS)[k] * 1e-4
    before, after = (BODY.bend(angles_deg + s, shift_m).skin_m for s in (-step, step))
    direction = BODY.directions_m(BODY.bend(angles_deg, shift_m))[k]
    moved = (after - before) / 2e-4
    np.testing.assert_allclose(moved, np.column_stack([direction.real, direction.imag]), atol=1e-7)


@pytest.mark.parametrize("part", ["lumbar", "thoracic", "neck", "hip"])
def test_positive_bends_carry_the_head_forward(part: str) -> None:
    forward = bent(BODY, bends(**{part: 20.0}))
    back = bent(BODY, bends(**{part: -20.0}))
    assert BODY.at(back, 0.9)[0] < BODY.at(BODY.skin_m, 0.9)[0] < BODY.at(forward, 0.9)[0]


def _tangent_deg(line: Floats, low: float, high: float) -> float:
    x, z = BODY.at(line, high) - BODY.at(line, low)
    return float(np.degrees(np.arctan2(x, z)))
