"""A made-up group, so that a station without a camera and without a roster shows a screening."""

from __future__ import annotations

from station.drills.commands import KeepGroup
from station.drills.desk import Desk
from station.drills.roster import Entry

_NAME = "Simulated group"
_MEMBERS = ("Ada", "Bao", "Chloé", "Dmitri", "Esra", "Finn")


def begin_with_a_sample(desk: Desk) -> None:
    """Screen the made-up group where there is none and nothing is open."""
    if desk.groups or desk.screening is not None:
        return
    entries = tuple(Entry(name, str(number)) for number, name in enumerate(_MEMBERS, start=1))
    desk.take(KeepGroup(None, _NAME, entries))
    for start in desk.offers():
        desk.take(start)
        return
