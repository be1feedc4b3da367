"""The station's settings: one TOML file, every key checked, explained and written down once.

``keys`` is how a key is declared, ``schema`` the keys themselves, ``catalogue`` what can be said
of each. ``loading`` reads a file; ``places_in`` and ``mistakes`` find what is wrong in which line.
``example``, ``explain`` and ``command`` are what ``station config`` prints.
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
