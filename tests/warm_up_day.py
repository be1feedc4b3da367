"""``python -m tests.warm_up_day [HOURS]``: a day of the unattended warm-up, at full speed.

Not a test of pytest's, which runs a few minutes of it: eight hours take two. The real states,
drills, lights, store and statistics, with the visitors of :mod:`tests.day_visitors` thirty times a
second. Everything that was done must be kept and counted, to the repetition; memory must not grow,
and the last hour must go like the first.
"""

from __future__ import annotations

import gc
import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count, zip_longest
from pathlib import Path

import numpy as np
import pygame
from typer.testing import CliRunner

from station.camera.frame import DepthFrame
from station.camera.simulated import intrinsics_of
from station.cli import app
from station.engine import Reading, Stage
from station.hinge.verdict import Fault, Outcome
from station.screen.dimming import Dimming, DimPicture
from station.screen.screen import Screen
from station.screen.state import StateName
from station.simulator.sensor import PinholeCamera
from tests.day_visitors import FPS, MadeEngine, Seen, Visit, Visitors, faults_of
from tests.warm_up_station import QUIET, Told, WarmUpStation, time_of_day

DRILLS = ("wall-tap", "tempo-hinge", "isometric-hold", "wall-tap")
"""One after the other, each for as long; the coach chooses the next while nobody is there."""
BREAK_S = 12 * 60.0
"""Nobody comes for so long after each drill: the screen goes dark."""
_DRAWN_EVERY = 300
_LATEST_S = 0.5
"""A repetition is told when the hips have settled; one out of sight, when it is given up."""
_MOST_GROWN, _MOST_GROWN_KB = 100, 8_000
_ONE_VISIT = {"CurvePoint": 64 * 30}
"""The last test may be held until the next one."""
_DEPTH, _CAMERA = np.zeros((1, 1), np.uint16), intrinsics_of(PinholeCamera())


@dataclass(frozen=True)
class Day:
    """What was done, and what the station made of it.

    ``grown_kb`` and ``grown`` are what it holds in memory at the end over the end of the first
    drill, with nobody there both times.
    """

    visits: list[Visit]
    begun_s: list[float]
    told: list[list[Told]]
    frames: int
    drawn: int
    dark: int
    passers_by: int
    grown_kb: int
    grown: Counter[str]
    file: Path

    @property
    def lags_s(self) -> list[float]:
        """How long after its end each repetition was told."""
        return [
            told.time_s - ended_s
            for visit, tests in zip(self.visits, self.told, strict=True)
            for ended_s, told in zip(visit.ended_s, tests, strict=True)
        ]


class WarmUpDay:
    """The station and its visitors, on a clock of their own."""

    def __init__(self, folder: Path, hours: float, seed: int = 1, break_s: float = BREAK_S) -> None:
        self._each_s, self._break_s = 3600 * hours / len(DRILLS), break_s
        self._engine = MadeEngine()
        self._station = station = WarmUpStation(folder, self._engine, DRILLS)
        self._visitors = Visitors(seed, lambda: station.is_testing, lambda: station.drill)
        self._screen = Screen(pygame.Surface((320, 180), 0, 32), station.words)
        self._dimming = Dimming(10, QUIET)
        self._drawn = self._dark = 0
        self._held: list[tuple[int, Counter[str]]] = []

    def run(self) -> Day:
        """From the first visitor to the last."""
        self._engine.frames, station = self._day(), self._station
        with station.results, station.tell:
            for number in count():
                frame = DepthFrame(_DEPTH, 0.001, _CAMERA, number / FPS, number)
                try:
                    reading = station.take(frame)
                except StopIteration:
                    break
                if number % _DRAWN_EVERY == 0:
                    self._draw(reading)
        (before_kb, before), (after_kb, after) = self._held[0], self._held[-1]
        return Day(
            visits=self._visitors.visits,
            begun_s=station.listening.begun_s,
            told=station.listening.tests,
            frames=number,
            drawn=self._drawn,
            dark=self._dark,
            passers_by=self._visitors.passers_by,
            grown_kb=after_kb - before_kb,
            grown=after - before,
            file=station.file,
        )

    def _day(self) -> Iterator[Seen]:
        for number, name in enumerate(DRILLS, start=1):
            self._station.choose(name)
            yield from self._visitors.frames(number * self._each_s - self._break_s)
            yield from self._visitors.pause(self._break_s)
            assert self._station.flow.name is StateName.INVITATION
            self._station.tidy()
            self._held.append((_memory_kb(), _living()))

    def _draw(self, reading: Reading) -> None:
        flow, now_s = self._station.flow, self._station.listening.now_s
        picture = flow.picture()
        assert picture is not None
        shown = self._dimming.over(
            picture,
            empty=flow.name is StateName.INVITATION and reading.stage is Stage.EMPTY,
            must_see=False,
            now_s=now_s,
            local_time=self._station.utc().time(),
        )
        self._screen.draw(shown)
        self._drawn += 1
        self._dark += isinstance(shown, DimPicture)


def complaints(day: Day) -> list[str]:
    """What is not as it was done; empty when all is well."""
    found = []
    if len(day.visits) != len(day.told):
        return [f"{len(day.visits)} visits, but {len(day.told)} were begun"]
    for number, (visit, told) in enumerate(zip(day.visits, day.told, strict=True), start=1):
        wanted = [(kind.outcome, frozenset(faults_of(visit.drill, kind))) for kind in visit.done]
        if [(each.outcome, each.faults) for each in told] != wanted:
            found.append(f"visit {number}, {visit.drill.name}: {wanted} were told as {told}")
        elif [(each.set_number, each.wall_m) for each in told] != _asked(visit):
            found.append(f"visit {number}: sets or walls are not {_asked(visit)} but {told}")
    return found or [*_drifts(day), *_leaks(day), *miscounted(day)]


def _asked(visit: Visit) -> list[tuple[int, float | None]]:
    """Set and wall of each repetition, worked out anew from the drill's own numbers."""
    drill, rule = visit.drill, visit.drill.levels
    wall_m = None if drill.wall is None else drill.wall.for_height(visit.height_m)
    asked, judged, since = [], 0, list[bool]()
    for kind in visit.done:
        asked.append((1 + judged // drill.dose.repetitions, wall_m))
        if kind.outcome is Outcome.NO_VERDICT:
            continue
        judged += 1
        since.append(kind.outcome is Outcome.PASS)
        if rule is None or wall_m is None:
            continue
        step_m = 0.0
        if len(since) >= rule.up_after_clean and all(since[-rule.up_after_clean :]):
            step_m = rule.step_m
        elif since[-rule.of_last :].count(False) >= rule.down_after_faults:
            step_m = -rule.step_m
        if step_m:
            moved_m, since = round(wall_m + step_m, 4), []
            if rule.nearest_m <= moved_m <= rule.farthest_share * visit.height_m:
                wall_m = moved_m
    return asked


def _drifts(day: Day) -> list[str]:
    """The last hour tells as soon as the first."""
    lags_s = day.lags_s
    share = max(1, len(lags_s) // 8)
    first, last = max(lags_s[:share]), max(lags_s[-share:])
    late = [lag_s for lag_s in lags_s if not -_LATEST_S < lag_s < _LATEST_S]
    found = []
    if late:
        found.append(f"{len(late)} repetitions were told up to {max(late, key=abs):.1f} s off")
    if last > first + 0.1:
        found.append(f"a repetition was told {first:.2f} s after its end, later {last:.2f} s")
    return found


def _leaks(day: Day) -> list[str]:
    """Nobody there is nobody there, after the first drill and after the last."""
    kept = {
        name: more
        for name, more in day.grown.items()
        if more > _MOST_GROWN + _ONE_VISIT.get(name, 0)
    }
    found = [f"{more} more {name} than before" for name, more in kept.items()]
    if day.grown_kb > _MOST_GROWN_KB:
        found.append(f"memory grew by {day.grown_kb} kB")
    return found


def miscounted(day: Day) -> list[str]:
    """What is kept, or counted by ``station results days``, otherwise than it was done."""
    with closing(sqlite3.connect(day.file)) as results:
        rows = results.execute(_REPETITIONS).fetchall()
    found = [
        f"repetition {number}: {kept} is kept, {told} was done"
        for number, (kept, told) in enumerate(zip_longest(rows, _rows(day)), start=1)
        if kept != told
    ]
    told = CliRunner().invoke(app, ["results", "days", "--json", "--results", str(day.file)])
    if told.exit_code:
        return [*found, f"station results days: {told.output}{told.exception}"]
    days, done = json.loads(told.output), _days(day)
    return found if days == done else [*found, f"the days are told as {days}, done was {done}"]


def _days(day: Day) -> list[dict[str, object]]:
    """What ``station results days`` has to say."""
    done: dict[tuple[str, str], list[tuple[Outcome, set[Fault]]]] = {}
    visits: Counter[tuple[str, str]] = Counter()
    for begun_s, visit in zip(day.begun_s, day.visits, strict=True):
        key = (time_of_day(begun_s).astimezone().date().isoformat(), visit.drill.name)
        visits[key] += 1
        kinds = [(kind.outcome, faults_of(visit.drill, kind)) for kind in visit.done]
        done.setdefault(key, []).extend(kinds)
    return [
        {
            "date": key[0],
            "use": "warm-up",
            "drill": key[1],
            "visits": visits[key],
            "judged": sum(outcome is not Outcome.NO_VERDICT for outcome, _ in kinds),
            "clean": sum(outcome is Outcome.PASS for outcome, _ in kinds),
            "not_judged": sum(outcome is Outcome.NO_VERDICT for outcome, _ in kinds),
            "faults": dict(Counter(str(fault) for _, faults in kinds for fault in faults)),
        }
        for key, kinds in sorted(done.items())
    ]


_REPETITIONS = """
    SELECT t.drill, r.set_number, r.wall_mm, r.outcome, (
        SELECT group_concat(code, ' ') FROM (
            SELECT code FROM faults WHERE repetition_id = r.id ORDER BY code)
    ) FROM repetitions r JOIN tests t ON t.id = r.test_id ORDER BY t.id, r.number
"""


def _rows(day: Day) -> Iterator[tuple[str, int, float | None, str, str | None]]:
    """What is to be kept of every repetition."""
    for visit in day.visits:
        for kind, (set_number, wall_m) in zip(visit.done, _asked(visit), strict=True):
            faults = " ".join(sorted(faults_of(visit.drill, kind))) or None
            wall_mm = None if wall_m is None else round(1000 * wall_m, 1)
            yield visit.drill.name, set_number, wall_mm, kind.outcome.value, faults


def _memory_kb() -> int:
    """What this process has in memory, once everything that can be freed is."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 1024


def _living() -> Counter[str]:
    """How many values of each of the station's kinds there are."""
    gc.collect()
    kinds = (type(each) for each in gc.get_objects())
    return Counter(
        kind.__qualname__ for kind in kinds if str(kind.__module__).startswith("station.")
    )


def main() -> int:
    """Run a day and tell."""
    hours, started_s = float(sys.argv[1]) if len(sys.argv) > 1 else 8.0, time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        day = WarmUpDay(Path(folder), hours).run()
        found = complaints(day)
    kinds = Counter(told.outcome.value for tests in day.told for told in tests)
    lags_s = sorted(day.lags_s)
    print(
        f"{hours:g} hours, {day.frames} frames in {time.perf_counter() - started_s:.0f} s: "
        f"{len(day.visits)} visits, {day.passers_by} passers-by, {sum(kinds.values())} repetitions "
        f"({', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items()))}); told "
        f"{lags_s[len(lags_s) // 2]:+.2f} s after their end, {lags_s[-1]:+.2f} s at most; dark in "
        f"{day.dark} of {day.drawn} pictures; memory {day.grown_kb:+d} kB"
    )
    for complaint in found:
        print(complaint, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
