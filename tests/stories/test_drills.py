"""Every drill that comes along, done by the simulated athlete cleanly and wrongly, through the real
engine: judged as its file says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

import pytest

from station.asking import Asking
from station.camera.frame import DepthFrame
from station.camera.simulated import SimulatedSource
from station.config.drills import load_drill
from station.drills.shipped import SHIPPED
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault, Repetition
from station.simulator.repetitions import NO_TOUCH, End, Kind, RepetitionPlan
from station.simulator.sensor import d435
from station.simulator.shape import ArmStyle, AthleteShape
from station.simulator.story import Script, Story, Timing

HEIGHT_M = 1.74
WALL_M = 0.157
"""Nine percent of the height: what the tempo hinge asks for, and 30 to 40 degrees of trunk."""
TIMING = Timing(empty_s=0.7, walk_s=1.0, turn_s=0.4, still_s=1.5, end_s=0.2)

CLEAN = RepetitionPlan()
ROUNDED = RepetitionPlan(kind=Kind.LUMBAR)
ARCHED = RepetitionPlan(kind=Kind.LUMBAR_EXTENSION)
SQUAT = RepetitionPlan(kind=Kind.SQUAT)
SHORT = RepetitionPlan(end=End.SHORT)
ROUNDINGS = (Fault.LUMBAR_FLEXION, Fault.THORACIC_FLEXION)
IN_TEMPO = RepetitionPlan(lower_s=3.0, pause_s=2.0, rise_s=1.0)
HURRIED = RepetitionPlan(lower_s=1.5, pause_s=2.0, rise_s=1.0)
HELD = RepetitionPlan(pause_s=10.2)
LET_GO = RepetitionPlan(pause_s=4.0)


@dataclass(frozen=True)
class Session:
    """What is done one after the other, with the arms as the drill wants them."""

    arms: ArmStyle
    plans: tuple[RepetitionPlan, ...]
    wall_m: float = WALL_M
    fps: float = 10.0


HANDS_AT_THE_HIPS = Session(ArmStyle.HIPS, (CLEAN, SHORT, ROUNDED, SQUAT))
ARMS_ON_THE_CHEST = Session(ArmStyle.CROSSED, (CLEAN, ROUNDED, NO_TOUCH))
HANDS_BEHIND_THE_HEAD = Session(ArmStyle.BEHIND_HEAD, (CLEAN, ROUNDED))
WITH_A_CLOCK = Session(ArmStyle.CROSSED, (IN_TEMPO, HURRIED))
DEEP_AND_LONG = Session(ArmStyle.CROSSED, (HELD, LET_GO), wall_m=0.20)
WRONG_ON_PURPOSE = Session(ArmStyle.CROSSED, (ROUNDED, ARCHED, CLEAN, ROUNDED))

DONE: dict[str, tuple[Session, tuple[str, ...]]] = {
    "hip-crease-fold": (HANDS_AT_THE_HIPS, ("", "incomplete_lockout", "", "")),
    "pvc-hinge": (HANDS_AT_THE_HIPS, ("", "incomplete_lockout", "rounded", "squat")),
    "rip-trainer": (HANDS_AT_THE_HIPS, ("", "incomplete_lockout", "rounded")),
    "band-resisted": (HANDS_AT_THE_HIPS, ("", "incomplete_lockout")),
    "wall-tap": (ARMS_ON_THE_CHEST, ("", "rounded", "no_touch")),
    "dowel-hinge": (ARMS_ON_THE_CHEST, ("", "rounded dowel_lost", "too_shallow")),
    "sternum-loaded": (ARMS_ON_THE_CHEST, ("", "rounded")),
    "behind-the-head": (HANDS_BEHIND_THE_HEAD, ("", "rounded")),
    "tempo-hinge": (WITH_A_CLOCK, ("", "tempo")),
    "isometric-hold": (DEEP_AND_LONG, ("", "tempo")),
    "contrast": (
        WRONG_ON_PURPOSE,
        ("own range arch", "own range in_between", "", "rounded"),
    ),
}
"""Drill -> what is done, and of each repetition the faults, or why it has no verdict and the cue.
Drills that share a session follow one another, as only the last one's frames are kept, and stop
after what they are asked about."""


@lru_cache(maxsize=1)
def frames_of(session: Session) -> list[DepthFrame]:
    """A session until the athlete walks off."""
    story = Story(
        athlete=AthleteShape(HEIGHT_M, 0.4, arms=session.arms),
        camera=d435(424),
        wall_m=session.wall_m,
        plans=tuple(replace(plan, rest_s=0.8) for plan in session.plans),
        fps=session.fps,
        timing=TIMING,
        seed=4,
    )
    leaves_s = Script(story).leave_s
    frames = iter(SimulatedSource(story).read, None)
    return list(takewhile(lambda frame: frame.capture_time_s < leaves_s, frames))


def told(done: Repetition) -> str:
    verdict = done.verdict
    if verdict.reason is not None:
        return f"{verdict.reason.name.lower().replace('_', ' ')} {verdict.cue}"
    # In a low resolution a back this round may show as round between the shoulder blades.
    words = ["rounded" if fault in ROUNDINGS else str(fault) for fault in verdict.faults]
    return " ".join(dict.fromkeys(words))


@pytest.mark.parametrize("name", DONE)
def test_a_drill_is_judged_as_its_file_says(name: str) -> None:
    session, expected = DONE[name]
    drill = load_drill(name).drill
    at_m = WALL_M if name == "wall-tap" else None
    asking = Asking(at_m, FaultLimits(), drill)
    done, touched = [], False
    for frame in frames_of(session):
        reading = asking.step(frame)
        touched = touched or reading.touching
        if reading.repetition is not None:
            done.append(reading.repetition)
        if len(done) == len(expected):
            break
    assert [told(repetition) for repetition in done] == list(expected)
    assert touched == (drill.wall is not None)
    assert all(repetition.verdict.back_judged for repetition in done)


def test_every_drill_that_comes_along_is_done() -> None:
    assert set(DONE) == set(SHIPPED)
