"""Who is called, and that nobody is lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.drills.refusal import Refusal
from station.drills.screening import Protocol, Screening, ScreeningState, Status, begun
from tests.drills.made_groups import group_of

ABSENT, DONE, SKIPPED, WAITING = Status.ABSENT, Status.DONE, Status.SKIPPED, Status.WAITING


def of_four() -> Screening:
    return Screening(begun("s", group_of("Ana", "Bo", "Cem", "Dag"), Protocol("wall-tap", 0.16)))


def name(screening: Screening) -> str | None:
    return None if screening.called is None else screening.called.name


def called_until_the_end(screening: Screening) -> list[str]:
    """Everybody who is called is tested."""
    names = []
    while not screening.finished:
        if screening.called is None:
            assert screening.next() is None
        called = screening.called
        assert called is not None
        names.append(called.name)
        assert screening.done(called.uid) is None
    return names


def test_the_order_is_that_of_the_roster() -> None:
    screening = of_four()
    assert name(screening) == "Ana"
    assert called_until_the_end(screening) == ["Ana", "Bo", "Cem", "Dag"]
    assert (screening.called, screening.upcoming) == (None, None)
    assert screening.next() is Refusal.NOBODY_LEFT
    assert not screening.state.closed


def test_who_is_called_is_not_passed_over() -> None:
    screening = of_four()
    assert screening.next() is Refusal.NOT_TESTED_YET
    assert name(screening) == "Ana"


def test_between_two_athletes_nobody_is_called_and_the_upcoming_one_is_known() -> None:
    screening = of_four()
    assert screening.upcoming is not None and screening.upcoming.name == "Bo"
    screening.done("a0")
    assert screening.called is None and screening.upcoming.name == "Bo"
    screening.next()
    assert name(screening) == "Bo"


def test_skipped_ones_come_after_all_who_wait_each_in_turn() -> None:
    screening = of_four()
    assert screening.skip() is None
    assert name(screening) == "Bo"
    screening.skip()
    assert screening.state.statuses == {"a0": SKIPPED, "a1": SKIPPED, "a2": WAITING, "a3": WAITING}
    for uid in ("a2", "a3"):
        screening.done(uid)
        screening.next()
    assert name(screening) == "Ana"
    screening.skip()
    assert name(screening) == "Bo"
    screening.skip()
    assert called_until_the_end(screening) == ["Ana", "Bo"]


def test_of_three_skipped_ones_none_is_forgotten() -> None:
    screening = of_four()
    screening.absent("a3")
    turns = []
    for _ in range(7):
        turns.append(name(screening))
        screening.skip()
    assert turns == ["Ana", "Bo", "Cem", "Ana", "Bo", "Cem", "Ana"]
    screening.done("a1")
    screening.next()
    # It goes on after the one tested last, not at the beginning again.
    assert name(screening) == "Cem"


def test_the_last_one_cannot_be_skipped() -> None:
    screening = of_four()
    for uid in ("a0", "a1", "a2"):
        screening.absent(uid)
    assert name(screening) == "Dag"
    assert screening.skip() is Refusal.ONLY_ONE_LEFT
    assert name(screening) == "Dag"


def test_an_absent_one_is_left_out_until_called() -> None:
    screening = of_four()
    assert screening.absent("a1") is None
    assert name(screening) == "Ana"
    assert screening.absent() is None
    assert name(screening) == "Cem"
    assert screening.call("a1") is None
    assert screening.state.statuses["a1"] is WAITING
    assert called_until_the_end(screening) == ["Bo", "Cem", "Dag"]
    assert screening.state.statuses["a0"] is ABSENT


def test_who_was_called_before_somebody_out_of_order_still_waits() -> None:
    screening = of_four()
    screening.call("a2")
    assert called_until_the_end(screening) == ["Cem", "Ana", "Bo", "Dag"]


def test_a_redo_is_called_at_once_and_then_it_goes_on_where_it_was() -> None:
    screening = of_four()
    screening.done("a0")
    screening.next()
    screening.done("a1")
    screening.next()
    assert screening.redo() is None
    assert name(screening) == "Bo"
    assert screening.redo() is Refusal.NOTHING_TO_REDO
    assert screening.redo("a0") is None
    assert called_until_the_end(screening) == ["Ana", "Bo", "Cem", "Dag"]
    assert screening.redo("a3") is None


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (lambda s: s.redo(), Refusal.NOBODY_TESTED),
        (lambda s: s.redo("a1"), Refusal.NOTHING_TO_REDO),
        (lambda s: s.redo("a9"), Refusal.NO_SUCH_ATHLETE),
        (lambda s: s.call("a9"), Refusal.NO_SUCH_ATHLETE),
        (lambda s: s.absent("a9"), Refusal.NO_SUCH_ATHLETE),
        (lambda s: s.done("a9"), Refusal.NO_SUCH_ATHLETE),
        (lambda s: s.done("a1") or s.absent("a1"), Refusal.TESTED_ALREADY),
        (lambda s: s.done("a1") or s.call("a1"), Refusal.TESTED_ALREADY),
        (lambda s: s.done("a0") or s.skip(), Refusal.NOBODY_CALLED),
        (lambda s: s.done("a0") or s.absent(), Refusal.NOBODY_CALLED),
    ],
)
def test_what_cannot_be_done_is_refused(refused, why: Refusal) -> None:  # type: ignore[no-untyped-def]
    assert refused(of_four()) is why


def test_a_closed_one_takes_nothing_more() -> None:
    screening = of_four()
    screening.done("a0")
    assert screening.close() is None
    before = screening.state
    steps = (
        screening.next,
        screening.skip,
        screening.absent,
        screening.redo,
        screening.close,
        lambda: screening.call("a1"),
        lambda: screening.done("a1"),
        lambda: screening.absent("a1"),
        lambda: screening.redo("a0"),
    )
    assert {step() for step in steps} == {Refusal.NO_SCREENING}
    assert screening.state == before and before.called is None


def test_whoever_was_skipped_at_the_very_end_of_the_test_is_done_all_the_same() -> None:
    screening = of_four()
    screening.skip()
    assert screening.done("a0") is None
    assert name(screening) == "Bo"
    assert called_until_the_end(screening) == ["Bo", "Cem", "Dag"]


def test_a_changed_group_keeps_who_is_done_and_calls_who_is_new() -> None:
    screening = of_four()
    screening.done("a0")
    screening.next()
    group = screening.state.group
    ana, _, cem, dag = group.athletes
    new = group_of("Ana", "Bo", "Cem", "Dag", "Eve").athletes[4]
    screening.regroup(replace(group, athletes=(new, dag, ana, cem)))
    assert screening.state.statuses == {"a4": WAITING, "a3": WAITING, "a0": DONE, "a2": WAITING}
    assert called_until_the_end(screening) == ["Eve", "Dag", "Cem"]
    screening.regroup(replace(group, athletes=()))
    assert screening.state.tested_last is None and screening.finished


def test_a_group_that_changed_before_the_screening_was_kept_is_mended_on_the_way_in() -> None:
    """The power may go between keeping the one and the other."""
    group = group_of("Ana", "Bo")
    torn = ScreeningState(
        "s", group, Protocol("wall-tap"), {"gone": DONE, "a0": DONE}, called="gone", tested_last="x"
    )
    screening = Screening(torn)
    assert screening.state.statuses == {"a0": DONE, "a1": WAITING}
    assert name(screening) == "Bo"
