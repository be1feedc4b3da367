"""What must be true of a state folder that a dead station left."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from station.calibration.kept import load_calibration
from station.config import ResultsSettings
from station.errors import StationError
from station.results.backup import check, copies
from station.results.outbox import Outbox
from station.results.rosters import load_screening
from station.results.store import Store
from station.service.maintain import maintain
from tests.living import number_of
from tests.results.made_results import STARTED


@dataclass
class Promised:
    """What the station said before."""

    kept: int = 0
    calibrated: int = 0
    screened: int = 0
    published: set[str] = field(default_factory=set)

    def hear(self, lines: Iterable[str]) -> None:
        """Take in what it said."""
        for line in lines:
            what, value = line.split()
            if what == "kept":
                self.kept = int(value)
            elif what == "calibrated":
                self.calibrated = int(value)
            elif what == "screened":
                self.screened = int(value)
            else:
                self.published.add(value)


def complaints(folder: Path, promised: Promised) -> list[str]:
    """Start every part on ``folder``, which is changed by it; what is wrong there."""
    try:
        return [
            *_results(folder / "results.db", promised),
            *_screening(folder / "results.db", promised),
            *_calibration(folder / "calibration.json", promised),
            *_outbox(folder, promised),
            *_night(folder),
        ]
    except StationError as error:
        return [f"a start fails: {error}"]


def _results(database: Path, promised: Promised) -> list[str]:
    with closing(Store.open(database)) as store:
        found = [f"{database.name} was set aside"] * (store.set_aside is not None)
    check(database)
    with closing(sqlite3.connect(database)) as connection:
        (kept,) = connection.execute("SELECT count(*) FROM repetitions").fetchone()
    lost = promised.kept - kept
    return found + [f"{lost} of {promised.kept} repetitions lost"] * (lost > 0)


def _screening(database: Path, promised: Promised) -> list[str]:
    number = number_of(load_screening(database))
    return [f"screening {number} is there, not {promised.screened}"] * (number < promised.screened)


def _calibration(file: Path, promised: Promised) -> list[str]:
    calibration = load_calibration(file)
    number = 0 if calibration is None else int(calibration.camera_serial)
    return [f"calibration {number} is there, not {promised.calibrated}"] * (
        number < promised.calibrated
    )


def _outbox(folder: Path, promised: Promised) -> list[str]:
    """What was not published still is, in order; what was may come once more."""
    with closing(Outbox.open(folder / "outbox.db")) as outbox:
        found = ["the outbox was set aside"] * (outbox.set_aside is not None)
        outbox.gather(folder / "results.db")
        to_come = []
        while (waiting := outbox.oldest()) is not None:
            to_come.append(json.loads(waiting.payload)["id"])
            outbox.done(waiting.seq)
    everything = _ids(folder / "results.db")
    before = everything[: len(everything) - len(to_come)]
    if to_come != everything[len(before) :]:
        found.append("messages are out of order")
    forgotten = set(before) - promised.published
    return found + [f"{len(forgotten)} messages are forgotten"] * bool(forgotten)


def _ids(database: Path) -> list[str]:
    query = (
        "SELECT uid, number FROM (SELECT t.id, uid, number FROM repetitions r JOIN tests t"
        " ON t.id = r.test_id UNION ALL"
        " SELECT id, uid, 1000 FROM tests WHERE finished_utc IS NOT NULL) ORDER BY id, number"
    )
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(query).fetchall()
    return [f"{uid}-{'end' if number == 1000 else number}" for uid, number in rows]


def _night(folder: Path) -> list[str]:
    """Every copy is whole, and the next night makes another one."""
    for copy in copies(folder / "backups"):
        check(copy)
    maintain(
        folder / "results.db",
        folder / "backups",
        ResultsSettings(backups=3),
        STARTED,
        trusted=True,
    )
    left = [file.name for file in (folder / "backups").iterdir() if file.name.startswith(".")]
    return [f"{left} lies about"] * bool(left)
