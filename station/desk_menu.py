"""What the coach of a screening can choose with the button: a line for each offer of the desk."""

from __future__ import annotations

from functools import partial

from station.drills.commands import (
    CloseScreening,
    Command,
    MarkAbsent,
    NextAthlete,
    Redo,
    SkipAthlete,
    StartScreening,
)
from station.drills.desk import Desk
from station.screen.menu import MenuAction
from station.screen.names import NameTag
from station.screen.screen import Screen
from station.screen.state import StateName

_AWAY = StateName.INVITATION


class DeskMenu:
    """Lines of the coach menu; what is refused is told in the words of the screen."""

    def __init__(self, desk: Desk, screen: Screen) -> None:
        self._desk, self._screen = desk, screen

    def actions(self) -> list[MenuAction]:
        """What may be wanted now, most wanted first."""
        return [
            MenuAction(partial(self._label, offer), partial(self._take, offer), _AWAY)
            for offer in self._desk.offers()
        ]

    def _take(self, command: Command) -> str | None:
        refusal = self._desk.take(command)
        return None if refusal is None else self._screen.words.refusal(refusal)

    def _label(self, command: Command) -> str:
        words = self._screen.words
        match command:
            case NextAthlete():
                return words.get("menu", "skip")
            case SkipAthlete(uid):
                return words.get("menu", "postpone", name=self._name(uid))
            case MarkAbsent(uid):
                return words.get("menu", "absent", name=self._name(uid))
            case Redo(uid):
                return words.get("menu", "redo", name=self._name(uid))
            case StartScreening(group_uid):
                return words.get("menu", "start", group=self._group(group_uid))
            case CloseScreening():
                return words.get("menu", "close")
        raise ValueError(f"the menu has no words for {command}")

    def _name(self, uid: str | None) -> str:
        """The name of an athlete of the screening; of the called one without a ``uid``."""
        screening = self._desk.screening
        if screening is None:
            return ""
        group = screening.state.group
        athlete = group.athlete(uid or screening.state.called or "")
        return "" if athlete is None else self._screen.written(NameTag.of(group, athlete))

    def _group(self, uid: str) -> str:
        """The name of a group; one in another script is told by its place among all.

        A group that was deleted while the menu is open has none.
        """
        for place, group in enumerate(self._desk.groups, start=1):
            if group.uid == uid:
                return self._screen.written(group.name) or str(place)
        return ""
