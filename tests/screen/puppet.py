"""A hand-made athlete for the screen tests: a stick figure with thick limbs, hinged by numbers.

Only what the screens need: an outline, a back line, a stick and three contacts in the station
frame. It claims nothing about how real people move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.drills.attempt import Attempt
from station.drills.drill import Dose, Drill, Wall
from station.drills.ladder import Ending, Ladder, LadderRules
from station.drills.roster import Athlete
from station.drills.screening import Protocol
from station.drills.screening_test import ScreeningTest
from station.drills.walk_up import Progress, TestResult, WalkUpTest
from station.engine import Reading, Stage
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault, Hint, Outcome, Reason, Repetition, Verdict
from station.posture.measures import Measures
from station.posture.side_view import SideView
from station.screen.card import WalkUpBoard
from station.screen.live import LivePicture

WALL_MM = 160.0
HEIGHT_M = 1.78
RULES = LadderRules()
ZOE = Athlete("a0", "Zoë Weiß", "7")
_GRID_MM = 4.0
_SIZE_MM = (2600, 2200)
_ORIGIN_MM = (1100, 2120)

Points = NDArray[np.float64]


@cache
def side_view(
    hinge: float, round_back: float = 0.0, faces_right: bool = True
) -> tuple[SideView, float]:
    """An athlete at ``hinge`` (0 standing, 1 deep) and how far the hips reach back, in mm."""
    knee = np.array([118.0 - 35 * hinge, 470.0])
    hip = np.array([112.0 - 160 * hinge, 900.0 - 45 * hinge])
    lean = np.radians(4 + 66 * hinge)
    spine = [hip]
    for part, length_mm in enumerate((160.0, 170.0, 180.0)):
        angle = lean + np.radians(round_back) * (part - 0.6)
        spine.append(spine[-1] + length_mm * np.array([np.sin(angle), np.cos(angle)]))
    shoulder = spine[-1]
    neck_angle = lean * 0.85 + np.radians(round_back) * 1.2
    head = shoulder + 215 * np.array([np.sin(neck_angle), np.cos(neck_angle)])
    hand = shoulder + np.array([40 + 60 * hinge, -590.0])
    limbs: list[tuple[list[Points], float]] = [
        ([np.array([40.0, 40.0]), np.array([230.0, 30.0])], 34),
        ([np.array([66.0, 60.0]), knee], 52),
        ([knee, hip], 80),
        ([hip - 8, hip + np.array([-18, 30])], 108),
        (spine, 100),
        ([shoulder, hand], 42),
        ([shoulder, head], 52),
        ([head], 104),
    ]
    outline = _outline(limbs)
    back = _back_line(spine, head)
    hips_x = float(outline[(outline[:, 1] > 500) & (outline[:, 1] < 1300), 0].min())
    dowel, contacts, held = _dowel(back)
    view = SideView(
        faces_right=faces_right,
        outline_mm=outline.astype(np.float32),
        back_line_mm=back.astype(np.float32),
        dowel_mm=dowel.astype(np.float32),
        contacts_mm=contacts.astype(np.float32),
        contact_held=held,
    )
    return view, -hips_x


def reading(
    hinge: float = 0.0,
    *,
    stage: Stage = Stage.READY,
    round_back: float = 0.0,
    faces_right: bool = True,
    time_s: float = 0.0,
    touching: bool | None = None,
) -> Reading:
    """A reading of the puppet in front of its wall."""
    view, back_mm = side_view(hinge, round_back, faces_right)
    gap_mm = WALL_MM - back_mm
    return Reading(
        time_s=time_s,
        stage=stage,
        reason=None,
        measures=Measures(hip_gap_mm=gap_mm, hip_displacement_mm=back_mm),
        draw=lambda: view,
        wall_mm=WALL_MM,
        baseline_progress=1.0,
        touching=gap_mm <= 0 if touching is None else touching,
        repetition=None,
    )


def without_wall(reading: Reading) -> Reading:
    """The same athlete in a drill that asks for no wall."""
    measures = replace(reading.measures, hip_gap_mm=None)
    return replace(reading, wall_mm=None, measures=measures, touching=False)


def nobody(stage: Stage = Stage.EMPTY, reason: Reason | None = None) -> Reading:
    """A reading without an athlete."""
    return Reading(0.0, stage, reason, Measures(), None, WALL_MM, 0.0, False, None)


CLEAN = Verdict(Outcome.PASS)
VERDICTS = (
    CLEAN,
    Verdict(Outcome.FAULT, (Fault.LUMBAR_FLEXION, Fault.THORACIC_FLEXION), cue="lumbar_flexion"),
    Verdict(Outcome.PASS, hints=(Hint.LOCKED_KNEES,), cue="locked_knees", back_judged=False),
    Verdict(Outcome.NO_VERDICT, reason=Reason.ONE_AT_A_TIME, cue="one_at_a_time"),
    Verdict(Outcome.FAULT, (Fault.NO_TOUCH,), cue="no_touch"),
)


def repetition(number: int, verdict: Verdict) -> Repetition:
    """A finished repetition; it touched unless the verdict says otherwise."""
    touched = Fault.NO_TOUCH not in verdict.faults
    return Repetition(
        number=number,
        start_s=5.0 * number,
        end_s=5.0 * number + 3,
        touched=touched,
        touch_s=5.0 * number + 1.5 if touched else None,
        min_gap_mm=-4.0 if touched else 23.0,
        lower_s=1.5,
        pause_s=0.2,
        rise_s=1.3,
        peaks=Measures(),
        verdict=verdict,
    )


def attempt(
    number: int, verdict: Verdict, *, wall_m: float = WALL_MM / 1000, practice: bool = False
) -> Attempt:
    """A finished repetition of a test, with the puppet at its lowest."""
    return Attempt(
        repetition(number, verdict), wall_m, practice, side_view=_lowest(verdict, wall_m)
    )


def _lowest(verdict: Verdict, wall_m: float) -> SideView:
    faults = verdict.faults
    bend_deg = 22.0 if Fault.LUMBAR_FLEXION in faults or Fault.THORACIC_FLEXION in faults else 0.0
    short_mm = 23.0 if Fault.NO_TOUCH in faults else -4.0
    return side_view(hinge_reaching(1000 * wall_m - short_mm, bend_deg), bend_deg)[0]


@cache
def hinge_reaching(back_mm: float, round_back: float = 0.0) -> float:
    """How deep the puppet has to hinge for its hips to reach so far back; as deep as it can."""
    low, high = 0.0, 1.2
    for _ in range(10):
        middle = (low + high) / 2
        reached_mm = side_view(middle, round_back)[1]
        low, high = (middle, high) if reached_mm < back_mm else (low, middle)
    return low


def progress(
    verdicts: tuple[Verdict, ...] = (),
    *,
    practised: int = 3,
    rules: LadderRules = RULES,
) -> Progress:
    """Where a test stands after some practice taps and then these verdicts."""
    ladder, last = Ladder(rules), None
    for number in range(1, practised + 1):
        last = attempt(number, CLEAN, practice=True)
        ladder.take(Outcome.PASS, HEIGHT_M)
    for number, verdict in enumerate(verdicts, start=practised + 1):
        last = attempt(number, verdict, wall_m=ladder.level.wall_m)
        ladder.take(verdict.outcome, HEIGHT_M)
    return Progress(
        phase=ladder.phase,
        rules=rules,
        practised=ladder.practised,
        level_number=len(ladder.passed) + (ladder.ending is not Ending.LIMIT),
        level=ladder.level,
        best_wall_m=ladder.best_wall_m,
        last=last,
    )


def board(*verdicts: tuple[Verdict, ...], **more: Any) -> WalkUpBoard:
    """The column beside the athlete, for the progress of the same arguments."""
    return WalkUpBoard(progress(*verdicts, **more))


def live(progress: Progress, hinge: float, round_back: float = 0.0) -> LivePicture:
    """The puppet in a test, in front of the wall of its level; it moves when it is hinged."""
    stage = Stage.REPETITION if hinge > 0.3 else Stage.READY
    seen, wall_mm = reading(hinge, stage=stage, round_back=round_back), 1000 * progress.level.wall_m
    gap_mm = wall_mm - (seen.measures.hip_displacement_mm or 0.0)
    measures = replace(seen.measures, hip_gap_mm=gap_mm)
    at_wall = replace(seen, wall_mm=wall_mm, measures=measures, touching=gap_mm <= 0)
    return LivePicture(at_wall, WalkUpBoard(progress))


def result(verdicts: tuple[Verdict, ...], rules: LadderRules = RULES) -> TestResult:
    """What a test with these verdicts came to; it ends at the latest with the last of them."""
    test = WalkUpTest(rules)
    for number, verdict in enumerate((CLEAN,) * rules.practice + verdicts, start=1):
        view = _lowest(verdict, test.wall_m)
        lowest = replace(reading(stage=Stage.REPETITION), draw=partial(_same, view))
        test.step(replace(lowest, height_m=HEIGHT_M))
        done = repetition(number, verdict)
        test.step(replace(nobody(Stage.READY), repetition=done, height_m=HEIGHT_M))
    test.skip()
    return test.result


def screened(
    verdicts: tuple[Verdict, ...],
    *,
    athlete: Athlete = ZOE,
    repetitions: int = 3,
    called: Callable[[], bool] = lambda: True,
) -> ScreeningTest:
    """A screening's test after one practice tap and then these verdicts; perhaps not over yet."""
    protocol = Protocol("wall-tap", WALL_MM / 1000, repetitions)
    drill = Drill("wall-tap", Dose(repetitions, 1, 0.0), wall=Wall(WALL_MM / 1000))
    test = ScreeningTest(athlete, drill, protocol, FaultLimits(), called)
    for number, verdict in enumerate((CLEAN, *verdicts), start=1):
        view = _lowest(verdict, WALL_MM / 1000)
        lowest = replace(reading(stage=Stage.REPETITION), draw=partial(_same, view))
        test.step(replace(lowest, height_m=HEIGHT_M))
        done = repetition(number, verdict)
        test.step(replace(nobody(Stage.READY), repetition=done, height_m=HEIGHT_M))
    return test


def _same(view: SideView) -> SideView:
    return view


def _outline(limbs: list[tuple[list[Points], float]]) -> Points:
    mask = np.zeros((int(_SIZE_MM[1] / _GRID_MM), int(_SIZE_MM[0] / _GRID_MM)), np.uint8)
    for points, radius_mm in limbs:
        pixels = [tuple(int(v) for v in ((p * [1, -1]) + _ORIGIN_MM) / _GRID_MM) for p in points]
        for start, end in zip(pixels, pixels[1:] or pixels, strict=False):
            cv2.line(mask, start, end, 255, int(2 * radius_mm / _GRID_MM))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = max(contours, key=cv2.contourArea)[:, 0, :].astype(np.float64)
    # Grid steps are smoothed away, as the real outline's pixel steps are.
    for _ in range(3):
        largest = (np.roll(largest, 1, 0) + 2 * largest + np.roll(largest, -1, 0)) / 4
    return (largest * _GRID_MM - _ORIGIN_MM) * [1, -1]


def _back_line(spine: list[Points], head: Points) -> Points:
    nodes = np.array([*spine, head])
    along = np.gradient(nodes, axis=0)
    normal = np.column_stack([-along[:, 1], along[:, 0]])
    normal /= np.hypot(*normal.T)[:, None]
    skin = nodes + normal * np.array([100, 100, 100, 100, 100])[:, None]
    at = np.linspace(0, len(skin) - 1, 48)
    return np.column_stack([np.interp(at, range(len(skin)), skin[:, i]) for i in (0, 1)])


def _dowel(back: Points) -> tuple[Points, Points, tuple[bool, bool, bool]]:
    contacts = back[[-1, 30, 2]]
    along = contacts[0] - contacts[2]
    along /= np.hypot(*along)
    stick = np.array([contacts[2] - along * 120, contacts[0] + along * 60])
    off = contacts - stick[0]
    distance = np.abs(off[:, 0] * along[1] - off[:, 1] * along[0])
    held = distance < 25
    return stick, contacts, (bool(held[0]), bool(held[1]), bool(held[2]))
