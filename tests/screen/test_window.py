"""The display: refused when nobody could see it, and a real window under Xvfb."""

from __future__ import annotations

import os
import time
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
from tests.virtual_screen import SIZE_PX, seen_on


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


@pytest.mark.parametrize("windowed", [False, True], ids=["fullscreen", "window"])
def test_a_real_window_shows_the_picture(x_screen: Path, words: Words, windowed: bool) -> None:
    picture = LivePicture(puppet.reading(0.9), puppet.board((puppet.CLEAN,)))
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
