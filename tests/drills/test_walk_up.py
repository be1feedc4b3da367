"""Stories: readings in, counts and endings out."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from station.drills.turns import Turns
from station.drills.walk_up import WalkUpSession
from station.engine import Reading, Stage
from station.hinge.verdict import Fault, Outcome, Reason, Repetition, Verdict
from station.posture.measures import Measures

CLEAN = Verdict(Outcome.PASS)
SQUAT = Verdict(Outcome.FAULT, (Fault.SQUAT,), cue="squat")
SHORT = Verdict(Outcome.FAULT, (Fault.NO_TOUCH,), cue="no_touch")
UNSEEN = Verdict(Outcome.NO_VERDICT, reason=Reason.LOST, cue="lost")


def reading(time_s: float, stage: Stage, done: Repetition | None = None) -> Reading:
    return Reading(
        time_s=time_s,
        stage=stage,
        reason=None,
        measures=Measures(),
        draw=None,
        wall_mm=160.0,
        baseline_progress=1.0,
        touching=False,
        repetition=done,
    )


def repetition(number: int, verdict: Verdict, gap_mm: float = -3.0) -> Repetition:
    end_s = 5.0 * number
    return Repetition(
        number=number,
        start_s=end_s - 3,
        end_s=end_s,
        touched=gap_mm <= 0,
        touch_s=end_s - 1.5 if gap_mm <= 0 else None,
        min_gap_mm=gap_mm,
        lower_s=1.5,
        pause_s=0.2,
        rise_s=1.3,
        peaks=Measures(),
        verdict=verdict,
    )


def story(verdicts: Iterable[Verdict], gaps_mm: Iterable[float] | None = None) -> list[Reading]:
    """One reading a second, a repetition every fifth."""
    verdicts = list(verdicts)
    gaps = list(gaps_mm) if gaps_mm is not None else [-3.0] * len(verdicts)
    readings = []
    for number, (verdict, gap_mm) in enumerate(zip(verdicts, gaps, strict=True), start=1):
        end = 5 * number
        readings += [reading(float(second), Stage.REPETITION) for second in range(end - 4, end)]
        readings.append(reading(float(end), Stage.READY, repetition(number, verdict, gap_mm)))
    return readings


def played(session: WalkUpSession, readings: Iterable[Reading]) -> list[Repetition]:
    return [done for done in map(session.step, readings) if done is not None]


def test_counts_pass_fault_and_no_verdict() -> None:
    session = WalkUpSession(5)
    played(session, story([CLEAN, SQUAT, UNSEEN, CLEAN]))
    summary = session.summary()
    assert (summary.clean, summary.faults, summary.not_judged) == (2, 1, 1)
    assert not session.finished


def test_finishes_when_enough_are_judged_and_takes_no_more() -> None:
    session = WalkUpSession(2)
    counted = played(session, story([CLEAN, UNSEEN, SQUAT, CLEAN]))
    assert session.finished
    assert [done.number for done in counted] == [1, 2, 3]
    assert len(session.summary().repetitions) == 3


def test_best_clean_gap_is_the_lightest_touch_of_the_clean_taps() -> None:
    session = WalkUpSession(5)
    played(session, story([CLEAN, CLEAN, SQUAT], [-12.0, -4.0, -1.0]))
    assert session.summary().best_clean_gap_mm == -4.0


def test_top_cue_is_the_most_frequent_one() -> None:
    session = WalkUpSession(5)
    played(session, story([SQUAT, SHORT, CLEAN, SHORT], [-1.0, 20.0, -1.0, 15.0]))
    assert session.summary().top_cue == "no_touch"


def test_all_clean_has_no_top_cue_and_nothing_has_no_gap() -> None:
    session = WalkUpSession(5)
    assert session.summary().best_clean_gap_mm is None
    played(session, story([CLEAN, CLEAN]))
    assert session.summary().top_cue is None


@pytest.mark.parametrize(("away_s", "finished"), [(3.0, False), (3.1, True)])
def test_leaving_after_a_repetition_ends_the_session(away_s: float, finished: bool) -> None:
    session = WalkUpSession(5)
    played(session, [*story([CLEAN]), reading(6.0, Stage.EMPTY)])
    session.step(reading(6.0 + away_s, Stage.EMPTY))
    assert session.finished is finished


def test_leaving_before_any_repetition_ends_nothing() -> None:
    session = WalkUpSession(5)
    played(session, [reading(float(second), Stage.EMPTY) for second in range(60)])
    assert not session.finished


def test_a_moment_out_of_sight_is_not_leaving() -> None:
    session = WalkUpSession(5)
    played(session, story([CLEAN]))
    for second in range(6, 30):
        session.step(reading(float(second), Stage.EMPTY if second % 3 else Stage.PLACING))
    assert not session.finished


def test_a_session_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        WalkUpSession(0)


def test_the_next_turn_begins_after_the_result_has_been_shown() -> None:
    turns = Turns(1, result_s=8.0)
    for each in story([CLEAN]):
        turns.step(each)
    assert turns.showing_result
    turns.step(reading(12.9, Stage.READY))
    assert turns.showing_result
    turns.step(reading(13.0, Stage.READY))
    assert not turns.showing_result
    assert turns.summary.repetitions == ()


def test_a_repetition_during_the_result_does_not_count() -> None:
    turns = Turns(1)
    readings = story([CLEAN, SQUAT])
    counted = [turns.step(each) for each in readings]
    assert [done.number for done in counted if done] == [1]
    assert turns.summary.faults == 0


def test_the_result_stays_on_an_empty_mat_until_log_out_or_the_next_athlete() -> None:
    turns = Turns(1, result_s=8.0, log_out_s=45.0)
    for each in story([CLEAN]):
        turns.step(each)
    turns.step(reading(49.0, Stage.EMPTY))
    assert turns.showing_result
    turns.step(reading(49.5, Stage.PLACING))
    assert not turns.showing_result
