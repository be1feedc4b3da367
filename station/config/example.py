"""The settings as a file: ``config/station.toml`` with its comments, and what is in effect."""

from __future__ import annotations

from textwrap import wrap

from station.config.catalogue import KEYS, SECTIONS, Key
from station.config.schema import Settings
from station.config.spelling import toml_value

_WIDTH = 100
_HEAD = """\
# Settings of the Wall Tap Station. Every line shows its default; change what you need.
# A wrong key or value is refused at the start, with its line and what is allowed.
# Written by "station config example"; "station config explain KEY" tells the same."""


def example() -> str:
    """The commented file with every default: what ``config/station.toml`` holds."""
    parts = [_HEAD]
    for section in SECTIONS.values():
        lines = [*_comment(section.help), f"[{section.name}]"]
        for key in section.keys.values():
            lines += [*_comment(key.help), _line_with_range(key)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def changed(settings: Settings) -> list[Key]:
    """The keys whose value is not the default."""
    values = settings.model_dump()
    return [key for key in KEYS.values() if values[key.section][key.name] != key.default]


def effective(settings: Settings) -> str:
    """Every value as a settings file, with the default behind those that differ from it."""
    different = changed(settings)
    values = settings.model_dump()
    parts = []
    for section in SECTIONS.values():
        lines = [f"[{section.name}]"]
        for key in section.keys.values():
            line = f"{key.name} = {toml_value(values[section.name][key.name])}"
            note = f" # changed; default {toml_value(key.default)}" if key in different else ""
            lines.append(line + note)
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _comment(text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _line_with_range(key: Key) -> str:
    """A text's length and a switch's two positions need no word."""
    line = f"{key.name} = {toml_value(key.default)}"
    plain = isinstance(key.default, bool) or "characters" in key.range
    return line if plain else f"{line} # {key.range}"
