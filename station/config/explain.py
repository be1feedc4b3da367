"""``station config explain``: help, unit, default and range of one key, a section or all."""

from __future__ import annotations

from station.config.catalogue import SETTINGS, Catalogue, Key, SectionOfKeys
from station.config.spelling import shown, toml_value
from station.errors import ConfigError


def explain(name: str | None, catalogue: Catalogue = SETTINGS) -> str:
    """The explanation of ``section.key``, of a whole section, or of everything.

    A key may be named without its section.

    Raises:
        ConfigError: there is no such name; the message holds the nearest right one.
    """
    if name is None:
        return "\n\n".join(map(_section, catalogue.sections.values()))
    if name in catalogue.sections:
        return _section(catalogue.sections[name])
    alone = [key for key in catalogue.keys.values() if name in (key.path, key.name)]
    if alone:
        return "\n\n".join(map(_key, alone))
    raise ConfigError(f"no setting is called {shown(name)}{_hint(name, catalogue)}")


def _hint(name: str, catalogue: Catalogue) -> str:
    section, dot, key = name.partition(".")
    near = catalogue.nearest_section(name, []) if not dot else None
    near = near or catalogue.nearest_key(section, key if dot else section)
    near = near or catalogue.nearest_section(section, [])
    sections = ", ".join(catalogue.sections)
    return f"; did you mean {near}?" if near else f"; the sections are {sections}"


def _section(section: SectionOfKeys) -> str:
    return "\n\n".join([f"[{section.name}] {section.help}", *map(_key, section.keys.values())])


def _key(key: Key) -> str:
    default = f"default {toml_value(key.default)} {key.unit}".rstrip()
    if key.default is None:
        default = "may be left out"
    return f"{key.path}\n  {key.help}\n  {default}; allowed: {key.range}"
