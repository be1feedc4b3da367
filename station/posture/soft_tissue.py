"""From the bends the skin shows to the bends the spine makes.

Skin does not follow the spine one to one: it spreads a bend over its neighbours, and buttocks and
shoulder blades add their own. The weights below come from 15 anatomical bodies (both sexes, 1.49
to 1.97 m, slim to heavy, some in loose clothes) whose spine bones were bent by known angles, seen
through a noisy depth sensor: a least-squares fit at the bottom of 69 repetitions, judged on bodies
left out of it. The error left at the bottom of a hinge is about 6 degrees for lumbar, 3 for
thoracic and 5 for neck.
"""

from __future__ import annotations

from dataclasses import replace

from station.posture.measures import Measures

_LUMBAR_OF_LUMBAR, _LUMBAR_OF_THORACIC = 1.05, 1.20
_THORACIC_LEAK_DEG, _THORACIC_LEAK = 8.0, 2.9
"""Thoracic bend beyond this drags the skin of the lumbar region along; that much is taken off."""
_THORACIC_OF_THORACIC, _THORACIC_OF_LUMBAR = 1.30, 0.10
_NECK_OF_NECK, _NECK_OF_THORACIC = 1.35, 0.25


def spine_of_skin(skin: Measures) -> Measures:
    """Replace the fitted bends of lumbar, thoracic spine and neck by the spine's own."""
    lumbar, thoracic, neck = (
        skin.lumbar_flexion_deg,
        skin.thoracic_flexion_deg,
        skin.neck_flexion_deg,
    )
    if lumbar is None or thoracic is None or neck is None:
        return skin
    rounding = _LUMBAR_OF_LUMBAR * lumbar + _LUMBAR_OF_THORACIC * thoracic
    leak = _THORACIC_LEAK * max(0.0, thoracic - _THORACIC_LEAK_DEG)
    return replace(
        skin,
        # What leaks over explains rounding away; it never makes a back arch.
        lumbar_flexion_deg=max(rounding - leak, min(rounding, 0.0)),
        thoracic_flexion_deg=_THORACIC_OF_THORACIC * thoracic + _THORACIC_OF_LUMBAR * lumbar,
        neck_flexion_deg=_NECK_OF_NECK * neck + _NECK_OF_THORACIC * thoracic,
    )
