"""The drill that the desk has chosen, with its wall where the coach wants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from station.drills.desk import Desk
from station.drills.drill import Drill, Wall


def chosen_drill(desk: Desk, drills: Mapping[str, Drill]) -> Drill:
    """That of the next warm-up; a drill without a wall stays without."""
    drill = drills[desk.drill]
    if drill.wall is None or desk.wall_cm is None:
        return drill
    return replace(drill, wall=Wall(distance_m=round(desk.wall_cm / 100, 4)))
