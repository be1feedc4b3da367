"""``python -m tests.camera_faults [TIMES] [--seed N] [--jobs N]``: a camera that goes wrong.

Not a test of pytest's: a hundred sequences take minutes. Each is a real kiosk, with simulated pins
and a surface for a screen, on the real camera process, whose SDK is a fake that plays rendered
848x480 frames of a visitor and misbehaves as told. The recovery's waits are shortened; how fast
trouble is told is not. What may never happen is checked at every turn.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from station.camera.frame import DepthFrame
from station.camera.simulated import depth_frame, intrinsics_of
from station.simulator.sensor import d435
from station.simulator.story import play
from tests.camera.faulty import (
    FPS,
    GARBAGE,
    HARMLESS,
    MENDED_BY_HAND,
    SILENT,
    Fault,
    FaultyCamera,
    keep_frames,
)
from tests.camera.kiosk_run import KioskRun, Outcome
from tests.stories.visits import TIMING, visit

_EXIT_SHARE = 0.04


def sequence(dice: random.Random) -> list[Fault]:
    """Three to five faults; now and then one that never ends."""
    return [_fault(dice) for _ in range(dice.randint(3, 5))]


def _fault(dice: random.Random) -> Fault:
    name = dice.choice((*MENDED_BY_HAND, *SILENT, *GARBAGE, *HARMLESS))
    if name in MENDED_BY_HAND or name in GARBAGE or name in HARMLESS:
        return Fault(name, "time", dice.uniform(1.2, 2.5))
    if dice.random() < _EXIT_SHARE:
        return Fault(name, "never")
    kinds = ("opens", "opens", "time") if name == "hang_reset" else ("opens", "resets", "time")
    heals = dice.choice(kinds)
    value = dice.uniform(0.3, 3.0) if heals == "time" else dice.choice((1, 1, 2))
    return Fault(name, heals, value)


def rendered(at_most: int | None = None) -> list[DepthFrame]:
    """A visitor who walks in, taps and leaves, as the camera of the station sees them."""
    story = replace(visit("clean", reads_s=0.5), camera=d435(848), fps=FPS)
    story = replace(story, timing=replace(TIMING, still_s=1.3, end_s=0.5))
    lens = intrinsics_of(story.camera)
    frames = itertools.islice(play(story), at_most)
    return [depth_frame(f, lens, story.camera, i) for i, f in enumerate(frames)]


def _run(number: int, seed: int, frames: Path, lens: DepthFrame) -> list[Outcome]:
    faults = sequence(random.Random(seed * 100_003 + number))
    with tempfile.TemporaryDirectory() as folder:
        camera = FaultyCamera(Path(folder), frames, lens)
        os.environ["WALL_TAP_FAKE_CAMERA"] = folder
        said = io.StringIO()
        with contextlib.redirect_stderr(said), KioskRun(camera) as run:
            outcomes = run.play(faults)
    return [replace(outcome, said=said.getvalue()) for outcome in outcomes]


def _table(outcomes: Iterable[Outcome]) -> None:
    told, back = defaultdict(list), defaultdict(list)
    for outcome in outcomes:
        if outcome.told_s is not None:
            told[outcome.fault.name].append(outcome.told_s)
        if outcome.back_s is not None:
            back[outcome.fault.name].append(outcome.back_s)
    print(f"{'behaviour':<15}{'told after, s':>22}{'works again after, s':>28}")
    print(f"{'':<15}{'times':>6}{'median':>9}{'max':>7}{'times':>12}{'median':>9}{'max':>7}")
    for name in sorted({*told, *back}):
        print(f"{name:<15}{_figures(told[name], 6)}{_figures(back[name], 12)}")


def _figures(values: Sequence[float], width: int) -> str:
    if not values:
        return f"{0:>{width}}{'-':>9}{'-':>7}"
    return f"{len(values):>{width}}{statistics.median(values):>9.2f}{max(values):>7.2f}"


def main() -> int:
    """Play, check, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.camera_faults")
    parser.add_argument("times", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=8, help="sequences at once; they mostly wait")
    options = parser.parse_args()
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        frames = rendered()
        file = Path(folder) / "frames.npy"
        keep_frames(frames, file)
        lens = replace(frames[0], depth=frames[0].depth[:1])
        print(f"{len(frames)} frames rendered, {time.monotonic() - began_s:.0f} s", flush=True)
        del frames
        everything: list[Outcome] = []
        wrong = exits = 0
        with ProcessPoolExecutor(options.jobs, get_context("spawn")) as pool:
            runs = [
                pool.submit(_run, number, options.seed, file, lens)
                for number in range(options.times)
            ]
            for number, run in enumerate(runs):
                outcomes = run.result()
                everything += outcomes
                exits += outcomes[-1].exit_line is not None
                bad = [fault for outcome in outcomes for fault in outcome.wrong]
                wrong += bool(bad)
                names = ", ".join(f"{o.fault.name}/{o.fault.heals}" for o in outcomes)
                print(f"{number:3d} {'WRONG' if bad else 'ok':<5} {names}", flush=True)
                for line in bad:
                    print(f"      {line}")
                if bad:
                    print(json.dumps(outcomes[-1].said))
    _table(everything)
    print(
        f"{options.times} sequences, {len(everything)} faults: {options.times - exits - wrong} end"
        f" in a working station, {exits} in an exit with its reason, {wrong} wrong;"
        f" {time.monotonic() - began_s:.0f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
