"""A screening: who of a group is called, who is done, who is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from station.drills.roster import Group


@dataclass(frozen=True)
class Protocol:
    """What everybody in a screening is asked for: the same, or nothing could be compared.

    ``wall_m`` None is "as the drill says". A fault counts when it is seen in at least ``seen_in``
    of the judged ``repetitions`` (the LESS scoring rule has two of three).
    """

    drill: str
    wall_m: float | None = None
    repetitions: int = 3
    practice: int = 1
    seen_in: int = 2


class Status(StrEnum):
    """Where an athlete stands in a screening."""

    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"
    """Comes again after all who wait."""
    ABSENT = "absent"


@dataclass(frozen=True)
class ScreeningState:
    """All of a screening: enough to go on after a power cut.

    ``statuses`` has one of every member of the group, by uid. ``called`` is None between two
    athletes and when nobody is left. ``tested_last`` is who finished a test last.
    """

    uid: str
    group: Group
    protocol: Protocol
    statuses: Mapping[str, Status]
    called: str | None = None
    closed: bool = False
    tested_last: str | None = None
