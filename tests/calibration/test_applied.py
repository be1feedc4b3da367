"""What the running station makes of its calibration."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.calibration.applied import SetUp, SetUpEngine
from station.calibration.kept import Calibration, save_calibration
from station.camera.simulated import SimulatedSource
from station.engine import Engine, Reading
from station.screen.words import Words
from station.simulator.sensor import Mount
from station.simulator.story import Story
from tests.scene.empty_places import frames
from tests.stories.visits import visit

SERIAL = "829212071234"
OFFSET_MM = -11.0
MOUNT = Story().mount
EN = Words.load()


def kept_in(file: Path, mount: Mount = MOUNT, *, clock_trusted: bool = True) -> Path:
    """A calibration as one is found under this mount."""
    right, up, ahead = (float(axis) for axis in mount.rotation[:, 2])
    kept = Calibration(
        camera_serial=SERIAL,
        made=datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
        clock_trusted=clock_trusted,
        up=(right, up, ahead),
        camera_height_m=mount.height_m,
        floor_residual_mm=3.0,
        unread_share=0.01,
        mat_distance_m=2.2,
        gap_offset_mm=OFFSET_MM,
        gap_spread_mm=3.0,
    )
    save_calibration(kept, file)
    return file


def after_learning(set_up: SetUp, mount: Mount = MOUNT) -> SetUp:
    """The same once a station has learned its floor."""
    engine = SetUpEngine(Engine(0.10), set_up)
    for frame in frames(mount, seconds=1.0):
        engine.step(frame)
    return set_up


def bumped() -> Mount:
    """The mount after a knock that the gap cannot bear."""
    return replace(MOUNT, pitch_deg=MOUNT.pitch_deg + 1.6)


def fact(set_up: SetUp) -> str:
    return dict(set_up.facts(EN))["Set up"]


def test_the_gap_reads_less_deep_by_the_offset(tmp_path: Path) -> None:
    set_up = SetUp(kept_in(tmp_path / "calibration.json"), lambda: SERIAL)
    plain, corrected = Engine(0.10), SetUpEngine(Engine(0.10), set_up)
    compared = 0
    for frame in iter(SimulatedSource(replace(visit(), fps=10.0)).read, None):
        before: Reading = plain.step(frame)
        after = corrected.step(frame)
        if before.measures.hip_gap_mm is not None:
            assert after.measures.hip_gap_mm is not None
            assert after.measures.hip_gap_mm - before.measures.hip_gap_mm == pytest.approx(11.0)
            assert before.wall_mm is not None and after.wall_mm is not None
            # Drawn hips are where they were, so the drawn wall goes as far.
            assert after.wall_mm - before.wall_mm == pytest.approx(11.0)
            compared += 1
        if compared == 4:
            break
    assert compared == 4
    assert set_up.notices() == ()


@pytest.mark.parametrize(
    ("now", "moved"),
    [
        (MOUNT, False),
        (bumped(), True),
        (replace(MOUNT, height_m=MOUNT.height_m + 0.03), True),
    ],
    ids=["as it was", "tilted", "lifted"],
)
def test_a_camera_that_hangs_differently_is_told(tmp_path: Path, now: Mount, moved: bool) -> None:
    set_up = after_learning(SetUp(kept_in(tmp_path / "calibration.json"), lambda: SERIAL), now)
    assert set_up.moved is moved
    assert set_up.notices() == (("moved_since",) if moved else ())
    assert fact(set_up) == ("moved since: station calibrate" if moved else "2026-11-21")


def test_another_camera_has_never_been_set_up(tmp_path: Path) -> None:
    set_up = after_learning(
        SetUp(kept_in(tmp_path / "calibration.json", Mount(1.2)), lambda: "1234")
    )
    assert not set_up.moved
    assert fact(set_up) == "never: station calibrate"
    assert set_up.made is None, "the health file tells no age of another camera's"


def test_a_damaged_file_is_told_and_nothing_is_corrected(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    file.write_text("{", encoding="utf-8")
    set_up = SetUp(file, lambda: SERIAL)
    assert set_up.trouble is not None
    assert set_up.notices() == ("set_up_damaged",)
    assert fact(set_up) == "cannot be read: station calibrate"


def test_never_undated_and_not_of_a_camera(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    assert fact(SetUp(file, lambda: SERIAL)) == "never: station calibrate"
    assert fact(SetUp(kept_in(file, clock_trusted=False), lambda: SERIAL)) == "date unknown"
    assert SetUp(None, lambda: "").facts(EN) == []
    assert SetUp(file, lambda: SERIAL).made is None
    assert SetUp(kept_in(file), lambda: SERIAL).made == datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
