"""What kiosk and coach's page tell each other: values, and how they become lines of JSON.

The page is a process of its own, because the kiosk has no network. Words in a message are those of
the station's screen, in its language; the page has only its own words to add.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from station.config.schema import Language, UseName
from station.drills.commands import Command
from station.drills.roster import Group
from station.drills.screening import Status

VerdictName = Literal["pass", "fault", "no_verdict"]
Action = Literal["next", "skip", "absent", "redo", "close", "drill", "wall"]
"""What the page has a button for."""
MOST_OUTLINE_POINTS = 64


@dataclass(frozen=True)
class Person:
    """An athlete as the page calls them."""

    uid: str
    name: str
    number: str = ""


@dataclass(frozen=True)
class Member:
    """An athlete of the group that is screened. ``passed`` is None without a judged result."""

    uid: str
    name: str
    number: str
    status: Status
    passed: bool | None = None


@dataclass(frozen=True)
class DrillName:
    """A drill that can be chosen: its file's name, and what it is called."""

    name: str
    title: str
    has_wall: bool = True


@dataclass(frozen=True)
class Live:
    """The one in front of the camera, a tenth of a second ago.

    ``outline`` is the side view in the station's frame, x and z in millimetres from the heels, the
    wall at x = -``wall_mm``. ``count`` of ``of`` repetitions; ``of`` 0 is "no end".
    """

    count: int = 0
    of: int = 0
    set_number: int = 1
    sets: int = 1
    practice: bool = False
    gap_mm: float | None = None
    touching: bool = False
    wall_mm: float | None = None
    verdict: VerdictName | None = None
    verdict_words: str = ""
    cue: str = ""
    outline: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """What the station shows and what a coach may ask of it now.

    ``message`` is what the screen asks for, in a few words. ``called`` is who is called or tested,
    ``next_up`` who comes after. ``refused`` has the words why an action is not possible now.
    """

    use: UseName
    state: str
    language: Language = "en"
    message: str = ""
    testing: bool = False
    screening: bool = False
    group: str = ""
    group_uid: str = ""
    drill: str = ""
    drill_title: str = ""
    called: Person | None = None
    next_up: Person | None = None
    live: Live | None = None
    roster: tuple[Member, ...] = ()
    drills: tuple[DrillName, ...] = ()
    wall_cm: float | None = None
    refused: Mapping[Action, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rosters:
    """Every group with its athletes; told anew when one changes."""

    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Reply:
    """What became of an :class:`Ask`: done, or refused with the words why."""

    id: int
    refused: str | None = None


@dataclass(frozen=True)
class Pairing:
    """Whether the station's screen shows the pairing, so that somebody stands there."""

    open: bool


@dataclass(frozen=True)
class Ask:
    """A coach asks for something; ``id`` comes back with the reply."""

    id: int
    command: Command


@dataclass(frozen=True)
class PairingCode:
    """What the pairing screen is to show: where the page is, and the number to type there.

    ``pin`` is "" while nobody may try, for ``locked_s`` if too many were wrong. ``paired`` counts
    the phones that came in since the screen shows it.
    """

    url: str
    pin: str
    locked_s: float = 0.0
    paired: int = 0


@dataclass(frozen=True)
class Watching:
    """How many pages follow the live view."""

    count: int


FromKiosk = Snapshot | Rosters | Reply | Pairing
FromCoach = Ask | PairingCode | Watching

_KINDS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind) for kind in (*get_args(FromKiosk), PairingCode, Watching)
}
_COMMANDS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind) for kind in get_args(Command)
}


def encode(message: FromKiosk | FromCoach) -> bytes:
    """One line, with its end."""
    kind = type(message).__name__
    if isinstance(message, Ask):
        command = {"kind": type(message.command).__name__, "is": message.command}
        inside = to_json({"id": message.id, "command": command})
    else:
        # A quarter of the time of to_json, in the kiosk's loop.
        inside = _KINDS[kind].dump_json(message)
    return b'{"kind":"%s","is":%s}\n' % (kind.encode(), inside)


def decode(line: bytes) -> FromKiosk | FromCoach:
    """The message in a line.

    Raises:
        ValueError: it is none.
    """
    try:
        content = from_json(line)
        kind, inside = content["kind"], content["is"]
        if kind == "Ask":
            command = inside["command"]
            asked = _COMMANDS[command["kind"]].validate_python(command["is"])
            return Ask(int(inside["id"]), asked)
        message: FromKiosk | FromCoach = _KINDS[kind].validate_python(inside)
        return message
    except (KeyError, TypeError, ValueError, ValidationError):
        # Without the content: names must not get into a log by way of an error.
        raise ValueError("not a message of this version") from None
