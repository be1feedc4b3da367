"""A camera that goes wrong when told to: the world the fake SDK shows, and its faults."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from station.camera.frame import DepthFrame

FAKE_SDK = Path(__file__).parent / "fake_sdk"
FPS = 15.0

MENDED_BY_HAND = ("absent", "usb2", "wrong_mode", "permission")
"""Only time mends these, that is, a person; the station waits."""
SILENT = (
    *("silent", "freeze_number", "freeze_pixels", "times_back", "hang", "busy_hang", "crash"),
    *("exit", "exception", "odd_exception", "flapping", "hang_open", "open_fails", "hang_close"),
    *("hang_reset", "wrong_size", "unit_zero", "unit_nan"),
)
"""The camera is there but gives nothing usable: opening anew, a reset or a new station."""
GARBAGE = ("garbage", "zeros", "saturated")
"""Fresh pictures of nothing."""
HARMLESS = ("odd_stride",)
NEEDS_OPENING = ("hang_open", "open_fails")
"""These show only when the camera is opened; a stream that runs falls silent."""


@dataclass(frozen=True)
class Fault:
    """One behaviour and what ends it: ``time`` (seconds from now), or so many ``opens`` or
    ``resets``, or ``never``."""

    name: str
    heals: str
    value: float = 0.0


class FaultyCamera:
    """A folder that the fake SDK reads; frames come by the clock from the moment this is made."""

    def __init__(self, folder: Path, frames: Path, lens: DepthFrame) -> None:
        self.folder = folder
        self._ids = 0
        k = lens.intrinsics
        world = {
            "frames": str(frames),
            "fps": FPS,
            "epoch_s": time.monotonic(),
            "unit_m": lens.depth_unit_m,
            "lens": {
                **{"width": k.width_px, "height": k.height_px, "fx": k.fx_px, "fy": k.fy_px},
                **{"ppx": k.cx_px, "ppy": k.cy_px},
            },
        }
        (folder / "world.json").write_text(json.dumps(world))
        self.do(Fault("", "never"))

    def do(self, fault: Fault) -> None:
        """From now on go wrong like this."""
        self._ids += 1
        for kind in ("opens", "resets"):
            (self.folder / kind).unlink(missing_ok=True)
        value = fault.value + (time.monotonic() if fault.heals == "time" else 0.0)
        told = {"name": fault.name, "heals": fault.heals, "value": value, "id": self._ids}
        fresh = self.folder / "fault.new"
        fresh.write_text(json.dumps(told))
        fresh.replace(self.folder / "fault.json")

    def count(self, kind: str) -> int:
        """How many ``opens`` or ``resets`` there have been since the fault began."""
        file = self.folder / kind
        return file.stat().st_size if file.exists() else 0


def keep_frames(frames: Sequence[DepthFrame], file: Path) -> None:
    """Write the pictures where the fake SDK can map them."""
    np.save(file, np.stack([frame.depth for frame in frames]))
