"""The name of what was asked for, as it is kept with each test."""

from __future__ import annotations

from station.drills.ladder import LadderRules

WALK_UP = "walk-up"
"""How the protocol of every walk-up test begins; only these are compared with each other."""


def walk_up_protocol(rules: LadderRules) -> str:
    """Such as ``walk-up 10.0+2.5 cm 2 of 3``."""
    first_cm, step_cm = 100 * rules.first_wall_m, 100 * rules.step_m
    return f"{WALK_UP} {first_cm:.1f}+{step_cm:.1f} cm {rules.clean_taps} of {rules.tries}"
