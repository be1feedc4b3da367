"""The limits behind the fault table. Angles in degrees, changes from the own standing baseline.

Defaults and their sources: coaching literature collected in the project's domain notes
(lumbar: detectable change of wearables 10-15 deg and trained lifters' losses, Laird 2019; knee:
good-morning against deadlift, Schellenberg 2013). A gym may change them in ``station.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FaultLimits:
    """Where a measure becomes a fault inside one repetition."""

    lumbar_flexion_deg: float = 20.0
    lumbar_flexion_hold_s: float = 0.15
    lumbar_extension_deg: float = 12.0
    thoracic_flexion_deg: float = 20.0
    neck_extension_deg: float = 25.0
    squat_knee_deg: float = 40.0
    locked_knee_deg: float = 3.0
    past_horizontal_deg: float = 90.0
    leaning_mm: float = 40.0
    leaning_hold_s: float = 1.0
    lockout_hyperextension_deg: float = 8.0
    incomplete_lockout_deg: float = 10.0
    feet_moved_mm: float = 30.0
