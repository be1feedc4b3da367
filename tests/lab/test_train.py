"""What the training promises and needs no large library to show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from station.posture.soft_tissue import LearnedMap, learned_map
from tests.lab.plan import sessions
from tests.lab.train import write
from tests.lab.train_net import _Network, _side_by_side
from tests.lab.train_pupils import FIRST_SEED, draw_movement, draw_pupil


def test_nobody_of_the_catalogue_is_a_pupil() -> None:
    assert max(session.person.shape.seed for session in sessions()) < FIRST_SEED
    assert draw_pupil(FIRST_SEED).person.shape.seed >= FIRST_SEED


def test_the_same_seed_draws_the_same_pupil() -> None:
    assert draw_pupil(FIRST_SEED + 3) == draw_pupil(FIRST_SEED + 3)
    assert draw_pupil(FIRST_SEED + 3) != draw_pupil(FIRST_SEED + 4)


def test_a_movement_goes_on_to_its_bottom() -> None:
    random = np.random.default_rng(5)
    for _ in range(20):
        steps = list(draw_movement(random))
        depths = [posture.bottom_share for posture in steps]
        assert depths == sorted(depths)
        assert depths[-1] == 1.0
        assert max(abs(posture.hip_deg) for posture in steps) == abs(steps[-1].hip_deg)


def test_networks_side_by_side_answer_their_mean() -> None:
    random = np.random.default_rng(7)
    sizes = (6, 4, 3, 5)
    networks = [
        _Network(
            [random.normal(size=sizes[i : i + 2]) for i in range(3)],
            [random.normal(size=size) for size in sizes[1:]],
            random.normal(size=(6, 5)),
        )
        for _ in range(3)
    ]
    inputs, centre, spread = random.normal(size=6), np.zeros(6), np.ones(6)
    together = LearnedMap(centre, spread, *_side_by_side(networks)).of(inputs)
    alone = [LearnedMap(centre, spread, *_side_by_side([one])).of(inputs) for one in networks]
    assert together is not None
    np.testing.assert_allclose(together, np.mean(np.array(alone, np.float64), axis=0))


def test_a_written_map_is_the_one_read(tmp_path: Path) -> None:
    path = tmp_path / "map.npz"
    write(learned_map(), path)
    with np.load(path) as kept:
        assert kept["linear"] == pytest.approx(learned_map().linear)
        assert kept["weights_2"] == pytest.approx(learned_map().weights[1])
