"""Every command at the desk, taken or refused, and what is kept of it."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.drills.commands import (
    AddAthlete,
    CallAthlete,
    ChooseDrill,
    CloseScreening,
    Command,
    DeleteGroup,
    KeepGroup,
    MarkAbsent,
    MoveWall,
    NextAthlete,
    Redo,
    RemoveAthlete,
    SkipAthlete,
    StartScreening,
)
from station.drills.desk import Desk
from station.drills.refusal import Refusal
from station.drills.roster import MOST_ATHLETES, Athlete, Entry, Group
from station.drills.roster_csv import read_roster
from station.drills.screening import Status
from tests.drills.made_groups import TEAM_OF_20, Kept, desk_of, group_of, screened, uids

START = StartScreening("group", "wall-tap", 16.0)


def called(desk: Desk) -> str | None:
    assert desk.screening is not None
    return desk.screening.state.called


def test_a_screening_starts_with_the_first_of_the_roster_and_is_kept() -> None:
    desk, kept = screened("Ana", "Bo")
    assert desk.screening is not None and kept.screening == desk.screening.state
    protocol = desk.screening.state.protocol
    assert (protocol.wall_m, protocol.repetitions, protocol.seen_in) == (0.16, 3, 2)
    assert called(desk) == "a0"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (replace(START, group_uid="?"), Refusal.NO_SUCH_GROUP),
        (replace(START, group_uid="empty"), Refusal.EMPTY_GROUP),
        (replace(START, drill="?"), Refusal.NO_SUCH_DRILL),
        (replace(START, wall_cm=4.9), Refusal.WALL_OUT_OF_RANGE),
        (replace(START, wall_cm=math.nan), Refusal.WALL_OUT_OF_RANGE),
        (replace(START, repetitions=0), Refusal.COUNTS_OUT_OF_RANGE),
        (replace(START, repetitions=11), Refusal.COUNTS_OUT_OF_RANGE),
        (replace(START, seen_in=4), Refusal.COUNTS_OUT_OF_RANGE),
        (replace(START, seen_in=0), Refusal.COUNTS_OUT_OF_RANGE),
        (replace(START, practice=-1), Refusal.COUNTS_OUT_OF_RANGE),
    ],
)
def test_a_wrong_start_leaves_the_open_screening_alone(wrong: Command, why: Refusal) -> None:
    kept = Kept({"group": group_of("Ana"), "empty": Group("empty", "Empty")})
    desk = desk_of(kept)
    assert desk.take(START) is None
    assert desk.take(wrong) is why
    assert len(kept.screenings) == 1


def test_another_start_closes_the_one_that_is_open() -> None:
    desk, kept = screened("Ana")
    assert desk.take(replace(START, drill="dowel-hinge", wall_cm=None)) is None
    first, closed, second = kept.screenings
    assert (first.uid, first.closed, closed.closed) == (closed.uid, False, True)
    assert (second.uid != first.uid, second.protocol.wall_m) == (True, None)


def test_while_somebody_is_tested_nothing_pulls_the_floor_away() -> None:
    desk, kept = screened("Ana", "Bo")
    desk.done("a0")
    desk.take(NextAthlete())
    desk.testing = True
    before = len(kept.screenings)
    for command in (
        NextAthlete(),
        CallAthlete("a0"),
        Redo("a0"),
        START,
        CloseScreening(),
        RemoveAthlete("a1"),
        KeepGroup("group", "U16", (Entry("Ana"),)),
        ChooseDrill("dowel-hinge"),
        MoveWall(20.0),
    ):
        assert desk.take(command) is Refusal.TESTING, command
    assert (len(kept.screenings), kept.deleted, called(desk)) == (before, [], "a1")
    assert desk.take(AddAthlete("group", "Cem")) is None
    assert desk.take(RemoveAthlete("a0")) is None


@pytest.mark.parametrize(
    "command", [SkipAthlete(), SkipAthlete("a0"), MarkAbsent(), Redo(), Redo("a0")]
)
def test_skip_absent_and_redo_end_the_test_under_way(command: Command) -> None:
    desk, _ = screened("Ana", "Bo")
    turn, desk.testing = desk.turn, True
    assert desk.take(command) is None
    assert desk.turn != turn


@pytest.mark.parametrize(
    "command", [MarkAbsent("a1"), AddAthlete("group", "Cem"), RemoveAthlete("a1")]
)
def test_what_concerns_others_does_not_end_the_test(command: Command) -> None:
    desk, _ = screened("Ana", "Bo")
    turn, desk.testing = desk.turn, True
    assert desk.take(command) is None
    assert desk.turn == turn


def test_button_and_phone_at_the_same_moment_move_on_by_one() -> None:
    desk, _ = screened("Ana", "Bo", "Cem", "Dag")
    assert desk.take(SkipAthlete("a0")) is None
    assert desk.take(SkipAthlete("a0")) is Refusal.NO_LONGER_CALLED
    assert desk.take(MarkAbsent("a1")) is None
    assert desk.take(MarkAbsent("a1")) is None
    assert called(desk) == "a2"
    desk.done("a2")
    assert desk.take(NextAthlete()) is None
    assert desk.take(NextAthlete()) is Refusal.NOT_TESTED_YET
    assert called(desk) == "a3"


def test_without_a_screening_there_is_nobody_to_call() -> None:
    desk = desk_of(Kept({"group": group_of("Ana")}))
    for command in (
        NextAthlete(),
        SkipAthlete(),
        MarkAbsent("a0"),
        Redo(),
        CallAthlete("a0"),
        CloseScreening(),
    ):
        assert desk.take(command) is Refusal.NO_SCREENING


def test_a_roster_again_keeps_who_stays_and_never_deletes_who_left() -> None:
    kept = Kept()
    desk = desk_of(kept)
    first = (Entry("Jörg", "1"), Entry("Mia", "2"), Entry("Ana"))
    assert desk.take(KeepGroup(None, " U16 ", first)) is None
    (group,) = desk.groups
    joerg, mia, ana = group.athletes
    again = (Entry("Mia", "3"), Entry("JO\u0308RG", "1"), Entry("Ana", "9"))
    assert desk.take(KeepGroup(group.uid, "U17", again)) is None
    group = kept.groups[group.uid]
    # Another number is another Mia; a number that was missing before is not another Ana.
    assert [each.uid for each in group.athletes][1:] == [joerg.uid, ana.uid]
    assert group.athletes[0].uid not in (mia.uid, joerg.uid, ana.uid)
    assert (group.name, group.former, kept.deleted) == ("U17", (mia,), [])
    assert desk.take(AddAthlete(group.uid, "Mia", "2")) is None
    assert kept.groups[group.uid].athletes[-1] == mia
    assert kept.groups[group.uid].former == ()


def test_which_of_two_namesakes_was_there_before_is_not_guessed() -> None:
    kept = Kept({"group": group_of("Jo")})
    desk = desk_of(kept)
    assert desk.take(KeepGroup("group", "U16", (Entry("Jo", "1"), Entry("Jo", "2")))) is None
    (group,) = desk.groups
    assert "a0" not in [athlete.uid for athlete in group.athletes]
    assert group.former == (Athlete("a0", "Jo"),)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (KeepGroup(None, " ", ()), Refusal.BAD_NAME),
        (KeepGroup("?", "New", ()), Refusal.NO_SUCH_GROUP),
        (KeepGroup(None, "u16", ()), Refusal.NAME_TAKEN),
        (KeepGroup("group", "U17", (Entry("x" * 61),)), Refusal.BAD_NAME),
        (KeepGroup("group", "U17", (Entry("Jo", "1" * 11),)), Refusal.BAD_NUMBER),
        (KeepGroup("group", "U17", (Entry("Jo"), Entry("jo "))), Refusal.SAME_ATHLETE_TWICE),
        (
            KeepGroup("group", "U17", tuple(Entry(f"{n}") for n in range(MOST_ATHLETES + 1))),
            Refusal.GROUP_FULL,
        ),
        (AddAthlete("?", "Jo"), Refusal.NO_SUCH_GROUP),
        (AddAthlete("group", "J\x00o"), Refusal.BAD_NAME),
        (AddAthlete("group", "ana"), Refusal.SAME_ATHLETE_TWICE),
        (RemoveAthlete("?"), Refusal.NO_SUCH_ATHLETE),
        (DeleteGroup("?"), Refusal.NO_SUCH_GROUP),
        (ChooseDrill("?"), Refusal.NO_SUCH_DRILL),
        (MoveWall(61.0), Refusal.WALL_OUT_OF_RANGE),
        (MoveWall(math.nan), Refusal.WALL_OUT_OF_RANGE),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_kept(command: Command, why: Refusal) -> None:
    kept = Kept({"group": group_of("Ana")})
    desk = desk_of(kept)
    assert desk.take(command) is why
    assert desk.groups == (group_of("Ana"),)
    assert (kept.screenings, kept.deleted) == ([], [])


def test_deleting_goes_everywhere_and_the_screening_goes_on() -> None:
    desk, kept = screened("Ana", "Bo")
    assert desk.take(DeleteGroup("group")) is Refusal.SCREENING_OPEN
    assert desk.take(RemoveAthlete("a0")) is None
    assert kept.deleted == ["a0"] and called(desk) == "a1"
    assert kept.groups["group"].former == ()
    assert desk.take(CloseScreening()) is None
    assert desk.take(DeleteGroup("group")) is None
    assert (desk.groups, kept.deleted) == ((), ["a0", "group"])


def test_a_former_member_can_be_deleted_too() -> None:
    kept = Kept({"group": replace(group_of("Ana"), former=(Athlete("old", "Zoe"),))})
    assert desk_of(kept).take(RemoveAthlete("old")) is None
    assert kept.deleted == ["old"]


def test_drill_and_wall_are_those_of_the_next_screening() -> None:
    desk = desk_of(Kept({"group": group_of("Ana")}))
    assert desk.take(ChooseDrill("dowel-hinge")) is None
    assert desk.offers() == [StartScreening("group", "dowel-hinge", None)]
    assert desk.take(MoveWall(12.0)) is None
    assert desk.offers() == [StartScreening("group", "dowel-hinge", 12.0)]
    assert desk.take(ChooseDrill("wall-tap")) is None
    assert desk.wall_cm is None


def test_offers_follow_the_screening() -> None:
    desk, _ = screened("Ana", "Bo")
    assert desk.offers() == [SkipAthlete("a0"), MarkAbsent("a0"), CloseScreening()]
    desk.testing = True
    assert desk.offers() == [Redo("a0"), SkipAthlete("a0"), MarkAbsent("a0")]
    desk.testing = False
    desk.done("a0")
    assert desk.offers() == [NextAthlete(), Redo("a0"), CloseScreening()]
    desk.take(NextAthlete())
    assert desk.offers() == [MarkAbsent("a1"), Redo("a0"), CloseScreening()]
    desk.done("a1")
    assert desk.offers() == [Redo("a1"), CloseScreening()]


def test_a_team_of_twenty_with_a_power_cut_in_the_middle() -> None:
    kept, make_uid = Kept(), uids()
    desk = desk_of(kept, make_uid)
    entries = read_roster("\r\n".join(["Name;Nummer", *TEAM_OF_20]).encode("utf-16"))
    assert desk.take(KeepGroup(None, "U16 Mädchen", entries)) is None
    (group,) = desk.groups
    uid = {athlete.name: athlete.uid for athlete in group.athletes}
    assert desk.take(StartScreening(group.uid, "wall-tap", 16.0)) is None
    tested: list[str] = []
    for turn in count():
        if turn == 9:
            # The power goes while somebody is tested: they are called again.
            before = called(desk)
            desk = desk_of(kept, make_uid)
            assert called(desk) == before and desk.screening is not None
            assert desk.groups == tuple(kept.groups.values())
        assert desk.screening is not None
        athlete = desk.screening.called
        if athlete is None:
            assert desk.screening.finished
            break
        if athlete.name in ("Noor", "Ebru Çelik"):
            assert desk.take(MarkAbsent()) is None
            continue
        if athlete.name == "Siobhán O'Brien" and turn < 5:
            assert desk.take(SkipAthlete()) is None
            continue
        assert desk.done(athlete.uid) is None
        tested.append(athlete.name)
        if len(tested) == 12:
            assert desk.take(Redo()) is None
        elif not desk.screening.finished:
            assert desk.take(NextAthlete()) is None
    present = [name for name in TEAM_OF_20 if name not in ("Noor", "Ebru Çelik")]
    assert tested[-1] == "Siobhán O'Brien"
    assert sorted(tested) == sorted([*present, tested[11]])
    statuses = kept.screenings[-1].statuses
    assert {name for name in uid if statuses[uid[name]] is Status.ABSENT} == {"Noor", "Ebru Çelik"}
    assert all(statuses[uid[name]] is Status.DONE for name in present)
    assert not kept.screenings[-1].closed and desk.take(CloseScreening()) is None


# Everything that can happen to a desk, in any order.
_UIDS = st.sampled_from(["a0", "a1", "a2", "a3", "uid-2", "uid-3", "?"])
_MAYBE = st.none() | _UIDS
_ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from(["Ana", "Bo", "Cem", "Dag", ""]), st.sampled_from(["", "1"])),
    max_size=4,
).map(tuple)
_GROUPS = st.sampled_from(["group", "uid-1", "?"])
_COMMANDS = st.one_of(
    st.just(NextAthlete()),
    st.builds(SkipAthlete, _MAYBE),
    st.builds(MarkAbsent, _MAYBE),
    st.builds(Redo, _MAYBE),
    st.builds(CallAthlete, _UIDS),
    st.builds(StartScreening, _GROUPS, st.just("wall-tap")),
    st.just(CloseScreening()),
    st.builds(KeepGroup, st.none() | _GROUPS, st.sampled_from(["U16", "U17"]), _ENTRIES),
    st.builds(AddAthlete, _GROUPS, st.sampled_from(["Eve", "Ana"])),
    st.builds(RemoveAthlete, _UIDS),
    st.builds(DeleteGroup, _GROUPS),
    st.builds(ChooseDrill, st.sampled_from(["wall-tap", "?"])),
    st.builds(MoveWall, st.sampled_from([16.0, 99.0])),
)
_HAPPENING = st.one_of(
    _COMMANDS, _COMMANDS, st.just("done"), st.just("next"), st.just("testing"), st.just("over")
)


def happen(desk: Desk, what: Command | str) -> Refusal | None:
    """One command, or the test of the called one begins, ends without or with a verdict."""
    screening = desk.screening
    if what == "next":
        return desk.take(NextAthlete())
    if not isinstance(what, str):
        return desk.take(what)
    desk.testing = what == "testing" and screening is not None and screening.called is not None
    if what == "done" and screening is not None and screening.called is not None:
        return desk.done(screening.called.uid)
    return None


def snapshot(desk: Desk) -> object:
    open_ = desk.screening
    return desk.groups, desk.drill, desk.wall_cm, desk.turn, open_ and open_.state


def check(desk: Desk, kept: Kept) -> None:
    """What holds after whatever happened."""
    assert desk.groups == tuple(kept.groups.values())
    for group in desk.groups:
        everybody = [each.uid for each in (*group.athletes, *group.former)]
        assert len(set(everybody)) == len(everybody)
        assert not set(everybody) & set(kept.deleted)
    if desk.screening is None:
        assert kept.screening is None or kept.screening.closed
        return
    state = desk.screening.state
    assert kept.screening == state and state.group in desk.groups
    assert set(state.statuses) == {each.uid for each in state.group.athletes}
    assert state.called is None or state.statuses[state.called] in (Status.WAITING, Status.SKIPPED)
    # After a power cut it is just where it was.
    again = desk_of(kept)
    assert again.screening is not None and again.screening.state == state
    assert again.screening.upcoming == desk.screening.upcoming


@settings(max_examples=300)
@given(st.lists(_HAPPENING, min_size=6, max_size=30))
def test_nobody_is_lost_whatever_happens(happenings: list[Command | str]) -> None:
    desk, kept = screened("Ana", "Bo", "Cem", "Dag")
    for what in happenings:
        before, done = snapshot(desk), _done(desk)
        refusal = happen(desk, what)
        if refusal is not None:
            assert snapshot(desk) == before
        if what != "done":
            # Only a finished test makes anybody done.
            assert _done(desk) <= done
        check(desk, kept)
    for offer in desk.offers():
        fresh = desk_of(kept)
        fresh.drill, fresh.wall_cm, fresh.testing = desk.drill, desk.wall_cm, desk.testing
        assert fresh.take(offer) is None, offer
    desk.testing = False
    if desk.screening is None:
        return
    statuses = desk.screening.state.statuses
    to_come = {uid for uid in statuses if statuses[uid] in (Status.WAITING, Status.SKIPPED)}
    tested = []
    while not desk.screening.finished:
        if desk.screening.called is None:
            assert desk.take(NextAthlete()) is None
        tested.append(called(desk))
        assert happen(desk, "done") is None
    assert len(tested) == len(to_come) and set(tested) == to_come


@settings(max_examples=50)
@given(st.lists(_HAPPENING, max_size=25))
def test_the_same_commands_lead_to_the_same_desk(happenings: list[Command | str]) -> None:
    (one, kept_one), (two, kept_two) = (screened("Ana", "Bo", "Cem", "Dag") for _ in range(2))
    for what in happenings:
        assert happen(one, what) == happen(two, what)
    assert snapshot(one) == snapshot(two) and kept_one == kept_two


def _done(desk: Desk) -> set[str]:
    if desk.screening is None:
        return set()
    statuses = desk.screening.state.statuses
    return {uid for uid in statuses if statuses[uid] is Status.DONE}
