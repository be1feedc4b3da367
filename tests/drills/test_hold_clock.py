"""The clock of a hold runs while the bottom is held, and is never ahead of the judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from station.drills.hold_clock import HoldClock
from station.engine import Stage
from station.hinge.history import Sample
from station.hinge.limits import FaultLimits
from station.hinge.task import Hold, Task
from tests.drills.made_repetitions import reading
from tests.hinge.made_motion import STANDING, TOUCHING, Hinge, Move, of, samples, watched

LIMITS = FaultLimits()


def shown(seen: Iterable[Sample], clock: HoldClock | None = None) -> list[tuple[float, float]]:
    """What the clock shows, with the seconds at which it does."""
    clock = clock or HoldClock(LIMITS)
    told = []
    for sample in seen:
        bent = (sample.trunk_change_deg or 0.0) > 5.0
        stage = Stage.REPETITION if bent else Stage.READY
        clock.step(replace(reading(sample.time_s), stage=stage, measures=sample.measures))
        told.append((sample.time_s, clock.held_s))
    return told


def test_it_runs_at_the_bottom_and_is_forgotten_upright() -> None:
    told = shown(of(Hinge(pause_s=10.0)))
    # One still second, 1.2 s down.
    assert dict(told)[12.0] == pytest.approx(9.6, abs=0.3)
    assert max(held_s for _, held_s in told) == pytest.approx(10.7, abs=0.4)
    assert told[-1][1] == 0.0


@pytest.mark.parametrize("pause_s", [0.3, 2.0, 9.0])
@pytest.mark.parametrize("lower_s", [0.8, 3.0])
def test_at_the_end_of_the_hold_it_is_never_ahead_of_the_judge(
    pause_s: float, lower_s: float
) -> None:
    seen = of(Hinge(lower_s=lower_s, pause_s=pause_s))
    (done,) = watched(seen, Task(hold=Hold(1.0, 60.0)))
    rises_s = 1.2 + lower_s + pause_s
    at_the_end_s = max(held_s for time_s, held_s in shown(seen) if time_s <= rises_s)
    assert done.held_s is not None
    assert pause_s <= at_the_end_s <= done.held_s


def test_a_back_that_rounds_begins_it_anew_and_a_flicker_does_not() -> None:
    rounded = replace(TOUCHING, lumbar_deg=35.0)
    down = [Move(TOUCHING, 1.2), Move(TOUCHING, 4.0)]
    lapse = [Move(rounded, 0.5), Move(rounded, 0.5), Move(TOUCHING, 0.5), Move(TOUCHING, 2.0)]
    told = shown(samples([*down, *lapse, Move(STANDING, 1.2)]))
    # It stood still from well before the worst of it, and counts from when the back is flat again.
    assert dict(told)[9.0] == pytest.approx(1.6, abs=0.4)

    def flicker(sample: Sample) -> Sample:
        lumbar_deg = 50.0 if 4.0 < sample.time_s < 4.15 else 5.0
        measures = replace(sample.measures, lumbar_flexion_deg=lumbar_deg)
        return replace(sample, measures=measures)

    assert max(h for _, h in shown(map(flicker, of(Hinge(pause_s=8.0))))) > 8.0


def test_who_comes_half_way_up_begins_anew() -> None:
    half = replace(TOUCHING, back_mm=90.0)
    moves = [Move(TOUCHING, 1.2), Move(TOUCHING, 5.0), Move(half, 0.8), Move(TOUCHING, 0.8)]
    told = shown(samples([*moves, Move(TOUCHING, 2.0)]))
    assert told[-1][1] == pytest.approx(2.3, abs=0.4)


def test_a_frame_unseen_does_not_stop_it() -> None:
    clock = HoldClock(LIMITS)
    seen = [sample for sample in of(Hinge(pause_s=6.0)) if sample.time_s < 7.0]
    shown(seen[:100], clock)
    clock.step(replace(reading(seen[100].time_s), stage=Stage.PLACING))
    shown(seen[101:], clock)
    assert clock.held_s == pytest.approx(4.6, abs=0.4)
