"""Pictures of the screens as files, for a machine without a screen."""

from __future__ import annotations

from pathlib import Path

import pygame

from station.screen.live import LivePicture
from station.screen.message import MessagePicture
from station.screen.picture import Picture
from station.screen.result import ResultPicture
from station.screen.screen import Screen
from station.screen.words import Words
from station.signals.patterns import SignalState

_SIZE_PX = (1920, 1080)
_RING_SHARE = 0.6
"""A still athlete is pictured with the ring this far round."""


class Album:
    """Writes a picture to a numbered PNG in ``folder`` when it shows something for the first time.

    The folder is made; the pictures of an earlier album in it are removed, other files stay.
    """

    def __init__(self, folder: Path, words: Words, notices: tuple[str, ...] = ()) -> None:
        self._screen = Screen(pygame.Surface(_SIZE_PX, 0, 32), words, notices=notices)
        self._folder = folder
        self._kept: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob("[0-9][0-9]-*.png"):
            stale.unlink()

    @property
    def count(self) -> int:
        """How many pictures have been written."""
        return len(self._kept)

    def keep(self, picture: Picture, simulated_signals: SignalState | None = None) -> None:
        """Draw and write the picture if it is a new one, with the simulated lamps if given."""
        name = _name(picture)
        if name is None or name in self._kept:
            return
        self._kept.append(name)
        surface = self._screen.draw(picture, simulated_signals)
        pygame.image.save(surface, self._folder / f"{self.count:02d}-{name}.png")


def _name(picture: Picture) -> str | None:
    """What is new about a picture; None for one in between."""
    if isinstance(picture, ResultPicture):
        return "result"
    if isinstance(picture, MessagePicture):
        if picture.progress is not None and picture.progress < _RING_SHARE:
            return None
        return picture.message.value.replace("_", "-")
    return _live_name(picture)


def _live_name(picture: LivePicture) -> str:
    done = picture.summary.repetitions
    if picture.reading.touching:
        return f"repetition-{len(done) + 1}-touch"
    if not done:
        return "ready"
    outcome = done[-1].verdict.outcome.value.lower().replace("_", "-")
    return f"repetition-{len(done)}-{outcome}"
