"""The measures: one table of what each number means, and the values of one frame.

Words here are the words on the screen, in the CSV and in the JSON.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MeasureDefinition:
    """How one measure is defined: between which points, where its zero is, which way is plus."""

    name: str
    unit: str
    definition: str
    zero_and_sign: str


MEASURES: tuple[MeasureDefinition, ...] = (
    MeasureDefinition(
        "hip_gap_mm",
        "mm",
        "from the rearmost point of the buttocks straight back to the wall",
        "> 0 short of the wall, <= 0 touching",
    ),
    MeasureDefinition(
        "hip_displacement_mm",
        "mm",
        "how far the rearmost point of the buttocks has moved back",
        "0 standing, > 0 back",
    ),
    MeasureDefinition(
        "trunk_inclination_deg",
        "deg",
        "line from sacrum (S2) to C7 on the skin, against vertical",
        "0 upright, > 0 forward",
    ),
    MeasureDefinition(
        "hip_flexion_deg", "deg", "pelvis against thigh, change", "0 standing, > 0 flexed"
    ),
    MeasureDefinition(
        "knee_flexion_deg", "deg", "thigh against shank, change", "0 standing, > 0 bent"
    ),
    MeasureDefinition(
        "lumbar_flexion_deg",
        "deg",
        "sacrum tangent against T12 tangent of the back line, change",
        "> 0 rounds, < 0 arches",
    ),
    MeasureDefinition(
        "thoracic_flexion_deg", "deg", "T12 tangent against C7 tangent, change", "> 0 rounds"
    ),
    MeasureDefinition(
        "neck_flexion_deg",
        "deg",
        "head against upper thorax, change",
        "> 0 chin down, < 0 craned up",
    ),
    MeasureDefinition(
        "dowel_head_mm", "mm", "gap of the dowel at the head over the standing gap", ">= 0"
    ),
    MeasureDefinition(
        "dowel_thoracic_mm",
        "mm",
        "gap of the dowel between the shoulder blades over the standing gap",
        ">= 0",
    ),
    MeasureDefinition(
        "dowel_sacrum_mm", "mm", "gap of the dowel at the sacrum over the standing gap", ">= 0"
    ),
)


@dataclass(frozen=True)
class Measures:
    """Every measure of one frame; None where it could not be measured in that frame."""

    hip_gap_mm: float | None = None
    hip_displacement_mm: float | None = None
    trunk_inclination_deg: float | None = None
    hip_flexion_deg: float | None = None
    knee_flexion_deg: float | None = None
    lumbar_flexion_deg: float | None = None
    thoracic_flexion_deg: float | None = None
    neck_flexion_deg: float | None = None
    dowel_head_mm: float | None = None
    dowel_thoracic_mm: float | None = None
    dowel_sacrum_mm: float | None = None
