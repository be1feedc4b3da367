"""What is wrong in a settings file: in which line, which key, and what would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from station.config.catalogue import Catalogue
from station.config.places_in import line_of, lines_of
from station.config.spelling import shown
from station.errors import one_line

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_LONGEST_KEY = 80
_TWICE = {
    "Cannot overwrite a value": "this key stands here for the second time",
    "Cannot declare": "this section stands here for the second time",
}
"""What the TOML reader says of the mistake people make most, and what it means."""


@dataclass(frozen=True)
class Mistake:
    """One mistake; ``line`` is None when it has no place in the file, ``key`` "" for no key."""

    line: int | None
    key: str
    words: str

    def told(self, file: str) -> str:
        """The whole line, such as ``my.toml:3: test.tries: 99 is not allowed; must be ...``."""
        place = f"{file}:{self.line}: " if self.line else f"{file}: "
        key = f"{one_line(self.key, _LONGEST_KEY)}: " if self.key else ""
        return place + key + one_line(self.words)


def mistake_in_toml(error: Exception) -> Mistake:
    """Why the file is no TOML at all; the reader stops at the first such mistake."""
    if isinstance(error, RecursionError):
        return Mistake(None, "", "not valid TOML: lists or sections are nested too deep")
    if not isinstance(error, tomllib.TOMLDecodeError):
        return Mistake(None, "", f"not valid TOML: {error}")
    words = str(error)
    place = _AT_LINE.search(words)
    words = _AT_LINE.sub("", words)
    words = next((known for begin, known in _TWICE.items() if words.startswith(begin)), words)
    if place is None:
        return Mistake(None, "", f"not valid TOML: {words}")
    line, column = place.groups()
    return Mistake(int(line), "", f"not valid TOML: {words} (column {column})")


def mistakes_in_values(toml: str, error: ValidationError, catalogue: Catalogue) -> list[Mistake]:
    """Every unknown key and wrong value, in the order of the file."""
    lines = lines_of(toml)
    found = []
    for detail in error.errors(include_url=False):
        path = tuple(str(part) for part in detail["loc"])
        words = _complaint(path, detail, catalogue)
        found.append(Mistake(line_of(lines, path), ".".join(path), words))
    return sorted(found, key=lambda mistake: mistake.line or 0)


def _complaint(path: tuple[str, ...], detail: ErrorDetails, catalogue: Catalogue) -> str:
    """What is wrong with one value and what would be right."""
    value = detail["input"]
    if detail["type"] == "extra_forbidden":
        return _unknown(path, value, catalogue)
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    if len(path) == 1:
        return f"{shown(value)} is not allowed; must be a section: [{path[0]}]"
    if isinstance(value, Mapping):
        return "must be a single value, not a section"
    return f"{shown(value)} is not allowed; must be {catalogue.keys['.'.join(path)].allowed}"


def _unknown(path: tuple[str, ...], value: object, catalogue: Catalogue) -> str:
    """An unknown key, or section when its value is one, and the nearest right name."""
    if len(path) == 1 and isinstance(value, Mapping):
        section = catalogue.nearest_section(path[0], list(value))
        known = ", ".join(catalogue.sections)
        return "unknown section; " + (
            f"did you mean [{section}]?" if section else f"known are: {known}"
        )
    section, name = path[0] if len(path) > 1 else "", path[-1]
    near = catalogue.nearest_key(section, name)
    if near is not None:
        # In its own section the name is enough.
        near = near.removeprefix(f"{section}.")
        return f"unknown setting; did you mean {near}?"
    here = catalogue.sections[section].keys if section else catalogue.sections
    return f"unknown setting; known here: {', '.join(here)}"
