"""Depth frames that no athlete made: noise over the whole range of the sensor."""

from __future__ import annotations

import numpy as np

from station.camera.frame import DepthFrame, Intrinsics


def lens(width_px: int, height_px: int) -> Intrinsics:
    """A plausible pinhole; all its numbers are exact in single precision, which files keep."""
    focal_px = width_px / 2.0
    return Intrinsics(
        width_px, height_px, focal_px, focal_px + 0.5, width_px / 2.0 - 0.25, height_px / 2.0 + 0.5
    )


def noise_frames(
    count: int,
    width_px: int = 64,
    height_px: int = 48,
    *,
    depth_unit_m: float = 0.001,
    start_s: float = 0.0,
    step_s: float = 1.0 / 30.0,
    seed: int = 7,
) -> list[DepthFrame]:
    """``count`` random frames, each with the extreme values 0 and 65535 in it."""
    random = np.random.default_rng(seed)
    frames = []
    for number in range(count):
        depth = random.integers(0, 65536, (height_px, width_px), dtype=np.uint16)
        depth[0, 0], depth[-1, -1] = 0, 65535
        frames.append(
            DepthFrame(
                depth,
                depth_unit_m,
                lens(width_px, height_px),
                start_s + number * step_s,
                number + 1,
            )
        )
    return frames


class FrameList:
    """A depth source that plays a list of frames and then ends."""

    def __init__(self, frames: list[DepthFrame]) -> None:
        self._frames = iter(frames)

    description = "frames from a list"
    serial = ""
    is_live = False

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        return next(self._frames, None)

    def close(self) -> None:
        self._frames = iter(())
