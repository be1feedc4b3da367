"""A day with the group: what the coach does when, and a station whose power is cut.

``python -m tests.stories.group_day DATABASE`` runs a screening until somebody is in the middle of
their test, and then kills itself.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from station.drills.commands import CallAthlete, MarkAbsent, SkipAthlete
from station.screen.state import StateName
from tests.stories.group import (
    ABSENT,
    ALSO_ABSENT,
    BEFORE,
    FIRST_TRY,
    IN_A_HURRY,
    INTERRUPTED,
    LATE,
    MEMBERS,
    SECOND_TRY,
)
from tests.stories.group_station import GroupStation

Decides = Callable[[GroupStation], None]


def a_month_before(station: GroupStation) -> None:
    """Two of them are tested; then the coach closes the screening, with the button."""
    station.start()
    for name, does in BEFORE.items():
        if station.called != name:
            uid = next(each.uid for each in station.desk.groups[0].athletes if each.name == name)
            station.take(CallAthlete(uid))
        station.until(lambda: station.waits)
        station.send(name, does)
        station.until(partial(_is_over, station, name))
    station.choose("close")
    station.until(lambda: station.waits)


def screened(
    station: GroupStation,
    decides: Mapping[str, Decides],
    over: Callable[[GroupStation], bool],
) -> None:
    """Whoever is called comes, unless the coach decides otherwise, once, who is called by name."""
    left = dict(decides)
    while True:
        station.until(lambda: over(station) or (station.waits and station.called is not None))
        if over(station):
            return
        name = station.called
        assert name is not None
        decide = left.pop(name, None)
        if decide is not None:
            decide(station)
        else:
            comes(station, name, MEMBERS[name].does)


def comes(station: GroupStation, name: str, does: tuple[str, ...]) -> None:
    """Somebody walks on, and is off the mat again, or the power goes."""
    station.send(name, does)
    station.until(lambda: station.mat.free or is_interrupted(station))


def is_interrupted(station: GroupStation) -> bool:
    """The moment of the power cut: one repetition is judged, the next one is to come."""
    test = station.kiosk.flow.visit.test
    if station.kiosk.flow.name is not StateName.TEST or test is None:
        return False
    return station.called == INTERRUPTED and len(test.attempts) > 0


def first_half(station: GroupStation, over: Callable[[GroupStation], bool]) -> None:
    """One is skipped on the phone, one marked absent with the button, one redone with it."""
    station.start()
    screened(
        station,
        {
            LATE: lambda each: each.take(SkipAthlete()),
            ABSENT: lambda each: each.choose("absent", name=ABSENT),
            SECOND_TRY: _twice,
        },
        over,
    )


def second_half(station: GroupStation) -> None:
    """Another one is not here; whoever was skipped comes last."""
    screened(
        station,
        {ALSO_ABSENT: lambda each: each.take(MarkAbsent())},
        lambda each: each.waits and each.called is None,
    )


def _is_over(station: GroupStation, name: str) -> bool:
    return station.waits and station.called != name


def _twice(station: GroupStation) -> None:
    """They misunderstood what is asked for, and the coach has them do it again."""
    comes(station, SECOND_TRY, FIRST_TRY)
    station.until(lambda: station.called != SECOND_TRY)
    station.choose("redo", name=SECOND_TRY)


def killed(station: GroupStation) -> None:
    """The power goes: nothing is closed, nothing is waited for."""
    first_half(station, is_interrupted)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    killed(GroupStation(Path(sys.argv[1]), IN_A_HURRY))
