"""Who is tested: athletes and the groups they belong to. Values only."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from station.errors import StationError

MOST_ATHLETES = 200
LONGEST_NAME = 60
LONGEST_NUMBER = 10
_JOINERS = "\u200c\u200d"
"""Invisible, and yet part of some emoji and of Persian and Indic names."""


@dataclass(frozen=True)
class Athlete:
    """One athlete. ``uid`` stays when the name is corrected; ``number`` may be ""."""

    uid: str
    name: str
    number: str = ""


@dataclass(frozen=True)
class Group:
    """A team or class; ``athletes`` are its present members, in the order they are called.

    ``former`` are known by their results only: they are never called, and the same athlete again
    when a later roster has them back.
    """

    uid: str
    name: str
    athletes: tuple[Athlete, ...] = ()
    former: tuple[Athlete, ...] = ()

    def athlete(self, uid: str) -> Athlete | None:
        """The member of this uid."""
        return next((each for each in self.athletes if each.uid == uid), None)


@dataclass(frozen=True)
class Entry:
    """One line of a roster: somebody who may be an athlete already or not."""

    name: str
    number: str = ""


class MistakeKind(StrEnum):
    """What is wrong in a roster; the value is the key in ``config/cues``, ``[roster_mistake]``."""

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_UNREADABLE = "name_unreadable"
    NUMBER_TOO_LONG = "number_too_long"
    NUMBER_UNREADABLE = "number_unreadable"
    SAME_TWICE = "same_twice"
    QUOTE_OPEN = "quote_open"
    TOO_MANY_CELLS = "too_many_cells"
    HEADER_NEEDED = "header_needed"
    TOO_MANY = "too_many"
    TOO_BIG = "too_big"
    EMPTY = "empty"
    NOT_TEXT = "not_text"


@dataclass(frozen=True)
class RosterMistake:
    """One mistake. ``line`` counts from 1, 0 is the file as a whole; ``what`` is what stands there.

    ``first_line`` is where the same athlete stands already.
    """

    kind: MistakeKind
    line: int = 0
    what: str = ""
    first_line: int = 0


class RosterError(StationError, ValueError):
    """A roster cannot be taken over; ``mistakes`` has every wrong line, in order.

    Its own words are for a log at most: people are told each mistake in their language.
    """

    def __init__(self, mistakes: tuple[RosterMistake, ...]) -> None:
        told = ", ".join(f"line {each.line}: {each.kind}" for each in mistakes)
        super().__init__(f"the roster was not taken over; mend it and try again ({told})")
        self.mistakes = mistakes


def tidy(text: str) -> str:
    """A name as it is kept: composed letters (NFC), single plain blanks, none around it."""
    signs = (" " if unicodedata.category(sign) == "Zs" else sign for sign in text.strip("\ufeff"))
    words = unicodedata.normalize("NFC", "".join(signs).strip()).split(" ")
    return " ".join(word for word in words if word)


def same_athlete(entry: Entry | Athlete) -> tuple[str, str]:
    """What two lines must have in common to be the same athlete."""
    return unicodedata.normalize("NFC", entry.name.casefold()), entry.number.casefold()


def mistake_in(entry: Entry) -> MistakeKind | None:
    """What is wrong with a tidied entry by itself, if anything."""
    if not entry.name:
        return MistakeKind.NAME_MISSING
    if len(entry.name) > LONGEST_NAME:
        return MistakeKind.NAME_TOO_LONG
    if not _readable(entry.name):
        return MistakeKind.NAME_UNREADABLE
    if len(entry.number) > LONGEST_NUMBER:
        return MistakeKind.NUMBER_TOO_LONG
    return None if _readable(entry.number) else MistakeKind.NUMBER_UNREADABLE


def _readable(text: str) -> bool:
    """Without control characters, and without those that turn the writing of a line around."""
    return all(
        sign in _JOINERS or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
        for sign in text
    )
