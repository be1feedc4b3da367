"""``station config explain``: help, unit, default and range of one key, a section or all."""

from __future__ import annotations

from station.config.catalogue import KEYS, SECTIONS, SETTINGS, Key
from station.config.spelling import shown, toml_value
from station.errors import ConfigError


def explain(name: str | None) -> str:
    """The explanation of ``section.key``, of a whole section, or of everything.

    A key may be named without its section.

    Raises:
        ConfigError: there is no such name; the message holds the nearest right one.
    """
    if name is None:
        return "\n\n".join(map(_section, SECTIONS))
    if name in SECTIONS:
        return _section(name)
    alone = [key for key in KEYS.values() if name in (key.path, key.name)]
    if alone:
        return "\n\n".join(map(_key, alone))
    raise ConfigError(f"no setting is called {shown(name)}{_hint(name)}")


def _hint(name: str) -> str:
    section, dot, key = name.partition(".")
    near = SETTINGS.nearest_section(name, []) if not dot else None
    near = near or SETTINGS.nearest_key(section, key if dot else section)
    near = near or SETTINGS.nearest_section(section, [])
    return f"; did you mean {near}?" if near else f"; the sections are {', '.join(SECTIONS)}"


def _section(name: str) -> str:
    section = SECTIONS[name]
    return "\n\n".join([f"[{name}] {section.help}", *map(_key, section.keys.values())])


def _key(key: Key) -> str:
    default = f"{toml_value(key.default)} {key.unit}".rstrip()
    return f"{key.path}\n  {key.help}\n  default {default}; allowed: {key.range}"
