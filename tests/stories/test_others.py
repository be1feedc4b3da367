"""Sessions with other people about: never a wrong verdict, and none is taken from the athlete."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.camera.simulated import SimulatedSource
from station.engine import Engine
from station.hinge.verdict import Outcome, Repetition
from station.reasons import Reason
from station.simulator.bystanders import (
    Bystander,
    Waypoint,
    coach,
    passer_by,
    running_child,
    second_athlete,
)
from station.simulator.noise_tiles import NoiseSettings
from station.simulator.repetitions import NO_TOUCH, RepetitionPlan
from station.simulator.sensor import d435
from station.simulator.shape import AthleteShape
from station.simulator.story import Script, Story
from tests.stories.matrix import QUICK, play_through

# A centimetre and more past every limit, so that only the other people can change a verdict.
PLAIN = Story(
    camera=d435(424),
    fps=15.0,
    wall_m=0.18,
    plans=(RepetitionPlan(gap_mm=-20.0), NO_TOUCH),
    timing=QUICK,
    noise=NoiseSettings(outline_px=0.0),
    seed=3,
)
STARTS_S = QUICK.empty_s + QUICK.walk_s + QUICK.turn_s + QUICK.still_s
COMES_BESIDE = Bystander(
    AthleteShape(1.82, 0.6),
    (Waypoint(1.0, 3.6, 0.3), Waypoint(3.0, 1.15, 0.3), Waypoint(60.0, 1.15, 0.3)),
    heading_deg=180.0,
)


def before_leaving(story: Story) -> list[Repetition]:
    """What is told of the repetitions; walking away afterwards has its own tests."""
    leaves_s = Script(story).leave_s
    return [r for r in play_through(story) if r.start_s < leaves_s]


@pytest.mark.parametrize(
    "people",
    [
        (),
        (passer_by(STARTS_S - 1.5, to_the_right=False), passer_by(STARTS_S + 3.0)),
        (running_child(STARTS_S + 0.5, y_m=1.0),),
        (coach(1.3, 0.3),),
        (COMES_BESIDE,),
    ],
    ids=["alone", "two passers-by", "child", "coach", "coach who comes later"],
)
def test_who_passes_or_watches_changes_no_verdict(people: tuple[Bystander, ...]) -> None:
    touched, not_touched = before_leaving(replace(PLAIN, bystanders=people))
    assert [str(fault) for fault in touched.verdict.faults] == []
    assert [str(fault) for fault in not_touched.verdict.faults] == ["no_touch"]


def test_a_second_person_on_the_mat_ends_the_repetition_without_a_verdict() -> None:
    crowd = replace(PLAIN, bystanders=(second_athlete(STARTS_S - 1.5, STARTS_S + 6.0),))
    told = play_through(crowd)
    assert all(r.verdict.outcome is Outcome.NO_VERDICT for r in told if r.start_s < STARTS_S + 3.0)


def test_somebody_between_camera_and_athlete_gives_no_wrong_verdict() -> None:
    before = passer_by(STARTS_S - 1.2, y_m=-0.9)
    told = before_leaving(replace(PLAIN, bystanders=(before,)))
    for repetition in told:
        if repetition.verdict.outcome is Outcome.NO_VERDICT:
            assert repetition.verdict.reason in (
                Reason.LOST,
                Reason.NOT_A_PERSON,
                Reason.ONE_AT_A_TIME,
                Reason.OUT_OF_VIEW,
                Reason.TOO_FEW_PIXELS,
            )
        else:
            faults = {str(fault) for fault in repetition.verdict.faults}
            assert faults <= {"no_touch"}


def test_who_walks_out_in_the_middle_of_a_repetition_gets_no_verdict() -> None:
    # The story is cut where the athlete is at the bottom; then the mat is empty.
    frames = list(iter(SimulatedSource(PLAIN).read, None))
    engine = Engine(PLAIN.wall_m)
    empty = frames[0]
    told = []
    for frame in frames:
        gone = frame.capture_time_s > STARTS_S + 1.3
        seen = replace(frame, depth=empty.depth) if gone else frame
        told.append(engine.step(seen).repetition)
    ended = [r for r in told if r is not None]
    assert [r.verdict.outcome for r in ended] == [Outcome.NO_VERDICT]
    assert ended[0].verdict.reason is Reason.LOST
