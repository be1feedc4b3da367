"""What the engine has to be told for the next frame."""

from __future__ import annotations

from dataclasses import dataclass

from station.hinge.task import Task


@dataclass(frozen=True)
class Asked:
    """``wall_m`` behind the heels, None for no wall; without a ``task`` a plain tap within the
    station's own limits."""

    wall_m: float | None
    task: Task | None = None
