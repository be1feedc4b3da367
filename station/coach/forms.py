"""What the forms of the page may hold. Whatever else comes is refused before it is looked at.

The lengths are those of the roster with room for a paste that has to be shortened: what is too long
there is refused by the kiosk, with words.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import UploadFile
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from station.drills.desk import (
    FARTHEST_WALL_CM,
    MOST_PRACTICE,
    MOST_REPETITIONS,
    NEAREST_WALL_CM,
)

Uid = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
"""Of an athlete or a group; also in a page's address."""
Name = Annotated[str, StringConstraints(max_length=200)]
Number = Annotated[str, StringConstraints(max_length=40)]
DrillKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-z-]{1,64}$")]


def _empty_is_none(text: object) -> object:
    """A field that was left empty; a comma is what half of the world writes for a point."""
    if isinstance(text, str):
        return text.strip().replace(",", ".") or None
    return text


_Wall = Annotated[float, Field(ge=NEAREST_WALL_CM, le=FARTHEST_WALL_CM, allow_inf_nan=False)]
WallCm = Annotated[_Wall | None, BeforeValidator(_empty_is_none)]


class PinForm(BaseModel):
    """The number on the station's screen; as it was typed, so that a slip counts as a wrong try."""

    model_config = ConfigDict(extra="forbid")

    pin: Annotated[str, StringConstraints(max_length=20)]


class SignedForm(BaseModel):
    """A form of a signed-in page; ``token`` proves that (see the session)."""

    model_config = ConfigDict(extra="forbid")

    token: Annotated[str, StringConstraints(max_length=100)]


class AthleteForm(SignedForm):
    """One athlete."""

    athlete_uid: Uid


class CalledForm(SignedForm):
    """One athlete, or whoever it concerns when the form comes without one."""

    athlete_uid: Uid | None = None


class NewAthleteForm(SignedForm):
    """An athlete who is typed in."""

    name: Name
    number: Number = ""


class RosterForm(SignedForm):
    """A roster as a file; it replaces what the group is."""

    file: UploadFile


class NewGroupForm(SignedForm):
    """A group: its name, and its roster if there is a file already."""

    name: Name
    file: UploadFile | None = None


class ScreeningForm(SignedForm):
    """A screening to begin."""

    group_uid: Uid
    drill: DrillKey
    wall_cm: WallCm = None
    repetitions: Annotated[int, Field(ge=1, le=MOST_REPETITIONS)]
    practice: Annotated[int, Field(ge=0, le=MOST_PRACTICE)]
    seen_in: Annotated[int, Field(ge=1, le=MOST_REPETITIONS)]


class DrillForm(SignedForm):
    """A drill of the warm-up."""

    drill: DrillKey


class WallForm(SignedForm):
    """Where the wall of the warm-up is to stand."""

    wall_cm: Annotated[_Wall, BeforeValidator(_empty_is_none)]
