"""The whole station on its simulated athlete: without a screen, and in a window of its own."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pygame
import pytest

from station.camera.choose import SourceChoice
from station.camera.simulated import SimulatedSource
from station.config import CameraSettings, Settings, load_settings
from station.errors import NoCameraError, PinsError
from station.feed import Feed
from station.kiosk import Kiosk, _open_signals, _stop_by_signal, run_kiosk
from station.screen.screen import Screen
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Words
from station.signals.patterns import SignalState
from station.signals.signals import Signals
from tests.virtual_screen import seen_on


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings()


@pytest.fixture
def no_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without lgpio, also where it is installed."""
    monkeypatch.setitem(sys.modules, "lgpio", None)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)


def run(
    settings: Settings,
    *,
    source: SourceChoice = "simulated",
    simulate_gpio: bool = False,
    windowed: bool = False,
    headless: bool = False,
    out_dir: Path | None = None,
) -> int:
    """The kiosk as the command line starts it, on the simulated athlete unless told otherwise."""
    return run_kiosk(
        settings,
        source=source,
        recording=None,
        simulate_gpio=simulate_gpio,
        windowed=windowed,
        headless=headless,
        out_dir=out_dir,
    )


def test_without_a_screen_it_tells_a_session_in_text_and_pictures(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], no_pins: None
) -> None:
    folder = tmp_path / "screens"
    folder.mkdir()
    (folder / "99-of-an-earlier-run.png").write_bytes(b"stale")
    (folder / "mine.png").write_bytes(b"kept")
    code = run(settings, headless=True, out_dir=folder)
    told = capsys.readouterr()
    lines = told.out.splitlines()
    repetitions = [line for line in lines if line.startswith("repetition ")]
    assert code == 0
    verdicts = [line.split()[2] for line in repetitions]
    assert verdicts == ["PASS", "PASS", "FAULT", "FAULT", "FAULT", "PASS"]
    assert "3 of 6 clean. Next time: Fold at the hip crease" in lines
    assert lines[-1].endswith(str(folder))
    assert "Simulated athlete" in told.err
    assert "Simulated light and buzzer" in told.err
    assert (folder / "mine.png").exists()
    pictures = sorted(folder.glob("[0-9]*.png"))
    assert not any("earlier" in picture.name for picture in pictures)
    assert pictures[-1].name.endswith("-result.png")
    assert pygame.image.load(pictures[-1]).get_at((2, 2))[:3] == BLUE_ORANGE.banner


def test_a_camera_that_is_not_there_is_an_error_without_a_screen(
    settings: Settings, tmp_path: Path
) -> None:
    nobodys = CameraSettings(serial="000000000000")
    with pytest.raises(NoCameraError):
        run(
            settings.model_copy(update={"camera": nobodys}),
            source="camera",
            simulate_gpio=True,
            headless=True,
            out_dir=tmp_path,
        )


def test_a_camera_needs_real_pins_or_the_flag(settings: Settings, no_pins: None) -> None:
    with pytest.raises(PinsError, match="--simulate-gpio"):
        _open_signals(settings, simulate=False, may_simulate=False)
    with _open_signals(settings, simulate=True, may_simulate=False) as signals:
        assert signals.simulated


def test_the_loop_draws_what_the_engine_sees(settings: Settings) -> None:
    clock_s = 0.0

    def clock() -> float:
        return clock_s

    words = Words.load()
    surface = pygame.Surface((1280, 720), 0, 32)
    screen = Screen(surface, words, notices=("Simulated athlete",))
    source = SimulatedSource.walk_up(seed=1, realtime=False)
    feed = Feed(lambda: source, clock, source)
    with Signals(simulate=True) as signals:
        kiosk = Kiosk(settings, feed, signals, screen, clock)
        drawn = set()
        for _ in range(60):
            clock_s += 1 / 30
            kiosk.turn()
            drawn.add(pygame.image.tobytes(surface, "RGB"))
    feed.close()
    assert len(drawn) > 1


def test_a_camera_in_trouble_is_on_the_screen_and_the_light_is_off(settings: Settings) -> None:
    clock_s = 0.0

    def missing() -> SimulatedSource:
        raise NoCameraError("no RealSense camera is plugged in")

    surface = pygame.Surface((1280, 720), 0, 32)
    with Signals(simulate=True) as signals:
        kiosk = Kiosk(
            settings,
            Feed(missing, lambda: clock_s),
            signals,
            Screen(surface, Words.load()),
            lambda: clock_s,
        )
        signals.touch(0.0)
        kiosk.turn()
        assert not signals.state.pass_light
    pixels = pygame.surfarray.array3d(surface)
    assert (pixels == BLUE_ORANGE.fault).all(axis=2).any()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_the_loop_to_end(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with _stop_by_signal() as asked:
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
        self.touch(time.monotonic())


def test_sigterm_ends_a_real_window_in_order_with_the_light_out(
    settings: Settings, x_screen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.kiosk.Signals", _Remembered)
    seen: list[float] = []

    def stop_once_seen() -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until and not seen:
            if tuple(seen_on(x_screen)[2, 2]) == BLUE_ORANGE.banner:
                seen.append(_Remembered.last.pins.pass_light.value)
        os.kill(os.getpid(), signal.SIGTERM)

    stopper = threading.Thread(target=stop_once_seen)
    stopper.start()
    code = run(settings, simulate_gpio=True, windowed=True)
    stopper.join()
    assert code == 0
    assert seen == [1]
    assert _Remembered.last.state == SignalState()
    assert not pygame.display.get_init()
