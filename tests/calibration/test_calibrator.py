"""A whole set-up without a screen: a simulated athlete taps a board."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pygame
import pytest

from station.calibration.calibrator import Calibrator
from station.calibration.command import Guide, calibration_of, play_in_text
from station.calibration.kept import load_calibration, save_calibration
from station.camera.frame import DepthFrame
from station.camera.simulated import SimulatedSource
from station.drills.setting_up import Found, Step
from station.errors import CalibrationError, CameraUnpluggedError
from station.feed import Feed
from station.scene.flaws import Flaw
from station.screen.place import PlacePicture
from station.screen.screen import Screen
from station.screen.setting_up import picture_of
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Words
from station.signals.press import Press
from station.simulator.board import board_session
from station.simulator.bystanders import second_athlete
from station.simulator.sensor import Mount, d435
from station.simulator.story import Story
from tests.drills.test_setting_up import tapped
from tests.scene.empty_places import frames

SIZE_PX = (424, 240)


def quick(story: Story) -> Story:
    """The same in fewer and smaller frames."""
    plans = tuple(
        replace(plan, lower_s=0.9, rise_s=0.7, pause_s=0.4, rest_s=0.6) for plan in story.plans
    )
    timing = replace(story.timing, empty_s=2.8, walk_s=1.0, turn_s=0.4, still_s=1.3)
    return replace(story, camera=d435(424), fps=10.0, plans=plans, timing=timing)


def feed_of(story: Story) -> Feed:
    return Feed(lambda: SimulatedSource(story), lambda: 0.0)


def test_a_set_up_is_played_found_kept_and_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calibrator = Calibrator(0.10, SIZE_PX)
    found = play_in_text(feed_of(quick(board_session())), calibrator, Words.load(), lambda: False)
    assert found is not None
    assert calibrator.reading is not None
    assert calibrator.reading.time_s < 120.0
    assert found.distance_m == pytest.approx(2.2, abs=0.08)
    # The outline of a stereo camera is too large, so hips that touch seem to be past the board.
    assert -25.0 < found.offset_mm < -4.0
    assert found.spread_mm < 10.0
    told = capsys.readouterr().out
    assert "Tap the board" in told
    assert f"tap 3: {found.gaps_mm[2]:.1f} mm" in told
    kept = calibration_of(found, "829212071234", datetime(2026, 11, 21, tzinfo=UTC), True)
    save_calibration(kept, tmp_path / "calibration.json")
    assert load_calibration(tmp_path / "calibration.json") == kept


def test_another_picture_than_the_stations_is_refused_in_one_line() -> None:
    with pytest.raises(CalibrationError, match=r"^Wrong picture size: .* 848 x 480"):
        play_in_text(feed_of(quick(board_session())), Calibrator(0.1), Words.load(), lambda: False)


def test_what_moves_in_the_empty_place_is_waited_out() -> None:
    calibrator = Calibrator(0.10, SIZE_PX)
    calibrator.steps.go_on()
    for frame in frames(Mount(pitch_deg=-2.0), seconds=4.6):
        if frame.capture_time_s < 2.0:
            left = 40 + 10 * frame.sequence
            frame.depth[40:220, left : left + 40] = 2000
        calibrator.take(frame)
    assert calibrator.steps.step is Step.STAND


def test_the_screen_goes_from_the_board_to_a_refusal_and_is_cancelled() -> None:
    surface = pygame.Surface((640, 360), 0, 32)
    # The station's own picture is asked for, and this one is smaller.
    calibrator = Calibrator(0.10)
    screen = Screen(surface, Words.load())
    kept: list[tuple[Found, str]] = []
    feed = feed_of(quick(board_session()))
    guide = Guide(feed, calibrator, screen, lambda *told: kept.append(told))
    guide.turn()
    assert calibrator.steps.refusal is None
    guide.turn([Press.SHORT])
    assert calibrator.steps.refusal is Flaw.WRONG_PICTURE
    assert surface.get_at((2, 2))[:3] == BLUE_ORANGE.banner
    guide.turn([Press.LONG])
    assert guide.over
    assert guide.found is None
    assert not kept


def test_who_is_joined_at_the_taps_is_told_and_begins_again_alone() -> None:
    calibrator = Calibrator(0.10, SIZE_PX)
    calibrator.steps.go_on()
    seen = []
    story = replace(quick(board_session()), bystanders=(second_athlete(4.6, 60.0),))
    for frame in iter(SimulatedSource(story).read, None):
        calibrator.take(frame)
        seen.append(calibrator.steps.step)
        if seen[-2:] == [Step.TAPS, Step.STAND]:
            break
    assert seen[-1] is Step.STAND
    assert calibrator.reading is not None
    shown = picture_of(calibrator.steps, calibrator.reading, 0.0, 10.0)
    assert isinstance(shown, PlacePicture)


class Camera:
    """A camera that sends ``sent`` and is then unplugged; another one may come in its place."""

    description, is_live = "D435", True

    def __init__(self, serial: str, sent: Iterable[DepthFrame]) -> None:
        self.serial, self.sent = serial, list(sent)

    def read(self, timeout_s: float = 1.0) -> DepthFrame:
        if not self.sent:
            raise CameraUnpluggedError("unplugged")
        return self.sent.pop(0)

    def close(self) -> None:
        pass


def guided(camera: Camera) -> tuple[Guide, Calibrator, list[str]]:
    """A set-up on the screen, twenty looks at the clock a second; the serial numbers it keeps."""
    looks, kept = itertools.count(), list[str]()
    calibrator = Calibrator(0.10, SIZE_PX)
    screen = Screen(pygame.Surface((640, 360), 0, 32), Words.load())

    def keep(found: Found, serial: str) -> None:
        kept.append(serial)

    feed = Feed(lambda: camera, lambda: next(looks) / 20, camera)
    return Guide(feed, calibrator, screen, keep), calibrator, kept


def test_a_set_up_is_kept_for_the_camera_that_found_it_and_not_while_none_is_there() -> None:
    camera = Camera("first", frames(Mount(), seconds=0.1))
    guide, calibrator, kept = guided(camera)
    guide.turn()
    calibrator.steps = tapped(-9.0, -12.0, -10.5)
    guide.turn()
    guide.turn([Press.SHORT])
    assert calibrator.steps.step is Step.SUMMARY
    camera.serial, camera.sent = "other", list(frames(Mount(), seconds=4.0))
    for _ in range(30):
        guide.turn()
    guide.turn([Press.SHORT])
    assert kept == ["first"]


def test_what_one_camera_has_begun_no_other_one_may_end() -> None:
    camera = Camera("first", frames(Mount(), seconds=0.3))
    guide, calibrator, _ = guided(camera)
    guide.turn()
    guide.turn([Press.SHORT])
    seen = [calibrator.steps.step]
    camera.serial = "other"
    guide.turn()
    assert [*seen, calibrator.steps.step] == [Step.EMPTY, Step.BOARD]


def test_who_walks_off_does_not_keep_the_station_closed() -> None:
    minutes = iter((0.0, 0.0, 9.0, 9.0, 18.0, 20.0))
    screen = Screen(pygame.Surface((640, 360), 0, 32), Words.load())
    calibrator = Calibrator(0.10)
    feed = feed_of(quick(board_session()))
    guide = Guide(feed, calibrator, screen, lambda *_: None, lambda: 60 * next(minutes))
    guide.turn()
    guide.turn()
    guide.turn([Press.SHORT])
    guide.turn()
    assert not guide.over
    guide.turn()
    assert guide.over
    assert guide.found is None


def test_it_is_kept_before_the_screen_says_so_and_not_when_the_disk_refuses() -> None:
    screen = Screen(pygame.Surface((640, 360), 0, 32), Words.load())
    calibrator = Calibrator(0.10, SIZE_PX)
    calibrator.steps = tapped(-9.0, -12.0, -10.5)

    def refuse(found: Found, serial: str) -> None:
        raise CalibrationError("the disk is full")

    guide = Guide(feed_of(quick(board_session())), calibrator, screen, refuse)
    with pytest.raises(CalibrationError, match="disk is full"):
        guide.turn([Press.SHORT])
