"""Who stands upright gets a baseline, whatever they wear; who holds a hinge or a lean does not."""

from __future__ import annotations

import pytest

from station.posture.baseline import is_upright


@pytest.mark.parametrize(
    ("trunk_deg", "behind_share"),
    [
        pytest.param(7.4, -0.002, id="T-shirt"),
        pytest.param(12.4, 0.038, id="T-shirt, bent forward"),
        pytest.param(14.7, 0.03, id="round back"),
        pytest.param(6.6, 0.068, id="loose clothes, turned 21 degrees"),
        pytest.param(10.7, 0.070, id="hoodie"),
        pytest.param(7.9, 0.080, id="hoodie, turned 14 degrees"),
        pytest.param(-0.8, -0.027, id="no buttocks to speak of"),
    ],
)
def test_standing(trunk_deg: float, behind_share: float) -> None:
    assert is_upright(trunk_deg, behind_share)


@pytest.mark.parametrize(
    ("trunk_deg", "behind_share"),
    [
        pytest.param(27.4, 0.108, id="bottom, straight knees"),
        pytest.param(28.0, 0.140, id="bottom, loose clothes"),
        pytest.param(36.1, 0.146, id="bottom, hoodie"),
        pytest.param(31.5, 0.030, id="bowed, hips over the heels"),
        pytest.param(22.0, 0.055, id="short of upright"),
        pytest.param(-9.8, 0.040, id="leaning back"),
    ],
)
def test_neither_a_hinge_nor_a_lean_held_still(trunk_deg: float, behind_share: float) -> None:
    assert not is_upright(trunk_deg, behind_share)
