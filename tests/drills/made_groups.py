"""Groups, and a desk whose keeper remembers like the store, in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from station.drills.commands import StartScreening
from station.drills.desk import Desk
from station.drills.roster import Athlete, Group
from station.drills.screening import Protocol, ScreeningState

TEAM_OF_20 = (
    *("Jörg Müller", "Anaïs Lefèvre", "Siobhán O'Brien", "Zoë Weiß", "Łukasz Żak", "李小龙"),
    "Maximiliana Theodora von und zu Hohenstein-Schwarzenberg-Auß",
    *("José Ñúñez", "Øyvind Åse", "Ana", "Tom 🏋️‍♀️", "=SUMME(A1)", "Ebru Çelik", "Iñaki", "Ruth"),
    *("Mia", "Noor", "Dvořák", "Pat", "Ümit"),
)


def uids() -> Callable[[], str]:
    """A maker of uids that are told apart easily."""
    numbers = count(1)
    return lambda: f"uid-{next(numbers)}"


def group_of(*names: str, uid: str = "group", name: str = "U16") -> Group:
    """Athletes called "a0", "a1" … inside."""
    return Group(uid, name, tuple(Athlete(f"a{i}", each) for i, each in enumerate(names)))


@dataclass
class Kept:
    """What a store would have: enough to go on after a power cut."""

    groups: dict[str, Group] = field(default_factory=dict)
    screening: ScreeningState | None = None
    screenings: list[ScreeningState] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def keep_group(self, group: Group) -> None:
        self.groups[group.uid] = group

    def keep_screening(self, state: ScreeningState) -> None:
        self.screening = state
        self.screenings.append(state)

    def delete_athlete(self, uid: str) -> None:
        self.deleted.append(uid)

    def delete_group(self, uid: str) -> None:
        self.deleted.append(uid)
        del self.groups[uid]


DRILLS = ("wall-tap", "dowel-hinge")


def desk_of(kept: Kept, make_uid: Callable[[], str] | None = None) -> Desk:
    """A desk over what is kept, as after a start."""
    protocol = Protocol("wall-tap", 0.16)
    return Desk(kept.groups.values(), kept.screening, DRILLS, kept, make_uid or uids(), protocol)


def screened(*names: str) -> tuple[Desk, Kept]:
    """A desk with an open screening of one group."""
    kept = Kept({"group": group_of(*names)})
    desk = desk_of(kept)
    assert desk.take(StartScreening("group", "wall-tap", 16.0)) is None
    return desk, kept
