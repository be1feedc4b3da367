"""What one turn of the kiosk's loop came to."""

from __future__ import annotations

from dataclasses import dataclass

from station.screen.state import StateName


@dataclass(frozen=True)
class Turn:
    """What was taken in, when the light had answered, and what the picture shows.

    ``capture_time_s`` is None without a new frame. ``trouble`` is why nobody can be tested now.
    ``honest``: there was a fresh frame, or the picture says why there is none; while that is so
    the station is alive, also without a camera.
    """

    capture_time_s: float | None
    judged_s: float
    state: StateName
    trouble: str | None
    honest: bool
