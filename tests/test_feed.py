"""Frames, silence, a pulled plug and its return, on a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from station.camera.frame import DepthFrame, Intrinsics
from station.camera.recovery import Recovery, Step, Waits
from station.errors import (
    CameraError,
    CameraStartingError,
    CameraUnpluggedError,
    FrozenFramesError,
    NoCameraError,
    NoFramesError,
)
from station.feed import PROVEN_S, RETRY_S, STALE_S, Feed
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


def comes_back(clock: Clock, feed: Feed) -> bool:
    """Whether frames are believed after half a second of them, and none before."""
    began_s = clock.now_s
    while feed.next() is None:
        assert feed.stale
        assert clock.now_s - began_s < PROVEN_S
        clock.now_s += 0.1
    return clock.now_s - began_s > PROVEN_S - 0.11


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
    clock, feed = opening(silent, Scripted(*[frame()] * 9))
    feed.next()
    clock.now_s += 6.0
    feed.next()
    assert str(feed.trouble) == "silent for long"
    assert silent.closed == 1
    clock.now_s += Waits().reopen_s[0]
    assert comes_back(clock, feed)


def test_a_pulled_plug_is_told_until_frames_come_again() -> None:
    unplugged = Scripted(frame(), CameraUnpluggedError("unplugged"))
    clock, feed = opening(unplugged, NoCameraError("none found"), Scripted(*[frame()] * 9))
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
    assert comes_back(clock, feed)
    assert feed.trouble is None


def test_a_frozen_camera_is_not_believed_for_the_one_picture_it_has() -> None:
    frozen = [Scripted(frame(), *[FrozenFramesError("frozen")] * 9) for _ in range(9)]
    clock, feed = opening(*frozen)
    assert feed.next() is not None
    steps: list[Step] = []
    for _ in range(20):
        clock.now_s += 4.0
        assert feed.next() is None
        if feed.trouble is not None and (not steps or steps[-1] != feed.step):
            steps.append(feed.step)
    assert steps[:3] == [Step.REOPEN, Step.RESET, Step.REOPEN]


def test_a_starting_camera_has_its_own_patience_and_is_no_trouble() -> None:
    clock, feed = opening(Scripted(*[CameraStartingError("starting")] * 5, frame()))
    for _ in range(5):
        assert feed.next() is None
        assert feed.starting
        clock.now_s += 10.0
    assert feed.next() is not None
    assert not feed.starting


def test_a_source_that_looks_for_its_camera_itself_is_kept() -> None:
    looking = Scripted(*[NoCameraError("none found")] * 5, *[frame()] * 9)
    clock, feed = opening(looking)
    for _ in range(5):
        assert feed.next() is None
        assert (str(feed.trouble), feed.step) == ("none found", Step.WAIT)
        clock.now_s += 2.0
    assert comes_back(clock, feed)
    assert looking.closed == 0


def test_what_fails_for_ever_is_reset_and_then_given_up_in_words() -> None:
    made: list[str] = []

    def failing(how: str) -> Scripted:
        made.append(how)
        return Scripted(CameraError("the depth sensor is on fire"))

    clock = Clock()
    feed = Feed(
        lambda: failing("open"),
        clock,
        reset_source=lambda: failing("reset"),
        recovery=Recovery(may_exit=True),
    )
    for _ in range(30):
        feed.raise_given_up()
        feed.next()
        if feed.step is Step.EXIT:
            break
        clock.now_s += 1.0
    assert made == ["open"] * 4 + ["reset"] * 2
    clock.now_s += Waits().exit_s
    feed.next()
    with pytest.raises(CameraError, match="on fire") as caught:
        feed.raise_given_up()
    assert caught.value.exit_code != 0


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
