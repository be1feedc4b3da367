"""What the training promises and needs no large library to show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from station.posture.soft_tissue import LearnedMap, learned_map
from station.simulator.sensor import View
from station.simulator.shape import AthleteShape
from tests.lab.kinematics import Posture
from tests.lab.plan import Person, sessions
from tests.lab.train import write
from tests.lab.train_bodies import poser_of
from tests.lab.train_films import film_of
from tests.lab.train_net import _Network, _side_by_side, weights_of
from tests.lab.train_pupils import FIRST_SEED, FIRST_SIMULATED_SEED, draw_movement, draw_pupil
from tests.lab.train_samples import samples_of


def test_nobody_of_the_catalogue_is_a_pupil() -> None:
    assert max(session.person.shape.seed for session in sessions()) < FIRST_SEED
    pupil = draw_pupil(FIRST_SEED).body
    assert isinstance(pupil, Person)
    assert pupil.shape.seed == FIRST_SEED


def test_the_simulators_athletes_are_pupils_too() -> None:
    assert isinstance(draw_pupil(FIRST_SIMULATED_SEED).body, AthleteShape)


def test_a_simulated_pupil_takes_the_bends_asked_for() -> None:
    pupil = draw_pupil(FIRST_SIMULATED_SEED + 2)
    view = View(pupil.camera.pinhole, pupil.camera.mount)
    asked = Posture(hip_deg=55.0, knee_deg=12.0, lumbar_deg=-15.0, thoracic_deg=9.0, neck_deg=-20.0)
    posed = poser_of(pupil, view)(asked)
    assert posed.bends_deg == pytest.approx([55.0, 12.0, -15.0, 9.0, -20.0], abs=0.01)


def test_what_athletes_seldom_do_counts_less_and_large_bends_more() -> None:
    clean, rounded, squat = [50.0, 10, 3, 2, 0], [50.0, 10, 35, 2, 0], [50.0, 50, 3, 2, 0]
    everything, deep = [50.0, 10, 35, 35, 0], [120.0, 10, 3, 2, 0]
    weights = weights_of(np.array([clean, rounded, squat, everything, deep]))
    assert weights.mean() == pytest.approx(1.0)
    assert weights[0] < weights[1]
    assert weights[2] == pytest.approx(3 * weights[0])
    assert weights[3] < weights[1]
    assert weights[4] < weights[0]


def test_a_film_gives_the_same_samples_when_read_again(tmp_path: Path) -> None:
    pupil = draw_pupil(FIRST_SIMULATED_SEED + 7)
    first = film_of(pupil, tmp_path)
    again = film_of(pupil, tmp_path)
    assert first is not None and again is not None
    assert len(first.looks) == len(again.looks) == len(again.bends_deg)
    samples = samples_of(again, pupil)
    assert samples is not None
    # The knees are seen well: a film whose bends belong to other postures would not fit them.
    knee = 10.0 * (samples.inputs[:, 0] - samples.standing[0])
    assert np.abs(knee - samples.bends_deg[:, 1]).mean() < 3.0


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
