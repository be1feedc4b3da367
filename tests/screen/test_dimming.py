"""The screen goes dark when nobody is there, wakes at once, and nothing burns in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from functools import cache

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from station.screen.dimming import Dimming, DimPicture
from station.screen.invitation import InvitationPicture
from station.screen.picture import Picture
from station.screen.screen import Screen
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Words
from station.signals.quiet import QuietHours
from tests.screen.drawing import canvas_of, drawn

NIGHT = QuietHours.parse("22:00-07:00")
NOON, MIDNIGHT = time(12, 0), time(0, 30)
FRAME_S = 1 / 30


@dataclass
class Watched:
    """A dimmer over an invitation, on a clock of its own."""

    after_min: float = 10
    local_time: time = NOON
    now_s: float = 100.0
    shown: list[tuple[float, Picture]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dimming = Dimming(self.after_min, NIGHT)

    def see(self, seconds: float, *, empty: bool = True, must_see: bool = False) -> bool:
        """So long of it; whether it is dark at the end."""
        for _ in range(round(seconds / FRAME_S)):
            self.now_s += FRAME_S
            picture = self.dimming.over(
                InvitationPicture(),
                empty=empty,
                must_see=must_see,
                now_s=self.now_s,
                local_time=self.local_time,
            )
            self.shown.append((self.now_s, picture))
        return isinstance(self.shown[-1][1], DimPicture)


def test_it_goes_dark_after_its_minutes_and_not_before() -> None:
    watched = Watched(after_min=2)
    assert not watched.see(119.0)
    assert watched.see(2.0)


def test_who_steps_near_wakes_it_at_once_and_a_noisy_frame_does_not() -> None:
    watched = Watched(after_min=1)
    assert watched.see(61.0)
    assert watched.see(2 * FRAME_S, empty=False)
    assert watched.see(5.0)
    near_s = watched.now_s
    assert not watched.see(1.0, empty=False)
    woken_s = next(t for t, p in watched.shown if t > near_s and not isinstance(p, DimPicture))
    assert woken_s - near_s < 0.3 - 0.1, "the camera takes up to 0.1 s of the 0.3"
    # And from then on it waits its minutes again.
    assert not watched.see(59.0)
    assert watched.see(2.0)


def test_what_must_be_seen_is_never_dimmed() -> None:
    watched = Watched(after_min=1)
    assert not watched.see(90.0, must_see=True)
    assert not watched.see(59.0)
    assert watched.see(2.0)
    assert not watched.see(FRAME_S, must_see=True)
    watched.local_time = MIDNIGHT
    assert not watched.see(5.0, must_see=True)


def test_in_quiet_hours_it_does_not_wait() -> None:
    watched = Watched(local_time=MIDNIGHT)
    assert watched.see(FRAME_S)
    assert not watched.see(30.0, empty=False)
    assert watched.see(FRAME_S)
    watched.local_time = NOON
    assert not watched.see(FRAME_S)


@pytest.mark.parametrize("local_time", [NOON, MIDNIGHT])
def test_zero_is_never(local_time: time) -> None:
    assert not Watched(after_min=0, local_time=local_time).see(900.0)


@cache
def hour() -> list[NDArray[np.int64]]:
    """Which pixels, as ``(N, 2)``, are not black on a small screen every two seconds of an hour."""
    canvas, lit = canvas_of((320, 180)), []
    for elapsed_s in range(0, 3600, 2):
        surface = drawn(DimPicture(elapsed_s), canvas)
        lit.append(np.argwhere(pygame.surfarray.pixels2d(surface) & 0xFFFFFF))
    return lit


def test_it_is_dark_all_but_a_sign_that_moves_and_nothing_burns_in() -> None:
    times = np.zeros((320, 180), int)
    for lit in hour():
        assert 0 < len(lit) < 40
        times[tuple(lit.T)] += 1
    assert times.max() <= 30, "no place is lit for more than a minute of an hour"
    # It comes by everywhere: in each ninth of the screen.
    ninths = [part.sum() for row in np.array_split(times, 3) for part in np.array_split(row, 3, 1)]
    assert min(ninths) > 0.2 * max(ninths)


def test_the_sign_can_be_seen_to_move_and_never_jumps() -> None:
    middles = np.array([lit.mean(axis=0) for lit in hour()])
    steps_px = np.hypot(*np.diff(middles, axis=0).T)
    assert steps_px.min() > 0.5
    assert steps_px.max() < 8


def test_a_dark_screen_is_bright_again_as_it_was(words: Words) -> None:
    screen = Screen(pygame.Surface((640, 360), 0, 32), words, BLUE_ORANGE)
    before = pygame.surfarray.array3d(screen.draw(InvitationPicture(1.0)))
    dark = pygame.surfarray.array3d(screen.draw(DimPicture(5.0)))
    assert dark.mean() < 0.2 < before.mean()
    assert 20 < dark.max() < 100
    assert np.array_equal(pygame.surfarray.array3d(screen.draw(InvitationPicture(1.0))), before)
    assert DimPicture(1.0).name == "dimmed"
