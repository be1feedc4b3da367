"""``python -m tests.living FOLDER TESTS``: all that writes into the state folder.

The real parts, as fast as they can: results, calibration, outbox, the nightly maintenance. Each
line on standard output is something that is promised from then on, whatever happens.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

from station.calibration.kept import Calibration, save_calibration
from station.config import ResultsSettings
from station.drills.roster import Athlete, Group
from station.drills.screening import Protocol, ScreeningState, Status
from station.results.outbox import Outbox
from station.service.maintain import maintain
from tests.made_calibration import CALIBRATION
from tests.results.made_results import FAULTY, STARTED, WALK_UP, attempt, result, results

REPETITIONS = 9
MANY = Group("many", "Many", tuple(Athlete(f"uid-{bit}", f"Athlete {bit}") for bit in range(10)))
_PUBLISHED = 12
"""A little more than a test has, so that the outbox is empty at times."""


def live(folder: Path, tell: Callable[[str], None], tests: int | None = None) -> None:
    """One test after the other, at most ``tests``."""
    database = folder / "results.db"
    with results(database) as kept, closing(Outbox.open(folder / "outbox.db")) as outbox:
        for number in count(1) if tests is None else range(1, tests + 1):
            kept.begin(WALK_UP)
            for _ in range(REPETITIONS):
                kept.attempt(attempt(FAULTY))
                assert kept.flush(60)
                tell(f"kept {kept.kept}")
            kept.finish(result())
            kept.keep_screening(screening(number))
            assert kept.flush(60)
            tell(f"screened {number}")
            save_calibration(calibration(number), folder / "calibration.json")
            tell(f"calibrated {number}")
            _publish(outbox, database, tell)
            if number % 3 == 0:
                maintain(
                    database, folder / "backups", ResultsSettings(backups=3), STARTED, trusted=True
                )


def _publish(outbox: Outbox, database: Path, tell: Callable[[str], None]) -> None:
    """As if a broker took them."""
    outbox.gather(database)
    for _ in range(_PUBLISHED):
        waiting = outbox.oldest()
        if waiting is not None:
            tell(f"published {json.loads(waiting.payload)['id']}")
            outbox.done(waiting.seq)


def calibration(number: int) -> Calibration:
    """One that can be told from others."""
    return CALIBRATION.model_copy(update={"camera_serial": str(number)})


def screening(number: int) -> ScreeningState:
    """One that tells its number: who is done stands for a one."""
    statuses = {
        athlete.uid: Status.DONE if number >> bit & 1 else Status.WAITING
        for bit, athlete in enumerate(MANY.athletes)
    }
    return ScreeningState("screening", MANY, Protocol("wall-tap"), statuses)


def number_of(state: ScreeningState | None) -> int:
    """The number that it tells; 0 for none."""
    if state is None:
        return 0
    return sum(
        1 << bit
        for bit, athlete in enumerate(MANY.athletes)
        if state.statuses[athlete.uid] is Status.DONE
    )


def _say(line: str) -> None:
    # One write for one promise: who watches sees them in order with the writes to the disk.
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    live(Path(sys.argv[1]), _say, int(sys.argv[2]))
