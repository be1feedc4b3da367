"""The simulated athlete as a depth source, so that everything downstream runs without a camera."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from station.camera.frame import DepthFrame, Intrinsics
from station.closing import ClosesItself
from station.simulator.board import board_session
from station.simulator.sensor import PinholeCamera
from station.simulator.sessions import screening_session, walk_up_session, warm_up_session
from station.simulator.story import SimulatedFrame, Story, play

_SESSIONS: dict[str, Callable[[int, float], Story]] = {
    "walk-up": walk_up_session,
    "screening": screening_session,
    "warm-up": warm_up_session,
}


class SimulatedSource(ClosesItself):
    """Plays a simulated story frame by frame.

    In ``realtime`` frames come by the clock and a story that is behind drops frames, as a camera
    would; otherwise as fast as they are asked for. The clock and the sleep are injected.
    """

    def __init__(
        self,
        story: Story,
        realtime: bool = False,
        *,
        monotonic_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._story = story
        self._realtime = realtime
        self._monotonic_s = monotonic_s
        self._sleep = sleep
        self._frames: Iterator[SimulatedFrame] | None = play(story)
        self._intrinsics = intrinsics_of(story.camera)
        self._sequence = 0
        self._started_s: float | None = None

    @classmethod
    def walk_up(
        cls, seed: int = 1, realtime: bool = False, *, wall_m: float = 0.10
    ) -> SimulatedSource:
        """One visitor's walk-up test: practice and a few levels, under a minute.

        ``wall_m`` behind the heels is the first wall, as the station has set it.
        """
        return cls(walk_up_session(seed, wall_m), realtime)

    @classmethod
    def of(
        cls, session: str, seed: int = 1, realtime: bool = False, *, wall_m: float = 0.10
    ) -> SimulatedSource:
        """Somebody who comes for a "walk-up", a "screening" or a "warm-up"."""
        return cls(_SESSIONS[session](seed, wall_m), realtime)

    @classmethod
    def at_a_board(cls, realtime: bool = False, *, wall_m: float = 0.10) -> SimulatedSource:
        """Somebody who sets the station up: an empty mat, then three taps on a board."""
        return cls(board_session(wall_m=wall_m), realtime)

    @property
    def description(self) -> str:
        """What is simulated."""
        k = self._intrinsics
        return f"simulated athlete {k.width_px}x{k.height_px} {self._story.fps:g} fps"

    serial = ""

    @property
    def is_live(self) -> bool:
        """Whether frames come by the clock."""
        return self._realtime

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        """The next frame; None when the story is over. The simulator never times out."""
        frame = self._next()
        if frame is None or not self._realtime:
            return frame
        now_s = self._monotonic_s()
        if self._started_s is None:
            self._started_s = now_s - frame.capture_time_s
        while frame.capture_time_s + self._started_s < now_s - 1.0 / self._story.fps:
            later = self._next()
            if later is None:
                return frame
            frame = later
        wait_s = frame.capture_time_s + self._started_s - now_s
        if wait_s > 0:
            self._sleep(wait_s)
        return frame

    def close(self) -> None:
        """End the story."""
        self._frames = None

    def _next(self) -> DepthFrame | None:
        simulated = next(self._frames, None) if self._frames is not None else None
        if simulated is None:
            return None
        self._sequence += 1
        return depth_frame(simulated, self._intrinsics, self._story.camera, self._sequence)


def intrinsics_of(camera: PinholeCamera) -> Intrinsics:
    """A simulated pinhole as the camera room's intrinsics."""
    return Intrinsics(
        camera.width_px, camera.height_px, camera.f_px, camera.f_px, camera.cx_px, camera.cy_px
    )


def depth_frame(
    simulated: SimulatedFrame, intrinsics: Intrinsics, camera: PinholeCamera, sequence: int
) -> DepthFrame:
    """One simulated frame as any camera would deliver it."""
    return DepthFrame(simulated.depth, camera.depth_unit_m, intrinsics, simulated.time_s, sequence)
