"""What can be said of every key and section, read from the schema so that it cannot differ."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import get_args

from pydantic.fields import FieldInfo

from station.config.keys import Section
from station.config.schema import Settings
from station.config.spelling import toml_value

Value = bool | int | float | str | None


@dataclass(frozen=True)
class Key:
    """One key. ``range`` is what it accepts in short, with the unit; ``allowed`` in words.

    The default is None where leaving the key out means something of its own.
    """

    section: str
    name: str
    help: str
    unit: str
    default: Value
    range: str
    allowed: str

    @property
    def path(self) -> str:
        """Such as ``test.first_wall_cm``."""
        return f"{self.section}.{self.name}"


@dataclass(frozen=True)
class SectionOfKeys:
    """One section, its sentence and its keys by name, in the order of the file."""

    name: str
    help: str
    keys: dict[str, Key]


def _section(name: str, field: FieldInfo) -> SectionOfKeys:
    fields = type(field.default).model_fields
    keys = {key: _key(name, key, of) for key, of in fields.items()}
    return SectionOfKeys(name, field.description or "", keys)


def _key(section: str, name: str, field: FieldInfo) -> Key:
    extra = field.json_schema_extra
    unit = str(extra["unit"]) if isinstance(extra, dict) else ""
    short, allowed = _accepts(field, unit)
    return Key(section, name, field.description or "", unit, field.default, short, allowed)


def _accepts(field: FieldInfo, unit: str) -> tuple[str, str]:
    """What is allowed, in short and in words."""
    bounds = {
        limit: getattr(rule, limit)
        for rule in field.metadata
        for limit in ("ge", "le", "min_length", "max_length")
        if hasattr(rule, limit)
    }
    if field.annotation is bool:
        return ("true or false",) * 2
    if "ge" in bounds:
        short = f"{bounds['ge']:g} to {bounds['le']:g} {unit}".rstrip()
        whole = int in (field.annotation, *get_args(field.annotation))
        kind = "a whole number" if whole else "a number"
        return short, f"{kind} from {short}"
    if "max_length" in bounds:
        least = bounds.get("min_length", 0)
        from_to = f"{least} to" if least else "at most"
        short = f"{from_to} {bounds['max_length']} characters"
        return short, f"a text of {short}"
    *others, last = map(toml_value, get_args(field.annotation))
    return (f"{', '.join(others)} or {last}",) * 2


class Catalogue:
    """All sections and keys that a kind of file may have."""

    def __init__(self, model: type[Section]) -> None:
        self.sections = {name: _section(name, field) for name, field in model.model_fields.items()}
        self.keys = {
            key.path: key for section in self.sections.values() for key in section.keys.values()
        }

    def nearest_key(self, section: str, name: str) -> str | None:
        """The key that was probably meant by a name that is not in ``section``; its path.

        The same name elsewhere comes first, then a like name here, then a like name elsewhere.
        """
        name = _plain(name)
        same = [path for path, key in self.keys.items() if key.name == name]
        here = self.sections[section].keys if section in self.sections else {}
        alike_here = [here[like].path for like in get_close_matches(name, here, n=1)]
        names = {key.name: path for path, key in self.keys.items()}
        alike = [names[like] for like in get_close_matches(name, names, n=1, cutoff=0.7)]
        return next(iter((*same, *alike_here, *alike)), None)

    def nearest_section(self, name: str, keys_in_it: list[str]) -> str | None:
        """The section that was probably meant: of a like name, or with most of its keys."""
        alike = get_close_matches(_plain(name), self.sections, n=1)
        if alike:
            return alike[0]
        shared = {
            section.name: len(section.keys.keys() & set(keys_in_it))
            for section in self.sections.values()
        }
        best = max(shared, key=lambda section: shared[section])
        return best if shared[best] else None


def _plain(name: str) -> str:
    """As keys are written; a name of any length is compared in no time."""
    return name[:64].lower().replace("-", "_").strip()


SETTINGS = Catalogue(Settings)
SECTIONS, KEYS = SETTINGS.sections, SETTINGS.keys
