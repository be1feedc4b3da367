"""``python -m tests.warm_up_visits [VISITS]``: visitors of the warm-up in front of the real engine.

Not a test of pytest's: a dozen take some minutes. Simulated depth frames at low resolution, as fast
as they can, of one visitor after the other in one gym; what was planned must be told and kept.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from station.camera.frame import DepthFrame
from station.camera.simulated import SimulatedSource
from station.engine import Engine
from station.simulator.sensor import d435
from station.simulator.sessions import PLANS
from station.simulator.shape import AthleteShape
from station.simulator.story import Story, Timing, expected
from tests.warm_up_station import FIRST_WALL_M, Told, WarmUpStation

_WRONG = ("squat", "no_touch", "lumbar")
_WITHOUT_WORRY_S = 4.0
"""The mat is empty for so long between two visitors."""


def visitor(number: int) -> Story:
    """Everybody has another height and does another half dozen, two of them wrong at most: three
    would move the wall."""
    chance = random.Random(number)
    names = ["clean"] * chance.randint(3, 6)
    for _ in range(chance.randint(0, 2)):
        names.insert(chance.randint(0, len(names)), chance.choice(_WRONG))
    plans = [replace(PLANS[name], rest_s=chance.uniform(0.8, 1.5)) for name in names]
    return Story(
        athlete=AthleteShape(chance.uniform(1.60, 1.90), clothes_mm=4.0),
        camera=d435(424),
        wall_m=FIRST_WALL_M,
        plans=tuple(plans),
        fps=20.0,
        seed=number,
        timing=Timing(end_s=_WITHOUT_WORRY_S),
    )


def frames(stories: list[Story]) -> Iterator[DepthFrame]:
    """One story after the other, on one clock."""
    before_s, number = 0.0, 0
    for story in stories:
        last_s = before_s
        for frame in iter(SimulatedSource(story).read, None):
            last_s, number = before_s + frame.capture_time_s, number + 1
            yield replace(frame, capture_time_s=last_s, sequence=number)
        before_s = last_s + 1 / story.fps


def run(folder: Path, visits: int) -> tuple[list[str], int]:
    """What is not as it was planned, and how many repetitions there were."""
    stories = [visitor(number) for number in range(1, visits + 1)]
    station = WarmUpStation(folder, Engine(FIRST_WALL_M), ("wall-tap",))
    with station.results, station.tell:
        for frame in frames(stories):
            station.take(frame)
        station.tidy()
    told = station.listening.tests
    found = [] if len(told) == visits else [f"{visits} visits, but {len(told)} were begun"]
    for number, (story, tests) in enumerate(zip(stories, told, strict=False), start=1):
        if not _alike(story, tests):
            planned = [sorted(each.faults) for each in expected(story)]
            seen = [sorted(each.faults) or each.outcome.value for each in tests]
            found.append(f"visit {number}: {planned} were told as {seen}")
    with closing(sqlite3.connect(station.file)) as results:
        kept = results.execute(
            "SELECT count(*) FROM repetitions JOIN tests ON tests.id = test_id "
            "WHERE use = 'warm-up' AND finished_utc IS NOT NULL"
        ).fetchone()[0]
    done = sum(len(story.plans) for story in stories)
    if kept != done:
        found.append(f"{kept} repetitions are kept, {done} were done")
    return found, done


def _alike(story: Story, told: list[Told]) -> bool:
    """The same number of repetitions, wrong where it was wrong. In a low resolution a round back
    may show somewhat higher than it is, so which fault it is counts where it is another one."""
    planned = expected(story)
    if len(planned) != len(told):
        return False
    return all(
        bool(each.faults) == bool(seen.faults)
        and ("lumbar_flexion" in each.faults or each.faults == seen.faults)
        for each, seen in zip(planned, told, strict=True)
    )


def main() -> int:
    """Run them and tell."""
    visits, started_s = int(sys.argv[1]) if len(sys.argv) > 1 else 12, time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found, done = run(Path(folder), visits)
    took_s = time.perf_counter() - started_s
    print(f"{visits} visits with {done} repetitions through the engine in {took_s:.0f} s")
    for complaint in found:
        print(complaint, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
