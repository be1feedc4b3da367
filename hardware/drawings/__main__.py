"""``python -m hardware.drawings``: draw the wiring, the mounting and the mat anew.

With ``--config FILE`` the pins and walls are those of another station's settings; with ``--to
FOLDER`` the drawings of this project stay as they are.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hardware.drawings.mat import mat_pdf
from hardware.drawings.mounting import mounting_svg
from hardware.drawings.wiring import wiring_svg
from station.config import Settings, load_settings
from station.errors import ConfigError

FOLDER = Path(__file__).parents[1]


def drawings(settings: Settings) -> dict[str, bytes]:
    """Every drawing by its file's name.

    Raises:
        ValueError: the settings put an output on a pin that cannot carry one.
    """
    return {
        "wiring.svg": wiring_svg(settings.pins),
        "mounting.svg": mounting_svg(),
        "mat.pdf": mat_pdf(settings.test),
    }


def main() -> int:
    """Draw, and tell what has changed."""
    parser = argparse.ArgumentParser(prog="python -m hardware.drawings")
    parser.add_argument("--config", type=Path, help="settings to take pins and walls from")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder for the drawings")
    options = parser.parse_args()
    try:
        drawn = drawings(load_settings(options.config))
        options.to.mkdir(parents=True, exist_ok=True)
        for name, content in drawn.items():
            file = options.to / name
            same = file.exists() and file.read_bytes() == content
            if not same:
                file.write_bytes(content)
            print(f"{file}: {'as before' if same else 'drawn'}")
    except (ConfigError, ValueError, OSError) as error:
        print(f"drawings: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
