"""The zero of every measure is what it reads while the athlete simply stands."""

from __future__ import annotations

import pytest

from station.posture.measures import Measures
from station.posture.rest import RestZero

READS = Measures(
    hip_displacement_mm=6.0,
    trunk_inclination_deg=9.0,
    hip_flexion_deg=2.0,
    knee_flexion_deg=-1.5,
    lumbar_flexion_deg=3.0,
    thoracic_flexion_deg=-2.0,
    neck_flexion_deg=1.0,
    dowel_head_mm=4.0,
)


def stood(seconds: float, reads: Measures = READS, fps: float = 30.0) -> RestZero:
    rest = RestZero()
    for i in range(int(seconds * fps) + 1):
        rest.add(reads, i / fps)
    return rest


def test_standing_reads_zero_and_the_trunk_its_own_inclination() -> None:
    zeroed = stood(1.0).apply(READS, standing_trunk_deg=7.0)
    assert zeroed.hip_displacement_mm == pytest.approx(0.0)
    assert zeroed.hip_flexion_deg == pytest.approx(0.0)
    assert zeroed.knee_flexion_deg == pytest.approx(0.0)
    assert zeroed.lumbar_flexion_deg == pytest.approx(0.0)
    assert zeroed.thoracic_flexion_deg == pytest.approx(0.0)
    assert zeroed.neck_flexion_deg == pytest.approx(0.0)
    assert zeroed.trunk_inclination_deg == pytest.approx(7.0)


def test_what_was_not_measured_stays_unknown_and_the_dowel_has_its_own_zero() -> None:
    zeroed = stood(1.0).apply(Measures(dowel_head_mm=4.0), standing_trunk_deg=7.0)
    assert zeroed == Measures(dowel_head_mm=4.0)


def test_without_any_standing_nothing_is_taken_off() -> None:
    assert RestZero().apply(READS, standing_trunk_deg=7.0) == READS


def test_the_first_movement_ends_it() -> None:
    rest = stood(1.0)
    rest.add(Measures(hip_displacement_mm=60.0, lumbar_flexion_deg=20.0), 1.1)
    for i in range(30):
        rest.add(Measures(hip_displacement_mm=6.0, lumbar_flexion_deg=20.0), 1.2 + i / 30)
    assert rest.apply(READS, 7.0).lumbar_flexion_deg == pytest.approx(0.0)


def test_it_does_not_follow_forever() -> None:
    rest = stood(4.0)
    for i in range(300):
        rest.add(Measures(hip_displacement_mm=6.0, lumbar_flexion_deg=13.0), 4.0 + i / 30)
    assert rest.apply(READS, 7.0).lumbar_flexion_deg == pytest.approx(0.0, abs=0.1)


def test_the_hips_average_is_known() -> None:
    assert stood(1.0).hips_mm == pytest.approx(6.0)
    assert RestZero().hips_mm == 0.0


def test_the_last_step_in_the_still_second_does_not_count() -> None:
    turning_in = [
        Measures(hip_displacement_mm=82.0, lumbar_flexion_deg=10.0),
        Measures(hip_displacement_mm=30.0, lumbar_flexion_deg=-5.0),
    ]
    rest = RestZero()
    rest.learn_still([*turning_in, *[READS] * 6])
    assert rest.hips_mm == pytest.approx(6.0)
    assert rest.apply(READS, 7.0).lumbar_flexion_deg == pytest.approx(0.0)


def test_few_readings_of_a_whole_second_weigh_as_much_as_its_frames() -> None:
    rest = RestZero()
    rest.learn_still([Measures(hip_displacement_mm=0.0)] * 8, frames_each=4)
    for _ in range(8):
        rest.learn(Measures(hip_displacement_mm=10.0))
    assert rest.hips_mm == pytest.approx(2.0)
