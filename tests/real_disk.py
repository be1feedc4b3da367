"""``sudo python -m tests.real_disk``: a disk that is really full, then really read-only.

Not a test of pytest's: only root may mount. On a file system of one megabyte in memory, seen by
nobody else, everything that writes meets both: the results of the kiosk, the outbox of the
publisher, the nightly maintenance and the calibration. Each must tell it in one line, lose
nothing, and go on by itself when there is room again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from station.calibration.kept import load_calibration, save_calibration
from station.config import ResultsSettings
from station.errors import StationError
from station.results.outbox import Outbox
from station.service.maintain import maintain
from tests.living import calibration
from tests.results.made_results import STARTED, count, one_test, results, until_trouble
from tests.survived import Promised, complaints

_INSIDE = "--inside"


def main() -> int:
    """In a mount namespace of its own."""
    if _INSIDE not in sys.argv:
        with tempfile.TemporaryDirectory() as name:
            command = [sys.executable, "-m", "tests.real_disk", _INSIDE, name]
            return subprocess.run(["unshare", "--mount", *command], check=False).returncode
    folder = Path(sys.argv[-1])
    _mount("-t", "tmpfs", "-o", "size=1m", "none", str(folder))
    filler = folder / "somebody's film"

    def full() -> None:
        with filler.open("ab", buffering=0) as film:
            while _written(film.fileno()):
                pass

    def read_only() -> None:
        _mount("-o", "remount,ro", str(folder))

    def writable() -> None:
        _mount("-o", "remount,rw", str(folder))

    kept = _meet("full", folder, full, filler.unlink)
    kept = _meet("read-only", folder, read_only, writable)
    wrong = complaints(folder, Promised(kept=2 * (3 + 36), calibrated=2))
    print(f"{kept} repetitions kept, {len(wrong)} complaints {'; '.join(wrong)}")
    return 1 if wrong else 0


def _meet(what: str, folder: Path, begins: Callable[[], None], ends: Callable[[], object]) -> int:
    """Everything meets the trouble, and then its end; how many repetitions were kept."""
    database, backups = folder / "results.db", folder / "backups"

    def gathered() -> None:
        with closing(Outbox.open(folder / "outbox.db")) as outbox:
            outbox.gather(database)

    def night() -> None:
        maintain(database, backups, ResultsSettings(), STARTED, trusted=True)

    def calibrated() -> None:
        save_calibration(calibration(2), folder / "calibration.json")

    with results(database) as kept:
        one_test(kept, 0.1)
    save_calibration(calibration(1), folder / "calibration.json")
    gathered()
    begins()
    with results(database) as kept:
        # More than fits into what is left of the pages that are there.
        for _ in range(3):
            one_test(kept, 0.1, repetitions=12)
        _tell(what, "kiosk", until_trouble(kept))
        for who, act in (("publisher", gathered), ("night", night), ("calibration", calibrated)):
            # Whoever failed before may have given back some room.
            begins()
            _tell(what, who, _error(act))
        before = load_calibration(folder / "calibration.json")
        assert before is not None and before.camera_serial == "1"
        ends()
        assert kept.flush(30) and kept.trouble is None and kept.kept == 36
    for act in (gathered, night, calibrated):
        act()
    return count(database, "repetitions")


def _error(act: Callable[[], None]) -> str:
    try:
        act()
    except StationError as error:
        return str(error)
    raise AssertionError("it did not notice")


def _tell(what: str, who: str, line: str) -> None:
    assert "\n" not in line
    print(f"{what}: {who}: {line}")


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def _written(handle: int) -> int:
    try:
        return os.write(handle, bytes(4096))
    except OSError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
