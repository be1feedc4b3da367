"""The warm-up from readings: sets, rests and levels for whoever comes, and who comes after them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.config.drills import load_drill
from station.drills.drill import Dose, Drill, Wall
from station.drills.ladder import Ending
from station.drills.levels import LevelRule
from station.drills.warm_up import WarmUp
from station.engine import Stage
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault, Outcome, Verdict
from tests.drills.made_repetitions import CLEAN, SQUAT, UNSEEN, done, reading

WALL_TAP = load_drill("wall-tap").drill
SMALL = Drill(
    "small",
    Dose(repetitions=3, sets=2, rest_s=20.0),
    wall=Wall(distance_m=0.10),
    levels=LevelRule(2, 3, 5, 0.025, 0.07, 0.155),
)
ROUND = Verdict(Outcome.FAULT, (Fault.LUMBAR_FLEXION,), cue="lumbar_flexion")


class Visit:
    """A warm-up fed with made readings on a clock of its own."""

    def __init__(self, drill: Drill = SMALL) -> None:
        self.warm_up = WarmUp(drill, FaultLimits())
        self.time_s = 0.0

    def frames(self, seconds: float, stage: Stage = Stage.READY, height_m: float = 1.75) -> None:
        seen = height_m if stage in (Stage.READY, Stage.REPETITION) else None
        for _ in range(round(10 * seconds)):
            self.time_s += 0.1
            self.warm_up.step(replace(reading(self.time_s, height_m=seen), stage=stage))

    def taps(self, *verdicts: Verdict) -> list[float | None]:
        """One repetition each; the walls they stood at."""
        walls_m = []
        for verdict in verdicts:
            self.frames(2.0)
            self.time_s += 0.1
            attempt = self.warm_up.step(reading(self.time_s, done(verdict)))
            walls_m.append(attempt.wall_m if attempt else None)
        return walls_m


def test_two_sets_with_a_rest_and_then_it_is_over() -> None:
    visit = Visit()
    visit.taps(CLEAN, SQUAT, UNSEEN, CLEAN)
    progress = visit.warm_up.progress
    assert (progress.set_number, progress.done) == (2, 0)
    assert progress.outcomes == (Outcome.PASS, Outcome.FAULT, Outcome.PASS), "of the set before"
    assert progress.rest is not None
    visit.frames(5.0)
    assert visit.warm_up.progress.rest is not None
    assert visit.warm_up.progress.rest.left_s == pytest.approx(15.0)
    visit.frames(16.0)
    assert visit.warm_up.progress.rest is None
    visit.taps(CLEAN)
    assert visit.warm_up.progress.outcomes == (Outcome.PASS,)
    assert not visit.warm_up.finished
    visit.taps(CLEAN, ROUND)
    assert visit.warm_up.finished
    assert visit.taps(CLEAN) == [None], "nothing counts after the end"
    result = visit.warm_up.result
    assert (result.ending, result.sets_done, result.height_m) == (Ending.DONE, 2, 1.75)
    assert (len(result.attempts), len(result.judged), result.clean) == (7, 6, 4)
    assert result.best_in_row == 3, "an unseen one in between breaks nothing"
    assert result.cue == "squat"


def test_the_shipped_wall_tap_moves_up_after_ten_clean_and_down_after_three_faults() -> None:
    visit = Visit(WALL_TAP)
    assert visit.taps(*[CLEAN] * 10) == [0.10] * 10
    level = visit.warm_up.progress.level
    assert level is not None
    assert (visit.warm_up.asked.wall_m, level.clean_missing) == (0.125, 10)
    assert visit.taps(SQUAT, CLEAN, SQUAT, CLEAN, SQUAT, CLEAN) == [0.125] * 5 + [0.10]
    assert visit.warm_up.result.farthest_m == 0.125


def test_at_the_end_of_balance_the_wall_goes_no_farther() -> None:
    visit = Visit(replace(SMALL, dose=Dose(40, 1, 0.0)))
    walls_m = visit.taps(*[CLEAN] * 20)
    assert walls_m[-1] == 0.25
    level = visit.warm_up.progress.level
    assert level is not None
    assert level.farthest


def test_who_walks_away_ends_it_and_who_comes_next_begins_anew() -> None:
    for empty_s, height_m in ((3.2, 1.75), (1.5, 1.75), (0.3, 1.60)):
        visit = Visit()
        visit.taps(CLEAN, CLEAN)
        visit.frames(empty_s, Stage.EMPTY)
        visit.frames(0.2, height_m=height_m)
        assert visit.warm_up.finished
        result = visit.warm_up.result
        assert (result.ending, result.sets_done, result.clean) == (Ending.LEFT, 0, 2)


def test_who_rests_on_the_mat_has_not_left() -> None:
    visit = Visit(replace(SMALL, dose=Dose(3, 2, rest_s=90.0)))
    visit.taps(CLEAN, CLEAN, CLEAN)
    visit.frames(89.0, Stage.PLACING)
    assert not visit.warm_up.finished
    visit.taps(CLEAN)
    assert visit.warm_up.result.attempts[-1].set_number == 2


def test_who_sits_there_after_the_rest_is_over_has_left_at_last() -> None:
    visit = Visit()
    visit.taps(CLEAN, CLEAN, CLEAN)
    visit.frames(20.0 + 44.0, Stage.PLACING)
    assert not visit.warm_up.finished
    visit.frames(2.0, Stage.PLACING)
    assert visit.warm_up.left


def test_the_button_ends_it() -> None:
    visit = Visit()
    visit.taps(CLEAN)
    visit.warm_up.skip()
    assert visit.warm_up.finished
    assert visit.warm_up.result.ending is Ending.SKIPPED


def test_nothing_done_is_told_as_nothing() -> None:
    result = Visit().warm_up.result
    assert (result.sets_done, result.clean, result.best_in_row) == (0, 0, 0)
    assert (result.farthest_m, result.cue, result.attempts) == (None, None, ())


def test_what_is_shown_on_purpose_in_a_contrast_drill_is_not_counted() -> None:
    visit = Visit(load_drill("contrast").drill)
    for repetition in (done(ROUND, round_deg=40.0), done(CLEAN, arch_deg=30.0)):
        visit.time_s += 2.0
        attempt = visit.warm_up.step(reading(visit.time_s, repetition))
        assert attempt is not None
        assert attempt.practice
    visit.taps(CLEAN)
    result = visit.warm_up.result
    assert (len(result.attempts), len(result.judged), result.clean) == (3, 1, 1)
