"""What a drill may ask besides a straight back: no wall, a hold, a stick, full hip extension."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.hinge.history import Sample
from station.hinge.limits import FaultLimits
from station.hinge.repetitions import RepetitionWatch
from station.hinge.task import Hold, Task, Tempo
from station.hinge.verdict import Fault, Hint, Outcome, Repetition
from tests.hinge.made_motion import (
    HEIGHT_M,
    STANDING,
    STANDING_GAP_MM,
    TOUCHING,
    Hinge,
    Move,
    faults,
    of,
    samples,
    watched,
    with_measures,
)

FREE = Task(wall=False, least_travel_share=0.08)
"""Eight percent of 1.75 m are 140 mm."""
TEN_SECONDS = Task(wall=False, hold=Hold(10.0, 20.0))


def one(seen: list[Sample], task: Task) -> Repetition:
    (done,) = watched(seen, task)
    return done


def without_wall(seen: list[Sample]) -> list[Sample]:
    """As the engine hands them on where there is no wall: no gap at all."""
    return [with_measures(sample, hip_gap_mm=None) for sample in seen]


@pytest.mark.parametrize(
    ("back_mm", "found"), [(150.0, set()), (130.0, {"too_shallow"}), (260.0, set())]
)
def test_without_a_wall_only_the_way_of_the_hips_counts(back_mm: float, found: set[str]) -> None:
    done = one(without_wall(of(Hinge(replace(TOUCHING, back_mm=back_mm)))), FREE)
    assert faults(done) == found
    assert not done.touched
    assert done.peaks.hip_gap_mm is None


def test_a_bow_whose_hips_stay_turns_where_the_trunk_does() -> None:
    bow = replace(TOUCHING, back_mm=15.0)
    seen = of(Hinge(bow, lower_s=2.0, pause_s=1.0, rise_s=1.5))
    wavering = []
    for sample, wave_mm in zip(seen, cycle((0.0, 9.0, -9.0, 9.0, 0.0, -9.0)), strict=False):
        back_mm = sample.measures.hip_displacement_mm or 0.0
        wavering.append(with_measures(sample, hip_displacement_mm=back_mm + wave_mm))
    done = one(without_wall(wavering), FREE)
    assert faults(done) == {"too_shallow"}
    assert (done.lower_s, done.pause_s, done.rise_s) == pytest.approx((2.0, 1.0, 1.5), abs=0.1)


def test_without_a_wall_a_long_pause_is_no_leaning() -> None:
    assert faults(one(without_wall(of(Hinge(pause_s=4.0))), FREE)) == set()


@pytest.mark.parametrize(
    ("pause_s", "found"), [(10.0, set()), (19.0, set()), (8.5, {"tempo"}), (0.4, {"tempo"})]
)
def test_a_hold_must_last(pause_s: float, found: set[str]) -> None:
    done = one(without_wall(of(Hinge(pause_s=pause_s))), TEN_SECONDS)
    assert faults(done) == found
    assert done.held_s == pytest.approx(pause_s + 0.5, abs=0.5)
    assert one(without_wall(of(Hinge())), FREE).held_s is None


def test_a_hold_counts_only_while_the_spine_is_neutral() -> None:
    rounded = replace(TOUCHING, lumbar_deg=30.0)
    moves = [
        Move(TOUCHING, 1.2),
        Move(TOUCHING, 6.0),
        Move(rounded, 0.5),
        Move(TOUCHING, 0.5),
        Move(TOUCHING, 6.0),
        Move(STANDING, 1.2),
        Move(STANDING, 1.0),
    ]
    done = one(without_wall(samples(moves)), TEN_SECONDS)
    assert faults(done) == {"lumbar_flexion", "tempo"}
    assert done.verdict.cue == "lumbar_flexion"
    assert done.held_s == pytest.approx(6.5, abs=0.5)


def test_a_hold_that_sways_and_sinks_is_one_hold_and_half_way_up_ends_it() -> None:
    lower = replace(TOUCHING, back_mm=TOUCHING.back_mm + 12, trunk_deg=TOUCHING.trunk_deg + 4)
    higher = replace(TOUCHING, back_mm=TOUCHING.back_mm - 6, trunk_deg=TOUCHING.trunk_deg - 3)
    half = replace(TOUCHING, back_mm=0.6 * TOUCHING.back_mm, trunk_deg=0.6 * TOUCHING.trunk_deg)
    sway = [Move(TOUCHING, 1.2), Move(higher, 4.0), Move(lower, 4.0), Move(TOUCHING, 3.0)]
    rests = [Move(TOUCHING, 1.2), Move(TOUCHING, 5.0), Move(half, 0.8), Move(TOUCHING, 0.8)]
    up = [Move(STANDING, 1.2), Move(STANDING, 1.0)]
    assert faults(one(without_wall(samples([*sway, *up])), TEN_SECONDS)) == set()
    assert faults(one(without_wall(samples([*rests, Move(TOUCHING, 5.0), *up])), TEN_SECONDS)) == {
        "tempo"
    }


def test_a_long_hold_with_a_dip_in_it_is_timed_by_where_it_stays() -> None:
    deeper = replace(TOUCHING, back_mm=1.14 * TOUCHING.back_mm)
    dip = [Move(deeper, 0.4), Move(TOUCHING, 0.4)]
    down = [Move(TOUCHING, 1.2), Move(TOUCHING, 7.0)]
    up = [Move(TOUCHING, 4.2), Move(STANDING, 1.2), Move(STANDING, 1.0)]
    done = one(without_wall(samples([*down, *dip, *up])), TEN_SECONDS)
    assert faults(done) == set()
    assert (done.lower_s, done.pause_s, done.rise_s) == pytest.approx((1.2, 12.0, 1.2), abs=0.3)


def test_a_moment_unseen_or_misread_does_not_break_a_hold() -> None:
    def blink(sample: Sample) -> Sample:
        if 5.0 < sample.time_s < 5.2:
            return with_measures(sample, lumbar_flexion_deg=45.0)
        if 7.0 < sample.time_s < 7.5:
            return with_measures(sample, lumbar_flexion_deg=None, hip_displacement_mm=None)
        return sample

    seen = [blink(sample) for sample in without_wall(of(Hinge(pause_s=10.5)))]
    assert faults(one(seen, TEN_SECONDS)) == set()


@pytest.mark.parametrize(("pause_s", "leans"), [(15.0, False), (24.0, True)])
def test_a_hold_on_the_wall_is_leaning_only_beyond_the_longest_asked(
    pause_s: float, leans: bool
) -> None:
    task = replace(TEN_SECONDS, wall=True)
    assert faults(one(of(Hinge(pause_s=pause_s)), task)) == ({"leaning"} if leans else set())


@pytest.mark.parametrize(
    ("name", "held_mm", "lost_mm"),
    [
        ("dowel_head_mm", 40.0, 55.0),
        ("dowel_thoracic_mm", 12.0, 20.0),
        ("dowel_sacrum_mm", 12.0, 20.0),
    ],
)
def test_a_stick_that_would_lose_a_contact_is_a_fault_where_it_is_asked_for(
    name: str, held_mm: float, lost_mm: float
) -> None:
    def at_the_bottom(mm: float) -> list[Sample]:
        return [
            with_measures(s, **{name: mm}) if (s.trunk_change_deg or 0.0) > 40.0 else s
            for s in of(Hinge())
        ]

    asked = Task(dowel=True)
    assert faults(one(at_the_bottom(lost_mm), asked)) == {"dowel_lost"}
    assert faults(one(at_the_bottom(held_mm), asked)) == set()
    assert faults(one(at_the_bottom(lost_mm), Task())) == set()


def test_a_stick_may_come_off_while_standing() -> None:
    upright = [
        with_measures(s, dowel_head_mm=80.0) if (s.trunk_change_deg or 0.0) < 10.0 else s
        for s in of(Hinge())
    ]
    assert faults(one(upright, Task(dowel=True))) == set()


@pytest.mark.parametrize(("hip_deg", "found"), [(6.0, set()), (15.0, {"incomplete_lockout"})])
def test_full_hip_extension_is_asked_of_the_hips_however_upright_the_trunk(
    hip_deg: float, found: set[str]
) -> None:
    upright = replace(STANDING, hip_deg=hip_deg, knee_deg=8.0, trunk_deg=2.0)
    moves = [Move(TOUCHING, 1.2), Move(TOUCHING, 0.4), Move(upright, 1.2), Move(upright, 1.0)]
    seen = samples(moves)
    assert faults(one(seen, Task(hip_extension_deg=10.0))) == found
    assert faults(one(seen, Task())) == set()


def test_a_drill_says_its_own_cue_for_a_fault() -> None:
    task = Task(cues={Fault.SQUAT: "press_back"})
    assert one(of(Hinge(replace(TOUCHING, knee_deg=60.0))), task).verdict.cue == "press_back"


def test_what_a_drill_ignores_is_neither_fault_nor_hint() -> None:
    bent = replace(TOUCHING, knee_deg=60.0, lumbar_deg=40.0, neck_deg=-50.0)
    ignored = frozenset({Fault.SQUAT, Fault.LUMBAR_FLEXION, Fault.NECK_EXTENSION})
    verdict = one(of(Hinge(bent)), Task(ignored=ignored)).verdict
    assert (verdict.outcome, verdict.faults, verdict.cue) == (Outcome.PASS, (), "pass")
    locked = one(of(Hinge(replace(TOUCHING, knee_deg=0.0))), Task(ignored=frozenset(Hint)))
    assert locked.verdict.hints == ()


def test_a_task_asked_for_between_repetitions_judges_the_next_one() -> None:
    watch = RepetitionWatch(HEIGHT_M, FREE)
    seen = without_wall(of(Hinge(replace(TOUCHING, back_mm=120.0)), Hinge(TOUCHING, pause_s=2.0)))
    told = []
    for sample in seen:
        done = watch.step(sample, False)
        if done is not None:
            told.append(faults(done))
            watch.ask(TEN_SECONDS)
    assert told == [{"too_shallow"}, {"tempo"}]


def test_hips_may_rest_on_the_wall_as_long_as_is_asked() -> None:
    assert Task(FaultLimits()).longest_rest_s == 1.0
    assert Task(tempo=Tempo(3.0, 2.0, 1.0)).longest_rest_s == 2.5
    assert Task(hold=Hold(10.0, 20.0)).longest_rest_s == 20.0


def test_how_far_a_back_arched_is_told_whether_or_not_it_is_a_fault() -> None:
    assert one(of(Hinge(replace(TOUCHING, lumbar_deg=-17.0))), Task()).arched_deg == pytest.approx(
        17.0, abs=0.5
    )


ANY_TASK = st.builds(
    Task,
    wall=st.booleans(),
    tempo=st.sampled_from([None, Tempo(3.0, 2.0, 1.0)]),
    hold=st.sampled_from([None, Hold(2.0, 5.0)]),
    least_travel_share=st.floats(0.0, 0.2),
    dowel=st.booleans(),
    hip_extension_deg=st.sampled_from([None, 5.0]),
)
ANY_BOTTOM = st.builds(
    replace,
    st.just(TOUCHING),
    back_mm=st.floats(60.0, STANDING_GAP_MM + 90.0),
    lumbar_deg=st.floats(-40.0, 50.0),
    thoracic_deg=st.floats(-20.0, 50.0),
    neck_deg=st.floats(-60.0, 30.0),
    knee_deg=st.floats(-5.0, 90.0),
)


@settings(max_examples=40)
@given(ANY_TASK, ANY_BOTTOM, st.floats(0.2, 3.0), st.sets(st.sampled_from(Fault)))
def test_what_is_ignored_is_never_told_and_nothing_else_changes(
    task: Task, bottom: object, pause_s: float, ignored: set[Fault]
) -> None:
    assert isinstance(bottom, type(TOUCHING))
    seen = of(Hinge(bottom, pause_s=pause_s), fps=15.0)
    told = {Fault(code) for code in faults(one(seen, task))}
    fewer = {Fault(code) for code in faults(one(seen, replace(task, ignored=frozenset(ignored))))}
    if not ignored & {Fault.LUMBAR_FLEXION, Fault.LUMBAR_EXTENSION}:
        assert fewer == told - ignored
    # A hold counts only while the spine is neutral; where that is ignored it can only get longer.
    assert fewer <= told - ignored


@settings(max_examples=40)
@given(ANY_BOTTOM, st.floats(0.2, 3.0))
def test_without_a_wall_nothing_of_it_is_ever_told(bottom: object, pause_s: float) -> None:
    assert isinstance(bottom, type(TOUCHING))
    done = one(of(Hinge(bottom, pause_s=pause_s), fps=15.0), Task(wall=False))
    assert not {"no_touch", "leaning"} & faults(done)
