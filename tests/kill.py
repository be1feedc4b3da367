"""``python -m tests.kill [TIMES]``: kill -9 the running station at random moments, count losses.

Not a test of pytest's: fifty starts take minutes. Every time a station tests a simulated athlete
into one database; what another process has seen there before the kill must be there after it.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path


def seen(database: Path) -> int:
    """How many repetitions are committed, as any other process sees it."""
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM repetitions").fetchone()[0])
    except sqlite3.OperationalError:
        # Killed, or not yet begun, before the first table was there.
        return 0


def sound(database: Path) -> bool:
    """SQLite's own check of every page and index."""
    with closing(sqlite3.connect(database)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def started(folder: Path) -> subprocess.Popen[bytes]:
    """A station on a simulated athlete, as fast as it can."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "station.cli", "run", "--headless"),
            *("--source", "simulated", "--simulate-gpio"),
            *("--results", str(folder / "results.db"), "--out", str(folder / "screens")),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main() -> int:
    """Kill, count, tell."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    dice = random.Random(5)
    lost = broken = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "results.db"
        for number in range(1, times + 1):
            station = started(folder)
            until = time.monotonic() + dice.uniform(1.0, 14.0)
            before = 0
            while time.monotonic() < until and station.poll() is None:
                before = max(before, seen(database))
                with suppress(subprocess.TimeoutExpired):
                    station.wait(0.05)
            station.send_signal(signal.SIGKILL)
            station.wait()
            after = seen(database)
            lost += max(0, before - after)
            broken += database.exists() and not sound(database)
            print(f"kill {number:2d}: {before} seen before, {after} after", flush=True)
        last = started(folder)
        last.wait()
        first_pictures = sorted(path.name for path in (folder / "screens").glob("*.png"))[:2]
    print(f"{times} kills: {lost} repetitions lost, {broken} databases broken")
    print(f"the next start shows {', '.join(first_pictures)} and ends with {last.returncode}")
    return 0 if not lost and not broken and last.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
