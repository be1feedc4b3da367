"""What a coach can ask for, by the button or from the phone. Values only; the desk decides."""

from __future__ import annotations

from dataclasses import dataclass

from station.drills.roster import Entry


@dataclass(frozen=True)
class NextAthlete:
    """The called one has been tested: call the next."""


@dataclass(frozen=True)
class SkipAthlete:
    """The called one comes again after all who wait.

    With ``athlete_uid`` only if that is still the called one: the button and the phone at the same
    moment must not skip two.
    """

    athlete_uid: str | None = None


@dataclass(frozen=True)
class MarkAbsent:
    """An athlete is not here today; None is the called one."""

    athlete_uid: str | None = None


@dataclass(frozen=True)
class Redo:
    """Test once more; None is the one under test, else the one tested last."""

    athlete_uid: str | None = None


@dataclass(frozen=True)
class CallAthlete:
    """Call somebody out of order, also an absent one who has turned up."""

    athlete_uid: str


@dataclass(frozen=True)
class StartScreening:
    """Test a group. Without ``wall_cm`` the wall stands where the drill says, if it has one.

    A fault counts when it is seen in at least ``seen_in`` of the judged ``repetitions``.
    """

    group_uid: str
    drill: str
    wall_cm: float | None = None
    repetitions: int = 3
    practice: int = 1
    seen_in: int = 2


@dataclass(frozen=True)
class CloseScreening:
    """No more tests in this screening."""


@dataclass(frozen=True)
class KeepGroup:
    """Keep a roster: a new group (``group_uid`` None) or what a group is from now on.

    Entries of the same name and number as before are the same athletes. Who is not among them any
    more becomes a former member: never called again, with all results kept.
    """

    group_uid: str | None
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class AddAthlete:
    """One more athlete, at the end of the roster."""

    group_uid: str
    name: str
    number: str = ""


@dataclass(frozen=True)
class RemoveAthlete:
    """Delete an athlete with all their results, everywhere."""

    athlete_uid: str


@dataclass(frozen=True)
class DeleteGroup:
    """Delete a group with its athletes and all their results, everywhere."""

    group_uid: str


@dataclass(frozen=True)
class ChooseDrill:
    """The drill of the warm-up, and the one the next screening is offered with."""

    name: str


@dataclass(frozen=True)
class MoveWall:
    """The wall of the warm-up, and the one the next screening is offered with."""

    wall_cm: float


Command = (
    NextAthlete
    | SkipAthlete
    | MarkAbsent
    | Redo
    | CallAthlete
    | StartScreening
    | CloseScreening
    | KeepGroup
    | AddAthlete
    | RemoveAthlete
    | DeleteGroup
    | ChooseDrill
    | MoveWall
)
