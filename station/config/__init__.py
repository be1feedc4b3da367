"""The station's settings: one TOML file, every key checked, explained and written down once.

``keys`` how a key is declared, ``schema`` the keys themselves, ``catalogue`` what can be said of
them, ``loading`` the file, ``places_in`` and ``mistakes`` what is wrong in which line, ``example``
the commented file, ``command`` what ``station config`` does.
"""

from station.config.loading import defaults_dir, find_settings, load_settings, mistakes_in
from station.config.schema import (
    LANGUAGES,
    CameraSettings,
    FaultSettings,
    Language,
    MqttSettings,
    PinSettings,
    ResultsSettings,
    ScreenSettings,
    Settings,
    SoundSettings,
    StationSettings,
    TestSettings,
)

__all__ = [
    "LANGUAGES",
    "CameraSettings",
    "FaultSettings",
    "Language",
    "MqttSettings",
    "PinSettings",
    "ResultsSettings",
    "ScreenSettings",
    "Settings",
    "SoundSettings",
    "StationSettings",
    "TestSettings",
    "defaults_dir",
    "find_settings",
    "load_settings",
    "mistakes_in",
]
