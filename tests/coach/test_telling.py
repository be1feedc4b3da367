"""What the kiosk tells of its desk, and what a page could do about it."""

from __future__ import annotations

from station.coach.messages import DrillName, Snapshot
from station.coach.telling import snapshot_of
from station.drills.commands import MarkAbsent, NextAthlete, SkipAthlete, StartScreening
from station.drills.desk import Desk
from station.drills.refusal import Refusal
from station.drills.screening import Protocol
from station.screen.words import Words
from tests.coach.station_at_work import Kept, team

WORDS = Words.load("en")
DRILLS = (DrillName("wall-tap", "Wall tap"),)


def a_desk() -> Desk:
    return Desk((team(3),), None, ("wall-tap",), Kept(), lambda: "s1", Protocol("wall-tap", 0.1))


def told(desk: Desk) -> Snapshot:
    return snapshot_of(
        desk, WORDS, use="screening", state="invitation", language="en", drills=DRILLS
    )


def test_without_a_screening_only_the_drill_is_told() -> None:
    snapshot = told(a_desk())
    assert (snapshot.screening, snapshot.roster, snapshot.called) == (False, (), None)
    assert (snapshot.drill_title, snapshot.wall_cm) == ("Wall tap", 10.0)
    assert snapshot.refused["next"] == WORDS.refusal(Refusal.NO_SCREENING)
    assert "drill" not in snapshot.refused


def test_what_is_told_as_refused_is_refused_and_nothing_else_and_asking_changes_nothing() -> None:
    desk = a_desk()
    desk.take(StartScreening("g1", "wall-tap", 10.0, 3, 1, 2))
    for step in (SkipAthlete(), MarkAbsent(), MarkAbsent(), SkipAthlete(), NextAthlete()):
        for testing in (True, False):
            desk.testing = testing
            before = desk.screening.state if desk.screening else None
            refused = told(desk).refused
            assert desk.screening is not None and desk.screening.state == before
            wanted = {NextAthlete: "next", SkipAthlete: "skip", MarkAbsent: "absent"}[type(step)]
            asked = told(desk).refused.get(wanted)  # type: ignore[call-overload]
            assert ("close" in refused) is testing
        refusal = desk.take(step)
        assert asked == (None if refusal is None else WORDS.refusal(refusal))


def test_the_called_the_next_and_everybodys_status_are_told() -> None:
    desk = a_desk()
    desk.take(StartScreening("g1", "wall-tap", 10.0, 3, 1, 2))
    desk.take(SkipAthlete())
    snapshot = told(desk)
    assert snapshot.called is not None and snapshot.called.uid == "g1-a1"
    assert snapshot.next_up is not None and snapshot.next_up.uid == "g1-a2"
    assert [member.status for member in snapshot.roster] == ["skipped", "waiting", "waiting"]
