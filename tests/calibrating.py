"""``python -m tests.calibrating``: set-ups accepted, and what an offset is worth, at full size.

Not a test of pytest's: it simulates minutes at 848 x 480. Twenty ordinary set-ups and the given
recordings must not be refused; each of five bodies sets the station up at a board, and its offset
is then applied to the taps of all five, without the board.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from station.calibration.calibrator import Calibrator
from station.camera.frame import DepthFrame
from station.camera.recording import RecordingSource
from station.camera.simulated import SimulatedSource
from station.drills.setting_up import Found, Step
from station.engine import Engine
from station.scene.flaws import flaw_of
from station.scene.quality import QualityWatch
from station.simulator.board import board_session
from station.simulator.gym import Gym
from station.simulator.shape import AthleteShape, Sex
from station.simulator.story import Story
from tests.scene.empty_places import frames, ordinary, watched

SET_UPS = 20
BODIES = {
    "usual": AthleteShape(1.76, clothes_mm=6.0),
    "woman": AthleteShape(1.62, sex=Sex.WOMAN),
    "tall": AthleteShape(1.88),
    "heavy": AthleteShape(1.70, 0.8),
    "slim": AthleteShape(1.80, 0.1),
}
WALLS_M = (0.10, 0.15)
SECONDS = 120.0


def accepted() -> int:
    """How many ordinary set-ups pass; each is printed."""
    good = 0
    for number in range(SET_UPS):
        mount, gym = ordinary(number)
        watch = watched(frames(mount, gym, width_px=848, seed=1 + number % 2))
        quality = watch.quality()
        flaw = "moving" if watch.moving() else flaw_of(quality)
        good += flaw is None
        print(
            f"set-up {number:2d}: {mount.height_m:.2f} m {mount.pitch_deg:5.1f} "
            f"{mount.roll_deg:5.1f} deg, residual {quality.floor_residual_mm:4.1f} mm, floor "
            f"unread {quality.floor_unread_share:.3f}, noise {quality.noise_px:.3f} px: "
            f"{flaw or 'good'}",
            flush=True,
        )
    return good


def recordings_are_good(folder: Path) -> bool:
    """Whether the empty beginning of every recording shows a good place."""
    good = True
    for file in sorted(folder.glob("*.db3")):
        watch = QualityWatch()
        for frame in iter(RecordingSource(file).read, None):
            if watch.add(frame):
                break
        quality = watch.quality()
        flaw = flaw_of(quality)
        good &= flaw is None
        print(f"{file.name}: noise {quality.noise_px:.3f} px: {flaw or 'good'}", flush=True)
    return good


def set_up(body: AthleteShape, seed: int) -> tuple[Found, float]:
    """What a body finds at the board, and after how many seconds."""
    calibrator = Calibrator(WALLS_M[0])
    calibrator.steps.go_on()
    frame: DepthFrame | None = None
    for frame in _frames(board_session(seed, WALLS_M[0], body)):
        calibrator.take(frame)
        if calibrator.steps.step in (Step.SUMMARY, Step.REFUSED):
            break
    assert frame is not None
    assert calibrator.steps.found is not None, calibrator.steps.refusal
    return calibrator.steps.found, frame.capture_time_s


def gaps_mm(body: AthleteShape, wall_m: float) -> list[float]:
    """What the gap reads at three contacts without a board."""
    story = board_session(9, wall_m, body)
    story = replace(story, gym=Gym(), timing=replace(story.timing, empty_s=0.8))
    engine, gaps = Engine(wall_m), []
    for frame in _frames(story):
        repetition = engine.step(frame).repetition
        if repetition is not None:
            gaps.append(repetition.min_gap_mm)
    return gaps


def _frames(story: Story) -> Iterator[DepthFrame]:
    return iter(SimulatedSource(story).read, None)


def worth() -> bool:
    """Print the error before and after; whether it helps, and nothing takes too long."""
    quick, offsets = True, {}
    for seed, (name, body) in enumerate(BODIES.items(), start=1):
        found, took_s = set_up(body, seed)
        offsets[name] = found.offset_mm
        quick &= took_s < SECONDS
        told = f"offset {found.offset_mm:6.1f} mm, spread {found.spread_mm:.1f} mm"
        print(f"{name:6}: {told}, {took_s:.0f} s", flush=True)
    helps = True
    for wall_m in WALLS_M:
        read = {name: gaps_mm(body, wall_m) for name, body in BODIES.items()}
        own = [gap - offsets[name] for name, gaps in read.items() for gap in gaps]
        others = [
            gap - offset
            for by, offset in offsets.items()
            for name, gaps in read.items()
            for gap in gaps
            if name != by
        ]
        before = [gap for gaps in read.values() for gap in gaps]
        for title, errors in (("before", before), ("own offset", own), ("another's", others)):
            mean, size = statistics.fmean(errors), statistics.fmean(map(abs, errors))
            print(
                f"wall {100 * wall_m:.0f} cm, {title:10}: mean {mean:5.1f}, mean size {size:4.1f}, "
                f"from {min(errors):5.1f} to {max(errors):4.1f} mm",
                flush=True,
            )
        helps &= statistics.fmean(map(abs, others)) < statistics.fmean(map(abs, before))
    return quick and helps


def main() -> int:
    """Run all of it; the recordings' folder may be named."""
    good = accepted()
    print(f"{good} of {SET_UPS} ordinary set-ups accepted")
    fine = recordings_are_good(Path(sys.argv[1])) if len(sys.argv) > 1 else True
    return 0 if worth() and fine and good == SET_UPS else 1


if __name__ == "__main__":
    sys.exit(main())
