"""Recordings of simulated sessions, written by the SDK, with the truth of every frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyrealsense2

from station.camera.recorder import RecordingWriter
from station.camera.simulated import depth_frame, intrinsics_of
from station.simulator.story import SimulatedFrame, Story, play
from station.simulator.truth import Truth


@dataclass(frozen=True, eq=False)
class Recorded:
    """A recording and what was really there: one entry per frame, None without an athlete."""

    path: Path
    truth: list[Truth | None]


def write_story(
    path: Path, story: Story, frames: Iterable[SimulatedFrame] | None = None
) -> Recorded:
    """Record the whole story, or only some of its frames."""
    lens = intrinsics_of(story.camera)
    truth = []
    with RecordingWriter(path, lens, story.camera.depth_unit_m, round(story.fps)) as writer:
        for number, frame in enumerate(frames or play(story), start=1):
            writer.write(depth_frame(frame, lens, story.camera, number))
            truth.append(frame.truth)
    return Recorded(path, truth)


def write_colour(path: Path) -> None:
    """A recording by the SDK of a camera that has no depth."""
    sdk = pyrealsense2
    device = sdk.software_device()
    camera = device.add_sensor("RGB Camera")
    stream = sdk.video_stream()
    stream.type, stream.fmt, stream.bpp = sdk.stream.color, sdk.format.rgb8, 3
    stream.width, stream.height, stream.fps = 64, 48, 30
    profile = camera.add_video_stream(stream).as_video_stream_profile()
    recorder = sdk.recorder(str(path), device)
    tap = recorder.query_sensors()[0]
    tap.open(profile)
    tap.start(sdk.frame_queue(1))
    image = sdk.software_video_frame()
    image.pixels, image.stride, image.bpp = bytes(64 * 48 * 3), 64 * 3, 3
    image.timestamp, image.frame_number, image.profile = 1.0, 1, profile
    image.domain = sdk.timestamp_domain.hardware_clock
    camera.on_video_frame(image)
    recorder.pause()
    tap.stop()
    tap.close()
