"""The catalogue holds what its two halves are compared by, and nobody is in both."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from station.simulator.repetitions import End, Kind
from tests.lab.cameras import sees_all
from tests.lab.catalogue import MOST_TURNED_DEG, draw_half
from tests.lab.plan import Half, LabSession, sessions
from tests.lab.programme import (
    END_DEG,
    LEANING_GRADED_MM,
    NO_TOUCH_MM,
    PAST_HORIZONTAL_DEG,
    SIZES_DEG,
    STEPS,
)

HALVES: tuple[Half, ...] = ("tuning", "unseen")


def of(half: Half) -> list[LabSession]:
    return [session for session in sessions() if session.half == half]


def test_catalogue_is_large_and_always_the_same() -> None:
    assert len(sessions()) >= 60
    assert sum(len(session.repetitions) for session in sessions()) >= 320
    assert min(len(session.repetitions) for session in sessions()) >= 5
    assert len({session.name for session in sessions()}) == len(sessions())
    assert draw_half("tuning") == tuple(of("tuning"))


def test_nobody_is_in_both_halves() -> None:
    tuned, unseen = ({s.person.shape.seed for s in of(half)} for half in HALVES)
    assert not tuned & unseen
    assert not {s.seed for s in of("tuning")} & {s.seed for s in of("unseen")}


@pytest.mark.parametrize("half", HALVES)
def test_every_fault_comes_in_every_size(half: Half) -> None:
    plans = [plan for session in of(half) for plan in session.repetitions]
    for kind, sizes in SIZES_DEG.items():
        assert {plan.size_deg for plan in plans if plan.kind is kind} >= set(sizes)
    for end, ends_deg in END_DEG.items():
        assert {plan.end_deg for plan in plans if plan.end is end} >= set(ends_deg)
    gaps = Counter(plan.gap_mm for plan in plans)
    assert min(gaps[gap] for gap in LEANING_GRADED_MM) >= 2
    bows = Counter(plan.size_deg for plan in plans if plan.kind is Kind.PAST_HORIZONTAL)
    assert set(bows) == set(PAST_HORIZONTAL_DEG) and min(bows.values()) >= 2
    steps = [plan.step for plan in plans if plan.step is not None]
    assert {plan.step for plan in plans if plan.kind is Kind.FEET_MOVED} == set(STEPS)
    assert min(Counter(abs(step.back_mm) for step in steps).values()) >= 2
    assert {plan.gap_mm for plan in plans if plan.gap_mm > 0} >= set(NO_TOUCH_MM)
    clean = [p for p in plans if p.kind is Kind.CLEAN and p.end is End.STAND and p.gap_mm < 0]
    assert len(clean) >= 40


@pytest.mark.parametrize("half", HALVES)
def test_each_half_covers_people_and_cameras(half: Half) -> None:
    those = of(half)
    assert {s.person.clothes for s in those} == {"tight", "tshirt", "loose", "hoodie"}
    assert len({s.person.arms for s in those}) == 5
    assert len({s.person.hair for s in those}) == 4
    assert {s.person.shoes for s in those} == {True, False}
    assert Counter(s.person.shape.sex for s in those).most_common()[-1][1] >= len(those) / 3
    assert {s.camera.width_px for s in those} == {424, 640, 848, 1280}
    assert {s.camera.fps for s in those} == {15, 30, 60}
    assert {s.camera.noise for s in those} == {0.7, 1.0, 1.4}
    assert {s.gym.wall_behind_m is None for s in those} == {True, False}
    turned = [s for s in those if abs(s.yaw_deg) > 12]
    assert 0.25 < len(turned) / len(those) < 0.45
    assert min(s.yaw_deg for s in those) < -20 and max(s.yaw_deg for s in those) > 20
    assert max(abs(s.yaw_deg) for s in those) <= MOST_TURNED_DEG
    assert all(1.45 <= s.person.shape.height_m <= 2.0 for s in those)


@pytest.mark.parametrize("session", sessions(), ids=lambda session: session.name)
def test_camera_offers_the_mode_and_sees_all_who_stand_there(session: LabSession) -> None:
    camera, x = session.camera, session.spot_m
    assert not (camera.width_px == 1280 and camera.fps > 30)
    assert 1.8 <= camera.distance_m <= 2.8
    top = session.person.shape.height_m
    athlete = [[x, 0.0, top], [x - 0.2, -0.2, 0.0], [x + 0.2, 0.2, 0.0], [x + 0.8, 0.0, 0.9]]
    assert sees_all(camera, np.array(athlete))


def test_camera_too_near_does_not_see_all() -> None:
    camera = sessions()[0].camera
    assert not sees_all(camera, np.array([[0.0, 0.0, 3.5]]))
