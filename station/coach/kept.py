"""Which screenings there were: the list that the results begin with. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station.results.readonly import is_there, read_only
from station.results.versions import WITH_ATHLETES, check_version

_MOST = 200
_SCREENINGS = """
    SELECT s.uid, g.uid AS group_uid, g.name AS group_name, s.drill, s.started_utc,
        s.clock_trusted, s.closed_utc IS NOT NULL AS closed,
        (SELECT count(*) FROM turns t WHERE t.screening_id = s.id) AS members,
        (SELECT count(*) FROM turns t WHERE t.screening_id = s.id AND t.status = 'done') AS tested
    FROM screenings s JOIN groups g ON g.id = s.group_id ORDER BY s.id DESC LIMIT ?
"""


@dataclass(frozen=True)
class KeptScreening:
    """One line of the list."""

    uid: str
    group_uid: str
    group: str
    drill: str
    started: datetime
    clock_trusted: bool
    closed: bool
    members: int
    tested: int


def screenings(path: Path) -> tuple[KeptScreening, ...]:
    """The newest ones first.

    Raises :class:`~station.errors.ResultsError` when the results cannot be read.
    """
    if not is_there(path):
        return ()
    with read_only(path) as results:
        if check_version(results, path) < WITH_ATHLETES:
            return ()
        return tuple(
            KeptScreening(
                uid=row["uid"],
                group_uid=row["group_uid"],
                group=row["group_name"],
                drill=row["drill"],
                started=datetime.fromisoformat(row["started_utc"]),
                clock_trusted=bool(row["clock_trusted"]),
                closed=bool(row["closed"]),
                members=row["members"],
                tested=row["tested"],
            )
            for row in results.execute(_SCREENINGS, (_MOST,))
        )
