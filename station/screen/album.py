"""Pictures of the screens as files, for a machine without a screen."""

from __future__ import annotations

from pathlib import Path

import pygame

from station.screen.picture import Picture
from station.screen.screen import Screen
from station.screen.words import Words
from station.signals.patterns import SignalState

_SIZE_PX = (1920, 1080)


class Album:
    """Writes a picture to a numbered PNG in ``folder`` when it shows something for the first time.

    The folder is made; the pictures of an earlier album in it are removed, other files stay.
    """

    def __init__(self, folder: Path, words: Words, notices: tuple[str, ...] = ()) -> None:
        self._screen = Screen(pygame.Surface(_SIZE_PX, 0, 32), words)
        self._notices = notices
        self.folder = folder
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
        name = picture.name
        if name is None or name in self._kept:
            return
        self._kept.append(name)
        surface = self._screen.draw(picture, simulated_signals, self._notices)
        pygame.image.save(surface, self.folder / f"{self.count:02d}-{name}.png")
