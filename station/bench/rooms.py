"""What each room costs per frame, and whether memory stays level."""

from __future__ import annotations

import gc
import itertools
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from station.camera.frame import DepthFrame
from station.camera.simulated import depth_frame, intrinsics_of
from station.engine import Engine, Stage
from station.errors import SceneError
from station.scene.flaws import HEAD_M, MAT_DISTANCE_M
from station.simulator.sessions import walk_up_session
from station.simulator.story import play

_WALL_M = 0.10
Ladder = tuple[tuple[str, ...], ...]
VISIT: Ladder = (("clean",), ("clean", "lumbar", "clean"), ("squat", "no_touch"))
"""Repetitions of one short visit, by wall."""
_TWO_TAPS: Ladder = (("clean",), ("lumbar",))
TOGETHER = "scene + posture + hinge"
BUDGET_MS, BUDGET_P99_MS = 2.0, 4.0
"""Asked of a frame of 848x480 on one core, so that a Pi's slower one holds 60 in a second."""
_MEMORY_EVERY = 2000


@dataclass(frozen=True)
class RoomTimes:
    """Over ``frames`` frames: of each room its name, median and 99th percentile in ms."""

    frames: int
    rooms: tuple[tuple[str, float, float], ...]

    @property
    def together_ms(self) -> tuple[float, float]:
        """Median and 99th percentile of all rooms together."""
        return next((median, p99) for room, median, p99 in self.rooms if room == TOGETHER)


def run_bench(frames: int, soak: int) -> int:
    """Time ``frames`` frames room by room on one core; then watch memory over ``soak`` frames."""
    console = Console()
    session = two_taps(console)
    console.print(_timing_table(time_rooms(session, frames)))
    if soak:
        _watch_memory(console, session, soak)
    return 0


def two_taps(console: Console) -> list[DepthFrame]:
    """What is timed: a visitor's clean tap and one with a rounding back."""
    console.print("simulating two repetitions, 848x480 ...", highlight=False)
    return simulated_session(_TWO_TAPS)


def simulated_session(
    ladder: Ladder, fps: float = 30.0, at_most: int | None = None
) -> list[DepthFrame]:
    """One visitor's first frames, simulated beforehand so that they cost nothing while timing.

    The tallest whom the mat is set up for, at its near end: who fills the picture costs most.
    """
    story = walk_up_session(1, _WALL_M, ladder=ladder)
    story = replace(
        story,
        fps=fps,
        mount=replace(story.mount, distance_m=MAT_DISTANCE_M[0]),
        athlete=replace(story.athlete, height_m=HEAD_M),
    )
    intrinsics = intrinsics_of(story.camera)
    frames = itertools.islice(play(story), at_most)
    return [depth_frame(f, intrinsics, story.camera, i) for i, f in enumerate(frames)]


def endless(session: list[DepthFrame]) -> Iterator[DepthFrame]:
    """The session over and over, on a clock that goes on."""
    length_s = session[-1].capture_time_s - session[0].capture_time_s + 0.05
    for lap in itertools.count():
        for frame in session:
            yield DepthFrame(
                frame.depth,
                frame.depth_unit_m,
                frame.intrinsics,
                frame.capture_time_s + lap * length_s,
                frame.sequence + lap * len(session),
            )


def time_rooms(session: list[DepthFrame], frames: int) -> RoomTimes:
    """Milliseconds of each room, for as many ``frames`` with an athlete being measured.

    Raises :class:`SceneError` when a whole session passes without one.
    """
    cv2.setNumThreads(1)
    engine = Engine(_WALL_M)
    spent: dict[str, list[float]] = defaultdict(list)
    for seen, frame in enumerate(endless(session)):
        if seen == len(session) and not spent:
            raise SceneError(
                "nothing to time: the simulated visitor was never measured; run `make test`,"
                " as the engine cannot be right"
            )
        start = time.perf_counter()
        reading = engine.step(frame)
        total_ms = (time.perf_counter() - start) * 1000
        if reading.stage not in (Stage.READY, Stage.REPETITION):
            continue
        for room, seconds in engine.room_seconds.items():
            spent[room].append(seconds * 1000)
        spent[TOGETHER].append(total_ms)
        if len(spent[TOGETHER]) == frames:
            break
    rooms = tuple(
        (room, float(np.median(ms)), float(np.quantile(ms, 0.99))) for room, ms in spent.items()
    )
    return RoomTimes(frames, rooms)


def _timing_table(times: RoomTimes) -> Table:
    table = Table(title=f"{times.frames} frames of 848x480 with an athlete, one core")
    for heading in ("room", "median ms", "p99 ms"):
        table.add_column(heading, justify="left" if heading == "room" else "right")
    for room, median_ms, p99_ms in times.rooms:
        table.add_row(room, f"{median_ms:.2f}", f"{p99_ms:.2f}")
    table.caption = f"budget: {BUDGET_MS:g} ms per frame, p99 {BUDGET_P99_MS:g} ms"
    return table


def _watch_memory(console: Console, session: list[DepthFrame], frames: int) -> None:
    engine = Engine(_WALL_M)
    repetitions = 0
    levels_mb = []
    for count, frame in enumerate(itertools.islice(endless(session), frames), 1):
        repetitions += engine.step(frame).repetition is not None
        if count % _MEMORY_EVERY == 0:
            gc.collect()
            levels_mb.append(resident_mb())
    console.print(
        f"memory over {frames} frames, {repetitions} repetitions: "
        + " ".join(f"{level:.0f}" for level in levels_mb)
        + " MB",
        highlight=False,
    )


def resident_mb() -> float:
    """Resident memory now (Linux), else the largest so far."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
