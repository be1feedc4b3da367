"""The contrast drill learns the own range, asks again where none is shown, and never guesses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.drills.contrast import (
    LEAST_ARCH_LIMIT_DEG,
    LEAST_ROUND_LIMIT_DEG,
    Contrast,
    ContrastRule,
    Lesson,
    OwnRange,
)
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Repetition
from tests.drills.made_repetitions import BACK_HIDDEN, UNSEEN, done

RULE = ContrastRule(round_share=0.4, arch_share=0.5, least_round_deg=20.0, least_arch_deg=12.0)
ROUND, ARCHED = done(round_deg=50.0), done(round_deg=0.0, arch_deg=24.0)


def test_round_first_then_arched_then_learned() -> None:
    contrast = Contrast(RULE)
    assert contrast.lesson is Lesson.ROUND
    assert contrast.take(ROUND) == "arch"
    assert (contrast.lesson, contrast.own_range) == (Lesson.ARCH, None)
    assert contrast.take(ARCHED) == "in_between"
    assert (contrast.lesson, contrast.own_range) == (Lesson.LEARNED, OwnRange(50.0, 24.0))


@pytest.mark.parametrize("shown", [done(round_deg=12.0), done(round_deg=None), ARCHED])
def test_no_rounding_is_asked_for_again(shown: Repetition) -> None:
    contrast = Contrast(RULE)
    for _ in range(3):
        assert contrast.take(shown) == "round_more"
    assert contrast.lesson is Lesson.ROUND
    assert contrast.take(ROUND) == "arch"


@pytest.mark.parametrize("shown", [done(arch_deg=5.0), done(arch_deg=None), ROUND])
def test_no_arching_is_asked_for_again(shown: Repetition) -> None:
    contrast = Contrast(RULE)
    contrast.take(ROUND)
    assert contrast.take(shown) == "arch_more"
    assert contrast.own_range is None


def test_what_was_not_seen_teaches_nothing() -> None:
    contrast = Contrast(RULE)
    assert contrast.take(done(UNSEEN, round_deg=60.0)) == "lost"
    assert contrast.take(done(BACK_HIDDEN, round_deg=60.0)) == "back_hidden"
    assert contrast.lesson is Lesson.ROUND


def test_the_limits_are_a_share_of_the_own_range_and_nothing_else_changes() -> None:
    station = FaultLimits(squat_knee_deg=33.0)
    limits = OwnRange(50.0, 24.0).limits(RULE, station)
    assert (limits.lumbar_flexion_deg, limits.lumbar_extension_deg) == (20.0, 12.0)
    assert limits.squat_knee_deg == 33.0


@settings(max_examples=60)
@given(st.floats(0.0, 90.0), st.floats(0.0, 60.0))
def test_whatever_is_shown_a_limit_is_never_below_what_can_be_told(
    round_deg: float, arch_deg: float
) -> None:
    contrast = Contrast(RULE)
    contrast.take(done(round_deg=round_deg))
    contrast.take(done(arch_deg=arch_deg))
    learned = contrast.own_range
    assert (learned is not None) == (round_deg >= 20.0 and arch_deg >= 12.0)
    if learned is not None:
        limits = learned.limits(RULE, FaultLimits())
        assert limits.lumbar_flexion_deg >= LEAST_ROUND_LIMIT_DEG
        assert limits.lumbar_extension_deg >= LEAST_ARCH_LIMIT_DEG
