"""The coach's desk on the real database: a power cut after any command loses nothing."""

from __future__ import annotations

from pathlib import Path

from station.drills.commands import (
    AddAthlete,
    CallAthlete,
    CloseScreening,
    Command,
    DeleteGroup,
    KeepGroup,
    MarkAbsent,
    NextAthlete,
    Redo,
    RemoveAthlete,
    SkipAthlete,
    StartScreening,
)
from station.drills.desk import Desk
from station.drills.roster import Entry
from station.drills.screening import Protocol
from station.results.results import Results
from station.results.rosters import load_groups, load_screening
from tests.drills.made_groups import DRILLS, TEAM_OF_20, uids
from tests.results.made_results import results


def after_a_power_cut(path: Path, kept: Results) -> Desk:
    assert kept.flush(10)
    return Desk(
        load_groups(path), load_screening(path), DRILLS, kept, uids(), Protocol("wall-tap", 0.16)
    )


def test_a_desk_is_after_a_power_cut_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "results.db"
    entries = tuple(Entry(name, str(number)) for number, name in enumerate(TEAM_OF_20))
    uid = {name: f"uid-{2 + number}" for number, name in enumerate(TEAM_OF_20)}
    happening: tuple[Command | str, ...] = (
        KeepGroup(None, "U16 Mädchen", entries),
        StartScreening("uid-1", "wall-tap", 16.0),
        SkipAthlete(),
        "done",
        NextAthlete(),
        MarkAbsent(),
        Redo(),
        "done",
        CallAthlete(uid["Pat"]),
        "done",
        AddAthlete("uid-1", "Zoë, spät 🏃", ""),
        # One leaves the team while still to come, one after the test, one is deleted.
        KeepGroup("uid-1", "U16", tuple(e for e in entries if e.name not in ("Ruth", "Pat"))),
        RemoveAthlete(uid["Mia"]),
        NextAthlete(),
        # The one who had left is back: the same athlete as before.
        KeepGroup("uid-1", "U16", tuple(e for e in entries if e.name != "Mia")),
        CloseScreening(),
        KeepGroup(None, "Empty", ()),
        DeleteGroup("uid-1"),
    )
    with results(path) as kept:
        desk = Desk((), None, DRILLS, kept, uids(), Protocol("wall-tap", 0.16))
        for what in happening:
            if isinstance(what, str):
                assert desk.screening is not None and desk.screening.called is not None
                assert desk.done(desk.screening.called.uid) is None
            else:
                assert desk.take(what) is None, what
            again = after_a_power_cut(path, kept)
            assert again.groups == desk.groups, what
            assert (again.screening is None) == (desk.screening is None)
            if again.screening is not None and desk.screening is not None:
                assert again.screening.state == desk.screening.state, what
                assert again.screening.upcoming == desk.screening.upcoming
            if what == happening[-4]:
                (group,) = desk.groups
                athlete = group.athlete(uid["Ruth"])
                assert athlete is not None and athlete.name == "Ruth"
    assert [group.name for group in load_groups(path)] == ["Empty"]
