"""``python -m tests.kill [TIMES]``: kill -9 the running station at random moments, count losses.

Not a test of pytest's: 200 kills take some minutes. Every tenth time it is the whole program that
tests a simulated athlete, else :mod:`tests.living`, which writes all there is to write as fast as
it can. What was promised before the kill must be there after it, and every part must start.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, redirect_stderr, suppress
from io import StringIO
from multiprocessing.connection import Connection
from pathlib import Path

from tests.living import live
from tests.survived import Promised, complaints

_WHOLE_EVERY = 10

# A server that has everything imported and forks: starting hundreds of programs takes minutes.
_programs = multiprocessing.get_context("forkserver")


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


def _live(folder: Path, tells: Connection) -> None:
    with redirect_stderr(StringIO()):
        live(folder, tells.send)


def kill_living(folder: Path, dice: random.Random, promised: Promised) -> None:
    """Kill it at some moment; take in what it said until then."""
    before = seen(folder / "results.db")
    told, tells = _programs.Pipe(duplex=False)
    process = _programs.Process(target=_live, args=(folder, tells))
    process.start()
    tells.close()
    with told:
        for _ in range(dice.randint(0, 60)):
            promised.hear([told.recv()])
        # Some more, so that the moment has nothing to do with what it told.
        process.join(dice.uniform(0.0, 0.05))
        process.kill()
        process.join()
        with suppress(EOFError):
            while True:
                promised.hear([told.recv()])
    promised.kept += before


def kill_station(folder: Path, dice: random.Random, promised: Promised) -> None:
    """Kill the whole program on a simulated athlete; what others saw there is promised."""
    station = started(folder)
    until = time.monotonic() + dice.uniform(1.0, 14.0)
    while time.monotonic() < until and station.poll() is None:
        promised.kept = max(promised.kept, seen(folder / "results.db"))
        with suppress(subprocess.TimeoutExpired):
            station.wait(0.05)
    station.send_signal(signal.SIGKILL)
    station.wait()


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
    wrong = whole = 0
    published: set[str] = set()
    _programs.set_forkserver_preload(["tests.living"])
    with tempfile.TemporaryDirectory() as name:
        folder, copy = Path(name) / "state", Path(name) / "copy"
        folder.mkdir()
        for number in range(1, times + 1):
            promised = Promised(published=published)
            kill = kill_living if number % _WHOLE_EVERY else kill_station
            kill(folder, dice, promised)
            whole += kill is kill_station
            # Starting every part changes the folder: the next kill begins with what this one left.
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(folder, copy)
            with redirect_stderr(StringIO()):
                found = complaints(copy, promised)
            wrong += bool(found)
            print(f"kill {number:3d}: {promised.kept} promised {'; '.join(found)}", flush=True)
        last = started(folder)
        last.wait()
        first_pictures = sorted(path.name for path in (folder / "screens").glob("*.png"))[:2]
    print(f"{times} kills, {whole} of them of the whole station: {wrong} left something wrong")
    print(f"the next start shows {', '.join(first_pictures)} and ends with {last.returncode}")
    return 0 if not wrong and last.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
