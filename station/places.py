"""Where the station keeps what outlives it, and what only the running one leaves for others."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_FOLDER = "wall-tap-station"
_INSTALLED = {
    "STATE_DIRECTORY": Path("/var/lib/wall-tap"),
    "RUNTIME_DIRECTORY": Path("/run/wall-tap"),
}


def asked_from_outside(
    environment: Mapping[str, str] = os.environ,
    installed: Mapping[str, Path] = _INSTALLED,
) -> Mapping[str, str]:
    """The environment for finding the installed station's files from anybody's shell.

    systemd tells the folders only to what it starts. Where no station is installed, and for who
    names the folders, the environment stays as it is.
    """
    if any(name in environment for name in installed) or not any(
        folder.is_dir() for folder in installed.values()
    ):
        return environment
    return {**environment, **{name: str(folder) for name, folder in installed.items()}}


def state_dir(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """What must survive a power cut: systemd's state folder, else the user's data folder (XDG).

    Only the name; who writes there makes the folder.
    """
    # systemd joins several state folders with colons.
    given = environment.get("STATE_DIRECTORY", "").split(":")[0]
    if given:
        return Path(given)
    data = Path(environment.get("XDG_DATA_HOME", ""))
    if not data.is_absolute():
        data = (home or Path.home()) / ".local" / "share"
    return data / _FOLDER


def runtime_dir(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """What is true only while the station runs: systemd's runtime folder, else the user's (XDG).

    Without either, as on a machine without a login session, a folder in :func:`state_dir`.
    """
    given = environment.get("RUNTIME_DIRECTORY", "").split(":")[0]
    if given:
        return Path(given)
    run = Path(environment.get("XDG_RUNTIME_DIR", ""))
    return run / _FOLDER if run.is_absolute() else state_dir(environment, home) / "run"


def database_file(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """The results, where the settings name no file."""
    return state_dir(environment, home) / "results.db"


def backups_dir(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """The nightly copies of the results."""
    return state_dir(environment, home) / "backups"


def drills_dir(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """The gym's own drills, a file each."""
    return state_dir(environment, home) / "drills"


def calibration_file(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """What ``station calibrate`` found."""
    return state_dir(environment, home) / "calibration.json"


def outbox_file(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """What waits for the MQTT broker."""
    return state_dir(environment, home) / "outbox.db"


def health_file(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """How the running station is, written by itself."""
    return runtime_dir(environment, home) / "health.json"


def coach_socket(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """Where the running station and the coach's page talk to each other."""
    return runtime_dir(environment, home) / "coach.sock"
