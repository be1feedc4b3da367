"""The tempo bar: counts in, waits for who starts late, runs with the athlete's own start."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.drills.guide import Beat, TempoBar
from station.drills.pacer import COUNT_IN_S, VERDICT_S, Pacer
from station.engine import Stage
from station.hinge.history import Sample
from station.hinge.repetitions import RepetitionWatch
from station.hinge.task import Task, Tempo
from station.hinge.verdict import Outcome, Repetition
from tests.drills.made_repetitions import reading
from tests.hinge.made_motion import (
    HEIGHT_M,
    STAND_S,
    STANDING,
    TOUCHING,
    Hinge,
    Move,
    Posture,
    samples,
)

TEMPO = Tempo(3.0, 2.0, 1.0)
TASK = Task(tempo=TEMPO)
FOLLOWED = Hinge(lower_s=3.0, pause_s=2.0, rise_s=1.0)


def paced(
    seen: list[Sample], task: Task = TASK, rest_until_s: float = 0.0
) -> tuple[dict[float, TempoBar], list[Repetition]]:
    """The bar at every tenth of a second, and what the station's own watch made of it."""
    pacer, watch = Pacer(TEMPO, task), RepetitionWatch(HEIGHT_M, task)
    bars, done, touched = {}, [], False
    for sample in seen:
        gap_mm = sample.measures.hip_gap_mm or 0.0
        touch, touched = gap_mm <= 0 and not touched, gap_mm <= 0
        repetition = watch.step(sample, touch)
        stage = Stage.REPETITION if watch.in_repetition else Stage.READY
        now = replace(reading(sample.time_s, repetition), stage=stage, measures=sample.measures)
        pacer.step(now, max(0.0, rest_until_s - sample.time_s))
        bars[round(sample.time_s, 2)] = pacer.bar
        done += [] if repetition is None else [repetition]
    return bars, done


def after(still_s: float, *hinges: Hinge) -> list[Sample]:
    """Somebody who stands for so long and then hinges."""
    return samples([Move(STANDING, still_s), *(move for each in hinges for move in each.moves())])


def test_it_counts_in_and_goes_through_its_parts_in_their_time() -> None:
    bar = TempoBar(TEMPO)
    told = [
        (each.beat.value, each.count, each.at_s)
        for each in map(bar.moved_to, (-3.0, -1.5, -0.01, 0.0, 2.9, 3.0, 4.9, 5.5, 6.0, 9.0))
    ]
    assert told == [
        ("count_in", 3, 0.0),
        ("count_in", 2, 0.0),
        ("count_in", 1, 0.0),
        ("lower", 0, 0.0),
        ("lower", 0, 2.9),
        ("pause", 0, 3.0),
        ("pause", 0, 4.9),
        ("rise", 0, 5.5),
        ("over", 0, 6.0),
        ("over", 0, 6.0),
    ]
    assert (bar.whole_s, bar.moved_to(3.5).left_s, bar.left_s) == (6.0, 1.5, 0.0)


def test_who_stands_ready_is_counted_in_once() -> None:
    bars, _ = paced(samples([Move(STANDING, 20.0)]))
    counts = [bar.count for bar in bars.values() if bar.beat is Beat.COUNT_IN]
    assert sorted(counts, reverse=True) == counts
    assert set(counts) == {3, 2, 1}
    assert len(counts) == pytest.approx(30 * COUNT_IN_S, abs=2)
    # It ran for a moment and came back to its start, where it waits for them.
    assert bars[5.0].at_s == pytest.approx(1.0, abs=0.1)
    assert (bars[20.0].beat, bars[20.0].at_s) == (Beat.LOWER, 0.0)


@pytest.mark.parametrize("wall", [True, False])
@pytest.mark.parametrize("late_s", [-2.0, 0.3, 2.0, 9.0])
def test_it_runs_with_the_athletes_own_start_however_late(late_s: float, wall: bool) -> None:
    """Who does what the bar shows is clean, whenever they began."""
    task = TASK if wall else replace(TASK, wall=False, least_travel_share=0.08)
    # A second to settle, and the count.
    begins_s = 1.0 + COUNT_IN_S + late_s
    bars, (done,) = paced(after(begins_s - STAND_S, FOLLOWED), task)
    assert done.verdict.outcome is Outcome.PASS
    # Before the count is over nobody is expected to begin; from then on it is seen at once.
    for since_s in (2.0 if late_s < 0 else 1.2, 2.8, 4.0, 5.5):
        shown = bars[round(begins_s + since_s, 2)]
        assert shown.at_s == pytest.approx(since_s, abs=0.3)
    assert bars[round(begins_s + 4.0, 2)].beat is Beat.PAUSE


def test_who_only_sways_has_not_begun() -> None:
    swaying = Posture(back_mm=28.0, trunk_deg=4.0)
    moves = [Move(STANDING, 8.0), Move(swaying, 0.6), Move(STANDING, 0.6), Move(STANDING, 3.0)]
    bars, done = paced(samples(moves))
    assert not done
    assert (bars[12.5].beat, bars[12.5].at_s) == (Beat.LOWER, 0.0), "it waits at its start"


def test_the_last_verdict_has_its_time_before_it_counts_in_again() -> None:
    bars, (done,) = paced(after(3.0, replace(FOLLOWED, rest_s=9.0)))
    again_s = min(t for t, bar in bars.items() if t > done.end_s and bar.beat is Beat.COUNT_IN)
    over_s = min(t for t, bar in bars.items() if t > done.end_s - 0.5 and bar.beat is Beat.WAIT)
    assert again_s - over_s == pytest.approx(VERDICT_S, abs=0.1)


def test_during_a_rest_it_waits_and_counts_in_to_its_end() -> None:
    bars, _ = paced(samples([Move(STANDING, 40.0)]), rest_until_s=30.0)
    assert {bar.beat for time_s, bar in bars.items() if time_s < 26.9} == {Beat.WAIT}
    assert bars[27.5].count == 3
    assert bars[30.5].at_s == pytest.approx(0.5, abs=0.1)


def test_who_turns_without_standing_begins_the_next_one_there() -> None:
    half = replace(TOUCHING, back_mm=60.0, trunk_deg=15.0)
    turning = [Move(TOUCHING, 3.0), Move(TOUCHING, 2.0), Move(half, 1.0), *FOLLOWED.moves()]
    bars, done = paced(samples([Move(STANDING, 2.0), *turning]))
    assert len(done) == 2
    turned_s = done[0].end_s
    assert bars[round(turned_s + 2.5, 1)].at_s == pytest.approx(2.5, abs=0.4)


def test_who_is_gone_is_not_counted_in() -> None:
    pacer = Pacer(TEMPO, TASK)
    for tenth in range(30):
        pacer.step(reading(tenth / 10), 0.0)
    assert pacer.bar.beat is Beat.COUNT_IN
    pacer.step(replace(reading(3.0), stage=Stage.PLACING), 0.0)
    assert pacer.bar.beat is Beat.COUNT_IN, "a stumble of the measuring"
    pacer.step(replace(reading(3.1), stage=Stage.EMPTY), 0.0)
    assert pacer.bar == TempoBar(TEMPO)
