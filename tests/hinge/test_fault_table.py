"""The fault table: each fault at a clear size, and not just below its limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from station.hinge.history import Sample
from station.hinge.limits import FaultLimits
from station.hinge.task import Task, Tempo
from station.hinge.verdict import Hint, Outcome, Repetition
from tests.hinge.made_motion import (
    STANDING,
    STANDING_GAP_MM,
    TOUCHING,
    Hinge,
    Move,
    Posture,
    back_hidden,
    faults,
    of,
    samples,
    watched,
    with_measures,
)

TEMPO = Tempo(lower_s=3.0, pause_s=2.0, rise_s=1.0)
BOTTOM_S = (2.4, 2.8)
"""When the athlete of a plain repetition is at the bottom."""


def one(seen: list[Sample], tempo: Tempo | None = None) -> Repetition:
    (done,) = watched(seen, Task(tempo=tempo))
    return done


def bottom(**changes: float) -> Hinge:
    return Hinge(replace(TOUCHING, **changes))


def ending(**changes: float) -> Hinge:
    return Hinge(end=replace(STANDING, **changes), end_hold_s=0.8)


def through_the_wall(mm: float) -> Hinge:
    return bottom(back_mm=STANDING_GAP_MM + mm)


LIMITS: dict[str, tuple[Hinge, Hinge, set[str]]] = {
    "no_touch": (through_the_wall(-5), through_the_wall(5), set()),
    "lumbar_flexion": (bottom(lumbar_deg=23), bottom(lumbar_deg=18), set()),
    "lumbar_extension": (bottom(lumbar_deg=-15), bottom(lumbar_deg=-10), set()),
    "thoracic_flexion": (bottom(thoracic_deg=23), bottom(thoracic_deg=18), set()),
    "neck_extension": (bottom(neck_deg=-28), bottom(neck_deg=-22), set()),
    "squat": (bottom(knee_deg=44), bottom(knee_deg=37), set()),
    "past_horizontal": (bottom(trunk_deg=88), bottom(trunk_deg=80), set()),
    "leaning": (through_the_wall(48), through_the_wall(34), set()),
    "lockout_hyperextension": (ending(trunk_deg=-10), ending(trunk_deg=-6), set()),
    "incomplete_lockout": (ending(trunk_deg=13), ending(trunk_deg=8), set()),
    "feet_moved": (bottom(heel_mm=-36), bottom(heel_mm=-25), set()),
}


@pytest.mark.parametrize("code", LIMITS)
def test_a_clear_fault_is_found_and_nothing_else(code: str) -> None:
    clear, _, others = LIMITS[code]
    done = one(of(clear))
    assert faults(done) == {code} | others
    assert done.verdict.outcome is Outcome.FAULT
    assert done.verdict.cue == code


@pytest.mark.parametrize("code", LIMITS)
def test_just_below_its_limit_it_is_no_fault(code: str) -> None:
    _, below, others = LIMITS[code]
    done = one(of(below))
    assert faults(done) == others
    assert done.verdict.outcome is Outcome.PASS


@pytest.mark.parametrize("heel_mm", [-50.0, 50.0])
def test_feet_may_move_neither_back_nor_forward(heel_mm: float) -> None:
    assert faults(one(of(bottom(heel_mm=heel_mm)))) == {"feet_moved"}


def raised(name: str, value: float, seconds: float) -> Callable[[Sample], Sample]:
    """Raises one measure for a while in the middle of the pause at the bottom."""
    middle = sum(BOTTOM_S) / 2

    def change(sample: Sample) -> Sample:
        if abs(sample.time_s - middle) <= seconds / 2 + 1e-6:
            return with_measures(sample, **{name: value})
        return sample

    return change


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("lumbar_flexion_deg", 40.0, "lumbar_flexion"),
        ("lumbar_flexion_deg", -40.0, "lumbar_extension"),
        ("thoracic_flexion_deg", 40.0, "thoracic_flexion"),
        ("neck_flexion_deg", -60.0, "neck_extension"),
        ("trunk_inclination_deg", 110.0, "past_horizontal"),
    ],
)
def test_a_moment_is_noise_and_what_lasts_is_a_fault(name: str, value: float, code: str) -> None:
    brief = [raised(name, value, 0.06)(s) for s in of(Hinge())]
    lasting = [raised(name, value, 0.30)(s) for s in of(Hinge())]
    assert faults(one(brief)) == set()
    assert faults(one(lasting)) == {code}


def test_arching_and_looking_up_while_standing_are_no_faults() -> None:
    tall = replace(STANDING, lumbar_deg=-16.0, neck_deg=-35.0)
    moves = [Move(TOUCHING, 1.2), Move(STANDING, 1.2), Move(tall, 0.3), Move(STANDING, 1.0)]
    assert faults(one(samples(moves))) == set()


def test_a_rounded_back_past_horizontal_is_only_rounded() -> None:
    assert faults(one(of(bottom(trunk_deg=92, lumbar_deg=35)))) == {"lumbar_flexion"}


@pytest.mark.parametrize(("pause_s", "found"), [(0.8, set()), (1.4, {"leaning"})])
def test_hips_held_on_the_wall_lean(pause_s: float, found: set[str]) -> None:
    assert faults(one(of(Hinge(pause_s=pause_s)))) == found


def test_a_long_pause_short_of_the_wall_is_not_leaning() -> None:
    short = replace(through_the_wall(-30), pause_s=2.5)
    assert faults(one(of(short))) == {"no_touch"}


def test_a_tempo_that_is_kept_passes_and_its_hold_is_not_leaning() -> None:
    done = one(of(Hinge(lower_s=3.0, pause_s=2.0, rise_s=1.0)), TEMPO)
    assert faults(done) == set()


@pytest.mark.parametrize(
    ("hinge", "found"),
    [
        (Hinge(), {"tempo"}),
        (Hinge(lower_s=1.8, pause_s=2.0, rise_s=1.0), {"tempo"}),
        (Hinge(lower_s=3.0, pause_s=1.2, rise_s=1.0), {"tempo"}),
        (Hinge(lower_s=3.0, pause_s=2.0, rise_s=1.6), {"tempo"}),
        (Hinge(lower_s=3.0, pause_s=3.2, rise_s=1.0), {"tempo", "leaning"}),
        (Hinge(lower_s=3.4, pause_s=1.8, rise_s=1.1), set()),
    ],
)
def test_tempo_is_judged_part_by_part_with_its_tolerance(hinge: Hinge, found: set[str]) -> None:
    assert faults(one(of(hinge), TEMPO)) == found


def test_without_a_tempo_nobody_is_too_slow() -> None:
    assert faults(one(of(Hinge(lower_s=3.5, pause_s=0.3, rise_s=3.5)))) == set()


@pytest.mark.parametrize(("knee_deg", "hints"), [(1.0, (Hint.LOCKED_KNEES,)), (6.0, ())])
def test_locked_knees_are_a_hint_and_never_a_fault(knee_deg: float, hints: tuple[Hint]) -> None:
    verdict = one(of(bottom(knee_deg=knee_deg))).verdict
    assert verdict.outcome is Outcome.PASS
    assert verdict.hints == hints
    assert verdict.cue == (str(hints[0]) if hints else "pass")


@pytest.mark.parametrize(("back_mm", "found"), [(160.0, set()), (120.0, {"no_touch"})])
def test_the_tap_counts_when_only_the_back_cannot_be_judged(
    back_mm: float, found: set[str]
) -> None:
    rounded = bottom(back_mm=back_mm, lumbar_deg=40.0)
    done = one([back_hidden(s) for s in of(rounded)])
    assert not done.verdict.back_judged
    assert faults(done) == found
    assert done.verdict.outcome is (Outcome.FAULT if found else Outcome.PASS)
    assert done.touched == (not found)


def test_a_back_hidden_for_a_moment_is_still_judged() -> None:
    seen = [back_hidden(s) if 1.5 < s.time_s < 1.9 else s for s in of(bottom(lumbar_deg=30.0))]
    done = one(seen)
    assert done.verdict.back_judged
    assert faults(done) == {"lumbar_flexion"}


def test_a_back_hidden_at_the_bottom_is_not_judged_however_well_it_was_seen_before() -> None:
    slow = Hinge(replace(TOUCHING, lumbar_deg=30.0), lower_s=3.0, pause_s=0.3, rise_s=3.0)
    seen = of(slow)
    deep_mm = 0.93 * TOUCHING.back_mm
    hidden = [
        back_hidden(s) if (s.measures.hip_displacement_mm or 0.0) > deep_mm else s for s in seen
    ]
    done = one(hidden)
    assert not done.verdict.back_judged
    assert done.touched and faults(done) == set()


def test_limits_of_the_gym_count_not_the_defaults() -> None:
    strict = FaultLimits(lumbar_flexion_deg=8.0, squat_knee_deg=20.0)
    (done,) = watched(of(bottom(lumbar_deg=12.0, knee_deg=25.0)), Task(strict))
    assert faults(done) == {"lumbar_flexion", "squat"}


CUES: list[tuple[str, dict[str, float]]] = [
    ("leaning", {"back_mm": STANDING_GAP_MM + 60}),
    ("lumbar_flexion", {"lumbar_deg": 35.0}),
    ("thoracic_flexion", {"thoracic_deg": 35.0}),
    ("squat", {"knee_deg": 60.0}),
    ("neck_extension", {"neck_deg": -45.0}),
]


@pytest.mark.parametrize("first", range(len(CUES) + 1))
def test_the_cue_is_the_most_important_of_all_faults(first: int) -> None:
    """All faults at once; then without the most important; and so on."""
    low: Posture = TOUCHING
    for _, change in CUES[first:]:
        low = replace(low, **change)
    short = replace(STANDING, back_mm=45.0, trunk_deg=16.0)
    hinge = Hinge(low, pause_s=0.5, end=short, end_hold_s=0.8)
    done = one(of(hinge), TEMPO)
    wanted = [code for code, _ in CUES[first:]] + ["incomplete_lockout", "tempo"]
    assert [str(f) for f in done.verdict.faults] == wanted
    assert done.verdict.cue == wanted[0]


def test_peaks_are_the_largest_values_in_the_direction_of_the_fault() -> None:
    peaks = one(of(bottom(lumbar_deg=16.0, thoracic_deg=9.0, neck_deg=-18.0, knee_deg=22.0))).peaks
    assert peaks.lumbar_flexion_deg == pytest.approx(16.0, abs=0.5)
    assert peaks.thoracic_flexion_deg == pytest.approx(9.0, abs=0.5)
    assert peaks.neck_flexion_deg == pytest.approx(-18.0, abs=0.5)
    assert peaks.knee_flexion_deg == pytest.approx(22.0, abs=0.5)
    assert peaks.hip_displacement_mm == pytest.approx(160.0, abs=0.5)
    assert peaks.hip_gap_mm == pytest.approx(-10.0, abs=0.5)
