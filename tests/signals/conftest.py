"""Signals on mock pins, and a sound device without a sound card."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from station.signals.signals import Signals


@pytest.fixture
def signals() -> Iterator[Signals]:
    """At full volume, updated once at 10 s."""
    with Signals(simulate=True) as opened:
        opened.update(10.0)
        yield opened


@pytest.fixture
def sound_device(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SDL's dummy audio driver: takes sound at the pace of a real device."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    yield
    pygame.mixer.quit()


@pytest.fixture
def no_sound_device(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SDL finds nothing that could play."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "none such")
    yield
    pygame.mixer.quit()
