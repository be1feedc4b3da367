"""``python -m tests.watched_visit FOLDER``: a whole visit of ``station run``, and what is kept.

Tells on standard output, as :mod:`tests.living` does, how many repetitions another connection
sees in the results: those are promised.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from station.config import load_settings
from station.kiosk import run_kiosk
from tests.kill import seen

_LOOK_S = 0.02


def main() -> int:
    """Run one visit and watch it."""
    folder = Path(sys.argv[1])
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(folder / "results.db", over))
    watcher.start()
    try:
        with redirect_stdout(StringIO()):
            return run_kiosk(
                load_settings(),
                source="simulated",
                recording=None,
                simulate_gpio=True,
                windowed=False,
                headless=True,
                out_dir=folder.with_suffix(".screens"),
                results_file=folder / "results.db",
            )
    finally:
        over.set()
        watcher.join()


def _watch(database: Path, over: threading.Event) -> None:
    kept = 0
    while not over.wait(_LOOK_S):
        now = seen(database)
        if now > kept:
            kept = now
            os.write(1, f"kept {kept}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
