"""A quarter of an hour of the warm-up at full speed; ``python -m tests.warm_up_day`` runs eight."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from station.hinge.verdict import Outcome
from tests.warm_up_day import Day, WarmUpDay, complaints


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    return WarmUpDay(tmp_path_factory.mktemp("day"), 0.22, seed=2, break_s=20.0).run()


def test_whatever_was_done_is_told_kept_and_counted(day: Day) -> None:
    assert complaints(day) == []
    told = [each for tests in day.told for each in tests]
    assert len(day.visits) >= 4
    assert {each.outcome for each in told} == set(Outcome)
    assert len({visit.drill.name for visit in day.visits}) >= 2


def test_one_repetition_more_or_less_is_noticed(day: Day) -> None:
    most = max(range(len(day.told)), key=lambda visit: len(day.told[visit]))
    fewer, other, farther = (deepcopy(day.told) for _ in range(3))
    fewer[most].pop()
    other[most][0] = replace(other[most][0], outcome=Outcome.NO_VERDICT)
    farther[most][-1] = replace(farther[most][-1], wall_m=0.99)
    for told in (fewer, other, farther, day.told[1:]):
        assert complaints(replace(day, told=told))
    assert complaints(replace(day, grown_kb=50_000))


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM repetitions WHERE id = 3",
        "UPDATE repetitions SET outcome = 'PASS' WHERE outcome <> 'PASS'",
        "DELETE FROM faults",
        "UPDATE tests SET drill = 'contrast' WHERE id = 1",
        "UPDATE tests SET clock_trusted = 0 WHERE id = 2",
        "DELETE FROM tests WHERE id = 2",
    ],
)
def test_one_kept_otherwise_is_noticed(day: Day, tmp_path: Path, change: str) -> None:
    other = tmp_path / "results.db"
    other.write_bytes(day.file.read_bytes())
    with closing(sqlite3.connect(other)) as results:
        results.execute(change)
        results.commit()
    assert complaints(replace(day, file=other))
