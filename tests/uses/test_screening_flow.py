"""A coach decides in the middle of it: nobody is tested as another, and nobody is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from station.coach.telling import snapshot_of
from station.drills.commands import (
    CallAthlete,
    CloseScreening,
    Command,
    MarkAbsent,
    Redo,
    RemoveAthlete,
    SkipAthlete,
)
from station.drills.ladder import Ending
from station.drills.refusal import Refusal
from station.drills.screening import Status
from station.engine import Reading
from station.screen.next_up import READ_S
from station.screen.screened import GONE_S, STAYS_S
from station.screen.state import StateName
from station.screen.words import Words
from station.signals.press import Press
from tests.drills.made_groups import Kept, screened
from tests.screen.puppet import VERDICTS
from tests.screen.visiting import EMPTY, still, unplaced
from tests.uses.flows import Walk, standing

CLEAN, LUMBAR, *_ = VERDICTS


def walk() -> tuple[Walk, Kept]:
    desk, kept = screened("Ana", "Ben", "Cem")
    return Walk(desk), kept


def statuses(kept: Kept) -> list[Status]:
    assert kept.screening is not None
    return list(kept.screening.statuses.values())


def test_a_whole_turn_is_told_once_and_the_next_one_is_called() -> None:
    walked, kept = walk()
    walked.comes()
    assert (walked.name, walked.desk.testing) == (StateName.TEST, True)
    walked.does(CLEAN, CLEAN, LUMBAR, CLEAN)
    assert not walked.desk.testing
    walked.sees(standing(), 2.0)
    assert walked.name is StateName.RESULT
    walked.leaves()
    assert (walked.name, walked.called) == (StateName.INVITATION, "Ben")
    assert [about.athlete_uid for about in walked.heard.begun] == ["a0"]
    assert [each.practice for each in walked.heard.attempts] == [True, False, False, False]
    assert [end.passed for end in walked.heard.ends] == [True]
    assert walked.passed == {"a0": True}
    assert statuses(kept) == [Status.DONE, Status.WAITING, Status.WAITING]


def test_the_menu_in_the_middle_of_a_test_ends_it_and_they_stay_called() -> None:
    walked, kept = walk()
    walked.comes()
    walked.does(CLEAN, CLEAN)
    walked.sees(standing(), press=Press.LONG)
    assert (walked.name, walked.desk.testing) == (StateName.MENU, False)
    walked.sees(standing(), press=Press.LONG)
    assert [(end.ending, end.passed) for end in walked.heard.ends] == [(Ending.SKIPPED, None)]
    assert (walked.called, statuses(kept)[0]) == ("Ana", Status.WAITING)
    walked.sees(standing(), 5.0)
    walked.does(CLEAN, CLEAN, CLEAN, CLEAN)
    assert statuses(kept)[0] is Status.DONE


def test_whoever_is_to_go_once_more_has_no_result_on_the_phone() -> None:
    walked, _ = walk()
    walked.comes()
    walked.does(CLEAN, CLEAN, CLEAN, CLEAN)
    assert on_the_phone(walked) == [True, None, None]
    assert walked.desk.take(Redo("a0")) is None
    assert on_the_phone(walked) == [None, None, None]


def on_the_phone(walked: Walk) -> list[bool | None]:
    told = snapshot_of(
        walked.desk,
        Words.load(),
        use="screening",
        state=walked.name.value,
        language="en",
        passed=walked.passed,
    )
    return [member.passed for member in told.roster]


@pytest.mark.parametrize(
    ("command", "called", "status"),
    [
        (Redo(), "Ana", Status.WAITING),
        (SkipAthlete("a0"), "Ben", Status.SKIPPED),
        (MarkAbsent("a0"), "Ben", Status.ABSENT),
    ],
)
def test_a_coach_ends_a_test_from_the_phone_and_half_of_it_is_no_result(
    command: Command, called: str, status: Status
) -> None:
    walked, kept = walk()
    walked.comes()
    walked.does(CLEAN, LUMBAR)
    assert walked.desk.take(command) is None
    walked.sees(standing(), 2.5)
    assert (walked.name, walked.called) == (StateName.INVITATION, called)
    assert (walked.desk.testing, walked.passed, statuses(kept)[0]) == (False, {}, status)
    assert [end.passed for end in walked.heard.ends] == [None]


@pytest.mark.parametrize("on_the_way", [unplaced, still])
def test_another_one_called_meanwhile_nobody_is_tested_under_that_name(
    on_the_way: Callable[[], Reading],
) -> None:
    walked, _ = walk()
    walked.sees(unplaced(), 1.0)
    walked.sees(on_the_way(), 0.2)
    assert walked.desk.take(CallAthlete("a2")) is None
    walked.sees(still(), 1.0)
    walked.sees(standing(), 20.0)
    assert (walked.name, walked.called, walked.heard.begun) == (StateName.INVITATION, "Cem", [])
    walked.sees(EMPTY, 1.0)
    walked.comes()
    assert [about.athlete_uid for about in walked.heard.begun] == ["a2"]


@pytest.mark.parametrize("command", [CloseScreening(), RemoveAthlete("a0"), CallAthlete("a1")])
def test_what_would_take_the_test_away_is_refused_while_it_runs(command: Command) -> None:
    walked, kept = walk()
    walked.comes()
    walked.does(CLEAN)
    before = kept.screening
    assert walked.desk.take(command) is Refusal.TESTING
    assert (kept.screening, kept.deleted) == (before, [])
    walked.does(CLEAN, CLEAN, CLEAN)
    assert statuses(kept)[0] is Status.DONE


def test_a_coach_closes_while_a_result_is_shown() -> None:
    walked, kept = walk()
    walked.comes()
    walked.does(CLEAN, CLEAN, CLEAN, CLEAN)
    walked.sees(standing(), 2.0)
    assert walked.desk.take(CloseScreening()) is None
    walked.sees(standing(), 5.0)
    assert (walked.name, len(walked.heard.begun)) == (StateName.INVITATION, 1)
    assert kept.screening is not None
    assert kept.screening.closed


def test_whoever_leaves_in_the_middle_stays_called() -> None:
    walked, kept = walk()
    walked.comes()
    walked.does(CLEAN, CLEAN)
    walked.sees(EMPTY, 20.0)
    assert (walked.name, walked.called) == (StateName.INVITATION, "Ana")
    assert [(end.ending, end.passed) for end in walked.heard.ends] == [(Ending.LEFT, None)]
    assert (walked.desk.testing, statuses(kept)[0]) == (False, Status.WAITING)


def test_the_next_one_who_comes_early_is_called_and_tested() -> None:
    """They know from the screen that it is their turn, and the mat is free."""
    walked, _ = walk()
    walked.comes()
    walked.does(CLEAN, CLEAN, CLEAN, CLEAN)
    walked.sees(standing(), 2.0)
    walked.sees(EMPTY, GONE_S + 0.2)
    walked.sees(unplaced(), 3.0)
    assert (walked.name, walked.called) == (StateName.INVITATION, "Ben")
    walked.sees(unplaced(), READ_S)
    walked.comes()
    assert [about.athlete_uid for about in walked.heard.begun] == ["a0", "a1"]


def test_whoever_stays_on_the_mat_is_not_tested_as_the_next_one() -> None:
    walked, _ = walk()
    walked.comes()
    walked.does(CLEAN, CLEAN, CLEAN, CLEAN)
    walked.sees(standing(), STAYS_S + 20.0)
    assert (walked.name, walked.called) == (StateName.INVITATION, "Ben")
    assert len(walked.heard.begun) == 1


def test_whoever_stands_there_when_it_begins_has_time_to_leave() -> None:
    """Such as the coach who has just begun it with the button."""
    walked = Walk(screened("Ana")[0], first=unplaced())
    names = []
    for for_s in (READ_S - 1.2, 0.5):
        walked.sees(unplaced(), for_s)
        names.append(walked.name)
    assert names == [StateName.INVITATION, StateName.PLACE]
