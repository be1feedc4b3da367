"""The rival's landmarks become measures by known geometry, and come through the pipe whole."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from station.simulator.sensor import Mount, PinholeCamera, View
from tests.lab.extra import LabError
from tests.lab.rival import Seen, best_factor, choose, rival_of
from tests.lab.rival_landmarks import LANDMARKS
from tests.lab.rival_measures import MEASURED, Landmarks, SagittalPlane, Way, readings
from tests.lab.rival_pipe import LandmarkProgram
from tests.lab.rival_watch import Watched

Floats = NDArray[np.float64]
VIEW = View(PinholeCamera(), Mount(1.1, 2.4, pitch_deg=-5.0, roll_deg=3.0, pan_deg=2.0))
TURNED = SagittalPlane(spot_m=(0.15, 0.0), facing_deg=180.0 + 20.0)
UP = np.array([0.0, 0.0, 1.0])
SHANK_M, THIGH_M, TRUNK_M = 0.42, 0.44, 0.50
FAKE_POSE = """
from types import SimpleNamespace as Some

class Pose:
    def __init__(self, **settings):
        print("a library that talks")
        assert settings["model_complexity"] == 1 and not settings["static_image_mode"]

    def process(self, picture):
        red, time_us = int(picture[0, 0, 0]), self._simulated_timestamp
        if red == 255:
            raise RuntimeError("too bright")
        one = Some(x=0.5, y=0.25, z=-0.1, visibility=red / 255)
        world = Some(x=time_us, y=picture.shape[0], z=picture.shape[1], visibility=1.0)
        if red == 0:
            return Some(pose_landmarks=None, pose_world_landmarks=None)
        return Some(
            pose_landmarks=Some(landmark=[one] * 33),
            pose_world_landmarks=Some(landmark=[world] * 33),
        )
"""


def made_landmarks(
    shank_deg: float, thigh_deg: float, trunk_deg: float, half_width_m: float = 0.0
) -> Landmarks:
    """Joints at these forward leans as the camera sees them, both sides ``half_width_m`` off."""

    def above(low: Floats, lean_deg: float, length_m: float) -> Floats:
        lean = np.radians(lean_deg)
        high: Floats = low + length_m * (np.sin(lean) * TURNED.forward + np.cos(lean) * UP)
        return high

    ankle = np.array([*TURNED.spot_m, 0.08])
    knee = above(ankle, shank_deg, SHANK_M)
    hip = above(knee, thigh_deg, THIGH_M)
    shoulder = above(hip, trunk_deg, TRUNK_M)
    to_left = np.array([-TURNED.forward[1], TURNED.forward[0], 0.0])
    points = np.full((LANDMARKS, 6), 0.0)
    points[:, 2] = 1.0
    for number, joint in ((11, shoulder), (23, hip), (25, knee), (27, ankle)):
        for side, sign in ((0, 1.0), (1, -1.0)):
            place = joint + sign * half_width_m * to_left
            x, y, z = VIEW.mount.rotation @ (place - VIEW.mount.position_m)
            camera = VIEW.camera
            points[number + side, :2] = (
                x / z * camera.f_px + camera.cx_px,
                y / z * camera.f_px + camera.cy_px,
            )
            points[number + side, 3:] = VIEW.mount.rotation @ (place - hip)
    return Landmarks(points, 0.0, 0.0)


@pytest.mark.parametrize("way", list(Way))
def test_a_hinge_is_read_whole_from_a_tilted_camera_and_a_turned_athlete(way: Way) -> None:
    standing = readings(made_landmarks(5.0, -3.0, 2.0), VIEW, TURNED)[way]
    bent = readings(made_landmarks(8.0, -15.0, 55.0), VIEW, TURNED)[way]
    change = {name: bent[name] - standing[name] for name in MEASURED}

    def hip_m(shank_deg: float, thigh_deg: float) -> float:
        return float(
            SHANK_M * np.sin(np.radians(shank_deg)) + THIGH_M * np.sin(np.radians(thigh_deg))
        )

    assert change["trunk_inclination_deg"] == pytest.approx(53.0, abs=1e-6)
    assert change["knee_flexion_deg"] == pytest.approx(15.0, abs=1e-6)
    assert change["hip_flexion_deg"] == pytest.approx(65.0, abs=1e-6)
    travel_mm = 1000 * (hip_m(5.0, -3.0) - hip_m(8.0, -15.0))
    assert change["hip_displacement_mm"] == pytest.approx(travel_mm, abs=1e-6)


def test_the_mean_of_both_sides_lies_between_near_and_far() -> None:
    both_ways = readings(made_landmarks(5.0, -12.0, 40.0, half_width_m=0.1), VIEW, TURNED)
    near, both = (both_ways[way]["hip_displacement_mm"] for way in (Way.IMAGE_NEAR, Way.IMAGE_BOTH))
    in_plane = readings(made_landmarks(5.0, -12.0, 40.0), VIEW, TURNED)
    middle = in_plane[Way.IMAGE_BOTH]["hip_displacement_mm"]
    assert both == pytest.approx(middle, abs=4.0)
    assert abs(near - middle) > 10.0


def test_the_near_side_is_the_one_towards_the_camera() -> None:
    assert SagittalPlane((0.0, 0.0), 180.0).left_is_near
    assert not SagittalPlane((0.0, 0.0), 0.0).left_is_near


def test_nobody_found_is_nothing_read() -> None:
    nobody = Landmarks(np.full((LANDMARKS, 6), np.nan), 0.0, 0.0)
    for read in readings(nobody, VIEW, TURNED).values():
        assert all(np.isnan(value) for value in read.values())


def test_the_factor_is_the_one_with_the_least_mean_absolute_error() -> None:
    random = np.random.default_rng(3)
    found = random.normal(20.0, 15.0, 400)
    true = 1.2 * found + random.laplace(0.0, 2.0, 400)
    factor = best_factor(true, found)
    errors = [
        float(np.abs(f * found - true).mean()) for f in (factor, factor - 0.02, factor + 0.02)
    ]
    assert factor == pytest.approx(1.2, abs=0.03)
    assert errors[0] <= min(errors[1:])


def test_each_measure_is_read_in_the_way_that_suits_the_rival() -> None:
    seen = [_seen(bias=3.0), _seen(bias=-2.0)]
    assert choose("knee_flexion_deg", seen).way is Way.WORLD_NEAR
    rival = rival_of(seen)
    # The factor takes away that it reads a fifth too little, 6 degrees on average; the bias stays.
    assert all(0 < s.measures["knee_flexion_deg"].mean_abs < 4.5 for s in rival.sessions)
    assert rival.ms_per_frame_median == 30.0
    assert rival.ours_ms_per_frame_median == 2.0
    assert set(rival.cannot).isdisjoint(rival.read_as)


def _seen(bias: float) -> Seen:
    true = np.linspace(0.0, 60.0, 50)
    found = {way: true + 40.0 * np.sin(true) for way in Way} | {Way.WORLD_NEAR: true * 0.8 + bias}
    times = np.full(50, 30.0), np.full(50, 25.0), np.full(9, 2.0), np.full(9, 2.0)
    watched = Watched(np.arange(50) / 10, np.zeros((50, LANDMARKS, 6)), *times)
    return Seen("one", dict.fromkeys(MEASURED, true), dict.fromkeys(MEASURED, found), 1.0, watched)


@pytest.fixture
def fake_mediapipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of that name that the rival's own program finds instead of the real one."""
    package = tmp_path / "mediapipe" / "python" / "solutions"
    package.mkdir(parents=True)
    (package / "pose.py").write_text(FAKE_POSE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.mark.usefixtures("fake_mediapipe")
def test_pictures_and_answers_pass_through_the_pipe() -> None:
    empty = np.zeros((6, 8, 3), np.uint8)
    somebody = np.full((6, 8, 3), 51, np.uint8)
    with LandmarkProgram(8, 6, python=Path(sys.executable)) as program:
        assert np.isnan(program.find(empty, 0.0).points).all()
        found = program.find(somebody, 0.1)
        x_px, y_px, visibility = found.points[32, :3]
        assert (x_px, y_px, visibility) == pytest.approx((3.5, 1.0, 0.2))
        # The program's clock is put one of its own steps back, which it adds again.
        assert found.world_m[0] == pytest.approx([100_000 - 33_333, 6, 8])
        assert found.took_ms > 0
        with pytest.raises(LabError, match="the rival's program ended: RuntimeError: too bright"):
            program.find(np.full((6, 8, 3), 255, np.uint8), 0.2)


def test_without_its_environment_one_line_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="run `make lab`"):
        LandmarkProgram(8, 6, python=tmp_path / "python")
