"""The steps of a set-up: events in, step out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from station.camera.frame import Intrinsics
from station.drills.setting_up import Refusal, SettingUp, Step
from station.hinge.verdict import Outcome, Reason, Repetition, Verdict
from station.posture.measures import Measures
from station.scene.flaws import Flaw
from station.scene.floor import FloorPlane
from station.scene.quality import Quality

GOOD = Quality(
    floor=FloorPlane(np.array([0.0, -1.0, 0.0]), 1.0, 3.0),
    intrinsics=Intrinsics(848, 480, 424.0, 424.0, 423.6, 239.7),
    floor_residual_mm=3.0,
    floor_unread_share=0.005,
    floor_apart_share=0.0,
    unread_share=0.01,
    noise_px=0.08,
)


def tap(gap_mm: float, outcome: Outcome = Outcome.PASS) -> Repetition:
    reason = Reason.LOST if outcome is Outcome.NO_VERDICT else None
    verdict = Verdict(outcome, (), reason)
    return Repetition(
        1, 0.0, 3.0, gap_mm <= 0, None, gap_mm, 1.0, 0.5, 1.0, Measures(), verdict
    )  # fmt: skip


def at_the_board() -> SettingUp:
    steps = SettingUp()
    steps.go_on()
    steps.saw_scene(GOOD)
    steps.stood(2.3)
    return steps


def tapped(*gaps_mm: float) -> SettingUp:
    steps = at_the_board()
    for gap_mm in gaps_mm:
        steps.tapped(tap(gap_mm))
    return steps


def test_from_the_board_to_what_is_kept() -> None:
    steps = tapped(-9.0, -12.0, -10.5)
    assert steps.step is Step.SUMMARY
    assert steps.found is not None
    assert (steps.found.offset_mm, steps.found.spread_mm) == (-10.5, 3.0)
    steps.go_on()
    assert (steps.step, steps.over) == (Step.KEPT, True)


def test_the_board_may_read_too_short_as_well() -> None:
    # A fault, for the station has seen no touch; but hips were on the board.
    steps = at_the_board()
    for gap_mm in (4.0, 5.0, 6.0):
        steps.tapped(tap(gap_mm, Outcome.FAULT))
    assert steps.found is not None
    assert steps.found.offset_mm == 5.0


@pytest.mark.parametrize(
    ("gaps_mm", "refusal"),
    [
        ((-4.0, -9.0, -14.5), Refusal.TAPS_APART),
        ((-31.0, -33.0, -35.0), Refusal.BOARD_ELSEWHERE),
        ((31.0, 33.0, 35.0), Refusal.BOARD_ELSEWHERE),
    ],
)
def test_taps_that_cannot_be_right_are_refused(
    gaps_mm: tuple[float, ...], refusal: Refusal
) -> None:
    steps = tapped(*gaps_mm)
    assert (steps.step, steps.refusal) == (Step.REFUSED, refusal)
    steps.go_on()
    assert (steps.step, steps.refusal, steps.gaps_mm) == (Step.EMPTY, None, ())


def test_a_tap_that_was_not_seen_is_asked_for_again() -> None:
    steps = tapped(-9.0, -10.0)
    steps.tapped(tap(float("nan"), Outcome.NO_VERDICT))
    assert (steps.step, steps.gaps_mm) == (Step.TAPS, (-9.0, -10.0))


def test_other_feet_another_try() -> None:
    steps = tapped(-9.0, -10.0)
    steps.stood(2.35)
    assert (steps.step, steps.gaps_mm) == (Step.TAPS, ())
    steps.tapped(tap(-9.0))
    steps.lost()
    assert (steps.step, steps.gaps_mm) == (Step.STAND, ())


def test_who_stands_too_far_is_told_by_how_much_and_may_come_nearer() -> None:
    steps = at_the_board()
    steps.stood(2.9)
    assert steps.step is Step.STAND
    assert steps.nearer_m == pytest.approx(0.2)
    steps.stood(2.6)
    assert (steps.step, steps.nearer_m) == (Step.TAPS, 0.0)


def test_a_bad_scene_is_refused_at_once() -> None:
    steps = SettingUp()
    steps.go_on()
    steps.saw_scene(replace(GOOD, noise_px=0.3))
    assert steps.refusal is Flaw.SUN


def test_a_camera_that_cuts_heads_is_refused_once_somebody_stands_there() -> None:
    steps = SettingUp()
    steps.go_on()
    steps.saw_scene(replace(GOOD, floor=FloorPlane(np.array([0.0, -0.985, -0.174]), 1.0, 3.0)))
    steps.stood(2.1)
    assert steps.refusal is Flaw.HEAD_OUT


def test_cancelled_is_never_kept() -> None:
    steps = tapped(-9.0, -12.0, -10.5)
    steps.cancel()
    steps.go_on()
    assert steps.step is Step.CANCELLED
