"""A camera that gets knocked: from a given second on it hangs differently."""

from __future__ import annotations

from dataclasses import dataclass, replace

from station.simulator.sensor import Mount


@dataclass(frozen=True)
class Bump:
    """At ``time_s`` of the story the camera turns and shifts by this much, signs as in Mount."""

    time_s: float
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    pan_deg: float = 0.0
    height_m: float = 0.0

    def knocked(self, mount: Mount) -> Mount:
        """How the camera hangs afterwards."""
        return replace(
            mount,
            pitch_deg=mount.pitch_deg + self.pitch_deg,
            roll_deg=mount.roll_deg + self.roll_deg,
            pan_deg=mount.pan_deg + self.pan_deg,
            height_m=mount.height_m + self.height_m,
        )
