"""Where the results are kept when the settings name no file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_NAME = "results.db"


def default_database(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """systemd's state folder, else the user's data folder (XDG base directories).

    Only the name: the store makes the folder when it opens the file, and tells when it cannot.
    """
    # systemd joins several state folders with colons.
    state = environment.get("STATE_DIRECTORY", "").split(":")[0]
    if state:
        return Path(state) / _NAME
    data = Path(environment.get("XDG_DATA_HOME", ""))
    if not data.is_absolute():
        data = (home or Path.home()) / ".local" / "share"
    return data / "wall-tap-station" / _NAME
