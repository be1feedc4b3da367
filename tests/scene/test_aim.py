"""Pitch, roll and what is seen, against the camera of the simulator."""

from __future__ import annotations

import numpy as np
import pytest

from station.camera.simulated import intrinsics_of
from station.scene.aim import pitch_deg, roll_deg, seen_heights_m, tilt_deg
from station.scene.flaws import Flaw, cut_off_at, nearer_m
from station.scene.floor import FloorPlane
from station.simulator.sensor import Mount, d435

UP = np.array([0.0, 0.0, 1.0])
K = intrinsics_of(d435())


def floor_under(mount: Mount) -> FloorPlane:
    return FloorPlane(mount.rotation @ UP, mount.height_m, 3.0)


@pytest.mark.parametrize(("pitch", "roll"), [(0.0, 0.0), (-8.0, 3.0), (11.0, -5.0)])
def test_pitch_and_roll_have_the_signs_of_the_mount(pitch: float, roll: float) -> None:
    up = floor_under(Mount(pitch_deg=pitch, roll_deg=roll)).up
    assert pitch_deg(up) == pytest.approx(pitch)
    assert roll_deg(up) == pytest.approx(roll)
    assert tilt_deg(up, up) == pytest.approx(0.0, abs=1e-3)


def test_a_level_camera_sees_as_much_up_as_down() -> None:
    lowest_m, highest_m = seen_heights_m(floor_under(Mount(1.0, pitch_deg=0.0)), K, 2.0, 0.0)
    # Half of 480 rows at 424 px and 2 m are 1.13 m.
    assert highest_m == pytest.approx(2.13, abs=0.01)
    assert lowest_m == pytest.approx(-0.13, abs=0.01)


@pytest.mark.parametrize(
    ("mount", "flaw"),
    [
        (Mount(1.0, pitch_deg=-1.0), None),
        (Mount(1.0, pitch_deg=-9.0), Flaw.HEAD_OUT),
        (Mount(1.0, pitch_deg=7.0), Flaw.FEET_OUT),
        (Mount(1.25, pitch_deg=0.0), Flaw.FEET_OUT),
    ],
)
def test_head_and_feet_must_fit_at_two_metres(mount: Mount, flaw: Flaw | None) -> None:
    assert cut_off_at(floor_under(mount), K, 2.0) is flaw


def test_how_much_nearer() -> None:
    assert nearer_m(2.3) == 0.0
    assert nearer_m(2.9) == pytest.approx(0.2)
    assert nearer_m(1.85) == pytest.approx(-0.15)
