"""What is kept of a repetition's course."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from station.drills.trace import MOST_POINTS, Trace
from station.engine import Reading, Stage
from station.posture.measures import Measures
from tests.drills.made_repetitions import done, reading


def moving(time_s: float, back_mm: float) -> Reading:
    measures = Measures(hip_displacement_mm=back_mm, hip_gap_mm=100.0 - back_mm)
    return replace(reading(time_s), stage=Stage.REPETITION, measures=measures)


@pytest.mark.parametrize("lasts_s", [0.5, 3.0, 20.0, 120.0])
def test_a_repetition_of_any_length_is_kept_from_its_beginning_to_its_end(lasts_s: float) -> None:
    trace, frames = Trace(), int(30 * lasts_s)
    for frame in range(frames):
        trace.step(moving(1.0 + frame / 30, float(frame)))
    curve = trace.attempt(done(), 0.1).curve
    assert len(curve) <= MOST_POINTS
    times_s = [point.t_s for point in curve]
    assert times_s == sorted(times_s)
    # The made repetition starts at 1 s.
    assert times_s[0] == 0.0
    gaps_s = [late - early for early, late in pairwise(times_s)]
    assert lasts_s - times_s[-1] <= max(gaps_s) + 0.1
    assert max(gaps_s) <= max(0.1, 3 * lasts_s / MOST_POINTS)
    last = curve[-1]
    assert last.hip_gap_mm is not None and last.hip_displacement_mm is not None
    assert last.hip_gap_mm == 100.0 - last.hip_displacement_mm


def test_the_next_repetition_begins_with_nothing() -> None:
    trace = Trace()
    trace.step(moving(1.0, 50.0))
    assert len(trace.attempt(done(), None).curve) == 1
    trace.step(reading(2.0))
    again = trace.attempt(done(), None, practice=True, set_number=2)
    assert (again.curve, again.side_view, again.practice, again.set_number) == ((), None, True, 2)


def test_the_beginning_is_kept_though_it_was_not_known_as_one_yet() -> None:
    trace = Trace()
    for tenth in range(30):
        standing = replace(moving(tenth / 10 - 2.0, 0.0), stage=Stage.READY)
        trace.step(standing)
    for tenth in range(5):
        trace.step(moving(1.0 + tenth / 10, 20.0 * tenth))
    # The made repetition starts at 1 s; one that is told to have started sooner has its beginning.
    early = replace(done(), start_s=0.4)
    times_s = [point.t_s for point in trace.attempt(early, 0.1).curve]
    assert times_s[0] == pytest.approx(0.0, abs=0.1)
    assert times_s[-1] == pytest.approx(1.0)
