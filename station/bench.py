"""``station bench``: what each room costs per frame, and whether memory stays level."""

from __future__ import annotations

import gc
import itertools
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from station.camera.frame import DepthFrame
from station.camera.simulated import depth_frame, intrinsics_of
from station.engine import Engine, Stage
from station.simulator.sessions import walk_up_session
from station.simulator.story import play

_WALL_M = 0.10
Ladder = tuple[tuple[str, ...], ...]
VISIT: Ladder = (("clean",), ("clean", "lumbar", "clean"), ("squat", "no_touch"))
"""Repetitions of one short visit, by wall."""
_TWO_TAPS: Ladder = (("clean",), ("lumbar",))
_TOGETHER = "scene + posture + hinge"
_BUDGET_MS = 4.0
_MEMORY_EVERY = 2000


def run_bench(frames: int, soak: int) -> int:
    """Time ``frames`` frames room by room on one core; then watch memory over ``soak`` frames."""
    cv2.setNumThreads(1)
    console = Console()
    console.print("simulating two repetitions, 848x480 ...", highlight=False)
    session = simulated_session(_TWO_TAPS)
    console.print(_timing_table(_time_rooms(session, frames)))
    if soak:
        _watch_memory(console, session, soak)
    return 0


def simulated_session(
    ladder: Ladder, fps: float = 30.0, at_most: int | None = None
) -> list[DepthFrame]:
    """One visitor's first frames, simulated beforehand so that they cost nothing while timing."""
    story = replace(walk_up_session(1, _WALL_M, ladder=ladder), fps=fps)
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


def _time_rooms(session: list[DepthFrame], frames: int) -> dict[str, list[float]]:
    """Milliseconds of each room, for as many ``frames`` with an athlete being measured."""
    engine = Engine(_WALL_M)
    spent: dict[str, list[float]] = defaultdict(list)
    for frame in endless(session):
        start = time.perf_counter()
        reading = engine.step(frame)
        total_ms = (time.perf_counter() - start) * 1000
        if reading.stage not in (Stage.READY, Stage.REPETITION):
            continue
        for room, seconds in engine.room_seconds.items():
            spent[room].append(seconds * 1000)
        spent[_TOGETHER].append(total_ms)
        if len(spent[_TOGETHER]) == frames:
            break
    return spent


def _timing_table(spent: dict[str, list[float]]) -> Table:
    counted = len(spent[_TOGETHER])
    table = Table(title=f"{counted} frames of 848x480 with an athlete, one core")
    for heading in ("room", "median ms", "p99 ms"):
        table.add_column(heading, justify="left" if heading == "room" else "right")
    for room, values in spent.items():
        table.add_row(room, f"{np.median(values):.2f}", f"{np.quantile(values, 0.99):.2f}")
    table.caption = f"budget: {_BUDGET_MS:g} ms per frame, so that 60 frames per second hold"
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
