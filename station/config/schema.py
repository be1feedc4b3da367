"""Every setting of the station, in the order of the file, and what must hold between them.

The help lines are printed by ``station config explain`` and stand in ``config/station.toml``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import field_validator, model_validator

from station.config.group_schema import ScreeningSettings, WarmUpSettings
from station.config.keys import Section, choice, number, section, text
from station.drills.ladder import LadderRules
from station.hinge.limits import FaultLimits
from station.places import database_file
from station.signals.quiet import QuietHours

Language = Literal["en", "de", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
UseName = Literal["walk-up", "screening", "warm-up"]
_LIMITS = FaultLimits()


class StationSettings(Section):
    """What this station is called among others, and what it is used for."""

    name: str = text(
        "wall-tap",
        32,
        'What this station is called among others: small letters, digits and "-".',
        shortest=1,
    )
    use: UseName = choice(
        "walk-up",
        '"walk-up" tests whoever comes, "screening" a group in turn, "warm-up" counts and guides.',
    )

    @field_validator("name")
    @classmethod
    def _fit_for_any_network(cls, value: str) -> str:
        if re.fullmatch(r"[a-z0-9-]+", value) is None:
            raise ValueError(f'name "{value}" must be small letters, digits and "-" only')
        return value


class CameraSettings(Section):
    """Which camera."""

    serial: str = text(
        "", 32, 'Serial number of the RealSense to use; "" takes the first one found.'
    )


class TestSettings(Section):
    """The ladder of the walk-up test."""

    __test__ = False

    first_wall_cm: float = number(
        10.0, 5.0, 60.0, "cm", "The first wall, behind the rearmost point of the heels."
    )
    step_cm: float = number(2.5, 0.5, 10.0, "cm", "Each next wall is this much farther.")
    clean_taps: int = number(2, 1, 10, "taps", "So many clean taps pass a level.")
    tries: int = number(
        3, 1, 20, "tries", "The most tries at one level; not fewer than clean_taps."
    )
    practice_taps: int = number(
        3, 0, 20, "taps", "Taps before the first level, shown but not judged."
    )
    limit_percent: float = number(
        15.5,
        5.0,
        40.0,
        "% of body height",
        "No further wall beyond this: balance ends there. The first is always asked.",
    )

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


class FaultSettings(Section):
    """Where a measure becomes a fault; names and defaults are those of ``FaultLimits``."""

    lumbar_flexion_deg: float = number(
        _LIMITS.lumbar_flexion_deg, 5.0, 60.0, "degrees", "Lower back rounds by more than this."
    )
    lumbar_flexion_hold_s: float = number(
        _LIMITS.lumbar_flexion_hold_s, 0.0, 2.0, "s", "Rounding that is over sooner is forgiven."
    )
    lumbar_extension_deg: float = number(
        _LIMITS.lumbar_extension_deg, 5.0, 45.0, "degrees", "Lower back arches by more than this."
    )
    thoracic_flexion_deg: float = number(
        _LIMITS.thoracic_flexion_deg, 5.0, 60.0, "degrees", "Upper back rounds by more than this."
    )
    neck_extension_deg: float = number(
        _LIMITS.neck_extension_deg, 5.0, 60.0, "degrees", "Head craned up by more than this."
    )
    squat_knee_deg: float = number(
        _LIMITS.squat_knee_deg,
        15.0,
        90.0,
        "degrees",
        "Knees bent more than this at the bottom: a squat, not a hinge.",
    )
    locked_knee_deg: float = number(
        _LIMITS.locked_knee_deg,
        0.0,
        15.0,
        "degrees",
        "Knees bent less than this at the bottom: a hint, not a fault.",
    )
    past_horizontal_deg: float = number(
        _LIMITS.past_horizontal_deg, 60.0, 120.0, "degrees", "Trunk lower than this; 90 is level."
    )
    leaning_mm: float = number(
        _LIMITS.leaning_mm, 10.0, 200.0, "mm", "Leaning: farther than this through the wall."
    )
    leaning_hold_s: float = number(
        _LIMITS.leaning_hold_s, 0.2, 10.0, "s", "Leaning: held on the wall for longer than this."
    )
    lockout_hyperextension_deg: float = number(
        _LIMITS.lockout_hyperextension_deg,
        3.0,
        30.0,
        "degrees",
        "After the rise: leaning back past the own standing by more than this.",
    )
    incomplete_lockout_deg: float = number(
        _LIMITS.incomplete_lockout_deg,
        3.0,
        30.0,
        "degrees",
        "After the rise: stopping short of the own standing by more than this.",
    )
    feet_moved_mm: float = number(
        _LIMITS.feet_moved_mm,
        10.0,
        200.0,
        "mm",
        "Heels shifted by more than this within one repetition.",
    )

    def limits(self) -> FaultLimits:
        """The same numbers as the hinge room takes them."""
        return FaultLimits(**self.model_dump())


class PinSettings(Section):
    """BCM numbers; 0 and 1 belong to the identification of add-on boards.

    2 and 3 are pulled up on the board, stronger than a transistor's pull-down: a lamp there would
    shine while the station is dead.
    """

    pass_light: int = number(17, 4, 27, "", "The light for a clean tap, on the left.")
    fault_light: int = number(27, 4, 27, "", "The light for a fault, on the right.")
    buzzer: int = number(22, 4, 27, "", "The passive buzzer.")
    button: int = number(23, 2, 27, "", "The push button to ground.")

    @model_validator(mode="after")
    def _one_thing_per_pin(self) -> Self:
        numbers = [self.pass_light, self.fault_light, self.buzzer, self.button]
        if len(set(numbers)) < len(numbers):
            raise ValueError(
                "pass_light, fault_light, buzzer and button must be four different pins"
            )
        return self


class ScreenSettings(Section):
    """The picture and its words."""

    language: Language = choice("en", "The words on the screen and of the voice.")
    fullscreen: bool = choice(True, "false opens a window.")
    theme: Literal["blue_orange", "red_green"] = choice(
        "blue_orange",
        '"blue_orange" can be told apart by everyone; "red_green" is the traffic light.',
    )
    dim_after_min: int = number(
        10,
        0,
        240,
        "min",
        "With nobody there for so long it goes dark, in quiet hours at once; 0 is never.",
    )


class SoundSettings(Section):
    """What may be heard."""

    volume: float = number(
        0.7, 0.0, 1.0, "", "Of buzzer, loudspeaker and speech; 0 is silent, the light leads anyway."
    )
    speech: bool = choice(False, "true says the cue aloud where espeak-ng and a loudspeaker are.")
    quiet_hours: str = text(
        "", 32, 'Nothing sounds between these two times of day: "22:00-07:00"; "" is never.'
    )

    @field_validator("quiet_hours")
    @classmethod
    def _two_times(cls, value: str) -> str:
        QuietHours.parse(value)
        return value


class ResultsSettings(Section):
    """Whether tests are remembered, where, and for how long."""

    keep: bool = choice(True, "false remembers nothing. What is kept are numbers, never a picture.")
    file: str = text(
        "",
        200,
        'Where to: an absolute name or one that begins with ~, such as "~/results.db"; "" is '
        "results.db in the station's own data folder.",
    )
    keep_days: int = number(
        0, 0, 3650, "days", "Tests older than this are deleted at night; 0 keeps them for ever."
    )
    backups: int = number(7, 0, 60, "copies", "So many nightly copies of the database are kept.")

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

    def path(self, environment: Mapping[str, str] = os.environ) -> Path:
        """Where the results lie."""
        return Path(self.file).expanduser() if self.file else database_file(environment)


class MqttSettings(Section):
    """Who is told of health and results; nobody, unless asked for."""

    enabled: bool = choice(False, "true tells the broker; host must be set then.")
    host: str = text("", 253, "Name or address of the broker, without mqtt:// and port.")
    port: int = number(1883, 1, 65535, "", "1883 is usual, with tls 8883.")
    tls: bool = choice(False, "true encrypts, and checks who the broker is.")
    user: str = text("", 64, '"" for a broker without a login.')
    password_file: str = text(
        "",
        200,
        'Absolute name of a file that holds the password and nothing else; "" is no password.',
    )
    topic: str = text(
        "wall-tap",
        64,
        "Messages go to TOPIC/NAME/health and TOPIC/NAME/results, NAME being the station's.",
        shortest=1,
    )

    @field_validator("host")
    @classmethod
    def _only_a_host(cls, value: str) -> str:
        if re.search(r"[\s/@]", value):
            raise ValueError(f'host "{value}" must be a bare name or address, such as 192.168.1.5')
        return value

    @field_validator("password_file")
    @classmethod
    def _the_same_file_always(cls, value: str) -> str:
        if value and not Path(value).is_absolute():
            raise ValueError(
                f'password_file "{value}" must be absolute, such as /etc/wall-tap/mqtt-password'
            )
        return value

    @field_validator("topic")
    @classmethod
    def _one_topic(cls, value: str) -> str:
        """What MQTT keeps for subscribers (+ and #) and for brokers ($)."""
        if re.search(r"[+#]|^\$", value):
            raise ValueError(f'topic "{value}" must not hold + or # nor begin with $')
        return value

    @model_validator(mode="after")
    def _whole_address(self) -> Self:
        if self.enabled and not self.host:
            raise ValueError("enabled needs host, the name or address of the broker")
        if self.password_file and not self.user:
            raise ValueError("password_file needs user: there is no login without a name")
        return self


class CoachSettings(Section):
    """The coach's page; there is none, unless asked for."""

    enabled: bool = choice(
        False, "true serves it; who is paired by the number on the screen may use it."
    )
    port: int = number(8080, 1024, 65535, "", "The page is at http://ADDRESS:PORT.")


class Settings(Section):
    """Every setting of the station."""

    station: StationSettings = section(StationSettings(), "This station among others.")
    camera: CameraSettings = section(CameraSettings(), "Which camera.")
    test: TestSettings = section(
        TestSettings(),
        "The walk-up test: practice, then a ladder of walls behind the heels, nearest first.",
    )
    screening: ScreeningSettings = section(
        ScreeningSettings(), "A screening: the same for everybody in a group, one after the other."
    )
    warm_up: WarmUpSettings = section(
        WarmUpSettings(), "The warm-up: sets and repetitions for whoever comes, nobody logged in."
    )
    faults: FaultSettings = section(
        FaultSettings(),
        "Where a measure becomes a fault. Degrees are changes from the athlete's own standing.",
    )
    pins: PinSettings = section(
        PinSettings(), "BCM numbers, each different. The wiring is drawn in hardware/."
    )
    screen: ScreenSettings = section(ScreenSettings(), "The picture and its words.")
    sound: SoundSettings = section(SoundSettings(), "What may be heard.")
    results: ResultsSettings = section(
        ResultsSettings(), "Whether tests are remembered, where, and for how long."
    )
    mqtt: MqttSettings = section(
        MqttSettings(),
        "Tells an MQTT broker of health and results. Off: then nothing leaves the station.",
    )
    coach: CoachSettings = section(
        CoachSettings(),
        "The coach's page for a phone on the gym's own network. Off: then nothing listens there.",
    )

    def with_wall(self, wall_cm: float) -> Settings:
        """The same with the first wall elsewhere, whatever the station is used for."""
        changed = {
            "test": self.test.model_copy(update={"first_wall_cm": wall_cm}),
            "screening": self.screening.model_copy(update={"wall_cm": wall_cm}),
            "warm_up": self.warm_up.model_copy(update={"wall_cm": wall_cm}),
        }
        return self.model_copy(update=changed)
