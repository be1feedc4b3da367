"""What is tried with a camera that fails: bounded, patient, and never fooled by a few frames."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.camera.recovery import Recovery, Step, Waits

WAITS = Waits()
RUNGS = len(WAITS.reopen_s) + len(WAITS.reset_s) + 1


def climbed(recovery: Recovery, failures: int) -> list[Step]:
    """The steps after so many failures, ten seconds from each other."""
    steps = []
    for number in range(failures):
        recovery.failed(10.0 * number)
        steps.append(recovery.step)
    return steps


def test_it_opens_anew_then_resets_then_gives_up() -> None:
    steps = climbed(Recovery(may_exit=True), RUNGS)
    assert steps == [Step.REOPEN] * 3 + [Step.RESET] * 2 + [Step.EXIT]


def test_a_plug_pulled_again_and_again_is_no_reason_to_give_up() -> None:
    recovery = Recovery(may_exit=True)
    for number in range(2 * RUNGS):
        recovery.failed(10.0 * number, gone=True)
        assert recovery.step is not Step.EXIT
    recovery.failed(1000.0)
    assert recovery.step is Step.EXIT


def test_where_nobody_starts_it_again_it_tries_everything_over_and_over() -> None:
    steps = climbed(Recovery(), 2 * RUNGS)
    assert steps == ([Step.REOPEN] * 3 + [Step.RESET] * 2 + [Step.REOPEN]) * 2


def test_each_step_has_its_time() -> None:
    recovery = Recovery()
    recovery.failed(100.0)
    assert not recovery.is_due(100.0 + WAITS.reopen_s[0] - 0.01)
    assert recovery.is_due(100.0 + WAITS.reopen_s[0])


@pytest.mark.parametrize("sign", ["delivered", "missing"])
def test_only_a_steady_state_ends_the_climb(sign: str) -> None:
    recovery = Recovery()
    climbed(recovery, 2)
    see = getattr(recovery, sign)
    for tenth in range(int(10 * WAITS.steady_s)):
        see(100.0 + tenth / 10)
    assert recovery.number == 2
    see(100.0 + WAITS.steady_s)
    assert recovery.number == 0
    assert recovery.step is Step.WAIT


def test_frames_with_gaps_are_not_steady() -> None:
    recovery = Recovery()
    climbed(recovery, 1)
    for number in range(30):
        recovery.delivered(100.0 + 1.5 * WAITS.gap_s * number)
    assert recovery.number == 1


def test_a_missing_camera_is_waited_for_and_climbs_no_further() -> None:
    recovery = Recovery(may_exit=True)
    climbed(recovery, 4)
    recovery.missing(50.0)
    assert recovery.step is Step.WAIT
    assert recovery.number == 4


Event = tuple[Literal["failed", "delivered", "missing"], float]
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(("failed", "delivered", "missing")),
        st.floats(0.01, 3.0),
    ),
    max_size=200,
)


@given(EVENTS)
def test_whatever_happens_it_ends_or_has_been_steady(events: list[Event]) -> None:
    """So many failures reach the end unless a steady stretch lies between them."""
    recovery, now_s, failures, quiet_since_s = Recovery(may_exit=True), 0.0, 0, 0.0
    for kind, later_s in events:
        now_s += later_s
        if kind == "failed":
            steady = now_s - quiet_since_s >= WAITS.steady_s
            failures, quiet_since_s = (1 if steady else failures + 1), now_s
        getattr(recovery, kind)(now_s)
        assert 0 <= recovery.number <= RUNGS
        if kind == "failed" and failures >= RUNGS:
            assert recovery.step is Step.EXIT
            return


@given(st.integers(1, 40), st.floats(0.0, 0.9))
def test_a_camera_that_dies_after_a_few_frames_climbs_to_the_end(frames: int, share: float) -> None:
    recovery, now_s = Recovery(may_exit=True), 0.0
    for _ in range(RUNGS):
        for number in range(frames):
            recovery.delivered(now_s + share * WAITS.steady_s * number / frames)
        now_s += share * WAITS.steady_s + 0.5
        recovery.failed(now_s)
    assert recovery.step is Step.EXIT
