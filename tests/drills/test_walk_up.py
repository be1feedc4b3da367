"""The walk-up test from readings: attempts, walls, scores, cues, and athletes who walk away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from station.drills.ladder import Ending, LadderRules, Phase
from station.drills.walk_up import WalkUpTest
from station.engine import Reading, Stage
from station.hinge.verdict import Fault, Outcome, Repetition, Verdict
from station.posture.measures import Measures
from station.posture.side_view import SideView

RULES = LadderRules(practice=1)
MEASURED = (Stage.READY, Stage.REPETITION)
CLEAN = Verdict(Outcome.PASS)
SQUAT = Verdict(Outcome.FAULT, (Fault.SQUAT,), cue="squat")
ROUND = Verdict(Outcome.FAULT, (Fault.LUMBAR_FLEXION,), cue="lumbar_flexion")
ROUND_SQUAT = Verdict(Outcome.FAULT, (Fault.LUMBAR_FLEXION, Fault.SQUAT), cue="lumbar_flexion")


def _standing_off(gap_mm: float | None) -> Measures:
    """A wall at 100 mm, from which the hips are so far away."""
    back_mm = None if gap_mm is None else 100.0 - gap_mm
    return Measures(hip_gap_mm=gap_mm, hip_displacement_mm=back_mm)


class Told:
    """A test fed with made readings on a clock of its own."""

    def __init__(self, rules: LadderRules = RULES) -> None:
        self.test = WalkUpTest(rules)
        self.time_s = 0.0
        self.drawn: list[float] = []

    def frame(
        self,
        stage: Stage = Stage.READY,
        gap_mm: float | None = 100.0,
        done: Repetition | None = None,
        for_s: float = 0.1,
        height_m: float = 1.8,
    ) -> None:
        self.time_s += for_s
        self.test.step(
            Reading(
                time_s=self.time_s,
                stage=stage,
                reason=None,
                measures=_standing_off(gap_mm),
                draw=lambda: self._view(gap_mm or 0.0),
                wall_mm=1000 * self.test.wall_m,
                baseline_progress=1.0,
                touching=False,
                repetition=done,
                height_m=height_m if stage in MEASURED else None,
            )
        )

    def tap(self, verdict: Verdict, lumbar_deg: float = 5.0) -> None:
        """One repetition that reaches 12 mm through the wall in its middle."""
        for gap_mm in (80.0, 30.0, -12.0, None, 40.0, 90.0):
            self.frame(Stage.REPETITION, gap_mm)
        peaks = Measures(lumbar_flexion_deg=lumbar_deg)
        start_s = self.time_s - 0.6
        self.frame(
            done=Repetition(
                1, start_s, self.time_s, True, start_s, -12.0, 0.2, 0.1, 0.2, peaks, verdict
            )
        )

    def _view(self, gap_mm: float) -> SideView:
        self.drawn.append(gap_mm)
        none = np.empty((0, 2), np.float32)
        outline = np.array([[gap_mm, 0.0]], np.float32)
        return SideView(True, outline, none, none, none, (True, True, True))


def test_an_attempt_keeps_its_wall_and_the_athlete_at_the_lowest() -> None:
    told = Told()
    for verdict in (SQUAT, CLEAN, CLEAN, ROUND):
        told.tap(verdict)
    attempts = told.test.result.attempts
    assert [a.practice for a in attempts] == [True, False, False, False]
    assert [a.wall_m for a in attempts] == pytest.approx([0.10, 0.10, 0.10, 0.125])
    for attempt in attempts:
        assert attempt.side_view is not None
        assert attempt.side_view.outline_mm[0, 0] == -12.0
    assert told.drawn == [-12.0] * 4, "only the lowest is drawn"


def test_the_score_is_also_told_as_a_share_of_height() -> None:
    told = Told()
    for verdict in (CLEAN, CLEAN, CLEAN, SQUAT, SQUAT):
        told.tap(verdict)
    result = told.test.result
    assert told.test.finished
    assert (result.score_m, result.ending) == (0.10, Ending.LEVEL_NOT_CLEAN)
    assert result.score_share == pytest.approx(0.10 / 1.8)


def test_the_two_cues_given_most_are_told_and_practice_is_forgiven() -> None:
    told = Told(replace(RULES, tries=9, clean_taps=5))
    for verdict in (ROUND, SQUAT, SQUAT, ROUND, CLEAN, ROUND, SQUAT, CLEAN):
        told.tap(verdict)
    assert told.test.result.cues == ("squat", "lumbar_flexion")


def test_best_and_worst() -> None:
    told = Told(replace(RULES, tries=4))
    for verdict, bend_deg in ((CLEAN, 1), (CLEAN, 2), (CLEAN, 3), (CLEAN, 4), (SQUAT, 9)):
        told.tap(verdict, bend_deg)
    for verdict, bend_deg in ((ROUND, 40), (ROUND_SQUAT, 30), (SQUAT, 2)):
        told.tap(verdict, bend_deg)
    best, worst = told.test.result.best, told.test.result.worst
    assert best is not None
    assert best.wall_m == 0.125
    assert best.repetition.peaks.lumbar_flexion_deg == 4
    assert worst is not None
    assert worst.repetition.verdict == ROUND_SQUAT


def test_nothing_done_is_an_empty_result() -> None:
    result = Told().test.result
    assert (result.score_m, result.score_share, result.best, result.worst) == (None,) * 4


def test_who_walks_away_ends_the_test_after_three_seconds() -> None:
    told = Told()
    told.tap(CLEAN)
    for _ in range(29):
        told.frame(Stage.EMPTY, None)
    assert not told.test.finished
    for _ in range(3):
        told.frame(Stage.EMPTY, None)
    assert told.test.finished
    assert told.test.result.ending is Ending.LEFT


def test_a_moment_out_of_sight_is_not_leaving() -> None:
    told = Told()
    for _ in range(5):
        told.frame(Stage.EMPTY, None, for_s=1.0)
        told.frame(Stage.PLACING, None)
    assert not told.test.finished


def test_who_stumbles_out_of_the_measuring_goes_on_with_the_same_test() -> None:
    told = Told()
    told.tap(CLEAN)
    for _ in range(8):
        told.frame(Stage.EMPTY, None)
    told.frame(Stage.STANDING_STILL, None, for_s=1.5)
    told.frame(height_m=1.82)
    told.tap(CLEAN)
    assert not told.test.finished
    assert len(told.test.result.attempts) == 2


def test_another_athlete_never_goes_on_with_the_test() -> None:
    """Shorter than the first one at once, or alike after an empty mat."""
    for empty_s, height_m in ((0.2, 1.62), (2.0, 1.8)):
        told = Told()
        told.tap(CLEAN)
        told.tap(CLEAN)
        told.frame(Stage.EMPTY, None)
        told.frame(Stage.EMPTY, None, for_s=empty_s)
        told.frame(Stage.STANDING_STILL, None, for_s=1.5)
        told.frame(height_m=height_m)
        assert told.test.finished
        result = told.test.result
        assert (result.ending, len(result.attempts)) == (Ending.LEFT, 2)
        assert result.height_m == 1.8


def test_what_cannot_be_measured_for_45_s_is_no_athlete() -> None:
    told = Told()
    told.tap(CLEAN)
    for _ in range(44):
        told.frame(Stage.PLACING, None, for_s=1.0)
    assert not told.test.finished
    told.frame(Stage.PLACING, None, for_s=1.5)
    assert told.test.result.ending is Ending.LEFT
    assert told.test.finished


def test_practice_skipped_in_the_middle_of_a_tap_leaves_it_practice() -> None:
    told = Told(LadderRules(practice=3))
    told.frame(Stage.REPETITION, 30.0)
    told.test.lead_on()
    told.tap(SQUAT)
    told.tap(CLEAN)
    practice, first_try = told.test.result.attempts
    assert (practice.practice, first_try.practice) == (True, False)
    assert told.test.progress.level.outcomes == (Outcome.PASS,)


def test_skipping_ends_it() -> None:
    told = Told()
    told.test.skip()
    assert told.test.finished
    assert told.test.progress.phase is Phase.OVER
    assert told.test.result.ending is Ending.SKIPPED


def test_without_practice_the_very_first_tap_is_a_try() -> None:
    told = Told(LadderRules(practice=0))
    told.tap(CLEAN)
    assert [attempt.practice for attempt in told.test.result.attempts] == [False]
    assert told.test.progress.level.outcomes == (Outcome.PASS,)
