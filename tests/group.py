"""``python -m tests.group FOLDER``: a group of twenty as the station sees it, to be looked at.

The day of ``tests/stories/test_group.py`` at the camera's own size and pace, with people who take
their time. Writes the reports and the pictures of the screen to FOLDER, and prints what everybody
came to, where that is not what they did, and how long each took. It takes five minutes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pygame

from station.drills.commands import KeepGroup
from station.drills.roster_csv import read_roster
from station.results.report.pages import athlete_page, group_page
from station.results.report.reading import read_group
from station.results.report.values import GroupRecord, KeptTest, Member
from station.screen.words import Words
from station.simulator.story import expected
from tests.stories.group import AT_EASE, INTERRUPTED, MEMBERS, WALL_CM, roster_csv, story_of
from tests.stories.group_day import a_month_before, killed, second_half
from tests.stories.group_station import TODAY, Call, GroupStation

_CUT = "--until-the-power-goes"
_CALLED = "called at "


def main() -> int:
    """A month before, the first half with its power cut, the second half, and the reports."""
    folder = Path(sys.argv[1])
    if _CUT in sys.argv:
        station = _station(folder, TODAY, "first")
        station.heard = lambda call: print(f"{_CALLED}{call.time_s:.1f} {call.name}", flush=True)
        killed(station)
    database = _database(folder)
    database.unlink(missing_ok=True)
    (folder / "screens").mkdir(parents=True, exist_ok=True)
    with _station(folder, TODAY - timedelta(days=30), "before") as station:
        station.take(KeepGroup(None, "U16", read_roster(roster_csv())))
        a_month_before(station)
    again = [sys.executable, "-m", "tests.group", str(folder), _CUT]
    told = subprocess.run(again, check=False, stdout=subprocess.PIPE, text=True).stdout
    first = [_call(line) for line in told.splitlines() if line.startswith(_CALLED)]
    with _station(folder, TODAY + timedelta(minutes=10), "second") as station:
        second_half(station)
        assert station.results.flush(10)
        screening = station.desk.screening
        assert screening is not None
        second, uid = [*station.calls, Call("", station.mat.time_s)], screening.state.uid
    record = read_group(database, uid)
    _write_reports(folder, uid, record)
    _print(record, {**_taken(first), **_taken(second)})
    return 0


def _station(folder: Path, began: datetime, part: str) -> GroupStation:
    return GroupStation(_database(folder), AT_EASE, began, _kept_in(folder / "screens", part))


def _database(folder: Path) -> Path:
    return folder / "results.db"


def _kept_in(folder: Path, part: str) -> Callable[[str, pygame.Surface], None]:
    count = 0

    def keep(name: str, surface: pygame.Surface) -> None:
        nonlocal count
        count += 1
        pygame.image.save(surface, folder / f"{part}-{count:02d}-{name}.png")

    return keep


def _call(line: str) -> Call:
    at, _, name = line.removeprefix(_CALLED).partition(" ")
    return Call(name, float(at))


def _taken(calls: Iterable[Call]) -> dict[str, float]:
    """From each call to the next, seconds; the last one has none, nor whoever had no power."""
    return {call.name: after.time_s - call.time_s for call, after in pairwise(calls)}


def _write_reports(folder: Path, uid: str, record: GroupRecord) -> None:
    database = _database(folder)
    for language in ("en", "de"):
        page = group_page(database, uid, Words.load(language))
        (folder / f"group-{language}.html").write_text(page, encoding="utf-8")
    for member in record.members:
        page = athlete_page(database, member.uid, Words.load("en"))
        (folder / f"athlete-{int(member.number):02d}.html").write_text(page, encoding="utf-8")


def _print(record: GroupRecord, taken_s: dict[str, float]) -> None:
    for member in record.members:
        seconds = f"{taken_s[member.name]:5.1f} s" if member.name in taken_s else "      –"
        told = _told(member.test) + _wrong(member)
        print(f"{member.number:>2} {seconds}  {member.name[:30]:30} {told}")
    tested_s = [
        taken_s[member.name]
        for member in record.members
        if member.test is not None and member.name in taken_s and member.name != INTERRUPTED
    ]
    each_s = sum(tested_s) / len(tested_s)
    print(f"{each_s:.1f} s from a call to the next; twenty would take {20 * each_s / 60:.1f} min")


def _told(test: KeptTest | None) -> str:
    if test is None:
        return "not tested"
    verdict = {True: "passed", False: "not passed", None: "not judged"}[test.passed]
    tries = (" ".join(each.faults) or "clean" for each in test.tries)
    return f"{verdict}{' (redone)' * bool(test.redone)}: {', '.join(tries)}"


def _wrong(member: Member) -> str:
    """What a perfect judge says of what they did, where that is something else."""
    if member.test is None:
        return ""
    athlete = MEMBERS[member.name]
    told = expected(story_of(athlete, athlete.does, AT_EASE, WALL_CM / 100))
    done = [set(each.faults) for each in told[AT_EASE.practice :]]
    if [set(each.faults) for each in member.test.tries] == done:
        return ""
    return f"; WRONG, done was {', '.join(' '.join(sorted(each)) or 'clean' for each in done)}"


if __name__ == "__main__":
    sys.exit(main())
