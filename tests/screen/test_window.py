"""The display: refused when nobody could see it, and a real window under Xvfb."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest

from station.errors import DisplayError
from station.screen.live import LivePicture
from station.screen.screen import Screen
from station.screen.window import Window
from station.screen.words import Words
from tests.screen import puppet

SIZE_PX = (1280, 720)


def test_dummy_driver_is_refused_unless_headless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    with pytest.raises(DisplayError, match="--headless"):
        Window()
    assert not pygame.display.get_init()


def test_no_display_is_one_line_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "no such driver")
    with pytest.raises(DisplayError, match="no screen can be opened"):
        Window()


def test_headless_draws_to_the_dummy_driver_and_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)
    with Window(headless=True) as window:
        assert window.driver == "dummy"
        window.flip()
    assert "SDL_VIDEODRIVER" not in os.environ
    assert not pygame.display.get_init()


@pytest.mark.parametrize(
    ("event", "quits"),
    [
        (pygame.event.Event(pygame.QUIT), True),
        (pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE), True),
        (pygame.event.Event(pygame.KEYDOWN, key=pygame.K_q), True),
        (pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE), False),
    ],
)
def test_escape_q_and_close_quit(event: pygame.event.Event, quits: bool) -> None:
    with Window(headless=True) as window:
        window.wants_to_quit()
        pygame.event.post(event)
        assert window.wants_to_quit() is quits


@pytest.fixture
def x_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real X server without a monitor; yields the file that mirrors what it shows."""
    if shutil.which("Xvfb") is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("Xvfb is missing in CI: apt install xvfb")
        pytest.skip("needs a virtual X server: sudo apt install xvfb")
    read_end, write_end = os.pipe()
    size = f"{SIZE_PX[0]}x{SIZE_PX[1]}x24"
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", size]
    command += ["-fbdir", str(tmp_path), "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        display = answer.readline().strip()
    try:
        assert display, "Xvfb did not start"
        monkeypatch.setenv("DISPLAY", f":{display}")
        monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
        yield tmp_path / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait(10)


def seen_on(screen_file: Path) -> np.ndarray:
    """``(width, height, 3)`` pixels of an X window dump."""
    data = screen_file.read_bytes()
    header = np.frombuffer(data, ">u4", 25)
    header_size, width, height, line_bytes, colours = header[[0, 4, 5, 12, 19]]
    start = int(header_size + 12 * colours)
    rows = np.frombuffer(data, np.uint8, int(line_bytes * height), start)
    pixels = rows.reshape(height, line_bytes)[:, : width * 4].reshape(height, width, 4)
    return pixels[:, :, 2::-1].transpose(1, 0, 2)


@pytest.mark.parametrize("windowed", [False, True], ids=["fullscreen", "window"])
def test_a_real_window_shows_the_picture(x_screen: Path, words: Words, windowed: bool) -> None:
    picture = LivePicture(puppet.reading(0.9), puppet.session().summary())
    with Window(windowed=windowed) as window:
        assert window.driver == "x11"
        assert window.surface.get_size() == SIZE_PX
        drawn = Screen(window.surface, words).draw(picture)
        expected = pygame.surfarray.array3d(drawn)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            # The X server maps the window and copies its pixels in its own time.
            window.wants_to_quit()
            window.flip()
            if np.array_equal(seen_on(x_screen), expected):
                break
        assert np.array_equal(seen_on(x_screen), expected)
