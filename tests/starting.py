"""The kiosk as the command line starts it."""

from __future__ import annotations

from pathlib import Path

from station.camera.choose import SourceChoice
from station.config import Settings
from station.kiosk import run_kiosk
from station.service.log import start_logging


def run(
    settings: Settings,
    *,
    source: SourceChoice = "simulated",
    simulate_gpio: bool = False,
    windowed: bool = False,
    headless: bool = False,
    out_dir: Path | None = None,
    results_file: Path | None = None,
) -> int:
    """Run it, on the simulated athlete unless told otherwise."""
    start_logging()
    return run_kiosk(
        settings,
        source=source,
        recording=None,
        simulate_gpio=simulate_gpio,
        windowed=windowed,
        headless=headless,
        out_dir=out_dir,
        results_file=results_file,
    )
