"""Frames, silence, a pulled plug and its return, on a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from station.camera.frame import DepthFrame, Intrinsics
from station.camera.recovery import Waits
from station.errors import CameraError, CameraUnpluggedError, NoCameraError, NoFramesError
from station.feed import RETRY_S, STALE_S, Feed
from station.sources import InRealTime

LENS = Intrinsics(4, 3, 4.0, 4.0, 2.0, 1.5)


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Scripted:
    """A source that delivers frames, raises errors or ends, as written down."""

    def __init__(self, *script: DepthFrame | CameraError | None) -> None:
        self._script: Iterator[DepthFrame | CameraError | None] = iter(script)
        self.closed = 0

    @property
    def description(self) -> str:
        return "scripted"

    @property
    def serial(self) -> str:
        return "0815"

    @property
    def is_live(self) -> bool:
        return True

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        item = next(self._script)
        if isinstance(item, CameraError):
            raise item
        return item

    def close(self) -> None:
        self.closed += 1


def frame(time_s: float = 0.0) -> DepthFrame:
    return DepthFrame(np.zeros((3, 4), np.uint16), 0.001, LENS, time_s, 0)


def opening(*sources: Scripted | CameraError) -> tuple[Clock, Feed]:
    clock, script = Clock(), iter(sources)

    def open_source() -> Scripted:
        source = next(script)
        if isinstance(source, CameraError):
            raise source
        return source

    return clock, Feed(open_source, clock)


def test_frames_come_through() -> None:
    first = frame()
    _, feed = opening(Scripted(first))
    assert feed.next() is first
    assert (feed.trouble, feed.stale) == (None, False)


def test_silence_makes_it_stale_but_is_no_trouble_yet() -> None:
    clock, feed = opening(Scripted(frame(), NoFramesError("silent")))
    feed.next()
    clock.now_s += STALE_S + 0.01
    assert feed.next() is None
    assert feed.stale
    assert feed.trouble is None


def test_long_silence_opens_the_camera_again() -> None:
    silent = Scripted(frame(), NoFramesError("silent for long"))
    clock, feed = opening(silent, Scripted(frame()))
    feed.next()
    clock.now_s += 6.0
    feed.next()
    assert str(feed.trouble) == "silent for long"
    assert silent.closed == 1
    clock.now_s += RETRY_S
    assert feed.next() is not None


def test_a_pulled_plug_is_told_until_frames_come_again() -> None:
    unplugged = Scripted(frame(), CameraUnpluggedError("unplugged"))
    clock, feed = opening(unplugged, NoCameraError("none found"), Scripted(frame()))
    feed.next()
    assert feed.next() is None
    assert str(feed.trouble) == "unplugged"
    assert feed.waiting
    clock.now_s += Waits().reopen_s[0] / 2
    assert feed.next() is None
    assert str(feed.trouble) == "unplugged"
    clock.now_s += Waits().reopen_s[0]
    assert feed.next() is None
    assert str(feed.trouble) == "none found"
    clock.now_s += RETRY_S
    assert feed.next() is not None
    assert feed.trouble is None


def test_trouble_can_be_raised() -> None:
    _, feed = opening(NoCameraError("none found"))
    feed.raise_trouble()
    feed.next()
    with pytest.raises(NoCameraError, match="none found"):
        feed.raise_trouble()


def test_the_end_of_a_story_is_not_trouble_and_can_start_over() -> None:
    _, feed = opening(Scripted(frame(), None), Scripted(frame()))
    feed.next()
    assert feed.next() is None
    assert feed.ended
    feed.restart()
    assert feed.next() is not None
    assert not feed.ended


def test_close_twice_is_harmless() -> None:
    source = Scripted(frame())
    _, feed = opening(source)
    feed.next()
    feed.close()
    feed.close()
    assert source.closed == 1


def test_a_recording_keeps_its_pace() -> None:
    clock, slept = Clock(), []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        clock.now_s += seconds

    paced = InRealTime(Scripted(frame(5.0), frame(5.1), frame(5.2), None), clock, sleep)
    paced.read()
    clock.now_s += 0.04
    paced.read()
    clock.now_s += 0.15
    paced.read()
    assert slept == [0.06]
    assert paced.read() is None
