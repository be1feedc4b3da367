"""A value as it is written in the settings file."""

from __future__ import annotations

import json
import math

_LONGEST = 60


def toml_value(value: object) -> str:
    """A value of the settings as TOML: it can be copied into the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def shown(value: object) -> str:
    """Any value of a TOML file, however long and odd, for a message."""
    if isinstance(value, str):
        cut = value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
        return toml_value(cut)
    if isinstance(value, bool | float):
        return toml_value(value)
    if isinstance(value, int):
        return str(value) if math.log10(max(1, abs(value))) < _LONGEST else "a huge number"
    if isinstance(value, dict):
        return "a section"
    return "a list" if isinstance(value, list) else "a date or time"
