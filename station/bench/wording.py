"""The words of the page for measures and faults."""

from __future__ import annotations

from station.hinge.verdict import Fault
from station.posture.measures import MEASURES
from station.screen.words import Words

DEFINITIONS = {measure.name: measure for measure in MEASURES}
_SHORT = {
    "hip_gap_mm": "Gap to the wall",
    "hip_displacement_mm": "Hips moved back",
    "trunk_inclination_deg": "Trunk lean",
    "hip_flexion_deg": "Hip bend",
    "knee_flexion_deg": "Knee bend",
    "lumbar_flexion_deg": "Lower back bend",
    "thoracic_flexion_deg": "Upper back bend",
    "neck_flexion_deg": "Neck bend",
    "dowel_head_mm": "Stick off the head",
    "dowel_thoracic_mm": "Stick off the upper back",
    "dowel_sacrum_mm": "Stick off the sacrum",
}


def short_name(name: str) -> str:
    """A measure in a coach's words."""
    return _SHORT[name]


def unit_of(name: str) -> str:
    """mm or the sign of degrees."""
    return "°" if DEFINITIONS[name].unit == "deg" else DEFINITIONS[name].unit


def quantity(value: float, name: str, form: str = ".1f") -> str:
    """A number with the unit of the measure ``name``, as it is printed: "1.9 mm", "+0.9°"."""
    number = format(value, form).replace("-", "\N{MINUS SIGN}")
    unit = unit_of(name)
    return f"{number}{unit}" if unit == "°" else f"{number}\N{NO-BREAK SPACE}{unit}"


def fault_words() -> dict[str, str]:
    """Fault codes in the words of the screen."""
    words = Words.load()
    return {fault.value: words.texts[f"fault.{fault.value}"] for fault in Fault}
