"""One athlete's run through a drill: sets, rests, the wall, and what is learned on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.drills.asked import Asked
from station.drills.contrast import ContrastRule, Lesson, OwnRange
from station.drills.drill import Dose, Drill, Wall
from station.drills.guide import LevelSoFar
from station.drills.levels import LevelRule
from station.drills.run import DrillRun
from station.engine import Stage
from station.hinge.limits import FaultLimits
from station.hinge.task import Hold, Task, Tempo
from station.hinge.verdict import Fault, Outcome
from station.posture.measures import Measures
from station.reasons import Reason
from tests.drills.made_repetitions import BACK_HIDDEN, CLEAN, SQUAT, UNSEEN, done, reading

PLAIN = Drill("plain", Dose(repetitions=2, sets=2, rest_s=30.0))
LEVELS = LevelRule(2, 3, 5, 0.025, 0.07, 0.155)
CONTRAST = ContrastRule(0.4, 0.5, 20.0, 12.0)


def test_sets_are_counted_with_their_rest_and_then_it_is_over() -> None:
    run = DrillRun(PLAIN, FaultLimits())
    seen = []
    for time_s, verdict in (
        (1.0, CLEAN),
        (5.0, UNSEEN),
        (9.0, SQUAT),
        (12.0, CLEAN),
        (50.0, CLEAN),
    ):
        attempt = run.step(reading(time_s, done(verdict)))
        assert attempt is not None
        progress = run.progress
        rest_s = 0.0 if progress.rest is None else progress.rest.left_s
        seen.append((attempt.set_number, progress.set_number, progress.done, rest_s))
    assert seen == [
        (1, 1, 1, 0.0),
        # Without a verdict it does not count.
        (1, 1, 1, 0.0),
        (1, 2, 0, 30.0),
        # Who begins before the rest is over is not kept waiting.
        (2, 2, 1, 0.0),
        (2, 2, 0, 0.0),
    ]
    assert run.finished
    assert run.step(reading(60.0, done())) is None
    assert [attempt.outcome for attempt in run.attempts].count(Outcome.PASS) == 3


def test_a_rest_runs_down_with_the_readings() -> None:
    run = DrillRun(PLAIN, FaultLimits())
    for time_s in (1.0, 2.0):
        run.step(reading(time_s, done()))
    for time_s, left_s in ((12.0, 20.0), (31.5, 0.5), (40.0, 0.0)):
        run.step(reading(time_s))
        rest = run.progress.rest
        assert (rest.left_s if rest else 0.0) == pytest.approx(left_s)


def test_the_task_is_the_drills_over_the_stations_limits() -> None:
    drill = replace(
        PLAIN,
        wall=Wall(distance_m=0.12),
        tempo=Tempo(3.0, 2.0, 1.0),
        limits={"lumbar_flexion_deg": 15.0},
        ignored=frozenset({Fault.SQUAT}),
    )
    run = DrillRun(drill, FaultLimits(leaning_mm=60.0))
    task = run.asked.task
    assert task is not None
    assert (task.limits.lumbar_flexion_deg, task.limits.leaning_mm) == (15.0, 60.0)
    assert (task.wall, task.tempo, task.ignored) == (True, drill.tempo, drill.ignored)
    assert run.asked.wall_m == 0.12


def test_a_wall_by_height_waits_for_the_height_and_stays_then() -> None:
    run = DrillRun(replace(PLAIN, wall=Wall(height_share=0.09)), FaultLimits())
    run.step(reading(0.0, height_m=None))
    assert run.asked.wall_m is None
    run.step(reading(0.1, height_m=1.80))
    run.step(reading(0.2, height_m=1.82))
    assert run.asked.wall_m == 0.162


def test_a_hold_is_shown_while_it_is_held_and_only_where_it_is_asked_for() -> None:
    deep = Measures(hip_displacement_mm=150.0, lumbar_flexion_deg=4.0)
    for drill, held_s in ((replace(PLAIN, hold=Hold(10.0, 20.0)), 2.5), (PLAIN, 0.0)):
        run = DrillRun(drill, FaultLimits())
        for tenth in range(26):
            now = reading(tenth / 10)
            run.step(replace(now, stage=Stage.REPETITION, measures=deep))
        hold = run.progress.hold
        assert (hold.held_s if hold else 0.0) == pytest.approx(held_s)


def test_the_wall_moves_with_skill_and_an_attempt_knows_where_it_stood() -> None:
    run = DrillRun(replace(PLAIN, wall=Wall(distance_m=0.10), levels=LEVELS), FaultLimits())
    walls_m = []
    for time_s in (1.0, 2.0, 3.0):
        attempt = run.step(reading(time_s, done()))
        assert attempt is not None
        walls_m.append(attempt.wall_m)
    assert walls_m == [0.10, 0.10, 0.125]
    assert run.progress.level == LevelSoFar(1, LEVELS)
    assert run.progress.level.clean_missing == 1


def test_without_a_wall_there_is_none() -> None:
    run = DrillRun(PLAIN, FaultLimits())
    run.step(reading(0.0))
    assert run.asked == Asked(None, Task(wall=False))


def test_a_contrast_is_learned_outside_the_sets_and_judges_from_then_on() -> None:
    run = DrillRun(replace(PLAIN, contrast=CONTRAST), FaultLimits())
    told = []
    shown = (
        done(SQUAT, round_deg=8.0),
        done(SQUAT, round_deg=40.0),
        done(BACK_HIDDEN, arch_deg=20.0),
        done(CLEAN, arch_deg=30.0),
        done(CLEAN),
    )
    for number, repetition in enumerate(shown):
        attempt = run.step(reading(float(number), repetition))
        assert attempt is not None
        verdict = attempt.repetition.verdict
        told.append((attempt.practice, verdict.outcome.value, verdict.reason, verdict.cue))
    assert told == [
        (True, "NO_VERDICT", Reason.OWN_RANGE, "round_more"),
        (True, "NO_VERDICT", Reason.OWN_RANGE, "arch"),
        (True, "NO_VERDICT", Reason.BACK_HIDDEN, "back_hidden"),
        (True, "NO_VERDICT", Reason.OWN_RANGE, "in_between"),
        (False, "PASS", None, "pass"),
    ]
    assert run.own_range == OwnRange(40.0, 30.0)
    assert run.progress.done == 1
    task = run.asked.task
    assert task is not None
    assert (task.limits.lumbar_flexion_deg, task.limits.lumbar_extension_deg) == (16.0, 15.0)


def test_a_contrast_says_what_it_is_about_to_learn() -> None:
    run = DrillRun(replace(PLAIN, contrast=CONTRAST), FaultLimits())
    lessons = [run.progress.lesson]
    for repetition in (done(round_deg=40.0), done(UNSEEN), done(arch_deg=30.0)):
        run.step(reading(1.0, repetition))
        lessons.append(run.progress.lesson)
    assert lessons == [Lesson.ROUND, Lesson.ARCH, Lesson.ARCH, None]
    assert run.attempts[1].repetition.verdict == UNSEEN
