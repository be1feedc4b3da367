"""How a key of the settings is declared: default, range, unit and one line of help, in this order.

The functions return what pydantic's ``Field`` returns; ranges are its ``ge`` and ``le``.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
"""Unicode's control and format characters and line ends: a text with one is not as it looks."""


class Section(BaseModel):
    """Strict on purpose: ``"10"`` is not 10, and an unknown key is a mistake, not a comment."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def _as_it_looks(cls, value: object) -> object:
        if isinstance(value, str) and any(unicodedata.category(sign) in _UNSEEN for sign in value):
            raise ValueError("holds a character that cannot be seen, such as a tab or a line end")
        return value


def number(default: float | None, low: float, high: float, unit: str, help_line: str) -> Any:
    """A number, whole or not as the key's type says, from ``low`` to ``high``.

    None as default is for a key that may be left out, which then means what its help says.
    """
    return Field(
        default=default, ge=low, le=high, description=help_line, json_schema_extra={"unit": unit}
    )


def text(default: str, longest: int, help_line: str, *, shortest: int = 0) -> Any:
    """A text of so many characters."""
    return Field(default=default, min_length=shortest, max_length=longest, description=help_line)


def choice(default: bool | str, help_line: str) -> Any:
    """True or false, or one of the words of the key's ``Literal``."""
    return Field(default=default, description=help_line)


def section(default: Section, help_line: str) -> Any:
    """A whole section and the sentence above it."""
    return Field(default=default, description=help_line)
