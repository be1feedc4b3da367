"""Athletes and groups who never were, as a report reads them."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from station.drills.attempt import CurvePoint
from station.drills.screening import Status
from station.hinge.judge import CUE_ORDER
from station.hinge.verdict import Fault, Outcome
from station.posture.measures import Measures
from station.reasons import Reason
from station.results.report.values import (
    AthleteRecord,
    GroupRecord,
    KeptRepetition,
    KeptTest,
    Member,
)

STARTED = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
PEAKS = Measures(
    hip_gap_mm=-12.0,
    hip_displacement_mm=168.0,
    trunk_inclination_deg=58.0,
    hip_flexion_deg=64.0,
    knee_flexion_deg=14.0,
    lumbar_flexion_deg=9.0,
    thoracic_flexion_deg=6.0,
    neck_flexion_deg=-11.0,
)
_WRONG: dict[Fault, dict[str, float]] = {
    Fault.LUMBAR_FLEXION: {"lumbar_flexion_deg": 26.0},
    Fault.THORACIC_FLEXION: {"thoracic_flexion_deg": 24.0},
    Fault.NECK_EXTENSION: {"neck_flexion_deg": -31.0},
    Fault.SQUAT: {"knee_flexion_deg": 52.0},
    Fault.NO_TOUCH: {"hip_gap_mm": 21.0, "hip_displacement_mm": 135.0},
}


def tried(
    number: int,
    *faults: Fault,
    wall_mm: float | None = 150.0,
    curve: bool = False,
    **changed: float,
) -> KeptRepetition:
    """A judged repetition with these faults, its peaks to match."""
    wrong = {name: value for fault in faults for name, value in _WRONG.get(fault, {}).items()}
    peaks = replace(PEAKS, **{**wrong, **changed})
    if wall_mm is None:
        peaks = replace(peaks, hip_gap_mm=None)
    return KeptRepetition(
        number=number,
        practice=False,
        outcome=Outcome.FAULT if faults else Outcome.PASS,
        reason=None,
        faults=tuple(fault for fault in CUE_ORDER if fault in faults),
        cue=next((fault.value for fault in CUE_ORDER if fault in faults), "pass"),
        back_judged=True,
        wall_mm=wall_mm,
        touched=wall_mm is not None and Fault.NO_TOUCH not in faults,
        min_gap_mm=peaks.hip_gap_mm,
        lower_s=1.4,
        pause_s=0.2,
        rise_s=1.1,
        peaks=peaks,
        arched_deg=2.0,
        curve=course(peaks) if curve else (),
    )


def unseen(number: int, reason: Reason = Reason.BACK_HIDDEN) -> KeptRepetition:
    """A repetition that could not be judged."""
    return replace(
        tried(number),
        outcome=Outcome.NO_VERDICT,
        reason=reason,
        cue=reason.name.lower(),
        back_judged=False,
        touched=False,
        min_gap_mm=None,
        peaks=Measures(),
        arched_deg=None,
    )


def course(peaks: Measures, length_s: float = 2.7) -> tuple[CurvePoint, ...]:
    """Down to the peaks and up again, in 48 points."""
    back_mm, lumbar_deg = peaks.hip_displacement_mm or 0.0, peaks.lumbar_flexion_deg or 0.0
    gap_mm, trunk_deg = peaks.hip_gap_mm, peaks.trunk_inclination_deg or 0.0
    points = []
    for step in range(48):
        deep = max(0.0, math.sin(math.pi * step / 47)) ** 1.3
        points.append(
            CurvePoint(
                t_s=round(length_s * step / 47, 3),
                hip_gap_mm=None if gap_mm is None else gap_mm + back_mm * (1 - deep),
                hip_displacement_mm=back_mm * deep,
                trunk_inclination_deg=trunk_deg * deep,
                lumbar_flexion_deg=None if step in (20, 21) else lumbar_deg * deep**2,
            )
        )
    return tuple(points)


def one_test(*tries: KeptRepetition, passed: bool | None = True, number: int = 1) -> KeptTest:
    """The ``number``-th test of somebody, by 2 of as many as were judged."""
    return KeptTest(
        uid=f"test-{number}",
        screening_uid=f"screening-{number}",
        drill="wall-tap",
        started=STARTED + timedelta(days=7 * number),
        clock_trusted=True,
        height_mm=1751.0,
        ending="done",
        passed=passed,
        asked=3,
        seen_in=2,
        tries=tries,
    )


def record(*tests: KeptTest, name: str = "Änne O'Brien", number: str = "7") -> AthleteRecord:
    """An athlete with these tests."""
    return AthleteRecord("uid-1", name, number, "U17 Mädchen", tests)


def group(*members: Member, name: str = "U17 Mädchen") -> GroupRecord:
    """A screening of these."""
    return GroupRecord(name, "wall-tap", 150.0, 3, 1, 2, STARTED, True, True, members)


def member(
    place: int,
    name: str,
    test: KeptTest | None,
    before: KeptTest | None = None,
    status: Status = Status.DONE,
) -> Member:
    """One of a group."""
    return Member(f"uid-{place}", name, str(place), status, test, before)


def many(count: int, seed: int = 6) -> list[Member]:
    """A group in which nearly everything occurs; the same each time."""
    chance = Random(seed)
    names = (
        "Änne O'Brien", "Bartholomäus Maximilian von und zu Hohenlohe-Schillingsfürst-Waldenburg",
        "李小龍 🤸🏽‍♀️", "محمد عبد الله", "<script>alert('&1')</script>", "Zoë Müller", "Jo",
        "דנה כהן", "José Ñandú", "=SUM(A1)",
    )  # fmt: skip
    faults = (
        Fault.LUMBAR_FLEXION, Fault.SQUAT, Fault.NO_TOUCH, Fault.NECK_EXTENSION,
        Fault.THORACIC_FLEXION,
    )  # fmt: skip
    members = []
    for place in range(1, count + 1):
        name = names[(place - 1) % len(names)] + ("" if place <= len(names) else f" {place}")
        if place in (4, 9):
            members.append(member(place, name, None, status=Status.ABSENT))
            continue
        if place == 12:
            members.append(member(place, name, None, status=Status.WAITING))
            continue
        tests = []
        for number in (1, 2):
            often = [fault for fault in faults if chance.random() < 0.25]
            tries = [
                tried(
                    at,
                    *(fault for fault in often if chance.random() < 0.7),
                    knee_flexion_deg=chance.uniform(4, 34),
                    trunk_inclination_deg=chance.uniform(48, 74),
                )
                for at in (1, 2, 3)
            ]
            made = one_test(*tries, number=number)
            made = replace(made, passed=not any(made.counts(fault) for fault in made.seen))
            tests.append(made)
        if place == 7:
            tests[1] = one_test(unseen(1), unseen(2, Reason.LOST), passed=None, number=2)
        if place == 5:
            tests[1] = replace(tests[1], redone=1)
        members.append(member(place, name, tests[1], tests[0] if place % 3 else None))
    return members
