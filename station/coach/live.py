"""What a coach's phone follows of the test under way, from what the screen is drawn from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from station.coach.messages import MOST_OUTLINE_POINTS, Live, VerdictName
from station.drills.attempt import Attempt
from station.drills.ladder import Phase
from station.drills.running import RunningTest
from station.drills.screening_test import ScreeningTest
from station.drills.walk_up import WalkUpTest
from station.drills.warm_up import WarmUp
from station.engine import Reading
from station.hinge.verdict import Outcome
from station.screen.words import Words

_VERDICTS: dict[Outcome, VerdictName] = {
    Outcome.PASS: "pass",
    Outcome.FAULT: "fault",
    Outcome.NO_VERDICT: "no_verdict",
}


def live_of(test: RunningTest, reading: Reading, words: Words) -> Live:
    """One moment of a test: how far it is, where the hips are, and the last verdict.

    The outline is thinned to :data:`~station.coach.messages.MOST_OUTLINE_POINTS` whole
    millimetres, is shown and forgotten.
    """
    live = replace(
        _counted(test),
        gap_mm=reading.measures.hip_gap_mm,
        touching=reading.touching,
        wall_mm=None if test.asked.wall_m is None else reading.wall_mm,
        outline=outline_of(reading),
    )
    return _with_verdict(live, test.attempts[-1], words) if test.attempts else live


def outline_of(reading: Reading) -> tuple[tuple[int, int], ...]:
    """The side view's outline in whole millimetres, x and z; empty with nobody to draw."""
    view = reading.side_view
    if view is None or len(view.outline_mm) < 3:
        return ()
    step = -(-len(view.outline_mm) // MOST_OUTLINE_POINTS)
    points = np.rint(view.outline_mm[::step]).astype(int)
    return tuple((int(x), int(z)) for x, z in points)


def _counted(test: RunningTest) -> Live:
    match test:
        case WalkUpTest():
            now = test.progress
            if now.phase is Phase.PRACTICE:
                return Live(now.practised, now.rules.practice, practice=True)
            return Live(len(now.level.outcomes), now.rules.tries)
        case ScreeningTest():
            asked = test.progress
            if asked.practising:
                return Live(asked.practised, asked.practice, practice=True)
            return Live(asked.judged, asked.repetitions)
        case WarmUp():
            dose, done = test.drill.dose, test.progress
            return Live(done.done, dose.repetitions, done.set_number, dose.sets)
    return Live()


def _with_verdict(live: Live, last: Attempt, words: Words) -> Live:
    """A practice tap is not judged aloud, not on the phone either."""
    if last.practice:
        return live
    passed = last.outcome is Outcome.PASS
    return replace(
        live,
        verdict=_VERDICTS[last.outcome],
        verdict_words=words.outcome(last.outcome),
        cue="" if passed else words.cue(last.repetition.verdict.cue),
    )
