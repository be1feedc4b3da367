"""Who is called, who comes after, and how far a screening is: as the screen tells it."""

from __future__ import annotations

from dataclasses import dataclass

from station.drills.desk import Desk
from station.drills.roster import Athlete
from station.drills.screening import Screening, Status
from station.screen.names import NameTag

_MOST_AFTER = 3


@dataclass(frozen=True)
class LineUp:
    """A screening at a moment.

    ``called`` is None when nobody is, and the ``place``-th ``of`` all who are here; ``uid`` tells
    namesakes apart.
    """

    group: str
    drill: str
    called: NameTag | None
    uid: str | None
    place: int
    of: int
    after: tuple[NameTag, ...]
    done: int
    absent: int

    @classmethod
    def of_screening(cls, screening: Screening) -> LineUp:
        """How it stands now."""
        state = screening.state
        statuses = list(state.statuses.values())
        done, absent = statuses.count(Status.DONE), statuses.count(Status.ABSENT)
        called = screening.called
        return cls(
            group=state.group.name,
            drill=state.protocol.drill,
            called=None if called is None else NameTag.of(state.group, called),
            uid=state.called,
            place=done + 1,
            of=len(statuses) - absent,
            after=_after(screening),
            done=done,
            absent=absent,
        )


def called_at(desk: Desk) -> NameTag | None:
    """Who is called in the open screening; None without one."""
    screening = desk.screening
    if screening is None or screening.called is None:
        return None
    return tag_at(desk, screening.called)


def tag_at(desk: Desk, athlete: Athlete) -> NameTag:
    """How somebody is called who is tested, also when the screening was closed meanwhile."""
    screening = desk.screening
    if screening is None:
        return NameTag(athlete.name, athlete.number)
    return NameTag.of(screening.state.group, athlete)


def _after(screening: Screening) -> tuple[NameTag, ...]:
    """The next ones, as they are called if everybody before them is tested."""
    group, ahead = screening.state.group, Screening(screening.state)
    tags: list[NameTag] = []
    while ahead.upcoming is not None and len(tags) < _MOST_AFTER:
        tags.append(NameTag.of(group, ahead.upcoming))
        if ahead.called is not None:
            ahead.done(ahead.called.uid)
        ahead.next()
    return tuple(tags)
