"""Ordinary places are good enough, bad ones are told apart by what is wrong with them."""

from __future__ import annotations

import numpy as np
import pytest

from station.camera.frame import DepthFrame
from station.errors import SceneError
from station.scene.flaws import Flaw, flaw_of
from station.simulator.gym import Gym
from station.simulator.noise_tiles import NoiseSettings
from station.simulator.sensor import Mount
from tests.scene.empty_places import SUN, USUAL, frames, ordinary, watched

LEVEL = Mount(pitch_deg=-2.0)


@pytest.mark.parametrize("number", [7, 11])
def test_an_ordinary_place_will_do(number: int) -> None:
    mount, gym = ordinary(number)
    watch = watched(frames(mount, gym))
    quality = watch.quality()
    assert flaw_of(quality) is None
    assert not watch.moving()
    assert quality.floor.camera_height_m == pytest.approx(mount.height_m, abs=0.015)
    assert quality.pitch_deg == pytest.approx(mount.pitch_deg, abs=0.4)
    assert quality.roll_deg == pytest.approx(mount.roll_deg, abs=0.4)
    assert quality.noise_px == pytest.approx(USUAL.rms_px, abs=0.025)


@pytest.mark.parametrize(
    ("mount", "noise", "flaw"),
    [
        (Mount(1.4), USUAL, Flaw.TOO_HIGH),
        (Mount(0.62), USUAL, Flaw.TOO_LOW),
        (Mount(0.8, pitch_deg=13.0), USUAL, Flaw.TILTED_UP),
        (Mount(roll_deg=8.0), USUAL, Flaw.ROLLED),
        (LEVEL, SUN, Flaw.SUN),
    ],
)
def test_what_is_wrong_is_named(mount: Mount, noise: NoiseSettings, flaw: Flaw) -> None:
    assert flaw_of(watched(frames(mount, Gym(None), noise)).quality()) is flaw


def test_a_floor_with_holes_and_one_that_mirrors_are_shiny() -> None:
    def holes(frame: DepthFrame) -> None:
        frame.depth[170:230, 60:360] = 0

    def mirror(frame: DepthFrame) -> None:
        frame.depth[200:230, 60:360] = frame.depth[60:90, 60:360] + 1500

    for spoil in (holes, mirror):
        quality = watched(frames(LEVEL), spoil).quality()
        assert flaw_of(quality) is Flaw.SHINY_FLOOR


def test_without_a_floor_it_says_so() -> None:
    def hidden(frame: DepthFrame) -> None:
        frame.depth[60:] = 900

    with pytest.raises(SceneError, match="no floor in view"):
        watched(frames(LEVEL), hidden).quality()


@pytest.mark.parametrize("noise", [USUAL, SUN], ids=["usual", "sun"])
def test_somebody_who_walks_is_told_from_noise(noise: NoiseSettings) -> None:
    def walks(frame: DepthFrame) -> None:
        left = 40 + 10 * frame.sequence
        frame.depth[40:220, left : left + 40] = np.uint16(2000)

    assert watched(frames(LEVEL, noise=noise), walks).moving()
    assert not watched(frames(LEVEL, noise=noise)).moving()
