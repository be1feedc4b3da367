"""The whole station on its simulated athlete: without a screen, and in a window of its own."""

from __future__ import annotations

import math
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from station.assembly import open_results
from station.calibration.applied import SetUp
from station.camera.frame import DepthFrame, DepthSource
from station.camera.simulated import SimulatedSource
from station.config import Settings, load_settings
from station.drills.walk_up import WalkUpTest
from station.engine import Engine
from station.errors import CameraUnpluggedError, NoCameraError, NoFramesError
from station.feed import Feed
from station.hinge.verdict import Outcome
from station.kiosk import Kiosk
from station.notices import NoticesNow
from station.opened import Opened
from station.screen.screen import Screen
from station.screen.state import StateName
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Words
from station.service.health import read_health
from station.service.log import start_logging
from station.signals.patterns import SignalState
from station.signals.press import Press
from station.signals.signals import Signals
from station.signals.tell import Tell
from station.stopping import stop_by_signal
from station.turn import Turn
from tests.calibration.test_applied import SERIAL, bumped, kept_in
from tests.screen.drawing import alike
from tests.starting import run
from tests.stories.visits import STANDS_S, frames_of, visit
from tests.virtual_screen import seen_on


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings()


@dataclass
class Bench:
    """A kiosk on a clock of the test's own, drawing on a plain surface."""

    kiosk: Kiosk
    surface: pygame.Surface
    signals: Signals
    now_s: float = 0.0

    def turn(self, *presses: Press, step_s: float = 1 / 30) -> Turn:
        self.now_s += step_s
        return self.kiosk.turn(presses)

    @property
    def picture(self) -> bytes:
        return pygame.image.tobytes(self.surface, "RGB")

    def shows(self, colour: tuple[int, int, int]) -> bool:
        return bool(alike(self.surface, colour).any())


@contextmanager
def on_the_bench(
    settings: Settings,
    open_source: Callable[[], DepthSource],
    path: Path | None = None,
    notices: NoticesNow = lambda words: (),
    set_up: SetUp | None = None,
) -> Iterator[Bench]:
    start_logging()
    surface = pygame.Surface((1280, 720), 0, 32)
    signals = Signals(simulate=True)
    screen = Screen(surface, Words.load())
    made: list[Bench] = []

    def clock() -> float:
        return made[0].now_s if made else 0.0

    with (
        Tell(signals) as tell,
        open_results(path, lambda: "") as results,
    ):
        feed = Feed(open_source, clock)
        set_up = set_up or SetUp(None, str)
        opened = Opened.of(settings, feed, tell, results, set_up, notices, results_file=path)
        kiosk = Kiosk(opened, screen, clock)
        made.append(Bench(kiosk, surface, signals))
        yield made[0]
        feed.close()


def test_the_loop_compares_the_floor_with_the_set_up(settings: Settings, tmp_path: Path) -> None:
    set_up = SetUp(kept_in(tmp_path / "calibration.json", bumped()), lambda: SERIAL)
    with on_the_bench(settings, lambda: SimulatedSource(visit()), set_up=set_up) as bench:
        for _ in range(16):
            bench.turn()
    assert set_up.moved


def test_the_loop_draws_what_the_engine_sees(settings: Settings) -> None:
    with on_the_bench(settings, SimulatedSource.walk_up) as bench:
        drawn = set()
        for _ in range(60):
            bench.turn()
            drawn.add(bench.picture)
    assert len(drawn) > 20, "the invitation moves"


def test_a_camera_in_trouble_is_on_the_screen_and_the_light_is_off(settings: Settings) -> None:
    def missing() -> DepthSource:
        raise NoCameraError("no RealSense camera is plugged in")

    with on_the_bench(settings, missing) as bench:
        bench.signals.touch()
        assert bench.signals.state.pass_light
        for _ in range(3):
            bench.turn()
        assert not bench.signals.state.pass_light
        assert bench.shows(BLUE_ORANGE.fault)


def test_a_camera_that_sees_no_floor_is_told_until_it_does(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = frames_of(visit("clean", reads_s=0.3), until_s=3.0)
    wall = [replace(f, depth=np.full_like(f.depth, 2000)) for f in frames]
    seen = iter([*wall, *(replace(f, capture_time_s=f.capture_time_s + 3.0) for f in frames)])

    class Aimed:
        """A camera that looks at the wall first, and then is set right."""

        description, serial, is_live = "D435", "0815", True

        def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
            return next(seen)

        def close(self) -> None:
            pass

    with on_the_bench(settings, Aimed) as bench:
        told = []
        for _ in range(110):
            bench.turn(step_s=1 / 20)
            told.append(bench.shows(BLUE_ORANGE.fault))
            assert not bench.signals.state.pass_light
        assert told[20:60] == [True] * 40
        assert not any(told[80:])
    assert capsys.readouterr().err.count("no floor") == 1


def test_a_turn_without_a_frame_is_honest_only_once_the_screen_says_so(settings: Settings) -> None:
    frames = frames_of(visit("clean", reads_s=0.3))

    class Frozen:
        """Three frames, then silence."""

        description, serial, is_live = "D435", "0815", True
        left = frames[:3]

        def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
            if not self.left:
                raise NoFramesError("the camera has sent no frame for 0.05 s")
            return self.left.pop(0)

        def close(self) -> None:
            pass

    with on_the_bench(settings, Frozen) as bench:
        turns = []
        for _ in range(11):
            honest = bench.turn(step_s=0.1).honest
            turns.append((honest, bench.shows(BLUE_ORANGE.fault)))
    fresh, silent, told = (True, False), (False, False), (True, True)
    assert [fresh] * 3 + [silent] * 5 + [told] * 3 == turns


def test_whoever_presses_at_a_dead_screen_starts_nothing(settings: Settings) -> None:
    def missing() -> DepthSource:
        if bench.now_s < 3.0:
            raise NoCameraError("no RealSense camera is plugged in")
        return SimulatedSource.walk_up()

    with on_the_bench(settings, missing) as bench:
        for _ in range(3):
            bench.turn(Press.LONG, step_s=0.5)
        for _ in range(30):
            bench.turn(step_s=0.1)
        assert bench.kiosk.flow.name is StateName.INVITATION


def test_a_long_press_opens_the_coach_menu_and_another_closes_it(settings: Settings) -> None:
    with on_the_bench(settings, SimulatedSource.walk_up) as bench:
        for _ in range(25):
            bench.turn()
        names = []
        for press in (Press.LONG, Press.LONG):
            bench.turn(press)
            names.append(bench.kiosk.flow.name)
        assert names == [StateName.MENU, StateName.INVITATION]


def test_the_menu_changes_sound_and_language(settings: Settings) -> None:
    with on_the_bench(settings, SimulatedSource.walk_up) as bench:
        for _ in range(25):
            bench.turn()
        bench.turn(Press.LONG)
        english = bench.picture
        # Back, next athlete, coach's phone, sound, language.
        for press in (*(Press.SHORT,) * 3, Press.LONG, Press.SHORT, Press.LONG):
            bench.turn(press)
        assert bench.kiosk.tell.muted
        assert bench.kiosk.screen.words.texts == Words.load("de").texts
        assert bench.picture != english


class Plugged:
    """A camera that plays frames by the kiosk's clock until its plug is pulled."""

    description, serial, is_live = "D435", "0815", True

    def __init__(
        self, frames: list[DepthFrame], clock: Callable[[], float], pulled_s: float = math.inf
    ) -> None:
        self._frames, self._clock, self._pulled_s = frames, clock, pulled_s

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        now_s = self._clock()
        if now_s > self._pulled_s:
            raise CameraUnpluggedError("the camera was unplugged; plug it in again")
        return next((f for f in self._frames if f.capture_time_s >= now_s - 1e-6), None)

    def close(self) -> None:
        pass


def test_a_camera_unplugged_at_the_touch_is_told_and_the_test_goes_on(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    touch_s = STANDS_S + 1.5 + 1.15
    frames = frames_of(visit("clean clean clean clean", practice="clean"), touch_s + 6.1)
    made: list[Bench] = []

    def clock() -> float:
        return made[0].now_s if made else 0.0

    sources = iter([Plugged(frames, clock, touch_s), Plugged(frames, clock)])
    with on_the_bench(settings, lambda: next(sources)) as bench:
        made.append(bench)
        seen: dict[str, bool] = {}
        while bench.now_s < touch_s + 6.0:
            bench.turn(step_s=0.05)
            now_s = bench.now_s
            if now_s < touch_s:
                seen["light at the touch"] = bench.signals.state.pass_light
            elif now_s < touch_s + 0.4:
                seen["light without a camera"] = bench.signals.state.pass_light
                seen["said"] = bench.shows(BLUE_ORANGE.fault)
        test = bench.kiosk.flow.visit.test
        assert bench.kiosk.flow.name is StateName.TEST
        assert isinstance(test, WalkUpTest)
        first = test.result.attempts[0]
    assert seen == {"light at the touch": True, "light without a camera": False, "said": True}
    assert first.outcome is Outcome.NO_VERDICT
    assert test.progress.practised == 1, "the next tap counts again"
    assert capsys.readouterr().err.count("the camera was unplugged") == 1


@pytest.mark.parametrize("serial", ["0815", "4711"])
def test_another_camera_learns_the_scene_anew(settings: Settings, serial: str) -> None:
    frames = frames_of(visit("clean", reads_s=0.3), until_s=3.0)
    made: list[Bench] = []

    def clock() -> float:
        return made[0].now_s if made else 0.0

    second = Plugged(frames, clock)
    second.serial = serial
    sources = iter([Plugged(frames, clock, pulled_s=1.0), second])
    with on_the_bench(settings, lambda: next(sources)) as bench:
        made.append(bench)
        while bench.now_s < 0.9:
            bench.turn(step_s=0.1)
        flow = bench.kiosk.flow
        turns = [bench.turn(step_s=0.1) for _ in range(19)]
        assert turns[-1].capture_time_s is not None
        assert (bench.kiosk.flow is flow) == (serial == "0815")


def test_a_store_that_fails_is_told_and_stops_nothing(settings: Settings, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    with on_the_bench(
        settings,
        SimulatedSource.walk_up,
        in_the_way / "results.db",
        notices=lambda words: (words.get("banner", "not_kept"),),
    ) as bench:
        assert not bench.kiosk.results.flush(0.5)
        bench.turn()
        assert bench.kiosk.results.trouble is not None
        assert "not kept" in bench.kiosk.results.trouble
        assert bench.surface.get_at((2, 2))[:3] == BLUE_ORANGE.banner


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_the_loop_to_end(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_by_signal() as asked:
        assert not asked()
        os.kill(os.getpid(), number)
        assert asked()
    assert signal.getsignal(number) is before


class _Remembered(Signals):
    """The real signals; the test can still ask them after the kiosk has ended."""

    last: _Remembered

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _Remembered.last = self
        # Lit from the start, so that there is something to put out.
        self.touch()


def test_a_mistake_in_the_program_puts_the_light_out_before_it_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(self: Engine, frame: DepthFrame) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("station.assembly.Signals", _Remembered)
    monkeypatch.setattr(Engine, "step", broken)
    with pytest.raises(ZeroDivisionError):
        run(settings, simulate_gpio=True, headless=True, out_dir=tmp_path)
    assert _Remembered.last.state == SignalState()


def test_sigterm_ends_a_real_window_in_order_with_the_light_out(
    settings: Settings, x_screen: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("station.assembly.Signals", _Remembered)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "80000000")
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path / "run"))
    seen: list[float] = []

    def stop_once_seen() -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until and not seen:
            if tuple(seen_on(x_screen)[2, 2]) == BLUE_ORANGE.banner:
                seen.append(_Remembered.last.pins.pass_light.value)
        os.kill(os.getpid(), signal.SIGTERM)

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(5)
        stopper = threading.Thread(target=stop_once_seen)
        stopper.start()
        code = run(settings, simulate_gpio=True, windowed=True)
        stopper.join()
        heard = [systemd.recv(999) for _ in range(4)]
    assert code == 0
    assert [*heard[:2], heard[3]] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]
    assert heard[2].startswith(b"STATUS=")
    left = read_health(tmp_path / "run" / "health.json")
    assert left is not None
    assert (left.state, left.watchdog) == ("stopped", True)
    assert seen == [1]
    assert _Remembered.last.state == SignalState()
    assert not pygame.display.get_init()
