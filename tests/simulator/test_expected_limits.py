"""The simulator may not import the hinge room; its copy of the limits must not drift from it."""

from __future__ import annotations

from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault
from station.posture.measures import MEASURES
from station.simulator import expected
from station.simulator.sessions import PLANS
from station.simulator.story import Story
from station.simulator.story import expected as expect
from station.simulator.truth import Truth


def test_limits_are_those_of_the_fault_table() -> None:
    limits = FaultLimits()
    assert limits.lumbar_flexion_deg == expected.LUMBAR_FLEXION_DEG
    assert limits.lumbar_flexion_hold_s == expected.LUMBAR_FLEXION_HOLD_S
    assert limits.lumbar_extension_deg == expected.LUMBAR_EXTENSION_DEG
    assert limits.thoracic_flexion_deg == expected.THORACIC_FLEXION_DEG
    assert limits.neck_extension_deg == expected.NECK_EXTENSION_DEG
    assert limits.squat_knee_deg == expected.SQUAT_KNEE_DEG
    assert limits.past_horizontal_deg == expected.PAST_HORIZONTAL_DEG
    assert limits.leaning_mm == expected.LEANING_MM
    assert limits.leaning_hold_s == expected.LEANING_HOLD_S
    assert limits.lockout_hyperextension_deg == expected.LOCKOUT_HYPEREXTENSION_DEG
    assert limits.incomplete_lockout_deg == expected.INCOMPLETE_LOCKOUT_DEG
    assert limits.feet_moved_mm == expected.FEET_MOVED_MM


def test_every_expected_code_is_a_fault_code() -> None:
    codes = {fault.value for fault in Fault}
    plans = tuple(PLANS[name] for name in ("leaning", "squat", "neck", "hyper", "no_touch"))
    found = [code for repetition in expect(Story(plans=plans)) for code in repetition.faults]
    assert found == ["leaning", "squat", "neck_extension", "lockout_hyperextension", "no_touch"]
    assert codes.issuperset(found)


def test_truth_uses_the_names_of_the_measures() -> None:
    names = {measure.name for measure in MEASURES if not measure.name.startswith("dowel")}
    assert names == set(Truth.__dataclass_fields__) - {"heel_shift_mm"}
