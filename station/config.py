"""The station's settings: one TOML file, every value checked, every default written here.

A wrong setting never starts the station: the error names the file, the line, the key, what is
wrong and what is allowed.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from station.drills.ladder import LadderRules
from station.errors import ConfigError
from station.hinge.limits import FaultLimits
from station.signals.quiet import QuietHours

SETTINGS_FILE = "station.toml"
Language = Literal["en", "de", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class _Section(BaseModel):
    """Strict on purpose: ``"10"`` is not 10, and an unknown key is a mistake, not a comment."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class CameraSettings(_Section):
    """Which camera; an empty serial number takes the first one found."""

    serial: str = Field(default="", max_length=32)


class TestSettings(_Section):
    """The ladder of the walk-up test; walls are measured back from the heels."""

    __test__ = False

    first_wall_cm: float = Field(default=10.0, ge=5.0, le=60.0)
    step_cm: float = Field(default=2.5, ge=0.5, le=10.0)
    clean_taps: int = Field(default=2, ge=1, le=10)
    tries: int = Field(default=3, ge=1, le=20)
    practice_taps: int = Field(default=3, ge=0, le=20)
    limit_percent: float = Field(default=15.5, ge=5.0, le=40.0)

    @model_validator(mode="after")
    def _enough_tries(self) -> Self:
        if self.tries < self.clean_taps:
            raise ValueError("tries must be at least clean_taps, or no level can be passed")
        return self

    def rules(self) -> LadderRules:
        """The same numbers as the drills room takes them."""
        return LadderRules(
            first_wall_m=self.first_wall_cm / 100,
            step_m=self.step_cm / 100,
            clean_taps=self.clean_taps,
            tries=self.tries,
            practice=self.practice_taps,
            limit_share=self.limit_percent / 100,
        )


class FaultSettings(_Section):
    """Where a measure becomes a fault; names and defaults are those of ``FaultLimits``."""

    lumbar_flexion_deg: float = Field(default=FaultLimits.lumbar_flexion_deg, ge=5.0, le=60.0)
    lumbar_flexion_hold_s: float = Field(default=FaultLimits.lumbar_flexion_hold_s, ge=0.0, le=2.0)
    lumbar_extension_deg: float = Field(default=FaultLimits.lumbar_extension_deg, ge=5.0, le=45.0)
    thoracic_flexion_deg: float = Field(default=FaultLimits.thoracic_flexion_deg, ge=5.0, le=60.0)
    neck_extension_deg: float = Field(default=FaultLimits.neck_extension_deg, ge=5.0, le=60.0)
    squat_knee_deg: float = Field(default=FaultLimits.squat_knee_deg, ge=15.0, le=90.0)
    locked_knee_deg: float = Field(default=FaultLimits.locked_knee_deg, ge=0.0, le=15.0)
    past_horizontal_deg: float = Field(default=FaultLimits.past_horizontal_deg, ge=60.0, le=120.0)
    leaning_mm: float = Field(default=FaultLimits.leaning_mm, ge=10.0, le=200.0)
    leaning_hold_s: float = Field(default=FaultLimits.leaning_hold_s, ge=0.2, le=10.0)
    lockout_hyperextension_deg: float = Field(
        default=FaultLimits.lockout_hyperextension_deg, ge=3.0, le=30.0
    )
    incomplete_lockout_deg: float = Field(
        default=FaultLimits.incomplete_lockout_deg, ge=3.0, le=30.0
    )
    feet_moved_mm: float = Field(default=FaultLimits.feet_moved_mm, ge=10.0, le=200.0)

    def limits(self) -> FaultLimits:
        """The same numbers as the hinge room takes them."""
        return FaultLimits(**self.model_dump())


class PinSettings(_Section):
    """BCM numbers; 0 and 1 belong to the identification of add-on boards."""

    pass_light: int = Field(default=17, ge=2, le=27)
    fault_light: int = Field(default=27, ge=2, le=27)
    buzzer: int = Field(default=22, ge=2, le=27)
    button: int = Field(default=23, ge=2, le=27)

    @model_validator(mode="after")
    def _one_thing_per_pin(self) -> Self:
        numbers = [self.pass_light, self.fault_light, self.buzzer, self.button]
        if len(set(numbers)) < len(numbers):
            raise ValueError(
                "pass_light, fault_light, buzzer and button must be four different pins"
            )
        return self


class ScreenSettings(_Section):
    """The picture and its words."""

    language: Language = "en"
    fullscreen: bool = True
    theme: Literal["blue_orange", "red_green"] = "blue_orange"


class SoundSettings(_Section):
    """What may be heard; the light always works."""

    volume: float = Field(default=0.7, ge=0.0, le=1.0)
    speech: bool = False
    quiet_hours: str = Field(default="", max_length=32)

    @field_validator("quiet_hours")
    @classmethod
    def _two_times(cls, value: str) -> str:
        QuietHours.parse(value)
        return value


class ResultsSettings(_Section):
    """Whether tests are remembered, and where; an empty file name is the usual place."""

    keep: bool = True
    file: str = Field(default="", max_length=200)
    keep_days: int = Field(default=0, ge=0, le=3650)
    backups: int = Field(default=7, ge=0, le=60)

    @field_validator("file")
    @classmethod
    def _the_same_place_always(cls, value: str) -> str:
        """A relative name would be another file from each folder the station is started in."""
        if not value:
            return value
        try:
            fixed = Path(value).expanduser().is_absolute()
        except RuntimeError:
            raise ValueError(
                f'file "{value}" begins with a home folder that does not exist'
            ) from None
        if not fixed:
            raise ValueError(
                f'file "{value}" must be absolute or begin with ~, such as ~/results.db'
            )
        return value


class StationSettings(_Section):
    """What this station is called among others."""

    name: str = Field(default="wall-tap", min_length=1, max_length=32)


class MqttSettings(_Section):
    """Who is told of health and results; nobody, unless asked for."""

    enabled: bool = False
    host: str = Field(default="", max_length=253)
    port: int = Field(default=1883, ge=1, le=65535)
    tls: bool = False
    user: str = Field(default="", max_length=64)
    password_file: str = Field(default="", max_length=200)
    topic: str = Field(default="wall-tap", min_length=1, max_length=64)


class Settings(_Section):
    """Every setting of the station."""

    station: StationSettings = StationSettings()
    camera: CameraSettings = CameraSettings()
    test: TestSettings = TestSettings()
    faults: FaultSettings = FaultSettings()
    pins: PinSettings = PinSettings()
    screen: ScreenSettings = ScreenSettings()
    sound: SoundSettings = SoundSettings()
    results: ResultsSettings = ResultsSettings()
    mqtt: MqttSettings = MqttSettings()


def defaults_dir() -> Path:
    """The folder with ``station.toml``, drills and cues: packaged, or ``config/`` in a checkout.

    Raises:
        ConfigError: neither is there, so the installation is broken.
    """
    package = Path(__file__).parent
    for folder in (package / "_defaults", package.parent / "config"):
        if folder.is_dir():
            return folder
    raise ConfigError("the station's config folder is missing; install the station again")


def load_settings(path: Path | None = None) -> Settings:
    """Read and check ``path``, or the ``station.toml`` the station came with.

    Raises:
        ConfigError: one line with file, line, key, what is wrong and what is allowed.
    """
    file = defaults_dir() / SETTINGS_FILE if path is None else path
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(f"{file}: no such settings file") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{file}: not a text file in UTF-8, so not a settings file") from None
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror})") from None
    try:
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: not valid TOML: {_one_line(error)}") from None
    except ValidationError as error:
        raise ConfigError(_describe(file, text, error)) from None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _describe(file: Path, text: str, error: ValidationError) -> str:
    """The first mistake in the order of the file, as one line."""
    found = []
    for detail in error.errors():
        keys = [str(part) for part in detail["loc"]]
        found.append((_line_of(text, keys), ".".join(keys), _complaint(keys, detail)))
    line, key, complaint = min(found, key=lambda mistake: mistake[0] or 0)
    place = f"{file}:{line}" if line else f"{file}"
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return f"{place}: {key}: {complaint}{more}"


def _complaint(keys: list[str], detail: ErrorDetails) -> str:
    """What is wrong with one value and what would be right."""
    value = detail["input"]
    if detail["type"] == "extra_forbidden":
        known = _known_keys(keys[:-1])
        near = difflib.get_close_matches(keys[-1], known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
        return f"unknown setting; {hint}"
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    if isinstance(value, Mapping):
        return "must be a single value, not a section"
    return f"{value!r} is not allowed; must be {_allowed(keys)}"


def _known_keys(sections: list[str]) -> list[str]:
    if not sections:
        return list(Settings.model_fields)
    return list(getattr(Settings(), sections[0]).__class__.model_fields)


def _allowed(keys: list[str]) -> str:
    """What a key accepts, read from the model so that it cannot differ from it."""
    if len(keys) == 1:
        return f"a section: [{keys[0]}]"
    field = getattr(Settings(), keys[0]).__class__.model_fields[keys[1]]
    default: Any = field.default
    if isinstance(default, bool):
        return "true or false"
    if isinstance(default, str):
        choices = getattr(field.annotation, "__args__", ())
        return " or ".join(f'"{choice}"' for choice in choices) or _text_rule(field)
    bounds = {type(rule).__name__: rule for rule in field.metadata}
    kind = "a whole number" if isinstance(default, int) else "a number"
    return f"{kind} from {bounds['Ge'].ge:g} to {bounds['Le'].le:g}"


def _text_rule(field: FieldInfo) -> str:
    longest = next(rule.max_length for rule in field.metadata if hasattr(rule, "max_length"))
    return f"a text of at most {longest} characters"


def _line_of(text: str, keys: list[str]) -> int | None:
    """The line of a key, or of its section when the key is not written out on a line of its own."""
    section, section_line = "", None
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\s*([\w.-]+)\s*\]", line)
        if header:
            section = header.group(1)
            if section == keys[0]:
                section_line = number
            continue
        name = re.match(r"\s*([\w.\"-]+)\s*=", line)
        if name and [part for part in (section, *name.group(1).split(".")) if part] == keys:
            return number
    return section_line
